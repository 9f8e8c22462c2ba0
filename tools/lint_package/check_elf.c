/*
 * Programs and libraries: for which system they are, and what they need there.
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "lint_package/build_path.h"
#include "lint_package/checks.h"
#include "lint_package/solaris.h"

static void
check_processor(struct lint_package *p, const char *file, const struct elf *e)
{
	const char *processor = elf_processor(e);
	const char *arch = pkginfo_get(p->info, "ARCH");

	if (arch == NULL)
		return;
	if (strcmp(arch, "all") == 0)
		lint_add(p->out, file, 0, 0, "elf-in-all", processor);
	else if (processor == NULL || strstr(arch, processor) == NULL)
		lint_add(p->out, file, 0, 0, "elf-architecture",
		    processor == NULL ? "another" : processor);
}

/* lib/libx.so of 64 bits; the directory tells it everywhere else. */
static void
check_place(struct lint_package *p, const struct object *o, const char *file,
    const struct elf *e)
{
	static const char *const names[] = {"/64/", "/sparcv9/", "/amd64/",
	    "/lib64/", "/v9/", "/64bit/", "/kernel/"};
	char *path;
	size_t i;
	bool told = false;

	if (e->class != 64 || e->soname == NULL)
		return;
	path = xasprintf("/%s", o->path);
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		told = told || strstr(path, names[i]) != NULL;
	if (!told)
		lint_add(p->out, file, 0, 0, "elf-64-bit-place", o->path);
	free(path);
}

static bool
is_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	while (len > 1 && dir[len - 1] == '/')
		len--;
	return strncmp(path, dir, len) == 0 &&
	    (path[len] == '\0' || path[len] == '/' || len == 1);
}

/* Has the package, outside of BASEDIR, something in the directory? */
static bool
has_objects_below(const struct lint_package *p, const char *dir)
{
	const struct object *v = p->objects->v;
	size_t low = 0, high = p->objects->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(v[middle].path, dir) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < p->objects->n && is_below(v[low].path, dir);
}

/* A directory in which the system or the package has libraries. */
static bool
is_known_directory(const struct lint_package *p, const char *dir)
{
	static const char *const names[] = {"/lib", "/usr/lib", "/usr/sfw",
	    "/usr/openwin", "/usr/dt", "/usr/ccs", "/usr/ucblib", "/usr/X11",
	    "/usr/gnu", "/usr/platform", "/usr/java", "/usr/jdk", "/usr/gcc",
	    "/opt/SUNWspro"};
	size_t i;

	if (dir[0] == '$' ||
	    (p->base != NULL && strcmp(p->base, "/") != 0 &&
		is_below(dir, p->base)))
		return true;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (is_below(dir, names[i]))
			return true;
	return has_objects_below(p, dir);
}

/* One directory of a run path; no length: the current one of the process. */
static void
check_run_directory(
    struct lint_package *p, const char *file, const char *path, const char *dir)
{
	char *deeper = xasprintf("%s/x/y", dir);

	if ((dir[0] != '/' && dir[0] != '$') ||
	    (is_build_path(deeper) &&
		(p->base == NULL || !is_below(dir, p->base))))
		lint_add(p->out, file, 0, 0, "elf-run-path", path);
	else if (!is_known_directory(p, dir) && !p->has_foreign_dependency)
		lint_add(p->out, file, 0, 0, "elf-run-path-outside", dir);
	free(deeper);
}

#define RUN_DIRECTORIES_MAX 64

static void
check_run_path(struct lint_package *p, const char *file, const char *path)
{
	const char *at = path;
	size_t n, len;
	char *dir;

	for (n = 0; n < RUN_DIRECTORIES_MAX; n++) {
		len = strcspn(at, ":");
		dir = slice_dup((struct slice){at, len});
		check_run_directory(p, file, path, dir);
		free(dir);
		if (at[len] == '\0')
			return;
		at += len + 1;
	}
}

/* depend, which tells more, comes behind some of the programs. */
static void
note_needed(struct lint_package *p, const char *file, const char *name)
{
	if (p->nneeded >= LINT_NEEDED_MAX ||
	    string_pool_find(&p->names, path_basename(name)) != NULL)
		return;
	p->needed = array_room(
	    p->needed, p->nneeded, &p->needed_size, sizeof(*p->needed));
	p->needed[p->nneeded++] = (struct needed_library){
	    xstrdup(file), xstrdup(name)};
}

void
check_elf(struct lint_package *p, const struct object *o, const char *file,
    const struct elf *e)
{
	size_t i;

	check_processor(p, file, e);
	if (elf_is_foreign(e)) {
		lint_add(p->out, file, 0, 0, "elf-foreign-system", NULL);
		return;
	}
	check_place(p, o, file, e);
	if (e->run_path != NULL)
		check_run_path(p, file, e->run_path);
	for (i = 0; i < e->nneeded; i++)
		note_needed(p, file, e->needed[i]);
	if (e->is_library && e->has_text_relocation)
		lint_add(p->out, file, 0, 0, "elf-text-relocation", NULL);
	if (e->has_debug)
		lint_add(p->out, file, 0, 0, "elf-debug-sections", NULL);
	if (e->is_library && e->soname != NULL &&
	    string_pool_find(&p->names, path_basename(e->soname)) == NULL)
		lint_add(p->out, file, 0, 0, "elf-soname", e->soname);
}

static void
check_library(struct lint_package *p, const struct needed_library *n)
{
	unsigned wanted = p->out->releases == 0 ? LINT_ALL : p->out->releases;
	unsigned releases = solaris_library(path_basename(n->name));

	if (releases == 0 && !p->has_foreign_dependency)
		lint_add(p->out, n->file, 0, 0, "elf-needed", n->name);
	else if (releases != 0 && (wanted & ~releases) != 0)
		lint_add(p->out, n->file, 0, 0, "elf-needed-release", n->name);
}

void
check_needed(struct lint_package *p)
{
	size_t i;

	for (i = 0; i < p->nneeded; i++) {
		check_library(p, &p->needed[i]);
		free(p->needed[i].file);
		free(p->needed[i].name);
	}
	free(p->needed);
}
