/*
 * The kinds of archives that are read.
 */
#ifndef STREAM_ARCHIVE_FORMATS_H
#define STREAM_ARCHIVE_FORMATS_H

#include <locale.h>

struct archive;
struct archive_entry;

/* A reader of libarchive for them; NULL: there is no memory. */
struct archive *archive_formats_open(void);

/*
 * What archive_formats_next needs, or 0 where the system has no such locale;
 * the caller frees it with freelocale(3).
 */
locale_t archive_formats_locale(void);

/*
 * archive_read_next_header(3), with names and targets in UTF-8 whatever the
 * locale of the program is: in the C locale, names that are stored as UTF-8
 * would not be there at all.
 */
int archive_formats_next(
    struct archive *a, locale_t utf8, struct archive_entry **entry);

#endif
