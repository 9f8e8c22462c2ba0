#include "support.h"

#include "base/html.h"

static void
expect_text(const char *text, const char *expected)
{
	struct buf out = BUF_INIT;

	html_text(&out, text);
	assert_string_equal(buf_text(&out), expected);
	buf_free(&out);
}

static void
test_text(void **state)
{
	(void)state;
	expect_text("<script>\"a\" & 'b'</script>",
	    "&lt;script&gt;&quot;a&quot; &amp; 'b'&lt;/script&gt;");
	expect_text("a\tb\nc", "a\tb\nc");
	expect_text("\001\033[31m\177\r", "??[31m??");
	expect_text("\xe6\xbc\xa2 \xc3\xa4", "\xe6\xbc\xa2 \xc3\xa4");
	/* Latin 1, cut short, overlong, and CSI of C1 */
	expect_text("\xe4 \xe6\xbc", "? ??");
	expect_text("\xc0\xbcscript\xc0\xbe", "??script??");
	expect_text("\xc2\x9b\xc2\xa0", "?\xc2\xa0");
	expect_text("", "");
}

static void
test_part(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	html_text_part(&out, "<b>c", 3);
	html_text_part(&out, "", 0);
	assert_string_equal(buf_text(&out), "&lt;b&gt;");
	buf_free(&out);
}

static void
test_page(void **state)
{
	struct html_page page = {.lang = "en",
	    .charset = "utf-8",
	    .title = "</title><b>",
	    .style = "p{color:red}\n"};
	struct buf out = BUF_INIT;

	(void)state;
	html_begin(&out, &page);
	html_element(&out, "p", "a<b");
	html_end(&out);
	assert_non_null(strstr(buf_text(&out), "<html lang=\"en\">"));
	assert_non_null(
	    strstr(buf_text(&out), "<title>&lt;/title&gt;&lt;b&gt;</title>"));
	assert_non_null(strstr(buf_text(&out),
	    "p{color:red}\n</style>\n</head>\n<body>\n"
	    "<p>a&lt;b</p></body>\n</html>\n"));
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_part),
	    cmocka_unit_test(test_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
