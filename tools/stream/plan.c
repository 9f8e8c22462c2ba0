#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "stream/plan.h"

struct plan *
plan_new(void)
{
	struct plan *plan = xcalloc(1, sizeof(*plan));

	plan->map.nparts = 1;
	return plan;
}

const char *
plan_keep(struct plan *plan, char *s)
{
	size_t n = plan->nstrings;

	if ((n & (n - 1)) == 0)		/* 0 and each power of two */
		plan->strings = xreallocarray(plan->strings,
		    n == 0 ? 1 : 2 * n, sizeof(*plan->strings));
	plan->strings[plan->nstrings++] = s;
	return s;
}

void
plan_add_info(struct plan *plan, const char *name, char *text, size_t len)
{
	struct objects *list = &plan->map.objects;
	struct object o;
	size_t i;

	object_init(&o);
	o.ftype = 'i';
	o.path = xstrdup(name);
	(void)objects_add(list, &o);
	plan->contents = xreallocarray(plan->contents, list->n,
	    sizeof(*plan->contents));
	for (i = list->n - 1; i > 0 &&
	    strcmp(list->v[i - 1].path, name) > 0; i--) {
		list->v[i] = list->v[i - 1];
		plan->contents[i] = plan->contents[i - 1];
	}
	list->v[i] = o;
	plan->contents[i] = (struct content){ .kind = CONTENT_MEMORY,
	    .data = plan_keep(plan, text), .size = len };
}

void
plan_finish(struct plan *plan)
{
	pkgmap_write(&plan->map, &plan->map_text);
}

void
plan_free(struct plan *plan)
{
	size_t i;

	if (plan == NULL)
		return;
	for (i = 0; i < plan->ntrees; i++) {
		if (plan->trees[i].fd != -1)
			(void)close(plan->trees[i].fd);
		free(plan->trees[i].name);
	}
	for (i = 0; i < plan->nstrings; i++)
		free(plan->strings[i]);
	payload_free(plan->payload);
	free(plan->trees);
	free(plan->strings);
	free(plan->name);
	pkginfo_free(plan->info);
	objects_free(&plan->map.objects);
	free(plan->contents);
	free(plan->digests);
	buf_free(&plan->info_text);
	buf_free(&plan->map_text);
	free(plan);
}
