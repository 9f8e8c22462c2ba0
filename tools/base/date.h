/*
 * Dates as text (ISO 8601, UTC) and as seconds since the epoch.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#define DATE_LEN 21 /* bytes of a formatted date with its NUL */

/*
 * Reads `YYYY-MM-DD`, which stands for its first second, or
 * `YYYY-MM-DDThh:mm:ssZ`.  Years are 1970 to 2105, which cpio and pkgmap can
 * hold.  False when the text is no such date; *seconds is unchanged then.
 */
bool date_parse(const char *text, int64_t *seconds);

/*
 * Reads a span of time, at least a second, such as 90, 90s, 5m or 1h.  False
 * when it is none; *seconds is unchanged then.
 */
bool duration_parse(const char *text, double *seconds);

#define DATE_MAX 4294967295 /* the last second that cpio can hold */

/*
 * Writes `YYYY-MM-DD` for the first second of a day, else
 * `YYYY-MM-DDThh:mm:ssZ`.  Times before 1970 and after DATE_MAX are written as
 * these.
 */
void date_format(int64_t seconds, char text[DATE_LEN]);

#define DATE_TIME_LEN 20 /* bytes of what date_time_format writes */

/* Writes `YYYY-MM-DD hh:mm:ss` for people, in UTC, with the same limits. */
void date_time_format(int64_t seconds, char text[DATE_TIME_LEN]);

#endif
