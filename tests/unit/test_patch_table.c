#include "support.h"

#include "base/buf.h"
#include "model/patch_table.h"

static struct patch_table *
parse(const char *text)
{
	struct diag d = DIAG_INIT;
	struct patch_table *t = patch_table_parse(
	    text, strlen(text), "patchfiles", &d);

	assert_non_null(t);
	assert_int_equal(d.n, 0);
	return t;
}

/* Every kind of line, as build writes it. */
static void
test_kinds(void **state)
{
	static const struct {
		const char *line;
		enum patch_action action;
		enum patch_kind kind;
		const char *target;
		int64_t size;
		bool is_made;
	} cases[] = {
	    {"a replace 0755 root bin 12 34 7 1:2:3", PATCH_REPLACE, PATCH_FILE,
		NULL, 12, false},
	    {"a add ? ? ? 0 4294967295 -", PATCH_ADD, PATCH_FILE, NULL, 0,
		false},
	    {"a delete - - - - - -", PATCH_DELETE, PATCH_FILE, NULL, -1, true},
	    {"a delete link - - - - -", PATCH_DELETE, PATCH_SYMLINK, NULL, -1,
		true},
	    {"a delete dir - - - - -", PATCH_DELETE, PATCH_DIRECTORY, NULL, -1,
		true},
	    {"a attributes 0644 ? ? - - -", PATCH_ATTRIBUTES, PATCH_FILE, NULL,
		-1, true},
	    {"a attributes 0750 ? sys 0 / -", PATCH_ATTRIBUTES, PATCH_DIRECTORY,
		NULL, -1, true},
	    {"a add 0750 root sys 0 / -", PATCH_ADD, PATCH_DIRECTORY, NULL, -1,
		true},
	    {"a replace ? ? ? 4 @../b -", PATCH_REPLACE, PATCH_SYMLINK, "../b",
		-1, true},
	    {"a add ? ? ? - =lib/b -", PATCH_ADD, PATCH_HARDLINK, "lib/b", -1,
		true},
	};
	struct patch_table *t;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		t = parse(cases[i].line);
		assert_int_equal(t->n, 1);
		assert_string_equal(t->v[0].path, "a");
		assert_int_equal(t->v[0].action, cases[i].action);
		assert_int_equal(t->v[0].kind, cases[i].kind);
		assert_int_equal(t->v[0].size, cases[i].size);
		assert_int_equal(
		    patch_change_is_made(&t->v[0]), cases[i].is_made);
		if (cases[i].target == NULL)
			assert_null(t->v[0].target);
		else
			assert_string_equal(t->v[0].target, cases[i].target);
		patch_table_free(t);
	}
	t = parse("# path\na delete - - - - - -\n#b\nb delete - - - - - -\n");
	assert_int_equal(t->n, 2);
	assert_int_equal(t->v[1].line, 4);
	patch_table_free(t);
	t = parse("");
	assert_int_equal(t->n, 0);
	patch_table_free(t);
}

static void
test_refused(void **state)
{
	static const char *const lines[] = {
	    "a",
	    "\n",
	    "a replace 0755 root bin 12 34",
	    "a remove - - - - - -",
	    "a replace 0755 root bin x 34 -",
	    "a replace 0755 root bin 12 4294967296 -",
	    "a add 0755 root bin - - -",
	    "a add ? ? ? 0 @ -",
	    "a add ? ? ? - = -",
	};
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		b.len = 0;
		buf_printf(&b, "# first\nb delete - - - - - -\n%s", lines[i]);
		assert_null(patch_table_parse(b.data, b.len, "p", &d));
		assert_int_equal(d.n, i + 1);
		assert_int_equal(d.v[i].line, 3);
	}
	buf_free(&b);
	diag_free(&d);
}

static void
report(void *ctx, const char *path, const char *text)
{
	buf_printf(ctx, "%s: %.12s;", path, text);
}

static void
test_objects(void **state)
{
	struct object v[] = {
	    {.ftype = 'e', .class = "p", .path = "big", .size = 9},
	    {.ftype = 'e', .class = "p", .path = "file", .size = 2},
	    {.ftype = 's', .class = "none", .path = "link"},
	    {.ftype = 'e', .class = "p", .path = "more", .size = 2},
	    {.ftype = 'e', .class = "none", .path = "other", .size = 2},
	};
	const struct objects list = {.v = v, .n = sizeof(v) / sizeof(v[0])};
	struct buf found = BUF_INIT;
	struct patch_table *t = parse("file replace 0755 root bin 2 3 -\n"
				      "big replace 0755 root bin 2 3 -\n"
				      "other replace 0755 root bin 2 3 -\n"
				      "none add 0755 root bin 2 3 -\n"
				      "link replace ? ? ? 1 @x -\n"
				      "gone delete - - - - - -\n"
				      "gone delete dir - - - - -\n");

	(void)state;
	patch_table_check(t, &list, "p", report, &found);
	assert_string_equal(buf_text(&found),
	    "big: the scripts ;other: the scripts ;none: the scripts ;"
	    "gone: it has two l;link: the scripts ;more: the scripts ;");
	patch_table_free(t);
	buf_free(&found);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_objects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
