#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

/* A writer into memory. */
struct memory {
	char *text;
	size_t len;
	FILE *out;
	struct json *j;
};

static void
begin(struct memory *m)
{
	m->out = open_memstream(&m->text, &m->len);
	assert_non_null(m->out);
	m->j = json_new(m->out);
}

static void
end(struct memory *m, const char *want)
{
	json_free(m->j);
	fclose(m->out);
	assert_string_equal(m->text, want);
	free(m->text);
}

static void
test_nesting(void **state)
{
	struct memory m;

	(void)state;
	begin(&m);
	json_object(m.j, NULL);
	json_string(m.j, "a", "x");
	json_array(m.j, "b");
	json_number(m.j, NULL, -1);
	json_bool(m.j, NULL, true);
	json_null(m.j, NULL);
	json_end(m.j);
	json_array(m.j, "c");
	json_end(m.j);
	json_object(m.j, "d");
	json_end(m.j);
	json_end(m.j);
	end(&m,
	    "{\n  \"a\": \"x\",\n  \"b\": [\n    -1,\n    true,\n"
	    "    null\n  ],\n  \"c\": [],\n  \"d\": {}\n}\n");
}

static void
test_rows(void **state)
{
	struct memory m;

	(void)state;
	begin(&m);
	json_array(m.j, NULL);
	json_row(m.j, NULL);
	json_string(m.j, "a", NULL);
	json_array(m.j, "b");
	json_number(m.j, NULL, 1);
	json_number(m.j, NULL, 2);
	json_end(m.j);
	json_end(m.j);
	json_row(m.j, NULL);
	json_end(m.j);
	end(&m, "[\n  {\"a\": null, \"b\": [1, 2]},\n  {}\n]\n");
}

static void
check_string(const char *value, const char *want)
{
	struct memory m;

	begin(&m);
	json_string(m.j, NULL, value);
	end(&m, want);
}

static void
test_strings(void **state)
{
	(void)state;
	check_string("", "\"\"\n");
	check_string("a\"b\\c/", "\"a\\\"b\\\\c/\"\n");
	check_string(
	    "\n\t\r\b\f\001\177", "\"\\n\\t\\r\\b\\f\\u0001\\u007f\"\n");
	check_string("\303\244\342\202\254\360\237\230\200",
	    "\"\303\244\342\202\254\360\237\230\200\"\n");
}

#define BAD "\357\277\275"

static void
test_not_utf8(void **state)
{
	(void)state;
	check_string("a\344b", "\"a" BAD "b\"\n");
	check_string("\303", "\"" BAD "\"\n");
	check_string("\300\257", "\"" BAD BAD "\"\n");
	check_string("\355\240\200", "\"" BAD BAD BAD "\"\n");
	check_string("\364\220\200\200", "\"" BAD BAD BAD BAD "\"\n");
	check_string("\360\237\230x", "\"" BAD BAD BAD "x\"\n");
}

static void
test_numbers(void **state)
{
	struct memory m;

	(void)state;
	begin(&m);
	json_number(m.j, NULL, INT64_MIN);
	end(&m, "-9223372036854775808\n");
}

/* What a caller left open is closed: the text stays valid. */
static void
test_unfinished(void **state)
{
	struct memory m;

	(void)state;
	begin(&m);
	json_array(m.j, NULL);
	json_row(m.j, NULL);
	end(&m, "[\n  {}\n]\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_nesting),
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_strings),
	    cmocka_unit_test(test_not_utf8),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_unfinished),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
