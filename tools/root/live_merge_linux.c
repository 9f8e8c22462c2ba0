/*
 * Where no directory of the root can be the upper one of an overlay, that is
 * one in memory, and after each script its contents go to the root.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/path.h"
#include "os/dirlist.h"
#include "os/owner.h"
#include "os/stattime.h"
#include "os/tree.h"
#include "root/live_merge.h"

bool
is_whiteout(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && major(st->st_rdev) == 0 &&
	    minor(st->st_rdev) == 0;
}

/* Nothing of the lower directories shows in an opaque one. */
static bool
is_opaque(const char *upper)
{
	char c;

	return (lgetxattr(upper, "trusted.overlay.opaque", &c, 1) == 1 ||
		   lgetxattr(upper, "user.overlay.opaque", &c, 1) == 1) &&
	    c == 'y';
}

static bool
set_owner(const char *to, const struct stat *st)
{
	return owner_set_path(to, st->st_uid, st->st_gid) || !owner_is_free();
}

bool
copy_directory_attributes(const char *from, const char *to)
{
	struct stat st;
	struct timespec times[2];

	if (lstat(from, &st) == -1)
		return false;
	owner_read_path(from, &st);
	times[0] = st.st_atim;
	times[1] = st.st_mtim;
	return set_owner(to, &st) && chmod(to, st.st_mode & 07777) == 0 &&
	    utimensat(AT_FDCWD, to, times, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Copies a file, link, pipe or device to where nothing is. */
static bool
copy_object(const char *from, const char *to, const struct stat *st)
{
	struct diag d = DIAG_INIT;
	struct stat noted = *st;
	bool ok = tree_copy(from, to, true, &d);

	diag_free(&d);
	/* what is only noted is no owner for tree_copy */
	owner_read_path(from, &noted);
	return ok &&
	    ((noted.st_uid == st->st_uid && noted.st_gid == st->st_gid) ||
		set_owner(to, &noted));
}

static bool
merge_directory(const char *upper, const char *to)
{
	struct stat st;

	if (lstat(to, &st) == 0 && (!S_ISDIR(st.st_mode) || is_opaque(upper)) &&
	    !tree_remove(to))
		return false;
	if (mkdir(to, 0700) == -1 && errno != EEXIST)
		return false;
	return live_merge(upper, to);
}

static bool
merge_entry(const char *from, const char *to)
{
	struct stat st;

	if (lstat(from, &st) == -1)
		return false;
	if (S_ISDIR(st.st_mode))
		return merge_directory(from, to);
	return tree_remove(to) &&
	    (is_whiteout(&st) || copy_object(from, to, &st));
}

/* The directory itself comes last, since its time is that of the change. */
bool
live_merge(const char *upper, const char *to)
{
	DIR *list = opendir(upper);
	const struct dirent *e;
	char *from_entry, *to_entry;
	bool ok = true;

	if (list == NULL)
		return false;
	while (ok && (e = directory_next(list)) != NULL) {
		from_entry = path_join(upper, e->d_name);
		to_entry = path_join(to, e->d_name);
		ok = merge_entry(from_entry, to_entry);
		free(to_entry);
		free(from_entry);
	}
	closedir(list);
	return ok && copy_directory_attributes(upper, to);
}
