#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"

static void
test_dates(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} dates[] = {
	    {"1970-01-01", 0},
	    {"2000-02-29", 951782400},
	    {"2005-02-10", 1107993600},
	    {"2005-05-11", 1115769600},
	    {"2005-05-11T23:59:59Z", 1115855999},
	    {"2038-01-19T03:14:08Z", 2147483648},
	    {"2105-12-31", 4291660800},
	};
	char text[DATE_LEN];
	int64_t seconds;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		assert_true(date_parse(dates[i].text, &seconds));
		assert_int_equal(seconds, dates[i].seconds);
		date_format(seconds, text);
		assert_string_equal(text, dates[i].text);
	}
}

static void
test_no_dates(void **state)
{
	static const char *const texts[] = {
	    "",
	    "2005",
	    "2005-5-11",
	    "2005-05-11 ",
	    " 2005-05-11",
	    "2005-02-29",
	    "2100-02-29",
	    "2005-04-31",
	    "2005-13-01",
	    "2005-00-01",
	    "2005-01-00",
	    "1969-12-31",
	    "2106-01-01",
	    "2005/05/11",
	    "2005-05-11T10:00Z",
	    "2005-05-11T10:00:00",
	    "2005-05-11T24:00:00Z",
	    "2005-05-11T10:60:00Z",
	    "2005-05-11T10:00:60Z",
	    "2005-05-11T10:00:00Zx",
	    "200x-05-11",
	    "-005-05-11",
	};
	int64_t seconds = 7;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(date_parse(texts[i], &seconds));
	assert_int_equal(seconds, 7);
}

/* What a date cannot say is written as the nearest that it can. */
static void
test_range(void **state)
{
	char text[DATE_LEN];

	(void)state;
	date_format(-1, text);
	assert_string_equal(text, "1970-01-01");
	date_format(INT64_MIN, text);
	assert_string_equal(text, "1970-01-01");
	date_format(INT64_MAX, text);
	assert_string_equal(text, "2106-02-07T06:28:15Z");
}

/* for people: always with the time, whatever the day */
static void
test_date_time(void **state)
{
	char text[DATE_TIME_LEN];

	(void)state;
	date_time_format(0, text);
	assert_string_equal(text, "1970-01-01 00:00:00");
	date_time_format(1052416801, text);
	assert_string_equal(text, "2003-05-08 18:00:01");
	date_time_format(-5, text);
	assert_string_equal(text, "1970-01-01 00:00:00");
}

static void
test_durations(void **state)
{
	static const char *const bad[] = {
	    "", "s", "0", "0m", "-1", "1 m", "1d", "1mm", "99999999"};
	double seconds = 7;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(duration_parse(bad[i], &seconds));
	assert_true(seconds > 6 && seconds < 8);
	assert_true(duration_parse("90", &seconds) && seconds > 89);
	assert_true(duration_parse("90s", &seconds) && seconds < 91);
	assert_true(duration_parse("5m", &seconds));
	assert_true(seconds > 299 && seconds < 301);
	assert_true(duration_parse("1h", &seconds));
	assert_true(seconds > 3599 && seconds < 3601);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_dates),
	    cmocka_unit_test(test_no_dates),
	    cmocka_unit_test(test_range),
	    cmocka_unit_test(test_date_time),
	    cmocka_unit_test(test_durations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
