/*
 * The upper directory of an overlay (Linux): what was changed lies in it.
 */
#ifndef ROOT_LIVE_MERGE_H
#define ROOT_LIVE_MERGE_H

#include <stdbool.h>
#include <sys/stat.h>

/* Does it stand for something that was removed? */
bool is_whiteout(const struct stat *st);

/* Gives a directory owner, mode and times of another. */
bool copy_directory_attributes(const char *from, const char *to);

/*
 * Changes the directory to in the same way: takes away what was removed, and
 * copies what is new or other.  False with errno when something failed.
 */
bool live_merge(const char *upper, const char *to);

#endif
