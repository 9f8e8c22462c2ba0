#include "support.h"

#include "report/diff_value.h"

static struct object
object(char ftype, const char *class, int64_t mode, int64_t size)
{
	struct object o;

	object_init(&o);
	o.ftype = ftype;
	o.path = (char *)(uintptr_t) "a/b";
	o.class = class;
	o.mode = (int32_t)mode;
	o.owner = "root";
	o.group = "bin";
	o.size = size;
	return o;
}

static void
check(char *text, const char *expected)
{
	assert_string_equal(text, expected);
	free(text);
}

static void
test_changes(void **state)
{
	struct object a = object('f', "none", 0644, 12);
	struct object b = object('f', "none", 0755, 14);
	struct diff_object o = {.a = &a, .b = &b};

	(void)state;
	o.changes = DIFF_MODE | DIFF_CONTENTS;
	check(diff_changes(&o),
	    "mode 0644 -> 0755, contents 12 bytes -> 14 bytes");
	/* the same size, other bytes */
	b.size = 12;
	o.changes = DIFF_CONTENTS;
	check(diff_changes(&o), "contents differ");
}

static void
test_unknown(void **state)
{
	struct object o = object('f', NULL, OBJECT_UNKNOWN, OBJECT_UNKNOWN);

	(void)state;
	check(diff_value(&o, DIFF_MODE), "?");
	check(diff_value(&o, DIFF_CONTENTS), "?");
	check(diff_value(&o, DIFF_CLASS), "-");
	o.mtime = OBJECT_UNKNOWN;
	check(diff_value(&o, DIFF_TIME), "?");
	o.mtime = 0;
	check(diff_value(&o, DIFF_TIME), "1970-01-01 00:00:00");
}

static void
test_describe(void **state)
{
	struct object o = object('f', "none", 0644, 12);

	(void)state;
	check(diff_describe(&o),
	    "regular file, class none, 0644 root bin, 12 bytes");
}

static void
test_change_name(void **state)
{
	(void)state;
	assert_string_equal(diff_change_name(NULL, "x"), "added");
	assert_string_equal(diff_change_name("x", NULL), "removed");
	assert_string_equal(diff_change_name("x", "y"), "changed");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_changes),
	    cmocka_unit_test(test_unknown),
	    cmocka_unit_test(test_describe),
	    cmocka_unit_test(test_change_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
