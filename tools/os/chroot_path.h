/*
 * Paths of a system whose root is a directory of this one.  Absolute symbolic
 * links are resolved from that root, as chroot(2) would do it, so that no path
 * leads out of it.
 */
#ifndef OS_CHROOT_PATH_H
#define OS_CHROOT_PATH_H

#define CHROOT_PATH_LINKS_MAX 40 /* to follow; with more it is a loop: ELOOP */

/*
 * Resolves an absolute path of the system whose root directory is open as
 * root.  Symbolic links are followed except in the last component.  Returns
 * a path relative to root of which only the last component may be a symbolic
 * link, "." for root itself; or NULL with errno (ELOOP, ENOENT, ...).  The
 * caller frees.
 */
char *chroot_path_resolve(int root, const char *path);

#endif
