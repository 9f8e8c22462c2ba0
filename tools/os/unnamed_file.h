/*
 * Files that have no name yet, so that nothing of them is left when the
 * program ends, however it ends.
 */
#ifndef OS_UNNAMED_FILE_H
#define OS_UNNAMED_FILE_H

#include <stdbool.h>

/*
 * Opens a new file without a name in the file system of the directory dir, for
 * reading and writing, with the mode that the umask leaves of 0666.  Returns a
 * descriptor that the caller closes, or -1 where that is not possible.
 */
int unnamed_file_open(const char *dir);

/*
 * Gives the file the name path, in the same file system; false with errno,
 * EEXIST when there is one already.
 */
bool unnamed_file_link(int fd, const char *path);

#endif
