#include "support.h"

#include "inspect/listing.h"

/* Two packages; b of the first stands twice as large as a. */
static struct object objects[] = {
    {.ftype = 'f', .path = "b", .class = "x", .size = 20, .mtime = 5},
    {.ftype = 'd', .path = "c", .class = "none", .size = 0, .mtime = 9},
    {.ftype = 'f', .path = "a", .class = NULL, .size = 10, .mtime = 5},
    {.ftype = 'f', .path = "z", .class = "none", .size = 99, .mtime = 1},
    {.ftype = 'f', .path = "y", .class = "none", .size = 99, .mtime = 1},
};

/* The paths in the order of that name are those of expected. */
static void
check_order(const char *name, bool reverse, const char *expected)
{
	struct listing_row rows[] = {{&objects[0], 0}, {&objects[1], 0},
	    {&objects[2], 0}, {&objects[3], 1}, {&objects[4], 1}};
	struct listing list = {rows, sizeof(rows) / sizeof(rows[0])};
	size_t i;

	listing_sort(&list, listing_find_order(name), reverse);
	for (i = 0; i < list.n; i++)
		assert_int_equal(rows[i].o->path[0], expected[i]);
}

static void
test_orders(void **state)
{
	(void)state;
	check_order("path", false, "abcyz");
	check_order("path", true, "cbazy");
	check_order("size", false, "bacyz");
	check_order("size", true, "cabzy");
	check_order("time", false, "cabyz");
	check_order("type", false, "cabyz");
	check_order("class", false, "acbyz");
	assert_null(listing_find_order("colour"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_orders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
