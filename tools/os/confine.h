/*
 * Takes away from the calling process what scripts of packages have no use
 * for, for itself and for all that it will start.  There is no way back.
 */
#ifndef OS_CONFINE_H
#define OS_CONFINE_H

/*
 * Drops all capabilities but those for owners, modes, identities and signals,
 * forbids to gain any by running a program, and filters system calls: no
 * mounts, namespaces, tracing, keys, kernel modules, clocks, host names,
 * reboots and the like; they fail with EPERM (docs/sandbox.md has the list).
 * Closes all descriptors from 3 on.  Returns NULL, or what failed, with errno
 * set; then the process must not go on.
 */
const char *confine_script(void);

/*
 * Forbids to write anywhere but below these files and directories (NULL ends)
 * and to a few devices, and to signal other processes; modes, owners and times
 * of other files are not protected.  Works without any privilege (Landlock).
 * Returns NULL, or why that cannot be done.
 */
const char *confine_writes(const char *const *writable);

/*
 * From now on orphans among the descendants of the calling process become its
 * children; the second kills all that there are, and waits for them.
 */
void adopt_descendants(void);
void kill_descendants(void);

#endif
