/*
 * Mounts that a live root and the sandbox of an alternate root have in common
 * (Linux), for a process with a mount namespace of its own.  Paths are those
 * from before mounts_change_root(); the functions return false with errno.
 */
#ifndef ROOT_MOUNTS_H
#define ROOT_MOUNTS_H

#include <stdbool.h>

/* From now on mounts of this namespace are not propagated to the host's. */
bool mounts_make_private(void);

/* Devices can be used only through BIND_DEVICE. */
enum bind_access { BIND_READ_ONLY, BIND_WRITABLE, BIND_DEVICE };

/* Mounts the file or directory from, and all mounts below it, on to as well. */
bool mounts_bind(const char *from, const char *to, enum bind_access access);

/* Makes an empty file to mount another on; an existing one stays as it is. */
bool mounts_make_file(const char *path);

/* Mounts a file system in memory with mode 0755 on dir. */
bool mounts_memory(const char *dir);

/*
 * Mounts a /dev on dev: null, zero, full, random, urandom, tty, the links to
 * file descriptors, and console, msglog and sysmsg as links to null.
 */
bool mounts_devices(const char *dev);

/*
 * Mounts a /proc with the processes of this namespace on proc.  Settings of
 * the kernel (sys, sysrq-trigger, irq, bus, fs) are read-only; what shows
 * memory or keys of the host is hidden.
 */
bool mounts_proc(const char *proc);

/* Makes the symbolic link name in the directory dir. */
bool mounts_symlink(const char *dir, const char *name, const char *target);

/*
 * Makes root, which must be a mount point, the root directory of this process,
 * and unmounts the old one.  put_old is an empty directory below root, relative
 * to it; it is removed.
 */
bool mounts_change_root(const char *root, const char *put_old);

/* Makes the mount at path read-only, but not those below it. */
bool mounts_seal(const char *path);

#endif
