/*
 * Where links lead.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "lint_package/checks.h"

/* An object by the pathname that it is installed under, or NULL. */
static const struct object *
object_at(const struct lint_package *p, const char *path)
{
	const struct object *o = objects_find(p->objects, path);
	size_t len = p->base == NULL ? 0 : strlen(p->base);

	if (o != NULL || len == 0 || strncmp(path, p->base, len) != 0)
		return o;
	if (len > 1 && path[len] != '/')
		return NULL;
	path += len == 1 ? 1 : len + 1;
	return objects_find(p->objects, path);
}

/* Does a link of the package lie on the way to the path? */
static bool
leads_through_link(const struct lint_package *p, const char *path)
{
	char *above = xstrdup(path), *slash;
	const struct object *o;
	bool found = false;

	while (
	    !found && (slash = strrchr(above, '/')) != NULL && slash != above) {
		*slash = '\0';
		o = object_at(p, above);
		found = o != NULL && o->ftype == 's';
	}
	free(above);
	return found;
}

/* Is the directory of the path one that the package lists with attributes? */
static bool
is_in_own_directory(const struct lint_package *p, const char *path)
{
	char *parent = path_dirname(path);
	const struct object *o = object_at(p, parent);
	bool own = o != NULL && ftype_is_directory(o->ftype) &&
	    o->mode != OBJECT_UNKNOWN;

	free(parent);
	return own;
}

/*
 * The pathname that a target stands for.  Of a relative path in a package
 * without BASEDIR nothing is known above its own objects.
 */
static char *
target_path(const struct lint_package *p, const struct object *o)
{
	char *from = installed_path(p, o), *dir = path_dirname(from), *path;

	free(from);
	path = o->target[0] == '/' ? xstrdup(o->target)
				   : xasprintf("%s/%s", dir, o->target);
	free(dir);
	path_canonize(path);
	return path;
}

/* What a class action script makes of the link is its business. */
static void
check_symbolic_link(struct lint_package *p, const struct object *o)
{
	char *path = target_path(p, o);

	if (object_at(p, path) == NULL && is_in_own_directory(p, path) &&
	    !leads_through_link(p, path) && !has_class_script(p, o->class))
		add_object(p, o, "dangling-link", o->path);
	free(path);
}

/* The target of a hard link is a path like its own, from the same base. */
static void
check_hard_link(struct lint_package *p, const struct object *o)
{
	char *path = target_path(p, o);

	if (object_at(p, path) == NULL &&
	    objects_find(p->objects, o->target) == NULL && !is_of_patch(p, o))
		add_object(p, o, "hard-link-target", o->path);
	free(path);
}

void
check_links(struct lint_package *p)
{
	const struct object *o;
	size_t i;

	for (i = 0; i < p->objects->n; i++) {
		o = &p->objects->v[i];
		if (o->target == NULL || strchr(o->target, '$') != NULL)
			continue;
		if (o->ftype == 's')
			check_symbolic_link(p, o);
		else if (o->ftype == 'l')
			check_hard_link(p, o);
	}
}
