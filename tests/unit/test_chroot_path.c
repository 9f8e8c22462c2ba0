#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "os/chroot_path.h"

static char top[64];
static int root;

static int
setup(void **state)
{
	(void)state;
	strcpy(top, "/tmp/pkgstream-test.XXXXXX");
	if (mkdtemp(top) == NULL)
		return -1;
	root = open(top, O_RDONLY | O_DIRECTORY);
	if (root == -1 || mkdirat(root, "usr", 0755) != 0 ||
	    mkdirat(root, "usr/bin", 0755) != 0 ||
	    symlinkat("./usr/bin", root, "bin") != 0 ||
	    symlinkat("/usr", root, "abs") != 0 ||
	    symlinkat("../../../../usr", root, "usr/up") != 0 ||
	    symlinkat("loop", root, "loop") != 0 ||
	    symlinkat("/etc", root, "etc") != 0)
		return -1;
	return 0;
}

static int
teardown(void **state)
{
	char command[100];

	(void)state;
	close(root);
	snprintf(command, sizeof(command), "rm -rf %s", top);
	return system(command);
}

static void
check(const char *path, const char *want)
{
	char *got = chroot_path_resolve(root, path);

	if (want == NULL)
		assert_null(got);
	else {
		assert_non_null(got);
		assert_string_equal(got, want);
	}
	free(got);
}

static void
test_resolve(void **state)
{
	(void)state;
	check("/", ".");
	check("/usr", "usr");
	check("/usr/bin/x", "usr/bin/x");
	check("/bin/x", "usr/bin/x");
	check("/bin", "bin");
	check("/abs/bin/x", "usr/bin/x");
	check("/usr/up/bin/x", "usr/bin/x");
	check("//usr/./bin/../bin//x", "usr/bin/x");
	check("/../../usr/x", "usr/x");
}

static void
test_failures(void **state)
{
	(void)state;
	check("/none/x", NULL);
	assert_int_equal(errno, ENOENT);
	check("/loop/x", NULL);
	assert_int_equal(errno, ELOOP);
	check("/loop", "loop");
	/* the host's /etc is not reached: the link leads to itself */
	check("/etc/passwd", NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_resolve),
	    cmocka_unit_test(test_failures),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
