#include "support.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_status),
	    cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
