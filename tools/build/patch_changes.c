/*
 * What the scripts of a patch can change, and what goes together: a file can
 * become a directory, for example, if the manifest lists all that is below it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "build/patch.h"
#include "model/install_path.h"
#include "model/patch_table.h"

static const char rule[] = "patch-scripts";

struct change_check {
	const struct manifest *m;
	const char *file;
	struct diag *d;
};

char *
patch_link_target(const struct manifest_file *f)
{
	return link_target(
	    &(struct object){.path = f->path, .target = f->target});
}

static bool
is_deleted(const struct manifest_file *f)
{
	return f->action == MANIFEST_DELETE;
}

/* Does it become a directory, or is there one already that stays as it is? */
static bool
is_made_directory(const struct manifest_file *f)
{
	return f->type == MANIFEST_DIRECTORY &&
	    (f->action == MANIFEST_ADD || f->action == MANIFEST_REPLACE);
}

/* Why a symbolic link cannot be a word of a line of patchfiles, or NULL. */
static const char *
symlink_fault(const struct manifest_file *f)
{
	if (f->target[0] == '-' || strpbrk(f->target, " \t\n") != NULL)
		return "the target of a link cannot begin with `-' or have "
		       "blanks in it";
	return NULL;
}

static const char *
hardlink_fault(const struct change_check *c, const struct manifest_file *f)
{
	char *path = patch_link_target(f);
	const struct manifest_file *target = manifest_find(c->m, path);
	const char *fault = NULL;

	if (!path_is_safe(path[0] == '/' ? path + 1 : path) ||
	    object_path_fault(path) != NULL)
		fault = "the target of a hard link is no path of a package";
	else if (target == f)
		fault = "the link leads to itself";
	else if (target != NULL && is_deleted(target))
		fault = "the link leads to what is deleted";
	else if (target != NULL && target->type != MANIFEST_FILE)
		fault = "a hard link leads to a file, not to another link or "
			"a directory";
	free(path);
	return fault;
}

/* Why f cannot be below what the manifest says of its ancestor, or NULL. */
static const char *
below_fault(const struct manifest_file *f, const struct manifest_file *above)
{
	if (is_made_directory(above) &&
	    (is_deleted(f) || f->action == MANIFEST_ATTRIBUTES))
		return "lies in a new directory, in which there is nothing "
		       "yet";
	if (above->type == MANIFEST_DIRECTORY)
		return is_deleted(above) && !is_deleted(f)
		    ? "lies in a directory that is deleted"
		    : NULL;
	if (is_deleted(above) || above->action == MANIFEST_ATTRIBUTES)
		return "lies below what is no directory";
	if (!is_deleted(f))
		return "lies below what becomes no directory";
	return above->type == MANIFEST_FILE
	    ? "lies in a directory that becomes a file: pkgadd refuses that "
	      "in the middle; a link can take its place"
	    : NULL;
}

static void
report_change(struct change_check *c, const struct manifest_file *f,
    const char *fault, const struct manifest_file *other)
{
	if (fault == NULL)
		return;
	if (other == NULL)
		diag_error(
		    c->d, c->file, f->line, rule, "%s: %s", f->path, fault);
	else
		diag_error(c->d, c->file, f->line, rule, "%s: %s: line %zu",
		    f->path, fault, other->line);
}

/*
 * The nearest entry of the manifest above the path, or NULL.  *is_parent tells
 * whether it is the directory that the path is in.
 */
static const struct manifest_file *
entry_above(const struct manifest *m, const char *path, bool *is_parent)
{
	const struct manifest_file *found = NULL;
	char *at = xstrdup(path), *slash;

	*is_parent = true;
	while ((slash = strrchr(at, '/')) != NULL && slash > at) {
		*slash = '\0';
		found = manifest_find(m, at);
		if (found != NULL)
			break;
		*is_parent = false;
	}
	free(at);
	return found;
}

static void
check_change(struct change_check *c, const struct manifest_file *f)
{
	bool is_parent;
	const struct manifest_file *above = entry_above(
	    c->m, f->path, &is_parent);

	report_change(c, f, patch_name_fault(f->path), NULL);
	if (!is_deleted(f) && f->type == MANIFEST_SYMLINK)
		report_change(c, f, symlink_fault(f), NULL);
	if (!is_deleted(f) && f->type == MANIFEST_HARDLINK)
		report_change(c, f, hardlink_fault(c, f), NULL);
	if (above == NULL)
		return;
	report_change(c, f, below_fault(f, above), above);
	if (!is_parent && is_made_directory(above))
		report_change(c, f,
		    "between it and a new directory is one that is not listed",
		    above);
}

/* A directory of the prototype is made before the scripts run. */
static void
check_directory(
    struct change_check *c, const struct prototype *p, const struct object *o)
{
	bool is_parent;
	const struct manifest_file *above = entry_above(
	    c->m, o->path, &is_parent);

	if (above != NULL &&
	    (above->type != MANIFEST_DIRECTORY || is_deleted(above) ||
		is_made_directory(above)))
		diag_error(c->d, prototype_file(p, o), o->line, rule,
		    "%s: pkgadd would make it before the scripts change %s; "
		    "the manifest has to list it instead",
		    o->path, above->path);
}

void
patch_check_changes(const struct manifest *m, const char *file,
    const struct prototype *p, const struct plan *plan, struct diag *d)
{
	struct change_check c = {m, file, d};
	const struct objects *list = &plan->map.objects;
	size_t i;

	for (i = 0; i < m->nfiles; i++)
		check_change(&c, &m->files[i]);
	for (i = 0; i < list->n; i++)
		if (ftype_is_directory(list->v[i].ftype))
			check_directory(&c, p, &list->v[i]);
}
