#include "support.h"

#include "cli/synopsis.h"

/* The items, each in `<>', with a `/' in front where a form begins. */
static void
expect_items(const char *synopsis, const char *want)
{
	struct synopsis_item item = {NULL, 0, false};
	struct buf b = BUF_INIT;

	while (synopsis_next(&synopsis, &item))
		buf_printf(&b, "%s<%.*s>", item.begins ? "/" : "",
		    (int)item.len, item.text);
	assert_string_equal(buf_text(&b), want);
	buf_free(&b);
}

static void
test_items(void **state)
{
	(void)state;
	expect_items("", "");
	expect_items("A B", "/<A><B>");
	expect_items("[options] FILE|- [PATTERN]...",
	    "/<[options]><FILE|-><[PATTERN]...>");
	expect_items("[-a [B C]] -f FILE X", "/<[-a [B C]]><-f FILE><X>");
	expect_items("-R ROOT | --live ROOT -d SOURCE [PKG...|all]",
	    "/<-R ROOT | --live ROOT><-d SOURCE><[PKG...|all]>");
	expect_items("add | rm ...", "/<add | rm ...>");
	expect_items("-q FILE -", "/<-q FILE><->");
}

static void
test_forms(void **state)
{
	(void)state;
	expect_items("A\nB\n", "/<A>/<B>");
	expect_items("A\n    B\nC", "/<A><B>/<C>");
}

/* Not closed: what is there, and no byte more. */
static void
test_open_bracket(void **state)
{
	(void)state;
	expect_items("[A B", "/<[A B>");
	expect_items("A] B", "/<A]><B>");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_items),
	    cmocka_unit_test(test_forms),
	    cmocka_unit_test(test_open_bracket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
