/*
 * Faults: every fault point of a script is found, in order, and the script can be
 * killed there.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "faults/faults.h"
#include "os/file.h"
#include "os/process.h"
#include "os/tree.h"
#include "root/root_copy.h"
#include "support.h"

static char *top;

static int
setup(void **state)
{
	(void)state;
	top = xstrdup("/tmp/pkgstream-unit-XXXXXX");
	return mkdtemp(top) == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (!tree_remove(top))
		return -1;
	free(top);
	return 0;
}

static void
need_linux(void)
{
	if (faults_unsupported() != NULL)
		skip_because(faults_unsupported());
}

/* For struct fault_run: kills at the point of this number. */
static bool
stop_at(void *number, size_t passed, const struct fault_point *point)
{
	assert_non_null(point->script);
	return passed != *(size_t *)number;
}

/*
 * Runs the script on an empty root, started by env(1), until the point of the
 * number kill_at; 0: none.
 */
static struct fault_result
run(const char *script, size_t kill_at, unsigned seconds,
    struct fault_points *points)
{
	struct diag d = DIAG_INIT;
	struct fault_result result;
	char *root = xasprintf("%s/root", top);
	char *file = xasprintf("%s/i.test", top);
	char *output = xasprintf("%s/output", top);
	char *path = xasprintf("PATH=%s", getenv("PATH"));
	char *where = xasprintf("R=%s", root);
	char *argv[] = {(char *)(uintptr_t) "/usr/bin/env",
	    (char *)(uintptr_t) "sh", file, NULL};
	char *env[] = {path, where, NULL};
	struct fault_run f = {.argv = argv,
	    .env = env,
	    .root = root,
	    .output = output,
	    .seconds = seconds,
	    .points = points,
	    .at_point = kill_at == 0 ? NULL : stop_at,
	    .arg = &kill_at};
	FILE *out = fopen(file, "w");

	assert_non_null(out);
	fprintf(out, "umask 022; cd $R || exit 9\n%s\n", script);
	assert_int_equal(fclose(out), 0);
	(void)tree_remove(root);
	assert_int_equal(mkdir(root, 0755), 0);
	faults_run(&f, &result, &d);
	assert_int_equal(d.n, 0);
	free(root);
	free(file);
	free(output);
	free(path);
	free(where);
	return result;
}

static bool
exists(const char *name)
{
	char *path = xasprintf("%s/root/%s", top, name);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

static void
assert_points(const char *script, const char *expected)
{
	struct fault_points points = FAULT_POINTS_INIT;
	struct fault_result r = run(script, 0, 0, &points);
	struct buf text = BUF_INIT;
	size_t i;

	assert_int_equal(r.end, FAULT_ENDED);
	assert_int_equal(r.status, 0);
	assert_int_equal(r.passed, points.n);
	for (i = 0; i < points.n; i++) {
		assert_string_equal(points.v[i].script, "i.test");
		buf_printf(&text, "%s%s %s\n",
		    points.v[i].after ? "after " : "", points.v[i].call,
		    points.v[i].path);
	}
	assert_string_equal(buf_text(&text), expected);
	buf_free(&text);
	fault_points_free(&points);
}

static void
test_points(void **state)
{
	(void)state;
	need_linux();
	assert_points(":", "");
	assert_points("echo x >$R/a", "openat /a\nafter openat /a\n");
	assert_points(": >$R/a", "openat /a\nafter openat /a\n");
	/* not below the root, or nothing is changed */
	assert_points("echo x >/dev/null 2>&1 </dev/null; cat /dev/null;"
		      "echo >$R/../elsewhere; test -f $R/a || :",
	    "");
	/* relative, in a subshell and in a program */
	assert_points(
	    "(echo x >a); rm a", "openat /a\nafter openat /a\nunlinkat /a\n");
	/* an open that fails changed nothing */
	assert_points("(echo x >none/a) 2>/dev/null || :", "openat /none/a\n");
}

/* Every kind of change; how often depends on the host's programs. */
static void
test_kinds(void **state)
{
	static const char *const expected[] = {
	    "open",
	    "rename",
	    "unlink",
	    "link",
	    "symlink",
	    "mkdir",
	    "rmdir",
	    "chmod",
	    "utime",
	    "mknod",
	};
	struct fault_points points = FAULT_POINTS_INIT;
	size_t i, k, n;

	(void)state;
	need_linux();
	run("echo x >a; mv a b; ln b c; ln -s b s; mkdir d; rmdir d;"
	    "chmod 600 b; touch -t 200401010000 b; mkfifo p; rm p",
	    0, 0, &points);
	for (k = 0; k < sizeof(expected) / sizeof(expected[0]); k++) {
		n = 0;
		for (i = 0; i < points.n; i++)
			n += strstr(points.v[i].call, expected[k]) != NULL;
		if (n == 0)
			fail_msg("no %s", expected[k]);
	}
	fault_points_free(&points);
}

/* What was done before the point is there, the rest is not. */
static void
test_kill(void **state)
{
	static const char script[] =
	    "echo a >a; mkdir b; (mv a c); rmdir b; rm c";
	struct fault_result r = {.end = FAULT_ENDED};
	size_t i;

	(void)state;
	need_linux();
	for (i = 1; i <= 6; i++) {
		r = run(script, i, 0, NULL);
		assert_int_equal(r.end, FAULT_KILLED);
		assert_int_equal(r.passed, i);
		assert_int_equal(exists("a"), i > 1 && i <= 4);
		assert_int_equal(exists("b"), i > 3 && i <= 5);
		assert_int_equal(exists("c"), i > 4);
	}
	r = run(script, 7, 0, NULL);
	assert_int_equal(r.end, FAULT_ENDED);
	assert_int_equal(r.passed, 6);
	assert_false(exists("c"));
}

/* After the open of a file, and before anything is in it. */
static void
test_torn(void **state)
{
	char *path = xasprintf("%s/root/a", top);
	struct stat st;

	(void)state;
	need_linux();
	run("echo x >a; echo y >a", 4, 0, NULL);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 0);
	free(path);
}

