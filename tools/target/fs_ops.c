#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/device.h"
#include "os/file_ops.h"
#include "target/fs_ops.h"

/* Removes what is at path, but for a directory where one is wanted. */
static bool
remove_other(const char *path, bool want_directory, struct buf *why)
{
	struct stat st;

	if (lstat(path, &st) == -1)
		return true;
	if (S_ISDIR(st.st_mode)) {
		if (want_directory || rmdir(path) == 0)
			return true;
	} else if (unlink(path) == 0 || errno == ENOENT)
		return true;
	buf_printf(why, "cannot remove what is there: %s\n", strerror(errno));
	return false;
}

/* Devices without a number get 0 (averify in libpkg). */
static dev_t
device_of(const struct object *o)
{
	return device_make(o->major == OBJECT_UNKNOWN ? 0u : (unsigned)o->major,
	    o->minor == OBJECT_UNKNOWN ? 0u : (unsigned)o->minor);
}

bool
make_object(const struct object *o, const char *path, struct buf *why)
{
	mode_t mode = o->mode == OBJECT_UNKNOWN ? 0755 : (mode_t)o->mode;
	bool ok = true;

	if (!remove_other(path, ftype_is_directory(o->ftype), why))
		return false;
	switch (o->ftype) {
	case 'd':
	case 'x': ok = make_directories(path, mode); break;
	case 's': ok = symlink(o->target, path) == 0; break;
	case 'c': ok = mknod(path, mode | S_IFCHR, device_of(o)) == 0; break;
	case 'b': ok = mknod(path, mode | S_IFBLK, device_of(o)) == 0; break;
	case 'p': ok = mkfifo(path, mode) == 0; break;
	default: break;
	}
	if (!ok)
		buf_printf(why, "cannot make the %s: %s\n",
		    ftype_name(o->ftype), strerror(errno));
	return ok;
}

bool
make_hard_link(const char *target, const char *path, struct buf *why)
{
	struct stat st;

	if (stat(target, &st) == 0 && S_ISDIR(st.st_mode)) {
		buf_printf(why, "%s is a directory, no link is made\n", target);
		return false;
	}
	if (!remove_other(path, false, why))
		return false;
	if (link(target, path) == 0)
		return true;
	buf_printf(why, "cannot link to %s: %s\n", target, strerror(errno));
	return false;
}
