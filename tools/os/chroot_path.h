/*
 * Paths of a system that lies below a directory: its symbolic links are
 * followed as that system would follow them, so that /etc/x stays below.
 */
#ifndef OS_CHROOT_PATH_H
#define OS_CHROOT_PATH_H

#define CHROOT_PATH_LINKS_MAX 40 /* that are followed; more is a loop */

/*
 * Resolves an absolute path of the system whose root is open as root.  All
 * links are followed but the last component.  Returns a path relative to root
 * that has no link before its end, "." for the root itself, or NULL with errno
 * set (ELOOP, ENOENT, ...).  The caller frees.
 */
char *chroot_path_resolve(int root, const char *path);

#endif
