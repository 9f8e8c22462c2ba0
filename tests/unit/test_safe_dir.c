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

#include "os/safe_dir.h"

/* A directory `in', beside it `out', which has to stay as it is. */
static char top[] = "/tmp/pkgstream-test.XXXXXX";
static char saved[4096];

static int
setup(void **state)
{
	strcpy(top + strlen(top) - 6, "XXXXXX");
	if (mkdtemp(top) == NULL || getcwd(saved, sizeof(saved)) == NULL ||
	    chdir(top) != 0 || mkdir("out", 0755) != 0)
		return -1;
	*state = safe_dir_open("in");
	return *state == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	char command[100];
	bool intact = rmdir("out") == 0;

	safe_dir_close(*state);
	if (chdir(saved) != 0)
		return -1;
	snprintf(command, sizeof(command), "rm -rf %s", top);
	return system(command) == 0 && intact ? 0 : -1;
}

static void
test_create(void **state)
{
	struct safe_dir *b = *state;
	struct stat st;
	int fd;

	fd = safe_dir_create(b, "a/b/c");
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
	assert_int_equal(stat("in/a/b/c", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(safe_dir_create(b, "a/b/c"), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(safe_dir_create(b, "a/b/c/d"), -1);
	assert_int_equal(errno, ENOTDIR);
	assert_true(safe_dir_unlink(b, "a/b/c"));
	assert_int_equal(stat("in/a/b/c", &st), -1);
}

/* The old file is there until the new one is complete. */
static void
test_replace(void **state)
{
	struct safe_dir *b = *state;
	char *temporary;
	struct stat st;
	int fd;

	fd = safe_dir_create(b, "r/f");
	assert_int_equal(write(fd, "old", 3), 3);
	close(fd);
	fd = safe_dir_create_temporary(b, "r/f", false, &temporary);
	assert_int_equal(fd, -1);
	assert_int_equal(errno, EEXIST);
	free(temporary);
	fd = safe_dir_create_temporary(b, "r", true, &temporary);
	assert_int_equal(fd, -1);
	assert_int_equal(errno, EISDIR);
	free(temporary);
	fd = safe_dir_create_temporary(b, "r/f", true, &temporary);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "newer", 5), 5);
	close(fd);
	assert_int_equal(stat("in/r/f", &st), 0);
	assert_int_equal(st.st_size, 3);
	assert_true(safe_dir_commit(b, temporary, "r/f", true));
	free(temporary);
	assert_int_equal(stat("in/r/f", &st), 0);
	assert_int_equal(st.st_size, 5);
	/* one that appears meanwhile is not overwritten */
	fd = safe_dir_create_temporary(b, "r/g", false, &temporary);
	close(fd);
	close(safe_dir_create(b, "r/g"));
	assert_false(safe_dir_commit(b, temporary, "r/g", false));
	assert_int_equal(errno, EEXIST);
	free(temporary);
	/* a link that cannot be made leaves the old file, too */
	assert_false(safe_dir_symlink(b, "", "r/f", true));
	assert_int_equal(stat("in/r/f", &st), 0);
	assert_false(safe_dir_link(b, "none", "r/f", true));
	assert_int_equal(stat("in/r/f", &st), 0);
	assert_true(safe_dir_link(b, "r/f", "r/h", true));
	assert_true(safe_dir_link(b, "r/f", "r/h", true));
	assert_true(safe_dir_unlink(b, "r/h"));
	assert_true(safe_dir_unlink(b, "r/f"));
	assert_true(safe_dir_unlink(b, "r/g"));
	assert_int_equal(rmdir("in/r"), 0);
}

static void
test_unsafe(void **state)
{
	static const char *const paths[] = {
	    "",
	    "/",
	    "/etc/x",
	    "..",
	    "../out/x",
	    "a/../../out/x",
	    "a//b",
	    "./a",
	    "a/",
	};
	struct safe_dir *b = *state;
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		errno = 0;
		assert_int_equal(safe_dir_create(b, paths[i]), -1);
		assert_int_equal(errno, EINVAL);
		assert_int_equal(safe_dir_mkdir(b, paths[i]), -1);
		assert_false(safe_dir_symlink(b, "x", paths[i], true));
		assert_false(safe_dir_link(b, "x", paths[i], true));
		assert_false(safe_dir_link(b, paths[i], "x", true));
		assert_false(safe_dir_unlink(b, paths[i]));
	}
}

/* Links are neither followed nor written through, at the end or before. */
static void
test_symlinks(void **state)
{
	struct safe_dir *b = *state;
	char *temporary;
	struct stat st;
	int fd;

	assert_true(safe_dir_symlink(b, "../out", "l", false));
	assert_true(safe_dir_symlink(b, "../out/new", "m", false));
	assert_false(safe_dir_symlink(b, "x", "m", false));
	assert_int_equal(safe_dir_create(b, "l/x"), -1);
	assert_true(errno == ELOOP || errno == ENOTDIR);
	assert_int_equal(safe_dir_mkdir(b, "l"), -1);
	assert_int_equal(safe_dir_create(b, "m"), -1);
	fd = safe_dir_create_temporary(b, "m", true, &temporary);
	assert_true(fd >= 0);
	close(fd);
	assert_true(safe_dir_commit(b, temporary, "m", true));
	free(temporary);
	assert_int_equal(lstat("in/m", &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_false(safe_dir_link(b, "l", "n", false));
	assert_false(safe_dir_link(b, "l/x", "n", false));
}

static void
test_link(void **state)
{
	struct safe_dir *b = *state;
	struct stat st;
	int fd = safe_dir_create(b, "d/f");

	assert_true(fd >= 0);
	close(fd);
	assert_true(safe_dir_link(b, "d/f", "e/g", false));
	assert_false(safe_dir_link(b, "d/f", "e/g", false));
	assert_true(safe_dir_link(b, "d/f", "e/g", true));
	assert_int_equal(stat("in/e/g", &st), 0);
	assert_int_equal(st.st_nlink, 2);
	assert_false(safe_dir_link(b, "d", "x", false));
	assert_false(safe_dir_link(b, "none", "x", false));
}

static void
test_directory(void **state)
{
	struct safe_dir *b = *state;
	struct stat st;
	int fd = safe_dir_mkdir(b, "p/q");

	assert_true(fd >= 0);
	assert_int_equal(mkdirat(fd, "r", 0755), 0);
	assert_int_equal(stat("in/p/q/r", &st), 0);
	assert_true(safe_dir_mkdir(b, "p") >= 0);
	assert_true(safe_dir_mkdir(b, "p/q") >= 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(test_create),
	    TEST(test_replace),
	    TEST(test_unsafe),
	    TEST(test_symlinks),
	    TEST(test_link),
	    TEST(test_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
