#include <errno.h>
#include <fcntl.h>

#ifdef __linux__
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#include "support.h"

#include "os/file.h"

static void
make_tree(void)
{
	write_text("outside", "secret");
	assert_int_equal(mkdir("top", 0755), 0);
	assert_int_equal(mkdir("top/dir", 0755), 0);
	assert_int_equal(mkdir("top/dir/sub", 0755), 0);
	write_text("top/file", "file");
	write_text("top/dir/sub/deep", "deep");
	assert_int_equal(symlink("file", "top/link"), 0);
	assert_int_equal(symlink("../outside", "top/out"), 0);
	assert_int_equal(symlink("/etc", "top/etc"), 0);
	assert_int_equal(symlink("sub", "top/dir/again"), 0);
	assert_int_equal(symlink("dir", "top/dirlink"), 0);
	assert_int_equal(symlink("link", "top/loop"), 0);
	assert_int_equal(symlink("/proc/self/cwd", "top/magic"), 0);
	assert_int_equal(mkfifo("top/fifo", 0644), 0);
}

static void
opens(int dir, const char *path, int flags, const char *text)
{
	int fd = file_open_below(dir, path, flags);
	char data[16];
	ssize_t n;

	assert_int_not_equal(fd, -1);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	if (text != NULL) {
		n = file_read_full(fd, data, sizeof(data));
		assert_int_equal(n, strlen(text));
		assert_memory_equal(data, text, strlen(text));
	}
	close(fd);
}

static void
refuses(int dir, const char *path, int error)
{
	errno = 0;
	assert_int_equal(file_open_below(dir, path, O_RDONLY | O_NONBLOCK), -1);
	if (error != 0)
		assert_int_equal(errno, error);
	else
		assert_true(errno == ELOOP || errno == ENOTDIR);
}

/* A link is refused at the end, in the middle and at the beginning. */
static void
try_all(void)
{
	int dir = open("top", O_RDONLY | O_DIRECTORY);

	assert_int_not_equal(dir, -1);
	opens(dir, "file", O_RDONLY, "file");
	opens(dir, "dir/sub/deep", O_RDONLY, "deep");
	opens(dir, "dir/sub", O_RDONLY | O_DIRECTORY, NULL);
	opens(dir, "fifo", O_RDONLY | O_NONBLOCK, NULL);
	refuses(dir, "link", ELOOP);
	refuses(dir, "out", ELOOP);
	refuses(dir, "etc", ELOOP);
	refuses(dir, "loop", ELOOP);
	refuses(dir, "etc/passwd", 0);
	refuses(dir, "dirlink/sub/deep", 0);
	refuses(dir, "dir/again/deep", 0);
	refuses(dir, "magic/outside", 0);
	refuses(dir, "missing", ENOENT);
	refuses(dir, "missing/x", ENOENT);
	refuses(dir, "file/x", ENOTDIR);
	refuses(dir, "", EINVAL);
	refuses(dir, "/etc/passwd", EINVAL);
	refuses(dir, "..", EINVAL);
	refuses(dir, "../outside", EINVAL);
	refuses(dir, "dir/../file", EINVAL);
	refuses(dir, "./file", EINVAL);
	refuses(dir, "dir//sub", EINVAL);
	close(dir);
}

static void
test_open_below(void **state)
{
	(void)state;
	try_all();
}

#if defined(__linux__) && defined(SYS_openat2)
/* From now on openat2 fails with the error, as under old kernels, sandboxes. */
static bool
forbid_openat2(unsigned error)
{
	struct sock_filter filter[] = {
	    BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {4, filter};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static void
test_open_below_sandbox(void **state)
{
	(void)state;
	if (!forbid_openat2(EPERM))
		skip_because("no seccomp");
	try_all();
}

static void
test_open_below_old_kernel(void **state)
{
	(void)state;
	if (!forbid_openat2(ENOSYS))
		skip_because("no seccomp");
	try_all();
}
#else
static void
test_open_below_sandbox(void **state)
{
	(void)state;
	skip_because("not Linux");
}

static void
test_open_below_old_kernel(void **state)
{
	(void)state;
	skip_because("not Linux");
}
#endif

/* The limit is exact, and what was in the buffer before does not count. */
static void
test_read_limit(void **state)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	char *data = calloc(1, 200000);
	static const size_t sizes[] = {
	    0, 1, 65535, 65536, 65537, 131072, 200000};
	size_t i;

	(void)state;
	buf_str(&b, "before");
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		write_bytes("sized", data, sizes[i]);
		b.len = 6;
		assert_true(file_read("sized", sizes[i], &b, &d));
		assert_int_equal(b.len, 6 + sizes[i]);
		assert_memory_equal(b.data, "before", 6);
		assert_int_equal(b.data[b.len], '\0');
		assert_int_equal(d.n, 0);
		if (sizes[i] == 0)
			continue;
		assert_false(file_read("sized", sizes[i] - 1, &b, &d));
		assert_int_equal(diag_status(&d), STATUS_INPUT);
		assert_int_equal(d.n, 1);
		diag_free(&d);
	}
	free(data);
	buf_free(&b);
}

