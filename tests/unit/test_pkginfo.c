#include "support.h"

#include "model/pkginfo.h"

static struct pkginfo *
parse(const char *text, struct diag *d)
{
	return pkginfo_parse(text, strlen(text), "pkginfo", d);
}

/* svr4-packaging 4.1, value by value */
static void
test_values(void **state)
{
	static const char *const table[][2] = {
	    {"A=x", "x"},
	    {"A=", ""},
	    {"A= \t x y \t\r", "x y"},
	    {"A:x", "x"},
	    {"A:b=c", "b=c"},
	    {"A=b:c", "b:c"},
	    {"A='x y'", "x y"},
	    {"A=\"x y\"", "x y"},
	    {"A= 'x ' ", "x"},
	    {"A='it's'", "it's"},
	    {"A=''", ""},
	    {"A=\"a'b\"", "a'b"},
	    {"A=$HOME `x`", "$HOME `x`"},
	    {"A=a\\\nb", "ab"},
	    {"A=a\\b", "a\\b"},
	    {"A=x # y", "x # y"},
	    {"A=\xe6\x97\xa5", "\xe6\x97\xa5"},
	};
	struct diag d = DIAG_INIT;
	struct pkginfo *info;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		info = parse(table[i][0], &d);
		assert_non_null(info);
		assert_int_equal(d.n, 0);
		assert_int_equal(info->n, 1);
		assert_string_equal(pkginfo_get(info, "A"), table[i][1]);
		pkginfo_free(info);
	}
}

static void
test_lines(void **state)
{
	struct diag d = DIAG_INIT;
	struct pkginfo *info = parse("# comment \\\n"
				     "A=1\n"
				     "\n"
				     "B=2\\\n"
				     "  3\n"
				     "C=4\n"
				     "no parameter\n"
				     "A=5\n"
				     " D =6\n",
	    &d);

	(void)state;
	assert_non_null(info);
	assert_int_equal(pkginfo_line(info, "A"), 2);
	assert_int_equal(pkginfo_line(info, "C"), 6);
	assert_int_equal(pkginfo_line(info, "Z"), 0);
	assert_string_equal(pkginfo_get(info, "A"), "1");
	assert_string_equal(pkginfo_get(info, "B"), "2  3");
	assert_null(pkginfo_get(info, "D"));
	assert_string_equal(pkginfo_get(info, " D "), "6");
	expect_findings(&d,
	    "pkginfo:7: warning: a line without `=' is ignored (pkginfo(4))\n"
	    "pkginfo:8: warning: A is set already; this line is ignored "
	    "(pkginfo(4))\n"
	    "pkginfo:9: warning: the blank belongs to the name ` D ' "
	    "(pkginfo(4))\n");
	pkginfo_free(info);
}

/* All faults in one run; behind an open quote nothing is known any more. */
static void
test_faults(void **state)
{
	struct diag d = DIAG_INIT;

	(void)state;
	assert_null(parse(
	    "=x\nA=1\n:y\n"
	    "A2345678901234567890123456789012345678901234567890123456789012345"
	    "=x\nB='open\n=z\n",
	    &d));
	expect_findings(&d,
	    "pkginfo:1: a parameter's name has 1 to 64 bytes (pkginfo(4))\n"
	    "pkginfo:3: a parameter's name has 1 to 64 bytes (pkginfo(4))\n"
	    "pkginfo:4: a parameter's name has 1 to 64 bytes (pkginfo(4))\n"
	    "pkginfo:5: the closing quote is missing (pkginfo(4))\n");
	assert_null(parse("A='", &d));
	expect_findings(
	    &d, "pkginfo:1: the closing quote is missing (pkginfo(4))\n");
	assert_null(pkginfo_parse("A=\0b\n", 5, "pkginfo", &d));
	expect_findings(&d, "pkginfo: holds a NUL byte (pkginfo(4))\n");
}

static void
test_damage(void **state)
{
	static const char text[] = "# c\nPKG=a\\\nb\nNAME='x y'\nARCH:\"s\" \n";
	struct diag d = DIAG_INIT;
	struct pkginfo *info;
	size_t i;
	char *copy;

	(void)state;
	for (i = 0; i < sizeof(text); i++) {
		copy = malloc(i > 0 ? i : 1);
		memcpy(copy, text, i);
		info = pkginfo_parse(copy, i, "p", &d);
		assert_int_equal(info == NULL, diag_status(&d) != STATUS_OK);
		pkginfo_free(info);
		free(copy);
		diag_free(&d);
	}
}

