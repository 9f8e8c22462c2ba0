#include "support.h"

#include "model/admin.h"

static struct admin *
parse(const char *text, struct diag *d)
{
	return admin_parse(text, strlen(text), "admin", d);
}

static void
test_values(void **state)
{
	struct diag d = DIAG_INIT;
	struct admin *a = parse("mail=\ninstance=overwrite\n"
				"basedir=/opt/$PKGINST\nconflict=nochange\n",
	    &d);

	(void)state;
	assert_non_null(a);
	assert_int_equal(d.n, 0);
	assert_null(admin_get(a, ADMIN_MAIL));
	assert_true(admin_is(a, ADMIN_INSTANCE, "overwrite"));
	assert_false(admin_is(a, ADMIN_INSTANCE, "unique"));
	assert_false(admin_is(a, ADMIN_SPACE, "nocheck"));
	assert_string_equal(admin_get(a, ADMIN_BASEDIR), "/opt/$PKGINST");
	assert_string_equal(admin_name(ADMIN_RDEPEND), "rdepend");
	admin_set(a, ADMIN_SPACE, "quit");
	assert_true(admin_is(a, ADMIN_SPACE, "quit"));
	admin_free(a);
}

static void
test_unknown_words_warn(void **state)
{
	struct diag d = DIAG_INIT;
	struct admin *a = parse("instanze=unique\nspace=maybe\n"
				"setuid=nochange\npartial=nochange\n",
	    &d);
	char *text = findings_text(&d);

	(void)state;
	assert_non_null(a);
	assert_int_equal(d.n, 3);
	assert_int_equal(d.worst, SEVERITY_WARNING);
	assert_non_null(strstr(text, "`instanze'"));
	assert_non_null(strstr(text, "space has no value `maybe'"));
	assert_non_null(strstr(text, "partial has"));
	free(text);
	diag_free(&d);
	admin_free(a);
}

static void
test_damaged(void **state)
{
	struct diag d = DIAG_INIT;

	(void)state;
	assert_null(parse("mail='open\n", &d));
	assert_int_equal(d.worst, SEVERITY_ERROR);
	diag_free(&d);
	admin_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_values),
	    cmocka_unit_test(test_unknown_words_warn),
	    cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
