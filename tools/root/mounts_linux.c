/*
 * Linux: mount(2), mount_setattr(2) and pivot_root(2).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/file.h"
#include "os/file_ops.h"
#include "os/own_path.h"
#include "root/mounts.h"

#define CHROOT_DEPTH_MAX 256 /* directories above that of a chroot */

#define COUNT(a)         (sizeof(a) / sizeof((a)[0]))

/* As in <linux/mount.h>, which old systems lack (and glibc quarrels with). */
struct attributes {
	uint64_t set, clear, propagation, userns_fd;
};

#define ATTR_READ_ONLY 0x1u
#define ATTR_NO_SUID   0x2u
#define ATTR_NO_DEV    0x4u
#define ALL_BELOW      0x8000u /* AT_RECURSIVE */

/*
 * In a plain chroot the root directory is no mount point, and the mount that it
 * lies in has no path: it is reached by leaving the chroot for a moment, into
 * the root of this namespace.
 */
static bool
make_private_outside(void)
{
	int here = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int cwd = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *inner = make_temporary(temporary_directory(), "chroot");
	bool ok = here != -1 && cwd != -1 && inner != NULL &&
	    chroot(inner) == 0;
	int i;

	if (ok) {
		/* now the current directory is outside of the root */
		for (i = 0; ok && i < CHROOT_DEPTH_MAX; i++)
			ok = chdir("..") == 0;
		ok = ok && chroot(".") == 0 &&
		    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
		ok = fchdir(here) == 0 && chroot(".") == 0 &&
		    fchdir(cwd) == 0 && ok;
	}
	if (inner != NULL)
		(void)rmdir(inner);
	if (cwd != -1)
		close(cwd);
	if (here != -1)
		close(here);
	free(inner);
	return ok;
}

bool
mounts_make_private(void)
{
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 ||
	    (errno == EINVAL && make_private_outside());
}

/* Also for the mounts below it, where the kernel can do that (since 5.12). */
static bool
set_attributes(const char *path, uint64_t set)
{
#ifdef SYS_mount_setattr
	struct attributes a = {.set = set};

	if (syscall(SYS_mount_setattr, AT_FDCWD, path, ALL_BELOW, &a,
		sizeof(a)) == 0)
		return true;
	if (errno != ENOSYS)
		return false;
#endif
	return mount(NULL, path, NULL,
		   MS_REMOUNT | MS_BIND |
		       (set & ATTR_READ_ONLY ? MS_RDONLY : 0) |
		       (set & ATTR_NO_SUID ? MS_NOSUID : 0) |
		       (set & ATTR_NO_DEV ? MS_NODEV : 0),
		   NULL) == 0;
}

bool
mounts_bind(const char *from, const char *to, enum bind_access access)
{
	if (mount(from, to, NULL, MS_BIND | MS_REC, NULL) == -1)
		return false;
	switch (access) {
	case BIND_READ_ONLY:
		return set_attributes(to, ATTR_READ_ONLY | ATTR_NO_DEV);
	case BIND_WRITABLE: return set_attributes(to, ATTR_NO_DEV);
	default: return true;
	}
}

bool
mounts_make_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
	int error = errno;

	if (fd != -1)
		close(fd);
	if (fd != -1 || access(path, F_OK) == 0)
		return true;
	errno = error;
	return false;
}

bool
mounts_memory(const char *dir)
{
	return mount("tmpfs", dir, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755") ==
	    0;
}

bool
mounts_symlink(const char *dir, const char *name, const char *target)
{
	char *path = path_join(dir, name);
	bool ok = symlink(target, path) == 0;

	free(path);
	return ok;
}

bool
mounts_devices(const char *dev)
{
	static const char *const devices[] = {
	    "null", "zero", "full", "random", "urandom", "tty"};
	static const char *const links[][2] = {
	    {"fd", "/proc/self/fd"},
	    {"stdin", "/proc/self/fd/0"},
	    {"stdout", "/proc/self/fd/1"},
	    {"stderr", "/proc/self/fd/2"},
	    {"console", "null"},
	    {"msglog", "null"},
	    {"sysmsg", "null"},
	};
	char *from, *to;
	bool ok = mounts_memory(dev);
	size_t i;

	for (i = 0; ok && i < COUNT(devices); i++) {
		from = path_join("/dev", devices[i]);
		to = path_join(dev, devices[i]);
		ok = mounts_make_file(to) && mounts_bind(from, to, BIND_DEVICE);
		free(to);
		free(from);
	}
	for (i = 0; ok && i < COUNT(links); i++)
		ok = mounts_symlink(dev, links[i][0], links[i][1]);
	return ok;
}

/*
 * Makes a file of /proc read-only, or mounts another one on it; that it does
 * not exist is no error.
 */
static bool
cover(const char *proc, const char *name, const char *with)
{
	char *path = path_join(proc, name);
	bool ok = access(path, F_OK) == -1 ||
	    mounts_bind(with == NULL ? path : with, path,
		with == NULL ? BIND_READ_ONLY : BIND_DEVICE);

	free(path);
	return ok;
}

bool
mounts_proc(const char *proc)
{
	static const char *const read_only[] = {
	    "sys", "sysrq-trigger", "irq", "bus", "fs", "acpi", "scsi"};
	static const char *const hidden[] = {"kcore", "keys", "key-users",
	    "kallsyms", "kmsg", "timer_list", "sched_debug", "latency_stats",
	    "kpagecount", "kpageflags", "kpagecgroup"};
	size_t i;

	if (mount("proc", proc, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
		NULL) == -1)
		return false;
	for (i = 0; i < COUNT(read_only); i++)
		if (!cover(proc, read_only[i], NULL))
			return false;
	for (i = 0; i < COUNT(hidden); i++)
		if (!cover(proc, hidden[i], "/dev/null"))
			return false;
	return true;
}

bool
mounts_change_root(const char *root, const char *put_old)
{
	char *old = xasprintf("/%s", put_old);
	bool ok;

	if (chdir(root) == -1)
		ok = false;
	else if (syscall(SYS_pivot_root, ".", put_old) == 0)
		ok = chroot(".") == 0 && chdir("/") == 0 &&
		    umount2(old, MNT_DETACH) == 0;
	else /* in a chroot; no script has the capability to leave one */
		ok = errno == EINVAL && chroot(".") == 0 && chdir("/") == 0;
	ok = ok && rmdir(old) == 0;
	free(old);
	return ok;
}

bool
mounts_seal(const char *path)
{
	return mount(NULL, path, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY,
		   NULL) == 0;
}
