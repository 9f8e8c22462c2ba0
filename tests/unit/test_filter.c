#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "inspect/filter.h"

static bool
match(const char *pattern, char ftype, const char *path)
{
	const char *patterns[] = {pattern};
	struct filter f = {.types = NULL};
	struct object o;
	bool matched;

	object_init(&o);
	o.ftype = ftype;
	o.path = (char *)(uintptr_t)path;
	filter_begin(&f, patterns, 1);
	matched = filter_match(&f, &o);
	assert_int_equal(matched, f.used[0]);
	filter_free(&f);
	return matched;
}

static void
test_paths(void **state)
{
	(void)state;
	assert_true(match("a/b", 'f', "a/b"));
	assert_false(match("a", 'f', "ab"));
	assert_true(match("a", 'f', "a/b/c"));
	assert_true(match("a/", 'f', "a/b"));
	assert_true(match("*.so", 'f', "lib/x.so"));
	assert_true(match("lib/*", 'f', "lib/a/b"));
	assert_true(match("opt/x", 'f', "/opt/x"));
	assert_true(match("/opt/x", 'f', "/opt/x"));
	assert_false(match("/opt/x", 'f', "opt/x"));
	assert_true(match("/", 'f', "/opt/x"));
	assert_false(match("", 'f', "x"));
	assert_false(match("pt/x", 'f', "/opt/x"));
}

static void
test_information(void **state)
{
	(void)state;
	assert_true(match("pkginfo", 'i', "pkginfo"));
	assert_true(match("postinstall", 'i', "postinstall"));
	assert_true(match("install/postinstall", 'i', "postinstall"));
	assert_true(match("install/i.*", 'i', "i.patch"));
	assert_false(match("install/pkginfo", 'i', "pkginfo"));
	assert_false(match("install", 'i', "postinstall"));
	assert_true(match("install/x", 'f', "install/x"));
}

static void
test_types_and_classes(void **state)
{
	const char *classes[] = {"none", "patch"};
	struct filter f = {.types = "fe", .classes = classes, .nclasses = 2};
	struct object o;

	(void)state;
	object_init(&o);
	o.path = (char *)(uintptr_t) "x";
	o.ftype = 'f';
	o.class = "patch";
	filter_begin(&f, NULL, 0);
	assert_true(filter_match(&f, &o));
	o.class = "other";
	assert_false(filter_match(&f, &o));
	o.class = NULL;
	assert_false(filter_match(&f, &o));
	o.class = "none";
	o.ftype = 'd';
	assert_false(filter_match(&f, &o));
	filter_free(&f);
}

static void
test_report(void **state)
{
	const char *patterns[] = {"pkg*", "nothing"};
	struct filter f = {.types = NULL};
	struct diag d = DIAG_INIT;

	(void)state;
	filter_begin(&f, patterns, 2);
	assert_true(filter_match_pkgmap(&f));
	filter_report(&f, "x.pkg", &d);
	assert_int_equal(d.n, 1);
	assert_non_null(strstr(d.v[0].text, "nothing"));
	filter_free(&f);
	diag_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_paths),
	    cmocka_unit_test(test_information),
	    cmocka_unit_test(test_types_and_classes),
	    cmocka_unit_test(test_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