static void
test_read_kinds(void **state)
{
	static const struct {
		const char *path, *finding;
	} table[] = {
	    {"top", "top: not a regular file\n"},
	    {"top/fifo", "top/fifo: not a regular file\n"},
	    {"/dev/zero", "/dev/zero: not a regular file\n"},
	    {"none", "none: cannot open: No such file or directory\n"},
	    {"", ": cannot open: No such file or directory\n"},
	};
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_false(file_read(table[i].path, 100, &b, &d));
		assert_int_equal(diag_status(&d), STATUS_INPUT);
		expect_findings(&d, table[i].finding);
	}
	assert_true(file_read("top/link", 100, &b, &d));
	assert_string_equal(buf_text(&b), "file");
	buf_free(&b);
}

/* Pieces come as they come from a pipe; the end is no error. */
static void
test_read_full(void **state)
{
	char data[10];
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_true(file_write_full(ends[1], "abc", 3));
	assert_true(file_write_full(ends[1], "defg", 4));
	close(ends[1]);
	assert_int_equal(file_read_full(ends[0], data, sizeof(data)), 7);
	assert_memory_equal(data, "abcdefg", 7);
	assert_int_equal(file_read_full(ends[0], data, sizeof(data)), 0);
	close(ends[0]);
	assert_int_equal(file_read_full(ends[0], data, 1), -1);
	assert_int_equal(errno, EBADF);
}

static void
test_at_offsets(void **state)
{
	int fd = file_scratch();
	char data[8];

	(void)state;
	assert_int_not_equal(fd, -1);
	assert_true(file_pwrite_full(fd, "cd", 2, 2));
	assert_true(file_pwrite_full(fd, "ab", 2, 0));
	assert_int_equal(file_pread_full(fd, data, sizeof(data), 0), 4);
	assert_memory_equal(data, "abcd", 4);
	assert_int_equal(file_pread_full(fd, data, 2, 3), 1);
	assert_int_equal(file_pread_full(fd, data, 2, 9), 0);
	close(fd);
}

static void
test_write_fails(void **state)
{
	int fd = open("/dev/full", O_WRONLY);

	(void)state;
	if (fd == -1)
		skip_because("no /dev/full");
	assert_false(file_write_full(fd, "x", 1));
	assert_int_equal(errno, ENOSPC);
	close(fd);
	fd = open("sized", O_RDONLY);
	assert_false(file_pwrite_full(fd, "x", 1, 0));
	assert_int_equal(errno, EBADF);
	close(fd);
}

/* The scratch file has no name, and lies where TMPDIR says. */
static void
test_scratch(void **state)
{
	struct stat st;
	int fd;

	(void)state;
	assert_int_equal(mkdir("tmp", 0755), 0);
	assert_int_equal(setenv("TMPDIR", "tmp", 1), 0);
	fd = file_scratch();
	assert_int_not_equal(fd, -1);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_nlink, 0);
	assert_int_equal(st.st_mode & 077, 0);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(count_names("tmp"), 0);
	close(fd);
	assert_int_equal(setenv("TMPDIR", "nowhere", 1), 0);
	assert_int_equal(file_scratch(), -1);
	assert_int_equal(unsetenv("TMPDIR"), 0);
}

static int
begin(void **state)
{
	if (scratch_begin(state) != 0)
		return -1;
	make_tree();
	return 0;
}

int
main(void)
{
	/* the filters stay, so what they change comes last */
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_open_below),
	    cmocka_unit_test(test_read_limit),
	    cmocka_unit_test(test_read_kinds),
	    cmocka_unit_test(test_read_full),
	    cmocka_unit_test(test_at_offsets),
	    cmocka_unit_test(test_write_fails),
	    cmocka_unit_test(test_scratch),
	    cmocka_unit_test(test_open_below_sandbox),
	    cmocka_unit_test(test_open_below_old_kernel),
	};

	return cmocka_run_group_tests(tests, begin, scratch_end);
}
