#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "lint/lint.h"
#include "lint_package/build_path.h"
#include "lint_package/checks.h"

void
add_object(struct lint_package *p, const struct object *o, const char *tag,
    const char *what)
{
	lint_add(p->out, p->map, o->line, o->line > 0 ? 1 : 0, tag, what);
}

void
add_parameter(
    struct lint_package *p, const char *name, const char *tag, const char *what)
{
	size_t line = pkginfo_line(p->info, name);

	lint_add(p->out, p->pkginfo, line, line > 0 ? 1 : 0, tag, what);
}

char *
installed_path(const struct lint_package *p, const struct object *o)
{
	char *path = o->path[0] == '/' || p->base == NULL
	    ? xstrdup(o->path)
	    : xasprintf("%s/%s", p->base, o->path);

	path_canonize(path);
	return path;
}

bool
has_class_script(const struct lint_package *p, const char *class)
{
	char *name = xasprintf("i.%s", class);
	bool found = string_pool_find(&p->info_files, name) != NULL;

	name[0] = 'r';
	found = found || string_pool_find(&p->info_files, name) != NULL;
	free(name);
	return found;
}

bool
is_smf_manifest(const struct object *o)
{
	size_t len = strlen(o->path);

	return ftype_has_contents(o->ftype) && len > 4 &&
	    strcmp(o->path + len - 4, ".xml") == 0 &&
	    strstr(o->path, "svc/manifest/") != NULL;
}

bool
is_of_patch(const struct lint_package *p, const struct object *o)
{
	const char *class = pkginfo_get(p->info, "PATCH_CLASS");

	return class != NULL && o->class != NULL &&
	    strcmp(class, o->class) == 0;
}

static void
collect_names(struct lint_package *p)
{
	const char *classes = pkginfo_get(p->info, "CLASSES");
	const struct object *o;
	size_t i;

	string_pool_add_words(
	    &p->listed, classes == NULL ? "none" : classes, " \t");
	for (i = 0; i < p->objects->n; i++) {
		o = &p->objects->v[i];
		if (o->class != NULL)
			string_pool_add(&p->classes, o->class);
		string_pool_add(o->ftype == 'i' ? &p->info_files : &p->names,
		    path_basename(o->path));
	}
}

void
lint_objects_begin(struct lint_package *p, struct lint_findings *out,
    const struct pkginfo *info, const struct objects *objects, const char *map,
    const char *pkginfo)
{
	const char *base = pkginfo_get(info, "BASEDIR");

	*p = (struct lint_package){.out = out,
	    .info = info,
	    .objects = objects,
	    .map = map,
	    .pkginfo = pkginfo};
	if (base != NULL && base[0] == '/') {
		p->base = xstrdup(base);
		path_canonize(p->base);
	}
	collect_names(p);
	check_map(p);
	check_links(p);
	check_classes(p);
	check_pkginfo(p);
}

/* Is it a script for a shell that may be the Bourne shell? */
static bool
is_shell_program(const struct buf *text)
{
	static const char *const lines[] = {
	    "#!/bin/sh", "#!/sbin/sh", "#! /bin/sh", "#! /sbin/sh"};
	size_t i, len;

	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		len = strlen(lines[i]);
		if (text->len > len && memcmp(text->data, lines[i], len) == 0 &&
		    strchr(" \n\t", text->data[len]) != NULL)
			return true;
	}
	return false;
}

static void
check_info_text(
    struct lint_package *p, const struct object *o, const char *file)
{
	enum lint_script kind = lint_script_kind(o->path);

	if (strcmp(o->path, "depend") == 0)
		check_depend(p, file);
	else if (kind != LINT_ANY_SCRIPT)
		lint_check_script(
		    p->out, file, buf_text(&p->text), p->text.len, kind);
}

static void
check_text(struct lint_package *p, const struct object *o, const char *file)
{
	const char *text = buf_text(&p->text);
	struct elf e;

	if (o->ftype == 'i')
		check_info_text(p, o, file);
	else if (elf_read(&e, text, p->text.len))
		check_elf(p, o, file, &e);
	else if (is_smf_manifest(o))
		check_smf_manifest(p, file);
	else if (!lint_check_program(p->out, file, text, p->text.len) &&
	    is_shell_program(&p->text))
		lint_check_script(
		    p->out, file, text, p->text.len, LINT_PROGRAM);
}

#define PIECE 65536u /* bytes */

void
lint_objects_file(struct lint_package *p, const struct object *o,
    const char *file, lint_read_fn *read, void *ctx)
{
	struct build_path paths;
	bool whole = true;
	char *piece;
	ssize_t n;

	p->text.len = 0;
	build_path_begin(&paths, p->base);
	while (n = read(ctx, piece = buf_room(&p->text, PIECE), PIECE), n > 0) {
		build_path_add(&paths, piece, (size_t)n);
		whole = whole && p->text.len + (size_t)n <= LINT_CONTENTS_MAX;
		if (whole)
			p->text.len += (size_t)n;
	}
	build_path_end(&paths);
	if (n < 0)
		return;
	buf_zero(&p->text, 0);
	if (paths.found[0] != '\0' && o->ftype != 'i')
		lint_add(p->out, file, 0, 0, "build-path", paths.found);
	if (whole && p->text.len > 0)
		check_text(p, o, file);
}

void
lint_objects_end(struct lint_package *p)
{
	check_needed(p);
	free(p->base);
	string_pool_free(&p->classes);
	string_pool_free(&p->listed);
	string_pool_free(&p->names);
	string_pool_free(&p->info_files);
	buf_free(&p->text);
	*p = (struct lint_package){0};
}
