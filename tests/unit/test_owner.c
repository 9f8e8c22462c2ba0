/*
 * os/owner: owners that are set, or noted by who may not set them.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "os/owner.h"

static char dir[] = "/tmp/pkgstream-test.XXXXXX";

#define NO_NOTES 77 /* this file system has none */

/* Runs a test as an ordinary user in a directory of its own. */
static void
as_other(int (*test)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (geteuid() == 0 &&
		    (chown(".", 65534, 65534) != 0 || setgid(65534) != 0 ||
			setuid(65534) != 0))
			_exit(1);
		_exit(test());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NO_NOTES)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int
setup(void **state)
{
	(void)state;
	return mkdtemp(dir) != NULL && chdir(dir) == 0 ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	return chdir("/") == 0 && rmdir(dir) == 0 ? 0 : -1;
}

static int
make(const char *name, mode_t mode)
{
	int fd = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);

	return fd != -1 && fchmod(fd, mode) == 0 ? fd : -1;
}

/* Has the file that owner, however it is read? */
static int
has_owner(int fd, const char *name, uid_t uid, gid_t gid)
{
	struct stat st, by_path, by_entry;

	if (fstat(fd, &st) != 0 || lstat(name, &by_path) != 0)
		return 0;
	by_entry = by_path;
	owner_read(fd, &st);
	owner_read_path(name, &by_path);
	owner_read_entry(AT_FDCWD, name, &by_entry);
	return st.st_uid == uid && st.st_gid == gid && by_path.st_uid == uid &&
	    by_path.st_gid == gid && by_entry.st_uid == uid &&
	    by_entry.st_gid == gid;
}

static int
note_and_read(void)
{
	int fd = make("file", 0444);
#ifdef O_PATH
	int path;
#endif

	if (fd == -1 || owner_is_free() || owner_is_noted(fd))
		return 1;
	if (!owner_set(fd, 2, 3))
		return errno == ENOTSUP || errno == EPERM ? NO_NOTES : 2;
	if (!has_owner(fd, "file", 2, 3) || !owner_is_noted(fd))
		return 3;
	if (!owner_set_path("file", 60001, 60002) ||
	    !has_owner(fd, "file", 60001, 60002))
		return 4;
#ifdef O_PATH
	path = open("file", O_PATH);
	if (path == -1 || !owner_note(path, 0, 0) ||
	    !has_owner(path, "file", 0, 0) || !owner_is_noted(path))
		return 5;
	close(path);
#endif
	close(fd);
	/* without a note it is root's */
	fd = make("other", 0600);
	if (fd == -1 || !has_owner(fd, "other", 0, 0))
		return 6;
	close(fd);
	return unlink("file") + unlink("other");
}

static void
test_notes(void **state)
{
	(void)state;
	as_other(note_and_read);
}

/* A note does not change what may be done with the file. */
static int
note_keeps_mode(void)
{
	int fd = make("file", 0555);
	struct stat st;

	if (fd == -1)
		return 1;
	if (!owner_set(fd, 2, 3))
		return errno == ENOTSUP || errno == EPERM ? NO_NOTES : 2;
	if (fstat(fd, &st) != 0 || (st.st_mode & 07777) != 0555)
		return 3;
	close(fd);
	return unlink("file");
}

static void
test_mode(void **state)
{
	(void)state;
	as_other(note_keeps_mode);
}

/* The owner of a link cannot be noted, and that of its target is another's. */
static int
links(void)
{
	int fd = make("file", 0644);

	if (fd == -1 || symlink("file", "link") != 0 ||
	    symlink("none", "dangling") != 0)
		return 1;
	if (owner_set_path("link", 2, 3) || owner_set_path("dangling", 2, 3))
		return 2;
	if (owner_is_noted(fd))
		return 3;
	if (owner_set_path("missing", 2, 3) || errno != ENOENT)
		return 4;
	close(fd);
	return unlink("file") + unlink("link") + unlink("dangling");
}

static void
test_links(void **state)
{
	(void)state;
	as_other(links);
}

/* Root's owners are those of the system, but for a note that is there. */
static void
test_root(void **state)
{
	struct stat st;
	int fd;

	(void)state;
	if (!owner_is_free())
		skip();
	fd = make("file", 0644);
	assert_true(owner_set(fd, 2, 3));
	assert_false(owner_is_noted(fd));
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_uid, 2);
	assert_int_equal(st.st_gid, 3);
	owner_read(fd, &st);
	assert_int_equal(st.st_uid, 2);
	if (owner_note(fd, 4, 5)) {
		assert_true(has_owner(fd, "file", 4, 5));
		assert_true(owner_set(fd, 6, 7));
		assert_true(has_owner(fd, "file", 6, 7));
	}
	close(fd);
	assert_int_equal(unlink("file"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_notes),
	    cmocka_unit_test(test_mode),
	    cmocka_unit_test(test_links),
	    cmocka_unit_test(test_root),
	};

	return cmocka_run_group_tests_name("owner", tests, setup, teardown);
}
