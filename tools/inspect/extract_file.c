#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/digest.h"
#include "base/mem.h"
#include "base/path.h"
#include "inspect/extract_file.h"
#include "os/file.h"

#define CHUNK (256u * 1024)
#define SETID 06000u

/* What pkgadd gives where the pkgmap has `?' (svr4-packaging 3.3). */
#define MODE_DIRECTORY 0755u
#define MODE_OTHER     0644u

void
extract_report_failure(
    const struct extract *x, const char *path, struct diag *d)
{
	char *name = path_join(x->name, path);

	switch (errno) {
	case EEXIST:
		diag_error(d, name, 0, NULL, "exists; --force replaces it");
		break;
	case EISDIR:
		diag_error(
		    d, name, 0, NULL, "is a directory, which nothing replaces");
		break;
	case ELOOP:
	case ENOTDIR:
		diag_error(d, name, 0, NULL,
		    "is not written: what lies "
		    "above it is a link or a file");
		break;
	case EINVAL:
	case ENAMETOOLONG:
		diag_error(
		    d, name, 0, NULL, "cannot be written: %s", strerror(errno));
		break;
	default: diag_system(d, name, "cannot write");
	}
	free(name);
}

bool
extract_attributes(int fd, const struct attributes *a)
{
	struct timespec times[2];
	unsigned mode = a->mode & 07777;

	if (a->chown && fchown(fd, a->uid, a->gid) == -1)
		return false;
	if (!a->chown)
		mode &= ~SETID;
	if (fchmod(fd, (mode_t)mode) == -1)
		return false;
	if (a->mtime == OBJECT_UNKNOWN)
		return true;
	times[0] = times[1] = (struct timespec){.tv_sec = (time_t)a->mtime};
	return futimens(fd, times) == 0;
}

static bool
copy_contents(struct package_reader *s, int fd, const char *path, unsigned *sum,
    struct diag *d)
{
	char *chunk = xmalloc(CHUNK);
	uint32_t n = 0;
	bool ok = true;
	ssize_t len;

	while (ok && (len = reader_read(s, chunk, CHUNK)) != 0) {
		if (len < 0)
			ok = false;
		else if (!file_write_full(fd, chunk, (size_t)len)) {
			diag_system(d, path, "cannot write");
			ok = false;
		} else
			n = sum_update(n, chunk, (size_t)len);
	}
	free(chunk);
	*sum = sum_final(n);
	return ok;
}

bool
extract_file(struct package_reader *s, const struct extract *x,
    const char *path, const struct attributes *a, unsigned *sum, struct diag *d)
{
	char *temporary;
	bool ok;
	int fd;

	fd = safe_dir_create_temporary(x->root, path, x->force, &temporary);
	if (fd == -1) {
		extract_report_failure(x, path, d);
		free(temporary);
		return false;
	}
	ok = copy_contents(s, fd, path, sum, d);
	/* last: write(2) changes the time, chown(2) clears set-uid bits */
	if (ok && !extract_attributes(fd, a)) {
		diag_system(d, path, "cannot set owner, mode and time");
		ok = false;
	}
	if (close(fd) == -1 && ok) {
		diag_system(d, path, "cannot write");
		ok = false;
	}
	if (!ok)
		(void)safe_dir_unlink(x->root, temporary);
	else if (!safe_dir_commit(x->root, temporary, path, x->force)) {
		extract_report_failure(x, path, d);
		ok = false;
	} else if (x->wrote != NULL)
		x->wrote(path);
	free(temporary);
	return ok;
}

static long
find_host_id(const char *name, bool group)
{
	struct passwd *pw = group ? NULL : getpwnam(name);
	struct group *gr = group ? getgrnam(name) : NULL;

	return pw != NULL ? (long)pw->pw_uid
	    : gr != NULL  ? (long)gr->gr_gid
			  : -1;
}

/* A name as a number of this host; -1 for `?' and when it is unknown. */
static long
account_id(
    struct host_accounts *list, const char *name, bool group, struct diag *d)
{
	size_t i, before = list->names.n;

	if (strcmp(name, "?") == 0)
		return -1;
	i = string_pool_insert(&list->names, name, strlen(name));
	if (i < before)
		return list->ids[i];
	list->ids = array_append_room(list->ids, i, sizeof(*list->ids));
	list->ids[i] = find_host_id(name, group);
	if (list->ids[i] == -1)
		diag_warn(d, NULL, 0, NULL, "this host has no %s `%s'",
		    group ? "group" : "user", name);
	return list->ids[i];
}

void
host_accounts_free(struct host_accounts *list)
{
	string_pool_free(&list->names);
	free(list->ids);
}

struct attributes
extract_resolve_attributes(const struct extract *x, const struct object *o,
    struct host_accounts *users, struct host_accounts *groups, struct diag *d)
{
	struct attributes a = {.mtime = o->mtime};
	long uid, gid;

	a.mode = o->mode != OBJECT_UNKNOWN ? (unsigned)o->mode
	    : ftype_is_directory(o->ftype) ? MODE_DIRECTORY
					   : MODE_OTHER;
	if (!x->owner || o->owner == NULL)
		return a;
	uid = account_id(users, o->owner, false, d);
	gid = account_id(groups, o->group, true, d);
	a.chown = true;
	a.uid = (uid_t)uid;
	a.gid = (gid_t)gid;
	if (uid == -1 || gid == -1)
		a.mode &= ~SETID;
	return a;
}

void
extract_defer_directory(
    struct extract *x, char *path, const struct attributes *a)
{
	struct directories *list = x->pending;

	if (list == NULL)
		list = x->pending = xcalloc(1, sizeof(*list));
	list->v = array_room(list->v, list->n, &list->size, sizeof(*list->v));
	list->v[list->n++] = (struct directory){path, *a};
}

void
extract_finish(struct extract *x, struct diag *d)
{
	struct directories *list = x->pending;
	struct directory *dir;
	int fd;

	while (list != NULL && list->n > 0) {
		dir = &list->v[--list->n];
		fd = safe_dir_mkdir(x->root, dir->path);
		if (fd == -1)
			extract_report_failure(x, dir->path, d);
		else if (!extract_attributes(fd, &dir->a))
			diag_system(d, dir->path, "cannot set owner and mode");
		free(dir->path);
	}
	if (list != NULL)
		free(list->v);
	free(list);
	x->pending = NULL;
}