/* Background processes die as well; so they do when the command ends. */
static void
test_nobody_is_left(void **state)
{
	char *path = xasprintf("%s/root/pid", top);
	struct diag d = DIAG_INIT;
	struct buf text = BUF_INIT;
	size_t k;

	(void)state;
	need_linux();
	for (k = 0; k < 2; k++) {
		run("(trap '' HUP TERM; sleep 300) & echo $! >pid;"
		    "(setsid sleep 300 &); sleep 0.1; mkdir d",
		    k == 0 ? 3 : 0, 0, NULL);
		assert_true(file_read(path, 100, &text, &d));
		assert_int_equal(kill((pid_t)atol(text.data), 0), -1);
		text.len = 0;
	}
	buf_free(&text);
	free(path);
}

static void
test_timeout(void **state)
{
	static const char script[] =
	    "trap '' INT TERM ALRM; while :; do sleep 1; done";
	struct fault_points points = FAULT_POINTS_INIT;
	double begin = monotonic_seconds();

	(void)state;
	need_linux();
	assert_int_equal(run(script, 0, 1, NULL).end, FAULT_TIMEOUT);
	assert_int_equal(run(script, 0, 1, &points).end, FAULT_TIMEOUT);
	assert_true(monotonic_seconds() - begin < 60);
	fault_points_free(&points);
}

/* Nothing waits for disks; the calls succeed. */
static void
test_sync(void **state)
{
	(void)state;
	need_linux();
	assert_int_equal(run("echo x >a; sync && sync a && sync -f a && "
			     "dd if=a of=b conv=fsync 2>err",
			     0, 0, NULL)
			     .status,
	    0);
	assert_true(exists("b"));
}

/* A command (-c) is none of a package's scripts, nor is what it starts. */
static void
test_command(void **state)
{
	struct diag d = DIAG_INIT;
	struct fault_result result;
	char *output = xasprintf("%s/output", top);
	char *command = xasprintf(
	    "echo x >%s/a; (cp %s/a %s/b); rm %s/[ab]", top, top, top, top);
	char *argv[] = {(char *)(uintptr_t) "/usr/bin/env",
	    (char *)(uintptr_t) "sh", (char *)(uintptr_t) "-c", command, NULL};
	char *path = xasprintf("PATH=%s", getenv("PATH"));
	char *env[] = {path, NULL};
	struct fault_points points = FAULT_POINTS_INIT;
	struct fault_run f = {.argv = argv,
	    .env = env,
	    .root = top,
	    .output = output,
	    .points = &points};

	(void)state;
	need_linux();
	faults_run(&f, &result, &d);
	assert_int_equal(result.end, FAULT_ENDED);
	assert_int_equal(result.status, 0);
	assert_int_equal(result.passed, 0);
	free(output);
	free(command);
	free(path);
}

static void
test_status(void **state)
{
	struct fault_points points = FAULT_POINTS_INIT;

	(void)state;
	need_linux();
	assert_int_equal(run("exit 7", 0, 0, &points).status, 7);
	assert_int_equal(run("exit 7", 0, 0, NULL).status, 7);
	assert_int_equal(run("kill -9 $$", 0, 0, &points).status, 128 + 9);
	assert_int_equal(run("kill -9 $$", 0, 0, NULL).status, 128 + 9);
	/* being followed does not change how signals arrive */
	assert_int_equal(
	    run("trap 'exit 5' USR1; kill -USR1 $$; exit 6", 0, 0, &points)
		.status,
	    5);
	/* it may stop only after the first of the signals */
	assert_int_equal(run("(while kill -CONT $$; do sleep 0.1; done) &"
			     "kill -STOP $$; exit 8",
			     0, 60, &points)
			     .status,
	    8);
	fault_points_free(&points);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_points),
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_kill),
	    cmocka_unit_test(test_torn),
	    cmocka_unit_test(test_nobody_is_left),
	    cmocka_unit_test(test_timeout),
	    cmocka_unit_test(test_sync),
	    cmocka_unit_test(test_command),
	    cmocka_unit_test(test_status),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
