/*
 * What the map of a package says of each object.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "lint_package/checks.h"
#include "lint_package/solaris.h"
#include "model/info_name.h"

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), len = strlen(end);

	return n >= len && strcmp(s + n - len, end) == 0;
}

static void
check_mode(struct lint_package *p, const struct object *o)
{
	int32_t mode = o->mode;

	if (mode == OBJECT_UNKNOWN)
		return;
	if ((mode & 0002) != 0 && (mode & 01000) == 0 &&
	    !ftype_is_device(o->ftype) && o->ftype != 'p')
		add_object(p, o, "world-writable", o->path);
	if ((mode & 06000) != 0 && !ftype_is_directory(o->ftype))
		add_object(p, o, "set-uid", o->path);
	if (ftype_is_directory(o->ftype) && ((mode >> 2) & ~mode & 0111) != 0)
		add_object(p, o, "directory-not-searchable", o->path);
}

static bool
is_given(const char *name)
{
	return name != NULL && strcmp(name, "?") != 0 && name[0] != '$';
}

static void
check_owner(struct lint_package *p, const struct object *o)
{
	if (is_given(o->owner) && !solaris_has_user(o->owner))
		add_object(p, o, "unknown-owner", o->owner);
	else if (is_given(o->group) && !solaris_has_group(o->group))
		add_object(p, o, "unknown-owner", o->group);
}

/* `?' is right for directories that others have, and for what is patched. */
static void
check_unknown(struct lint_package *p, const struct object *o)
{
	if (ftype_has_mode(o->ftype) && o->ftype != 'e' &&
	    !ftype_is_directory(o->ftype) && !is_of_patch(p, o) &&
	    (o->mode == OBJECT_UNKNOWN || !is_given(o->owner) ||
		!is_given(o->group)) &&
	    (o->owner == NULL || o->owner[0] != '$'))
		add_object(p, o, "unknown-attributes", o->path);
}

static void
check_system_directory(struct lint_package *p, const struct object *o)
{
	char *path = installed_path(p, o);
	const struct solaris_directory *d = solaris_directory(path);

	if (d != NULL && ftype_is_directory(o->ftype) &&
	    ((o->mode != OBJECT_UNKNOWN && o->mode != d->mode) ||
		(is_given(o->owner) && strcmp(o->owner, d->owner) != 0) ||
		(is_given(o->group) && strcmp(o->group, "bin") != 0 &&
		    strcmp(o->group, "sys") != 0 &&
		    strcmp(o->group, "root") != 0 &&
		    strcmp(o->group, "mail") != 0)))
		add_object(p, o, "system-directory-attributes", path);
	free(path);
}

/* The directory of an object of a relative path; root ones are the system's. */
static void
check_parent(struct lint_package *p, const struct object *o)
{
	char *parent = path_dirname(o->path), *whole;
	struct object above = {.path = parent};

	if (o->path[0] != '/' && strcmp(parent, ".") != 0 &&
	    !is_of_patch(p, o) && objects_find(p->objects, parent) == NULL) {
		whole = installed_path(p, &above);
		if (solaris_directory(whole) == NULL)
			add_object(p, o, "missing-parent", o->path);
		free(whole);
	}
	free(parent);
}

static void
check_name(struct lint_package *p, const struct object *o)
{
	static const char *const names[] = {".git", ".gitignore", ".svn", ".hg",
	    "CVS", "RCS", "SCCS", ".cvsignore", ".DS_Store", "core",
	    "perllocal.pod", "__pycache__"};
	static const char *const ends[] = {
	    "~", ".orig", ".rej", ".pyc", ".pyo", ".la", ".swp"};
	const char *name = path_basename(o->path);
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0 &&
		    (strcmp(name, "core") != 0 ||
			!ftype_is_directory(o->ftype)))
			add_object(p, o, "discouraged-name", o->path);
	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (ends_with(name, ends[i]))
			add_object(p, o, "discouraged-name", o->path);
	if (strstr(o->path, "man/") != NULL && ends_with(name, ".gz"))
		add_object(p, o, "compressed-manual-page", o->path);
}

/* lib/sparcv9 and the like */
static void
check_architecture(struct lint_package *p, const struct object *o)
{
	static const char *const names[] = {"sparcv9", "sparcv8plus", "sparcv7",
	    "sparcv8", "amd64", "i386", "i86", "pentium_pro"};
	const char *arch = pkginfo_get(p->info, "ARCH");
	const char *name = path_basename(o->path);
	size_t i;

	if (arch == NULL || strcmp(arch, "all") != 0 ||
	    !ftype_is_directory(o->ftype))
		return;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			add_object(
			    p, o, "architecture-directory-in-all", o->path);
}

static void
check_object(struct lint_package *p, const struct object *o)
{
	if (o->class != NULL && string_pool_find(&p->listed, o->class) == NULL)
		add_object(p, o, "class-not-listed", o->path);
	if (strpbrk(o->path, " \t=") != NULL)
		add_object(p, o, "path-with-blank", o->path);
	if (is_of_patch(p, o) && strchr("fv", o->ftype) != NULL)
		add_object(p, o, "patch-object-type", o->path);
	check_mode(p, o);
	check_owner(p, o);
	check_unknown(p, o);
	check_system_directory(p, o);
	check_parent(p, o);
	check_name(p, o);
	check_architecture(p, o);
	if (is_smf_manifest(o) && o->class != NULL &&
	    strcmp(o->class, "manifest") != 0)
		add_object(p, o, "manifest-class", o->path);
}

static void
check_info_file(struct lint_package *p, const struct object *o)
{
	if (info_name_meant(o->path) != NULL)
		add_object(p, o, "script-name-typo", o->path);
	if ((strncmp(o->path, "i.", 2) == 0 ||
		strncmp(o->path, "r.", 2) == 0) &&
	    string_pool_find(&p->listed, o->path + 2) == NULL)
		add_object(p, o, "class-script-without-class", o->path);
}

void
check_map(struct lint_package *p)
{
	const struct object *o;
	size_t i;

	for (i = 0; i < p->objects->n; i++) {
		o = &p->objects->v[i];
		if (o->ftype == 'i')
			check_info_file(p, o);
		else
			check_object(p, o);
	}
	if (string_pool_find(&p->info_files, "copyright") == NULL)
		lint_add(p->out, p->map, 0, 0, "copyright-missing", NULL);
}
