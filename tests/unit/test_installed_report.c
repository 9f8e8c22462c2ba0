#include "support.h"

#include "report/installed_report.h"

/* Two packages, the second one partially installed and with few parameters. */
struct fixture {
	struct installed full, partial;
	char *text;
	size_t len;
	FILE *out;
};

static void
begin(struct fixture *f)
{
	*f = (struct fixture){.full = {.instance = strdup("ACMEtool.2")},
	    .partial = {.instance = strdup("ACMEold"), .partial = true}};
	f->full.info = pkginfo_new();
	f->partial.info = pkginfo_new();
	pkginfo_set(f->full.info, "NAME", "A tool");
	pkginfo_set(f->full.info, "CATEGORY", "application,system");
	pkginfo_set(f->full.info, "ARCH", "sparc");
	pkginfo_set(f->full.info, "VERSION", "1.0");
	f->out = open_memstream(&f->text, &f->len);
	assert_non_null(f->out);
}

/* What was printed is this; frees all. */
static void
end(struct fixture *f, const char *expected)
{
	assert_int_equal(fclose(f->out), 0);
	assert_string_equal(f->text, expected);
	free(f->text);
	pkginfo_free(f->full.info);
	pkginfo_free(f->partial.info);
	free(f->full.instance);
	free(f->partial.instance);
}

static void
test_line(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	installed_print(&f.full, INSTALLED_LINE, f.out);
	installed_print(&f.partial, INSTALLED_LINE, f.out);
	end(&f,
	    "application ACMEtool.2     A tool\n"
	    "            ACMEold        \n");
}

static void
test_brief(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	installed_print(&f.full, INSTALLED_BRIEF, f.out);
	end(&f,
	    "ACMEtool.2      A tool\n"
	    "                (sparc) 1.0\n");
}

/* Parameters that are not set have no line. */
static void
test_long(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	installed_print(&f.full, INSTALLED_LONG, f.out);
	installed_print(&f.partial, INSTALLED_LONG, f.out);
	end(&f,
	    "   PKGINST:  ACMEtool.2\n"
	    "      NAME:  A tool\n"
	    "  CATEGORY:  application,system\n"
	    "      ARCH:  sparc\n"
	    "   VERSION:  1.0\n"
	    "    STATUS:  completely installed\n\n"
	    "   PKGINST:  ACMEold\n"
	    "    STATUS:  partially installed\n\n");
}

static void
test_params(void **state)
{
	char *names[] = {"ARCH", "NONE", "VERSION"};
	struct fixture f;

	(void)state;
	begin(&f);
	assert_true(params_print(f.full.info, names, 1, false, f.out));
	assert_false(params_print(f.full.info, names, 3, true, f.out));
	assert_true(params_print(f.full.info, NULL, 0, false, f.out));
	end(&f,
	    "sparc\n"
	    "ARCH='sparc'\nNONE=''\nVERSION='1.0'\n"
	    "NAME=A tool\nCATEGORY=application,system\nARCH=sparc\n"
	    "VERSION=1.0\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_line),
	    cmocka_unit_test(test_brief),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_params),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
