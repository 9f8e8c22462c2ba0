#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/words.h"

#define DAY          86400
#define DURATION_MAX 1000000 /* seconds, minutes or hours */

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_days(int year, int month)
{
	static const int days[] = {
	    31,
	    28,
	    31,
	    30,
	    31,
	    30,
	    31,
	    31,
	    30,
	    31,
	    30,
	    31,
	};

	return days[month - 1] + (month == 2 && is_leap(year));
}

/* Does the text look like shape, in which 0 stands for any digit? */
static bool
has_shape(const char *text, const char *shape)
{
	for (; *shape != '\0'; text++, shape++)
		if (*shape == '0' ? *text < '0' || *text > '9'
				  : *text != *shape)
			return false;
	return *text == '\0';
}

/* The value of the first n digits. */
static int
digits_value(const char *digits, int n)
{
	int value = 0;

	while (n-- > 0)
		value = value * 10 + (*digits++ - '0');
	return value;
}

/* mktime(3) would count in the time zone of the host. */
static int64_t
days_since_epoch(int year, int month, int day)
{
	int64_t days = day - 1;
	int i;

	for (i = 1970; i < year; i++)
		days += 365 + is_leap(i);
	for (i = 1; i < month; i++)
		days += month_days(year, i);
	return days;
}

bool
date_parse(const char *text, int64_t *seconds)
{
	int year, month, day, hour = 0, minute = 0, second = 0;

	if (has_shape(text, "0000-00-00T00:00:00Z")) {
		hour = digits_value(text + 11, 2);
		minute = digits_value(text + 14, 2);
		second = digits_value(text + 17, 2);
	} else if (!has_shape(text, "0000-00-00"))
		return false;
	year = digits_value(text, 4);
	month = digits_value(text + 5, 2);
	day = digits_value(text + 8, 2);
	if (year < 1970 || year > 2105 || month < 1 || month > 12 || day < 1 ||
	    day > month_days(year, month) || hour > 23 || minute > 59 ||
	    second > 59)
		return false;
	*seconds = days_since_epoch(year, month, day) * DAY + hour * 3600 +
	    minute * 60 + second;
	return true;
}

/* Writes the day; returns the seconds since it began. */
static unsigned
format_day(int64_t seconds, char text[DATE_LEN])
{
	int64_t days;
	int year = 1970, month = 1;

	if (seconds < 0)
		seconds = 0;
	if (seconds > DATE_MAX)
		seconds = DATE_MAX;
	days = seconds / DAY;
	for (; days >= 365 + is_leap(year); year++)
		days -= 365 + is_leap(year);
	for (; days >= month_days(year, month); month++)
		days -= month_days(year, month);
	snprintf(text, DATE_LEN, "%04u-%02u-%02u", (unsigned)year % 10000,
	    (unsigned)month % 100, (unsigned)(days + 1) % 100);
	return (unsigned)(seconds % DAY);
}

void
date_format(int64_t seconds, char text[DATE_LEN])
{
	unsigned rest = format_day(seconds, text);

	if (rest != 0)
		snprintf(text + 10, DATE_LEN - 10, "T%02u:%02u:%02uZ",
		    rest / 3600 % 100, rest / 60 % 60, rest % 60);
}

void
date_time_format(int64_t seconds, char text[DATE_TIME_LEN])
{
	char day[DATE_LEN];
	unsigned rest = format_day(seconds, day);

	snprintf(text, DATE_TIME_LEN, "%.10s %02u:%02u:%02u", day,
	    rest / 3600 % 100, rest / 60 % 60, rest % 60);
}

bool
duration_parse(const char *text, double *seconds)
{
	static const struct {
		char unit;
		unsigned seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}};
	size_t len = strlen(text), i;
	unsigned factor = 1;
	uint64_t n;

	for (i = 0; len > 0 && i < sizeof(units) / sizeof(units[0]); i++)
		if (text[len - 1] == units[i].unit) {
			factor = units[i].seconds;
			len--;
			break;
		}
	if (!number_parse((struct slice){text, len}, 10, DURATION_MAX, &n) ||
	    n == 0)
		return false;
	*seconds = (double)(n * factor);
	return true;
}
