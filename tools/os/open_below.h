/*
 * Opening a path below a directory in one system call.
 */
#ifndef OS_OPEN_BELOW_H
#define OS_OPEN_BELOW_H

/*
 * Opens path below the directory dir with the flags of open(2) and O_CLOEXEC;
 * a symbolic link at any place of path and a path that leads out of dir are
 * errors.  Returns a descriptor that the caller closes, or -1 with errno:
 * ENOSYS where the system has no such call.
 */
int open_below(int dir, const char *path, int flags);

#endif
