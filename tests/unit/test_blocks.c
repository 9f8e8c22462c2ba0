#include "support.h"

#include "base/mem.h"
#include "build/plan.h"

static void
add(struct objects *list, const char *line, int64_t size)
{
	struct diag d = DIAG_INIT;
	struct object o;

	assert_true(object_parse(&o, (struct slice){line, strlen(line)}, true,
	    &list->pool, &(struct location){"f", list->n + 1, NULL, &d}));
	if (ftype_has_contents(o.ftype))
		o.size = size;
	(void)objects_add(list, &o);
}

/* svr4-packaging 10.3: 2 + 8 + 2 + 48 + (8 + 8) + (8 + 8) + 1 + 1 */
static void
test_recorded(void **state)
{
	static const char *const infos[] = {"i pkginfo", "i depend",
	    "i copyright", "i space", "i postinstall", "i compver"};
	struct objects list = OBJECTS_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < 6; i++)
		add(&list, infos[i], 100);
	add(&list, "d none A", 0);
	add(&list, "d none B", 0);
	add(&list, "f none A/a.txt", 6);
	add(&list, "e none A/c.conf", 7);
	add(&list, "f none B/b.bin", 0);
	add(&list, "v none B/log", 0);
	add(&list, "l none A/hard=a.txt", 0);
	add(&list, "s none A/soft=a.txt", 0);
	objects_sort(&list);
	assert_int_equal(plan_count_blocks(&list, NULL), 94);
	objects_free(&list);
}

/* Indirect blocks (3.2): what one file of the size adds. */
static void
test_sizes(void **state)
{
	static const struct {
		uint64_t fs_blocks; /* of 4096 bytes */
		uint64_t added;
	} table[] = {
	    {1, 0},
	    {11, 0},
	    {12, 0},
	    {13, 1},
	    {1036, 1},
	    {1037, 1 + 2},
	    {2060, 1 + 2},
	    {2061, 2 + 2},
	    {1049612, 1024 + 2},
	    {1049613, 1 + 0 + 1024 + 3 + 0},
	};
	struct objects list = OBJECTS_INIT;
	uint64_t t;
	size_t i;
	int less;

	(void)state;
	add(&list, "f none f", 0);
	assert_int_equal(plan_count_blocks(&list, NULL), 2 + 8 + 1);
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		for (less = 0; less < 2; less++) {
			t = table[i].fs_blocks;
			list.v[0].size = (int64_t)(t * 4096) - less * 4095;
			assert_int_equal(plan_count_blocks(&list, NULL),
			    2 + 8 + (t + table[i].added) * 8);
		}
	objects_free(&list);
}

/* 128 bytes are set aside for each line of the pkgmap. */
static void
test_map(void **state)
{
	struct objects list = OBJECTS_INIT;
	char line[32];
	int i;

	(void)state;
	assert_int_equal(plan_count_blocks(&list, NULL), 2 + 1);
	for (i = 1; i <= 33; i++) {
		(void)snprintf(line, sizeof(line), "d none d%d", i);
		add(&list, line, 0);
		assert_int_equal(
		    plan_count_blocks(&list, NULL), 2 + (i <= 32 ? 8 : 16));
	}
	objects_free(&list);
}

/* Parents count while no other directory is remembered: pkgmk's quirk. */
static void
test_parents(void **state)
{
	struct objects list = OBJECTS_INIT;

	(void)state;
	add(&list, "f none a/1", 1);
	assert_int_equal(plan_count_blocks(&list, NULL), 10 + 8 + 8);
	add(&list, "f none a/2", 1);
	assert_int_equal(plan_count_blocks(&list, NULL), 10 + 2 * (8 + 8));
	add(&list, "f none b/3", 1);
	assert_int_equal(plan_count_blocks(&list, NULL), 10 + 2 * (8 + 8) + 8);
	add(&list, "f none a/4", 1);
	assert_int_equal(
	    plan_count_blocks(&list, NULL), 10 + 2 * (8 + 8) + 2 * 8);
	objects_free(&list);
	add(&list, "f none /a/b/c", 1);
	assert_int_equal(plan_count_blocks(&list, NULL), 10 + 8 + 2 * 8);
	objects_free(&list);
}

/* ORDER decides which file comes first, and so which parents count. */
static void
test_order(void **state)
{
	struct objects list = OBJECTS_INIT;

	(void)state;
	add(&list, "f two a/b/c/small", 1);
	add(&list, "f one big", 9000);
	assert_int_equal(plan_count_blocks(&list, NULL), 10 + 24 + 8 + 3 * 8);
	add(&list, "f one x/large", 9000);
	/* large first: x is remembered, then nothing else is new */
	assert_int_equal(plan_count_blocks(&list, NULL), 10 + 24 + 24 + 8 + 8);
	assert_int_equal(
	    plan_count_blocks(&list, "none one"), 10 + 24 + 24 + 8 + 8);
	assert_int_equal(
	    plan_count_blocks(&list, " two\tone "), 10 + 8 + 3 * 8 + 24 + 24);
	objects_free(&list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_recorded),
	    cmocka_unit_test(test_sizes),
	    cmocka_unit_test(test_map),
	    cmocka_unit_test(test_parents),
	    cmocka_unit_test(test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
