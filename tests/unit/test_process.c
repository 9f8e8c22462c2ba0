#include "support.h"

#include <fcntl.h>
#include <signal.h>

#include "os/process.h"

/* A child that ends with status, or sleeps for a minute when that is -1. */
static pid_t
child(int status)
{
	pid_t pid = fork();

	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		if (status == -1)
			(void)sleep(60);
		_exit(status);
	}
	return pid;
}

static bool
at_once(void)
{
	return true;
}

static void
test_status(void **state)
{
	pid_t pid;

	(void)state;
	assert_int_equal(process_wait(child(7)), 7);
	assert_int_equal(process_wait_limited(child(7), 60, NULL), 7);
	pid = child(-1);
	assert_int_equal(kill(pid, SIGTERM), 0);
	assert_int_equal(process_wait(pid), 128 + SIGTERM);
	assert_int_equal(process_wait(pid), PROCESS_FAILED);
}

static void
test_limits(void **state)
{
	double begin = monotonic_seconds();

	(void)state;
	assert_int_equal(
	    process_wait_limited(child(-1), 1, NULL), PROCESS_TIMEOUT);
	assert_int_equal(
	    process_wait_limited(child(-1), 60, at_once), PROCESS_INTERRUPTED);
	assert_true(monotonic_seconds() - begin < 30);
}

static void
test_pipe(void **state)
{
	int ends[2];
	char c = 0;

	(void)state;
	assert_true(process_pipe(ends));
	assert_int_equal(fcntl(ends[0], F_GETFD), FD_CLOEXEC);
	assert_int_equal(fcntl(ends[1], F_GETFD), FD_CLOEXEC);
	assert_int_equal(write(ends[1], "x", 1), 1);
	assert_int_equal(read(ends[0], &c, 1), 1);
	assert_int_equal(c, 'x');
	close(ends[0]);
	close(ends[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_status),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_pipe),
	};

	return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