/* Order stays; what begins with a small letter is for the build only. */
static void
test_write(void **state)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct pkginfo *info = parse(
	    "PKG=\"a\"\nsmall=x\nARCH=i386\n_X=1\n", &d);

	(void)state;
	pkginfo_set(info, "PKG", "b");
	pkginfo_set(info, "NEW", "c");
	pkginfo_add(info, "LAST", "", 9);
	pkginfo_write(info, &b);
	assert_string_equal(buf_text(&b), "PKG=b\nARCH=i386\nNEW=c\nLAST=\n");
	assert_int_equal(pkginfo_line(info, "PKG"), 1);
	assert_int_equal(pkginfo_line(info, "NEW"), 0);
	assert_int_equal(pkginfo_line(info, "LAST"), 9);
	buf_free(&b);
	pkginfo_free(info);
}

#define GOOD \
	"PKG=ACMEtst\nNAME=n\nARCH=sparc\nVERSION=1\nCATEGORY=application\n"

/* The checks of 4.2, 4.3 and 4.5: a text and what is said about it. */
static const struct {
	const char *text, *findings;
} checks[] = {
    {GOOD, ""},
    {GOOD "DESC=\n", ""},
    {"X=1\n",
	"p: PKG is missing (pkginfo(4))\n"
	"p: NAME is missing (pkginfo(4))\n"
	"p: ARCH is missing (pkginfo(4))\n"
	"p: VERSION is missing (pkginfo(4))\n"
	"p: CATEGORY is missing (pkginfo(4))\n"},
    {"PKG=\nNAME=\nARCH=\nVERSION=\nCATEGORY=system\n",
	"p:1: PKG is empty (pkginfo(4))\n"
	"p:2: NAME is empty (pkginfo(4))\n"
	"p:3: ARCH is empty (pkginfo(4))\n"
	"p:4: VERSION is empty (pkginfo(4))\n"},
    {"NAME=n\nARCH=a\nVERSION=(1)\nCATEGORY=system\nPKG=1a\n",
	"p:5: PKG does not begin with a letter (pkginfo(4))\n"
	"p:3: VERSION begins with `(' (pkginfo(4))\n"},
    {"PKG=a.2\nNAME=n\nARCH=a\nVERSION=1\nCATEGORY=system\n",
	"p:1: PKG holds a `.', which belongs to instances (pkginfo(4))\n"},
    {"PKG=ACMEtenchr\nPKG_ABI_NAMELENGTH=TRUE\nNAME=n\nARCH=a\n"
     "VERSION=1\nCATEGORY=system\n",
	"p:1: PKG is longer than 9 characters, and PKG_ABI_NAMELENGTH set "
	"(pkginfo(4))\n"},
    {"PKG=a\nNAME=\xc3\xa4\nARCH=12345678901234567\nVERSION=1\n"
     "CATEGORY=a-b\n",
	"p:3: ARCH has a word of more than 16 bytes (pkginfo(4))\n"
	"p:5: CATEGORY has a word of other than letters and digits "
	"(pkginfo(4))\n"
	"p:5: warning: CATEGORY has neither `system' nor `application' "
	"(pkginfo(4))\n"
	"p:2: NAME holds other than ASCII (pkginfo(4))\n"},
    {"PKG=a\nNAME=n\nARCH=sparc, i386\nVERSION=Version 0.1\n"
     "CATEGORY=system\nDESC=it's\n",
	"p:3: warning: ARCH holds blanks, which some consumers split at "
	"(pkginfo(4))\n"
	"p:4: warning: VERSION holds blanks, which some consumers split "
	"at (pkginfo(4))\n"
	"p:6: warning: DESC holds a quote, which old tools drop "
	"(pkginfo(4))\n"},
    {GOOD "DESC=end\\",
	"p:6: DESC ends in a backslash, which joins it with the next line "
	"(pkginfo(4))\n"},
    {GOOD "SUNW_PKG_ALLZONES=true\nSUNW_PKG_THISZONE=TRUE\n",
	"p:7: SUNW_PKG_THISZONE is true, and so is SUNW_PKG_ALLZONES "
	"(pkginfo(4))\n"},
    {GOOD "SUNW_PKG_ALLZONES=false\nSUNW_PKG_HOLLOW=true\n",
	"p:7: SUNW_PKG_HOLLOW is true without SUNW_PKG_ALLZONES "
	"(pkginfo(4))\n"},
    {GOOD "SUNW_PKG_ALLZONES=true\nSUNW_PKG_HOLLOW=true\n", ""},
};

