#include "support.h"

#include "cycle/changed_files.h"
#include "cycle/service_watch.h"
#include "run/script_times.h"

static void
test_times(void **state)
{
	struct script_time t = {.package = "ACMEx.2",
	    .name = "i.patch",
	    .status = -1,
	    .begin = 12.5,
	    .end = 13.25};
	struct script_times times;
	struct diag d = DIAG_INIT;
	FILE *f = fopen("times", "w");

	(void)state;
	script_times_append(f, &t);
	fputs("\nnonsense\n1 2 3\n1 2 3 ACMEx\n1 2 256 ACMEx r.x\n", f);
	fputs("2000000 3000000 10 ACMEx preremove and more", f);
	assert_int_equal(fclose(f), 0);
	assert_true(script_times_read("times", &times, &d));
	assert_int_equal(times.n, 2);
	assert_string_equal(times.v[0].package, "ACMEx.2");
	assert_string_equal(times.v[0].name, "i.patch");
	assert_int_equal(times.v[0].status, -1);
	assert_true(times.v[0].begin == 12.5 && times.v[0].end == 13.25);
	assert_string_equal(times.v[1].name, "preremove");
	assert_int_equal(times.v[1].status, 10);
	script_times_free(&times);
	assert_false(script_times_read("none", &times, &d));
	assert_int_equal(times.n, 0);
	diag_free(&d);
}

static void
test_states(void **state)
{
	struct service_states states;
	struct diag d = DIAG_INIT;
	FILE *f = fopen("states", "w");

	(void)state;
	fputs("1000000 2\n1500000 2\nx 1\n2\n2000000 0\n2500000 2", f);
	assert_int_equal(fclose(f), 0);
	assert_true(service_states_read("states", &states, &d));
	assert_int_equal(states.n, 3);
	assert_true(states.v[1].at == 2);
	assert_int_equal(states.v[1].running, 0);
	free(states.v);
	diag_free(&d);
}

static unsigned long
build_in(const char *text, const char *mark)
{
	return build_find(text, strlen(text), mark);
}

static void
test_builds(void **state)
{
	(void)state;
	assert_int_equal(
	    build_in("a 5.1-1132 b 5.1-2048\n5.1-7", "5.1-"), 2048);
	assert_int_equal(build_in("15.1-9 .5.1-9 5.1-x 5.1-", "5.1-"), 0);
	assert_int_equal(build_in("5.1-1234567890", "5.1-"), 0);
	assert_int_equal(build_in("5.1-123456789", "5.1-"), 123456789);
	assert_int_equal(build_in("", "5.1-"), 0);
	assert_int_equal(build_find("\0\0"
				    "5.1-4\0",
			     8, "5.1-"),
	    4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_times),
	    cmocka_unit_test(test_states),
	    cmocka_unit_test(test_builds),
	};

	return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
