#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#ifdef __linux__
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#include "support.h"

#include "os/file.h"
#include "os/output.h"

static int
begin(void **state)
{
	return scratch_begin(state) != 0 || mkdir("d", 0755) == -1;
}

static void
holds(const char *path, const char *text)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;

	assert_true(file_read(path, 1000, &b, &d));
	assert_string_equal(buf_text(&b), text);
	buf_free(&b);
}

static struct output *
start(const char *path, bool force, const char *text)
{
	struct diag d = DIAG_INIT;
	struct output *out = output_open(path, force, &d);

	assert_non_null(out);
	assert_int_equal(d.n, 0);
	assert_false(output_is_stream(out));
	assert_true(file_pwrite_full(output_fd(out), text, strlen(text), 0));
	return out;
}

/* Until it is committed nobody sees the name. */
static void
test_commit(void **state)
{
	struct diag d = DIAG_INIT;
	struct output *out;
	struct stat st;
	mode_t mask = umask(027);

	(void)state;
	out = start("d/new", false, "text");
	assert_int_equal(access("d/new", F_OK), -1);
	assert_true(output_commit(out, &d));
	umask(mask);
	assert_int_equal(d.n, 0);
	holds("d/new", "text");
	assert_int_equal(stat("d/new", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(st.st_nlink, 1);
	assert_int_equal(count_names("d"), 1);
}

static void
test_discard(void **state)
{
	(void)state;
	output_discard(start("d/new", false, "text"));
	assert_int_equal(count_names("d"), 0);
	output_discard(NULL);
	write_text("d/old", "old");
	output_discard(start("d/old", true, "text"));
	holds("d/old", "old");
	assert_int_equal(count_names("d"), 1);
}

static void
test_no_clobber(void **state)
{
	struct diag d = DIAG_INIT;

	(void)state;
	write_text("d/old", "old");
	assert_int_equal(symlink("nowhere", "d/dangling"), 0);
	assert_null(output_open("d/old", false, &d));
	assert_null(output_open("d/dangling", false, &d));
	assert_null(output_open("d", false, &d));
	assert_null(output_open("d", true, &d));
	assert_int_equal(diag_status(&d), STATUS_INPUT);
	expect_findings(&d,
	    "d/old: exists; --force replaces it\n"
	    "d/dangling: exists; --force replaces it\n"
	    "d: is a directory\nd: is a directory\n");
	holds("d/old", "old");
	assert_int_equal(count_names("d"), 2);
}

/* A file that came meanwhile is safe as well. */
static void
test_late_clobber(void **state)
{
	struct diag d = DIAG_INIT;
	struct output *out = start("d/new", false, "ours");

	(void)state;
	write_text("d/new", "theirs");
	assert_false(output_commit(out, &d));
	assert_int_equal(diag_status(&d), STATUS_INPUT);
	expect_findings(&d, "d/new: exists; --force replaces it\n");
	holds("d/new", "theirs");
	assert_int_equal(count_names("d"), 1);
}

/* A link is replaced, not what it points to; so is one of several names. */
static void
test_force(void **state)
{
	struct diag d = DIAG_INIT;
	struct output *out;
	struct stat st;

	(void)state;
	write_text("d/victim", "safe");
	assert_int_equal(symlink("victim", "d/link"), 0);
	assert_int_equal(link("d/victim", "d/second"), 0);
	out = start("d/link", true, "new");
	assert_true(output_commit(out, &d));
	out = start("d/second", true, "new");
	assert_true(output_commit(out, &d));
	out = start("d/third", true, "new");
	assert_true(output_commit(out, &d));
	holds("d/victim", "safe");
	holds("d/link", "new");
	holds("d/second", "new");
	assert_int_equal(lstat("d/link", &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(count_names("d"), 4);
}

static void
test_nowhere(void **state)
{
	struct diag d = DIAG_INIT;

	(void)state;
	assert_null(output_open("none/new", false, &d));
	assert_int_equal(diag_status(&d), STATUS_SYSTEM);
	expect_findings(&d,
	    "none/new: cannot create: "
	    "No such file or directory\n");
}

/* Standard output is neither closed nor removed. */
static void
test_stream(void **state)
{
	struct diag d = DIAG_INIT;
	struct output *out = output_open("-", false, &d);

	(void)state;
	assert_non_null(out);
	assert_true(output_is_stream(out));
	assert_int_equal(output_fd(out), STDOUT_FILENO);
	assert_true(output_commit(out, &d));
	output_discard(output_open("-", true, &d));
	assert_int_not_equal(fcntl(STDOUT_FILENO, F_GETFD), -1);
	assert_int_equal(count_names("d"), 0);
}

/*
 * Where files without a name are not to be had, or cannot be named later
 * (/proc is missing), the temporary name goes with a signal.
 */
static void
test_signal(void **state)
{
	static const int signals[] = {SIGHUP, SIGINT, SIGPIPE, SIGTERM};
	int status;
	size_t i;
	pid_t pid;

	(void)state;
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		pid = fork();
		assert_int_not_equal(pid, -1);
		if (pid == 0) {
			(void)start("d/new", false, "text");
			(void)raise(signals[i]);
			_exit(99);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), signals[i]);
		assert_int_equal(count_names("d"), 0);
	}
}

/* More than the system lets us write is an error, not the end by a signal. */
static void
test_file_size_limit(void **state)
{
	struct diag d = DIAG_INIT;
	struct rlimit limit, less = {4096, 4096};
	struct output *out;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	less.rlim_max = limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &less), 0);
	out = start("d/new", false, "text");
	assert_false(file_pwrite_full(output_fd(out), "x", 1, 5000));
	assert_int_equal(errno, EFBIG);
	output_discard(out);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_int_equal(count_names("d"), 0);
	diag_free(&d);
}

/* From now on there are no files without names, as on many file systems. */
static void
test_forbid_nameless(void **state)
{
#if defined(__linux__) && defined(O_TMPFILE)
	struct sock_filter filter[] = {
	    BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		offsetof(struct seccomp_data, args[2])),
	    BPF_JUMP(
		BPF_JMP | BPF_JSET | BPF_K, O_TMPFILE & ~O_DIRECTORY, 0, 1),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EOPNOTSUPP),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {6, filter};

	(void)state;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1)
		skip_because("no seccomp");
	assert_int_equal(open(".", O_TMPFILE | O_RDWR, 0600), -1);
	assert_int_equal(errno, EOPNOTSUPP);
#else
	(void)state;
	skip_because("not Linux");
#endif
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, begin, scratch_end)
#define ALL_TESTS \
	IN_SCRATCH(test_commit), IN_SCRATCH(test_discard), \
	    IN_SCRATCH(test_no_clobber), IN_SCRATCH(test_late_clobber), \
	    IN_SCRATCH(test_force), IN_SCRATCH(test_nowhere), \
	    IN_SCRATCH(test_stream), IN_SCRATCH(test_signal), \
	    IN_SCRATCH(test_file_size_limit)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    ALL_TESTS,
	    cmocka_unit_test(test_forbid_nameless),
	    ALL_TESTS,
	};

	/* nohup, or a shell in whose background we run, had other wishes */
	(void)signal(SIGHUP, SIG_DFL);
	(void)signal(SIGINT, SIG_DFL);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)signal(SIGTERM, SIG_DFL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
