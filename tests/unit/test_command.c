#include "support.h"

#include "os/command.h"
#include "os/own_path.h"

/* Directories a and b below the scratch directory; PATH has a and then b. */
static int
begin(void **state)
{
	char *path = NULL;
	int failed;

	if (scratch_begin(state) != 0 || mkdir("a", 0755) == -1 ||
	    mkdir("a/dir", 0755) == -1 || mkdir("b", 0755) == -1)
		return 1;
	write_text("a/data", "");
	write_text("b/data", "");
	write_text("b/dir", "");
	if (asprintf(&path, "b::%s/a:%s/b", scratch_dir, scratch_dir) == -1)
		return 1;
	failed = chmod("a/data", 0644) == -1 || chmod("b/data", 0755) == -1 ||
	    chmod("b/dir", 0755) == -1 || symlink("data", "b/link") == -1 ||
	    setenv("PATH", path, 1) == -1;
	free(path);
	return failed;
}

/* The path of name below the scratch directory is what was found; frees. */
static void
expect_path(char *found, const char *name)
{
	char *path = NULL;

	assert_non_null(found);
	assert_int_not_equal(asprintf(&path, "%s/%s", scratch_dir, name), -1);
	assert_string_equal(found, path);
	free(path);
	free(found);
}

/* Neither a file that may not be executed nor a directory is a command. */
static void
test_find(void **state)
{
	char *found;

	(void)state;
	expect_path(command_find("data"), "b/data");
	expect_path(command_find("dir"), "b/dir");
	found = command_find("b/data");
	assert_string_equal(found, "b/data");
	free(found);
	assert_null(command_find("a/data"));
	assert_null(command_find("a/dir"));
	assert_null(command_find("nowhere"));
}

static void
test_program_path(void **state)
{
	(void)state;
	expect_path(program_path("link"), "b/data");
	expect_path(program_path("b/link"), "b/data");
	assert_int_equal(chdir("a"), 0);
	expect_path(program_path("../b/data"), "b/data");
	assert_null(program_path("nowhere"));
}

static void
test_own_path(void **state)
{
	char *path;

	(void)state;
	own_program_remember("b/data");
	path = own_program_path();
	assert_int_equal(path[0], '/');
	assert_int_equal(access(path, X_OK), 0);
	free(path);
	own_program_remember("nowhere");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_find, begin, scratch_end),
	    cmocka_unit_test_setup_teardown(
		test_program_path, begin, scratch_end),
	    cmocka_unit_test_setup_teardown(test_own_path, begin, scratch_end),
	};

	return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
