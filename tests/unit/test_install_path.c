#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/install_path.h"

static void
lands(const char *path, const char *base, const char *want)
{
	struct pkginfo *vars = pkginfo_new();
	const char *missing;
	char *got;

	pkginfo_set(vars, "DIR", "/x/y");
	pkginfo_set(vars, "REL", "r");
	if (base != NULL)
		pkginfo_set(vars, "BASEDIR", base);
	got = install_path(path, vars, &missing);
	if (want == NULL) {
		assert_null(got);
		assert_memory_equal(missing, "$NONE", 5);
	} else {
		assert_non_null(got);
		assert_string_equal(got, want);
	}
	free(got);
	pkginfo_free(vars);
}

static void
test_install_path(void **state)
{
	(void)state;
	lands("a/b", "/opt", "/opt/a/b");
	lands("a/b", "/", "/a/b");
	lands("a/b", "", "/a/b");
	lands("a/b", NULL, "/a/b");
	lands("a/b", "/opt//x/", "/opt/x/a/b");
	lands("/a/b", "/opt", "/a/b");
	lands("$DIR/b", "/opt", "/x/y/b");
	lands("$REL/b", "/opt", "/opt/r/b");
	lands("$NONE/b", "/opt", NULL);
	lands("a", "/../..", "/a");
}

static void
leads(const char *path, const char *target, const char *want)
{
	struct object o;
	char *got;

	object_init(&o);
	o.ftype = 'l';
	o.path = (char *)(uintptr_t)path;
	o.target = (char *)(uintptr_t)target;
	got = link_target(&o);
	assert_string_equal(got, want);
	free(got);
}

static void
test_link_target(void **state)
{
	(void)state;
	leads("l", "a", "a");
	leads("d/l", "a", "d/a");
	leads("d/e/l", "../a", "d/a");
	leads("/d/l", "a", "/d/a");
	leads("/l", "a", "/a");
	leads("d/l", "/a", "/a");
	leads("d/l", "$V/a", "$V/a");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_install_path),
	    cmocka_unit_test(test_link_target),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