static void
test_check(void **state)
{
	struct diag d = DIAG_INIT;
	struct pkginfo *info;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		info = parse(checks[i].text, &d);
		assert_non_null(info);
		pkginfo_check(info, "p", &d);
		expect_findings(&d, checks[i].findings);
		pkginfo_free(info);
	}
}

static void
test_limits(void **state)
{
	static const char *const names[] = {"NAME", "VERSION", "DESC", "VENDOR",
	    "EMAIL", "HOTLINE", "VSTOCK", "PSTAMP", "BASEDIR"};
	char value[PKGINFO_VALUE_MAX + 2];
	struct diag d = DIAG_INIT;
	struct pkginfo *info;
	size_t i;

	(void)state;
	for (i = 0; i < 2 * sizeof(names) / sizeof(names[0]); i++) {
		info = parse(GOOD, &d);
		memset(value, 'v', sizeof(value));
		value[PKGINFO_VALUE_MAX + i % 2] = '\0';
		pkginfo_set(info, names[i / 2], value);
		pkginfo_check(info, "p", &d);
		assert_int_equal(d.n, i % 2);
		diag_free(&d);
		pkginfo_free(info);
	}
}

/* A line end in a value would be a line, and so a parameter, of its own. */
static void
test_control(void **state)
{
	struct diag d = DIAG_INIT;
	struct pkginfo *info = parse(GOOD, &d);

	(void)state;
	pkginfo_set(info, "DESC", "x\nPKG=evil");
	pkginfo_set(info, "VENDOR", "\033[2J");
	pkginfo_set(info, "EMAIL", "a\tb");
	pkginfo_check(info, "p", &d);
	expect_findings(&d,
	    "p: DESC holds a control character (pkginfo(4))\n"
	    "p: VENDOR holds a control character (pkginfo(4))\n");
	pkginfo_free(info);
}

static void
test_name(void **state)
{
	static const char *const good[] = {"a", "A1", "ACMEtst", "a-b+c",
	    "allx", "newer", "installed", "a234567890123456789012345678901"};
	static const char *const bad[] = {"", "1a", "-a", "a_b", "a b", "a/b",
	    "all", "new", "install", "all.2", "\xc3\xa4",
	    "a2345678901234567890123456789012"};
	static const char *const instances[] = {
	    "a.2", "a.x-+9", "ACME.1234", "a2345678901234567890123456789.1"};
	static const char *const no_instances[] = {"a.", "a.12345", "a.1.2",
	    "a._", "new.2", ".2", "a234567890123456789012345678901.2"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_null(pkgname_fault(good[i], false));
		assert_null(pkgname_fault(good[i], true));
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_non_null(pkgname_fault(bad[i], false));
		assert_non_null(pkgname_fault(bad[i], true));
	}
	for (i = 0; i < sizeof(instances) / sizeof(instances[0]); i++) {
		assert_non_null(pkgname_fault(instances[i], false));
		assert_null(pkgname_fault(instances[i], true));
	}
	for (i = 0; i < sizeof(no_instances) / sizeof(no_instances[0]); i++)
		assert_non_null(pkgname_fault(no_instances[i], true));
}

/* The last value counts, and a line that is wrong takes no other with it. */
static void
test_response(void **state)
{
	static const char text[] = "A=1\nB='x\nno parameter\nA=2\\\n3\n"
				   "=empty\nC=4\n\0D=5\n";
	struct diag d = DIAG_INIT;
	struct pkginfo *info = response_parse(
	    text, sizeof(text) - 1, "response", &d);

	(void)state;
	assert_int_equal(info->n, 2);
	assert_string_equal(pkginfo_get(info, "A"), "23");
	assert_int_equal(pkginfo_line(info, "A"), 4);
	assert_string_equal(pkginfo_get(info, "C"), "4");
	expect_findings(&d,
	    "response:2: the closing quote is missing (pkginfo(4))\n"
	    "response:3: warning: a line without `=' is ignored (pkginfo(4))\n"
	    "response:6: a parameter's name has 1 to 64 bytes (pkginfo(4))\n");
	pkginfo_free(info);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_values),
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_faults),
	    cmocka_unit_test(test_damage),
	    cmocka_unit_test(test_write),
	    cmocka_unit_test(test_check),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_control),
	    cmocka_unit_test(test_response),
	    cmocka_unit_test(test_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
