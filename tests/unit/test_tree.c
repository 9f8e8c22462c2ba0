#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>

#include "os/dirlist.h"
#include "os/tree.h"

static struct diag diag;

/* from: a file with two names, an old one, a link, a pipe, directories. */
static int
begin(void **state)
{
	const struct timespec old[2] = {{1000, 0}, {1000, 5}};

	diag = DIAG_INIT;
	if (scratch_begin(state) != 0 || mkdir("from", 0755) == -1 ||
	    mkdir("from/d", 0755) == -1 || mkdir("from/d/e", 0755) == -1)
		return 1;
	write_text("from/a", "text");
	write_text("from/d/old", "old");
	return link("from/a", "from/d/e/b") == -1 ||
	    symlink("a", "from/link") == -1 ||
	    mkfifo("from/pipe", 0640) == -1 || chmod("from/d", 0750) == -1 ||
	    chmod("from/d/old", 0604) == -1 ||
	    utimensat(AT_FDCWD, "from/d/old", old, 0) == -1;
}

static struct stat
stat_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st;
}

static void
test_copy(void **state)
{
	char target[8] = "";

	(void)state;
	assert_true(tree_copy("from", "to", true, &diag));
	expect_findings(&diag, "");
	assert_int_equal(stat_of("to/a").st_size, 4);
	assert_int_equal(stat_of("to/a").st_nlink, 2);
	assert_int_equal(stat_of("to/a").st_ino, stat_of("to/d/e/b").st_ino);
	assert_int_not_equal(stat_of("to/a").st_ino, stat_of("from/a").st_ino);
	assert_int_equal(readlink("to/link", target, sizeof(target)), 1);
	assert_true(S_ISFIFO(stat_of("to/pipe").st_mode));
	assert_int_equal(stat_of("to/d").st_mode & 07777, 0750);
	assert_int_equal(stat_of("to/d/old").st_mode & 07777, 0604);
	assert_int_equal(stat_of("to/d/old").st_mtim.tv_sec, 1000);
	assert_int_equal(stat_of("to/d/old").st_mtim.tv_nsec, 5);
}

/* Without `keep' modes are those that the umask leaves, and times are new. */
static void
test_copy_as_new(void **state)
{
	mode_t mask = umask(027);

	(void)state;
	assert_true(tree_copy("from", "to", false, &diag));
	(void)umask(mask);
	expect_findings(&diag, "");
	assert_int_equal(stat_of("to/d/old").st_mode & 07777, 0600);
	assert_true(stat_of("to/d/old").st_mtim.tv_sec > 1000);
}

static void
test_copy_fails(void **state)
{
	(void)state;
	write_text("to", "in the way");
	assert_false(tree_copy("nowhere", "copy", true, &diag));
	assert_false(tree_copy("from/d/e", "to", true, &diag));
	expect_findings(&diag,
	    "nowhere: cannot examine: No such file or directory\n"
	    "to/b: cannot make: Not a directory\n");
}

static void
test_remove(void **state)
{
	(void)state;
	assert_int_equal(symlink("../from/d", "from/d/e/up"), 0);
	assert_true(tree_remove("from/d"));
	assert_int_equal(access("from/d", F_OK), -1);
	assert_int_equal(access("from/a", F_OK), 0);
	assert_true(tree_remove("from/a"));
	assert_true(tree_remove("nowhere"));
	/* of a symbolic link only the link */
	assert_int_equal(mkdir("from/d", 0755), 0);
	write_text("from/d/x", "");
	assert_int_equal(symlink("from", "other"), 0);
	assert_true(tree_remove("other"));
	assert_int_equal(access("from/d/x", F_OK), 0);
}

/* The owner of a directory that he may not read can still remove it. */
static void
test_remove_closed(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	assert_int_equal(chmod(".", 0777), 0);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		if (geteuid() == 0 && setuid(60001) == -1)
			_exit(2);
		_exit(mkdir("mine", 0755) == -1 ||
		    mkdir("mine/sub", 0755) == -1 ||
		    chmod("mine/sub", 0) == -1 || chmod("mine", 0) == -1 ||
		    !tree_remove("mine"));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(access("mine", F_OK), -1);
}

static void
test_remove_depth(void **state)
{
	int i;

	(void)state;
	assert_int_equal(mkdir("deep", 0755), 0);
	assert_int_equal(chdir("deep"), 0);
	for (i = 0; i < TREE_DEPTH_MAX + 3; i++) {
		assert_int_equal(mkdir("d", 0755), 0);
		assert_int_equal(chdir("d"), 0);
	}
	assert_int_equal(chdir(scratch_dir), 0);
	assert_false(tree_remove("deep"));
	assert_int_equal(errno, ELOOP);
}

static void
test_dirlist(void **state)
{
	struct dirlist list = DIRLIST_INIT;

	(void)state;
	write_text("from/d!", "");
	assert_true(dirlist_read(
	    &list, open("from", O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
	assert_int_equal(list.n, 5);
	assert_string_equal(list.v[0], "a");
	assert_string_equal(list.v[1], "d!"); /* before d/old */
	assert_string_equal(list.v[2], "d");
	dirlist_free(&list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_copy, begin, scratch_end),
	    cmocka_unit_test_setup_teardown(
		test_copy_as_new, begin, scratch_end),
	    cmocka_unit_test_setup_teardown(
		test_copy_fails, begin, scratch_end),
	    cmocka_unit_test_setup_teardown(test_remove, begin, scratch_end),
	    cmocka_unit_test_setup_teardown(
		test_remove_closed, begin, scratch_end),
	    cmocka_unit_test_setup_teardown(
		test_remove_depth, begin, scratch_end),
	    cmocka_unit_test_setup_teardown(test_dirlist, begin, scratch_end),
	};

	return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
