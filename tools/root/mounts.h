/*
 * Mounts that the views of a live and of an alternate root have in common
 * (Linux).  All take paths as they are before the root is changed; false with
 * errno set.
 */
#ifndef ROOT_MOUNTS_H
#define ROOT_MOUNTS_H

#include <stdbool.h>

/* The host is never changed by mounts from now on. */
bool mounts_make_private(void);

/*
 * Shows the file or directory from at to, with all that is mounted below it.
 * What is shown has no devices; readonly: and cannot be written to.
 */
enum bind_access { BIND_READ_ONLY, BIND_WRITABLE, BIND_DEVICE };
bool mounts_bind(const char *from, const char *to, enum bind_access access);

/* Makes an empty file to mount another one on; one that exists stays. */
bool mounts_make_file(const char *path);

/* A file system in memory, of mode 0755. */
bool mounts_memory(const char *dir);

/*
 * dev: null, zero, full, random, urandom, tty, the links to descriptors; the
 * console and other places for messages lead nowhere.
 */
bool mounts_devices(const char *dev);

/*
 * The processes of this namespace; what steers the kernel cannot be written
 * to (/proc/sys, sysrq-trigger, irq, bus, fs), what tells of the host's memory
 * and keys cannot be read.
 */
bool mounts_proc(const char *proc);

/*
 * Makes root, a mount, the root directory of this process.  put_old is an
 * existing, empty directory below root, given relative to it, that is removed
 * again.
 */
bool mounts_change_root(const char *root, const char *put_old);

/* Nothing more can be made or removed in the file system mounted at path. */
bool mounts_seal(const char *path);

#endif
