#include "support.h"

#include "base/mem.h"
#include "build/plan.h"

static struct plan *
make_plan(void)
{
	static const char map[] = ": 1 10\n"
				  "1 f none b 0644 root sys 1 1 1\n"
				  "1 i depend 1 1 1\n"
				  "1 i pkginfo 1 1 1\n";
	struct diag d = DIAG_INIT;
	struct pkgmap *parsed = pkgmap_parse(map, strlen(map), "m", &d);
	struct plan *plan = plan_new();
	size_t i;

	assert_non_null(parsed);
	plan->map = *parsed;
	free(parsed);
	plan->objects = xcalloc(plan->map.objects.n, sizeof(*plan->objects));
	for (i = 0; i < plan->map.objects.n; i++)
		plan->objects[i].content.member = i + 1;
	return plan;
}

static struct object *
find(const struct plan *plan, const char *path)
{
	struct object *o = objects_find(&plan->map.objects, path);

	assert_non_null(o);
	return o;
}

/* What a plan knows of its objects stays with them when one is added. */
static void
test_add_info_file(void **state)
{
	struct plan *plan = make_plan();
	const struct object *o;
	uint64_t before =
	    plan_object(plan, find(plan, "pkginfo"))->content.member;

	(void)state;
	plan_add_info_file(plan, "fixes", xstrdup("text"), 4);
	assert_int_equal(plan->map.objects.n, 4);
	o = find(plan, "fixes");
	assert_int_equal(o->ftype, 'i');
	assert_int_equal(o->size, 4);
	assert_int_equal(o->sum, 't' + 'e' + 'x' + 't');
	assert_int_equal(plan_object(plan, o)->content.kind, CONTENT_MEMORY);
	assert_string_equal(plan_object(plan, o)->content.data, "text");
	assert_int_equal(
	    plan_object(plan, find(plan, "pkginfo"))->content.member, before);
	plan_free(plan);
}

static void
test_set_text(void **state)
{
	struct plan *plan = make_plan();
	struct object *o = find(plan, "depend");

	(void)state;
	plan_set_text(plan, o, xstrdup("ab"), 2);
	assert_int_equal(o->size, 2);
	assert_int_equal(o->sum, 'a' + 'b');
	assert_int_equal(plan_object(plan, o)->content.size, 2);
	plan_free(plan);
}

static void
test_digests(void **state)
{
	struct plan *plan = make_plan();
	struct digests *d = plan_digests(plan, 1);

	(void)state;
	assert_int_equal(d->cksum, 0);
	assert_string_equal(d->sha256, "");
	assert_ptr_equal(plan_digests(plan, 1), d);
	assert_null(plan->objects[0].digests);
	plan_free(plan);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_add_info_file),
	    cmocka_unit_test(test_set_text),
	    cmocka_unit_test(test_digests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
