#include <stdlib.h>
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
	free(plan->trees);
	free(plan->strings);
	free(plan->name);
	pkginfo_free(plan->info);
	objects_free(&plan->map.objects);
	free(plan->contents);
	buf_free(&plan->info_text);
	buf_free(&plan->map_text);
	free(plan);
}
