#include <errno.h>

#include "support.h"

static void
test_shape(void **state)
{
	struct diag d = DIAG_INIT;

	(void)state;
	diag_error(&d, "proto", 7, "prototype(4)", "`%s' is wrong", "x");
	diag_error(&d, "proto", 0, NULL, "as a whole");
	diag_error(&d, NULL, 3, NULL, "no file, so no line");
	diag_warn(&d, "proto", 8, NULL, "careful");
	diag_add(&d, SEVERITY_INFO, "a.pkg", 0, "opt/x", "rule", "fine");
	expect_findings(&d,
	    "proto:7: `x' is wrong (prototype(4))\n"
	    "proto: as a whole\n"
	    "pkgstream: no file, so no line\n"
	    "proto:8: warning: careful\n"
	    "a.pkg: info: opt/x: fine (rule)\n");
}

static void
test_system(void **state)
{
	struct diag d = DIAG_INIT;
	struct buf expected = BUF_INIT;

	(void)state;
	errno = ENOSPC;
	diag_system(&d, "out.pkg", "cannot %s", "write");
	assert_int_equal(diag_status(&d), STATUS_SYSTEM);
	buf_printf(&expected, "out.pkg: cannot write: %s\n", strerror(ENOSPC));
	expect_findings(&d, buf_text(&expected));
	buf_free(&expected);
}

/* Neither texts nor names may hold what a terminal obeys. */
static void
test_control_characters(void **state)
{
	struct diag d = DIAG_INIT;

	(void)state;
	diag_add(&d, SEVERITY_ERROR, "a\nb", 1, "c\033[2J", NULL, "%s",
	    "x\ty\rz\177\n");
	expect_findings(&d, "a?b:1: c?[2J: x?y?z??\n");
	diag_error(&d, "\xe6\x97\xa5", 0, NULL, "\xe8\xaa\x9e");
	expect_findings(&d, "\xe6\x97\xa5: \xe8\xaa\x9e\n");
	/* U+009B does what ESC [ does */
	diag_error(&d, NULL, 0, NULL, "%s",
	    "a\xc2\x9b"
	    "2Jb\xc2\xa0");
	expect_findings(&d, "pkgstream: a??2Jb\xc2\xa0\n");
}

static void
test_status(void **state)
{
	struct diag d = DIAG_INIT;

	(void)state;
	assert_int_equal(diag_status(&d), STATUS_OK);
	diag_warn(&d, NULL, 0, NULL, "w");
	assert_int_equal(diag_status(&d), STATUS_OK);
	diag_error(&d, NULL, 0, NULL, "e");
	assert_int_equal(diag_status(&d), STATUS_INPUT);
	errno = EIO;
	diag_system(&d, NULL, "s");
	diag_warn(&d, NULL, 0, NULL, "w");
	assert_int_equal(diag_status(&d), STATUS_SYSTEM);
	diag_free(&d);
	assert_int_equal(diag_status(&d), STATUS_OK);
}

/* What is dropped still counts: for the status and in the last line. */
static void
test_limit(void **state)
{
	struct diag d = DIAG_INIT, more = DIAG_INIT;
	char *text, *last;
	size_t i;

	(void)state;
	for (i = 0; i < DIAG_MAX; i++)
		diag_warn(&d, "f", i + 1, NULL, "w");
	assert_int_equal(d.dropped, 0);
	diag_error(&d, "f", 0, NULL, "the error beyond");
	diag_error(&more, "f", 0, NULL, "another");
	diag_move(&d, &more);
	assert_int_equal(more.n, 0);
	assert_int_equal(d.n, DIAG_MAX);
	assert_int_equal(d.dropped, 2);
	assert_int_equal(diag_status(&d), STATUS_INPUT);
	text = findings_text(&d);
	last = strstr(text, "pkgstream:");
	assert_non_null(last);
	assert_string_equal(last, "pkgstream: 2 more findings not shown\n");
	free(text);
	diag_free(&d);
}

static void
test_move(void **state)
{
	struct diag d = DIAG_INIT, from = DIAG_INIT;

	(void)state;
	diag_warn(&d, NULL, 0, NULL, "first");
	diag_error(&from, NULL, 0, NULL, "second");
	diag_move(&d, &from);
	assert_int_equal(diag_status(&d), STATUS_INPUT);
	assert_int_equal(diag_status(&from), STATUS_OK);
	expect_findings(&d,
	    "pkgstream: warning: first\n"
	    "pkgstream: second\n");
	diag_free(&from);
}

/* Errors behind too many warnings are kept, and count. */
static void
test_limit_keeps_errors(void **state)
{
	struct diag d = DIAG_INIT, all = DIAG_INIT;
	size_t i, errors = 0;

	(void)state;
	for (i = 0; i < DIAG_MAX + 50; i++)
		diag_warn(&d, "x", 0, NULL, "warning %zu", i);
	diag_error(&d, "x", 0, NULL, "first");
	diag_error(&d, "x", 0, NULL, "second");
	assert_int_equal(d.n, DIAG_MAX);
	assert_int_equal(d.dropped, 52);
	diag_move(&all, &d);
	assert_int_equal(diag_status(&all), STATUS_INPUT);
	for (i = 0; i < all.n; i++)
		errors += all.v[i].severity == SEVERITY_ERROR;
	assert_int_equal(errors, 2);
	diag_free(&all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shape),
	    cmocka_unit_test(test_system),
	    cmocka_unit_test(test_control_characters),
	    cmocka_unit_test(test_status),
	    cmocka_unit_test(test_limit),
	    cmocka_unit_test(test_limit_keeps_errors),
	    cmocka_unit_test(test_move),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
