#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "install/items.h"

/* Is the class one of the words of a parameter? */
static bool
is_listed(const struct run *r, const char *param, const char *class)
{
	const char *p = env_get(r->env, param);
	size_t len = strlen(class), n;

	if (p == NULL)
		return false;
	for (p += strspn(p, " \t\n"); *p != '\0'; p += strspn(p, " \t\n")) {
		n = strcspn(p, " \t\n");
		if (n == len && memcmp(p, class, n) == 0)
			return true;
		p += n;
	}
	return false;
}

static void
add_class(struct run *r, char *name, bool first)
{
	struct class new = {.name = name};

	new.no_source_check = is_listed(r, "PKG_SRC_NOVERIFY", name);
	new.quick_check = is_listed(r, "PKG_DST_QKVERIFY", name);
	new.relative = is_listed(r, "PKG_CAS_PASSRELATIVE", name);
	r->classes = xreallocarray(
	    r->classes, r->nclasses + 1, sizeof(*r->classes));
	if (first)
		memmove(r->classes + 1, r->classes,
		    r->nclasses * sizeof(*r->classes));
	r->classes[first ? 0 : r->nclasses] = new;
	r->nclasses++;
}

/* CLASSES again when `none` had to move (setlist in libinst). */
static void
put_classes(struct run *r)
{
	struct buf list = BUF_INIT;
	size_t i;

	for (i = 0; i < r->nclasses; i++)
		buf_printf(
		    &list, "%s%s", i == 0 ? "" : " ", r->classes[i].name);
	env_set(r->env, "CLASSES", buf_text(&list));
	buf_free(&list);
}

void
classes_load(struct run *r)
{
	const char *p = env_get(r->env, "CLASSES");
	bool none, moved = false, seen_none = false;
	char *name;
	size_t n;

	if (p == NULL)
		return;
	for (p += strspn(p, " \t\n"); *p != '\0'; p += strspn(p, " \t\n")) {
		n = strcspn(p, " \t\n");
		name = xstrndup(p, n);
		none = strcmp(name, "none") == 0;
		if (none && seen_none)
			free(name);
		else {
			moved = moved || (none && r->nclasses > 0);
			add_class(r, name, none);
		}
		seen_none = seen_none || none;
		p += n;
	}
	if (moved)
		put_classes(r);
}

void
classes_find_scripts(struct run *r, const char *prefix, const char *dir)
{
	char *name, *path;
	size_t i;

	for (i = 0; i < r->nclasses; i++) {
		name = xasprintf("%s%s", prefix, r->classes[i].name);
		path = xasprintf("%s/%s", dir, name);
		free(r->classes[i].script);
		if (access(path, R_OK) == 0) {
			free(path);
			path = xasprintf("install/%s", name);
			r->classes[i].script = target_package(
			    r->target, r->instance, path);
		} else
			r->classes[i].script = shell_class_script(
			    r->shell, name);
		free(path);
		free(name);
	}
}

ssize_t
class_index(const struct run *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->nclasses; i++)
		if (strcmp(r->classes[i].name, name) == 0)
			return (ssize_t)i;
	return -1;
}
