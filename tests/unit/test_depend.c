#include "support.h"

#include "model/depend.h"

static void
test_depend(void **state)
{
	static const char text[] =
	    "# what is needed\nP SUNWcsu Core Solaris"
	    "\n\t(sparc)11.10.0\n  11.11 a\n\n\t(i386)\nR ACMEold\n";
	struct diag d = DIAG_INIT;
	struct depend *dep = depend_parse(
	    text, strlen(text), "depend", true, &d);

	(void)state;
	assert_non_null(dep);
	assert_int_equal(dep->n, 2);
	assert_int_equal(dep->v[0].type, 'P');
	assert_string_equal(dep->v[0].package, "SUNWcsu");
	assert_string_equal(dep->v[0].name, "Core Solaris");
	assert_int_equal(dep->v[0].nversions, 3);
	assert_string_equal(dep->v[0].versions[0].arch, "sparc");
	assert_string_equal(dep->v[0].versions[0].version, "11.10.0");
	assert_null(dep->v[0].versions[1].arch);
	assert_string_equal(dep->v[0].versions[1].version, "11.11 a");
	assert_null(dep->v[0].versions[2].version);
	assert_string_equal(dep->v[1].name, "");
	assert_int_equal(dep->v[1].line, 7);
	depend_free(dep);
}

static void
refuse_depend(const char *text, bool strict)
{
	struct diag d = DIAG_INIT;

	assert_null(depend_parse(text, strlen(text), "depend", strict, &d));
	assert_true(d.n > 0);
	diag_free(&d);
}

static void
test_depend_refused(void **state)
{
	struct diag d = DIAG_INIT;
	struct depend *dep;

	(void)state;
	refuse_depend("\t(sparc)1\n", false);
	refuse_depend("P SUNWa\n\t(sparc 1\n", false);
	refuse_depend("Q SUNWa x\n", true);
	refuse_depend("P\n", false);
	refuse_depend("P SUNW.2 x\n", true);
	/* the tools count it as a dependency that failed, no more */
	dep = depend_parse("Q SUNWa x\n", 10, "depend", false, &d);
	assert_non_null(dep);
	depend_free(dep);
}

static void
test_line_limit(void **state)
{
	char line[300];

	(void)state;
	memset(line, 'x', sizeof(line) - 1);
	memcpy(line, "P A ", 4);
	line[sizeof(line) - 1] = '\0';
	refuse_depend(line, false);
}

static void
test_compver(void **state)
{
	struct diag d = DIAG_INIT;
	struct compver *cv = compver_parse(
	    "# old\n1.0\n 1.1 \n", 15, "compver", &d);

	(void)state;
	assert_int_equal(cv->n, 2);
	assert_string_equal(cv->v[1], "1.1");
	compver_free(cv);
	assert_true(version_equal("1.0 REV=2", " 1.0REV = 2"));
	assert_false(version_equal("1.0", "1.0.0"));
	assert_false(version_equal("1.0.0", "1.0"));
}

static void
test_space(void **state)
{
	struct diag d = DIAG_INIT;
	struct space *s = space_parse(
	    "/var/x 100 2\nlog 5 -1\n", 23, "space", &d);

	(void)state;
	assert_non_null(s);
	assert_int_equal(s->n, 2);
	assert_string_equal(s->v[0].path, "/var/x");
	assert_int_equal(s->v[0].blocks, 100);
	assert_int_equal(s->v[1].inodes, -1);
	space_free(s);
	assert_null(space_parse("/var 1x 2\n", 10, "space", &d));
	assert_null(space_parse("/var 1\n", 7, "space", &d));
	diag_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_depend),
	    cmocka_unit_test(test_depend_refused),
	    cmocka_unit_test(test_line_limit),
	    cmocka_unit_test(test_compver),
	    cmocka_unit_test(test_space),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
