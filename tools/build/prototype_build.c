#include "build/builder.h"
#include "build/locate.h"

/* Classic sources: a prototype, and the roots that hold its objects. */
struct plan *
build_prototype(const struct build_request *r, struct diag *d)
{
	struct builder b = {.r = r, .newest = BUILD_TIME_NONE, .d = DIAG_INIT};
	struct sources s = {.base = r->base, .rooted = r->nroots > 0};
	const struct objects *objects;
	bool ok = true;
	size_t i;

	if (builder_begin(&b, r->prototype)) {
		s.prototype = b.prototype;
		objects = &b.plan->map.objects;
		for (i = 0; i < r->nroots; i++)
			ok &= locate_add_tree(b.plan, r->roots[i], &b.d);
		/* what is to be found in a lost root is no fault of its own */
		for (i = 0; ok && i < objects->n; i++)
			if (ftype_has_contents(objects->v[i].ftype))
				(void)locate_contents(&s, b.plan, i, &b.d);
		builder_checksum_contents(&b);
		builder_resolve(&b);
	}
	return builder_end(&b, d);
}
