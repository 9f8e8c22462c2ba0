/*
 * Days and seconds, UTC, as people write them (ISO 8601).
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#define DATE_LEN 21 /* bytes of a formatted date with its NUL */

/*
 * Reads `YYYY-MM-DD` (its first second) or `YYYY-MM-DDThh:mm:ssZ`.  Only
 * years that cpio and pkgmap can hold are dates: 1970 to 2105.
 * Returns false when the text is not a date of the calendar.
 */
bool date_parse(const char *text, int64_t *seconds);

/* Writes `YYYY-MM-DD`, and `Thh:mm:ssZ` unless it is a day's first second. */
void date_format(int64_t seconds, char text[DATE_LEN]);

#endif
