/*
 * Keeps rehearsals off the running system.
 */
#ifndef ROOT_HOST_GUARD_H
#define ROOT_HOST_GUARD_H

/*
 * Is root the running system, under whatever name: `/', `/usr/..', a symbolic
 * link or a bind mount?  So it is when the root itself, or one of the
 * directories in which a package tool keeps its records and files, is the
 * same directory (device and inode) as the host's.  Returns the host's name
 * of that directory, such as "/" or "/etc", or NULL when root is another
 * system or cannot be looked at.
 */
const char *host_guard_match(const char *root);

#endif
