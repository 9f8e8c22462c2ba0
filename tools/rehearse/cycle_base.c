/*
 * What a cycle begins with.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "rehearse/cycle_impl.h"
#include "rehearse/installed.h"
#include "stream/source.h"

struct names
names_read(const char *root)
{
	struct names list = { NULL, 0 };
	struct diag ignored = DIAG_INIT;
	struct target *t = target_open(root, true, false, &ignored);
	struct installations *all;
	size_t i;

	diag_free(&ignored);
	if (t == NULL)
		return list;
	all = installations_read(t);
	list.v = xcalloc(all->n + 1, sizeof(*list.v));
	for (i = 0; i < all->n; i++)
		list.v[list.n++] = xstrdup(all->v[i].instance);
	installations_free(all);
	target_close(t);
	return list;
}

struct names
names_new(const struct names *old, const struct names *now)
{
	struct names list = { xcalloc(now->n + 1, sizeof(char *)), 0 };
	size_t i, j;

	for (i = 0; i < now->n; i++) {
		for (j = 0; j < old->n; j++)
			if (strcmp(old->v[j], now->v[i]) == 0)
				break;
		if (j == old->n)
			list.v[list.n++] = xstrdup(now->v[i]);
	}
	return list;
}

void
names_free(struct names *n)
{
	size_t i;

	for (i = 0; i < n->n; i++)
		free(n->v[i]);
	free(n->v);
}

/* Does the package bring the directory? */
static bool
brings(const struct package *p, const char *base, const char *path)
{
	size_t len = strcmp(base, "/") == 0 ? 0 : strlen(base);

	return objects_find(&p->map->objects, path) != NULL ||
	    (strncmp(path, base, len) == 0 && path[len] == '/' &&
	    objects_find(&p->map->objects, path + len + 1) != NULL);
}

/* Makes the directories above an object that the package does not bring. */
static size_t
make_implied(struct cycle *c, const struct package *p,
    const struct object *o)
{
	const char *base = pkginfo_get(p->info, "BASEDIR");
	char *path = path_join(base == NULL ? "/" : base, o->path), *full;
	char *slash = path;
	struct stat st;
	size_t n = 0;

	while (path[0] == '/' && strchr(path, '$') == NULL &&
	    (slash = strchr(slash + 1, '/')) != NULL) {
		*slash = '\0';
		full = xasprintf("%s%s", c->s->pristine, path);
		if (!brings(p, base == NULL ? "/" : base, path) &&
		    lstat(full, &st) == -1 && mkdir(full, 0755) == 0)
			n++;
		free(full);
		*slash = '/';
	}
	free(path);
	return n;
}

bool
cycle_complete_base(struct cycle *c)
{
	struct source *s = source_open(c->q->source, c->d);
	const struct package *p;
	size_t i, j, n = 0;

	if (s == NULL)
		return false;
	for (i = 0; i < source_count(s); i++) {
		p = source_package(s, i);
		for (j = 0; j < p->map->objects.n; j++)
			if (p->map->objects.v[j].ftype != 'i')
				n += make_implied(c, p,
				    &p->map->objects.v[j]);
	}
	source_close(s);
	if (n > 0 && !c->q->json)
		(void)fprintf(c->q->out, "%zu director%s that nobody brings "
		    "%s taken as given\n", n, n == 1 ? "y" : "ies",
		    n == 1 ? "is" : "are");
	return true;
}

