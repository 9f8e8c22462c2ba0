/*
 * Refuses the running system as a root for rehearsals.
 */
#ifndef ROOT_HOST_GUARD_H
#define ROOT_HOST_GUARD_H

/*
 * Is root the running system, by any name (`/', `/usr/..', a symbolic link, a
 * bind mount)?  It is when root, or a directory in it in which package tools
 * keep records and files, is the same directory (device and inode) as the
 * host's.  Returns the host's name of that directory, such as "/" or "/etc",
 * or NULL when root is another system or cannot be examined.
 */
const char *host_guard_match(const char *root);

#endif
