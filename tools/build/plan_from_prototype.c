#include "build/checksum_pass.h"
#include "build/locate.h"
#include "build/plan_builder.h"

static void
find_contents(struct plan_builder *b)
{
	const struct build_request *r = b->request;
	const struct objects *objects = &b->plan->map.objects;
	struct source_search search = {.prototype = b->prototype,
	    .base = r->base,
	    .in_trees = r->nroots > 0};
	bool ok = true;
	size_t i;

	for (i = 0; i < r->nroots; i++)
		ok &= locate_add_tree(b->plan, r->roots[i], &b->d);
	/* without one of the roots, missing files would say nothing new */
	for (i = 0; ok && i < objects->n; i++)
		if (ftype_has_contents(objects->v[i].ftype))
			(void)locate_content(&search, b->plan, i, &b->d);
}

struct plan *
plan_from_prototype(const struct build_request *r, struct diag *d)
{
	struct plan_builder b = {
	    .request = r, .newest_date = BUILD_TIME_NONE, .d = DIAG_INIT};

	if (plan_builder_begin(&b, r->prototype)) {
		find_contents(&b);
		(void)checksum_plan(b.plan, b.prototype, &b.d);
		plan_builder_finish(&b);
	}
	return plan_builder_end(&b, d);
}
