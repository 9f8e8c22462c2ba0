/*
 * A live session ends in time, also when a step does not.
 */
#include "support.h"

#include "base/mem.h"
#include "cycle/live_session.h"
#include "os/command.h"
#include "os/file.h"
#include "os/process.h"
#include "root/scratch.h"

static struct live_session *session;
static char *output;

/* Runs the services in a fresh root; skips where live roots cannot be had. */
static int
start_services(const char *command, unsigned seconds)
{
	const char *build = getenv("BUILD");
	char *source = xasprintf(
	    "%s/standin/TMIMSS.pkg", build == NULL ? "." : build);
	const char *names[] = {"TMIMSS"};
	const struct cycle_source tested = {
	    .path = source, .names = names, .nnames = 1};
	struct cycle_request request = {.sources = &tested,
	    .nsources = 1,
	    .release = SCRATCH_RELEASE,
	    .start = command,
	    .live = true,
	    .seconds = seconds,
	    .dir = scratch_dir};
	struct cycle cycle = {.request = &request};
	char *root = xasprintf("%s/root", scratch_dir);
	struct buf text = BUF_INIT;
	struct diag d = DIAG_INIT;
	int status;

	if (access(source, R_OK) == -1)
		skip();
	output = xasprintf("%s/output", scratch_dir);
	assert_true(scratch_make(root, SCRATCH_RELEASE, &d));
	assert_true(scratch_add_live_mountpoints(root, &d));
	session = live_session_open(&cycle, root, output, &d);
	assert_non_null(session);
	status = live_session_step(session, STAGE_START, 0);
	assert_true(file_read(output, SIZE_MAX, &text, &d));
	if (strstr(buf_text(&text), "no live rehearsal") != NULL)
		status = COMMAND_FAILED;
	buf_free(&text);
	free(root);
	free(source);
	return status;
}

static void
end(void)
{
	live_session_close(session);
	free(output);
}

static void
test_status(void **state)
{
	int status = start_services("exit 3", 60);

	(void)state;
	end();
	if (status == COMMAND_FAILED)
		skip();
	assert_int_equal(status, 3);
}

static void
test_time_limit(void **state)
{
	double begin = monotonic_seconds();
	int status = start_services("trap '' HUP INT TERM; sleep 300", 1);

	(void)state;
	end();
	if (status == COMMAND_FAILED)
		skip();
	assert_int_equal(status, COMMAND_TIMEOUT);
	/* enough for a busy host, and less than closing an idle one may take */
	assert_true(monotonic_seconds() - begin < 50);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		test_status, scratch_begin, scratch_end),
	    cmocka_unit_test_setup_teardown(
		test_time_limit, scratch_begin, scratch_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
