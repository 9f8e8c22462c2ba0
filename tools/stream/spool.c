/*
 * A directory of packages as a source: what pkgtrans(1) makes of a datastream.
 * Members come in the order in which a datastream has them
 * (svr4-packaging 1.4), names sorted.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/dirlist.h"
#include "os/file.h"
#include "stream/cpio.h"
#include "stream/header.h"
#include "stream/reader_package.h"
#include "stream/rule.h"
#include "stream/spool_walk.h"

struct spool {
	int dir;     /* the directory of the packages */
	int *others; /* those of further volumes, or -1 */
	size_t nothers;
	size_t package;          /* that is walked */
	size_t volume;           /* of it: 0, or index in others from 1 */
	struct spool_walk *walk; /* NULL: not begun */
	int file;                /* open member, or -1 */
	uint64_t left;           /* bytes of it not read yet */
	char *name;              /* of the current member */
};

static void
report_errno(struct package_reader *s, const char *package, const char *name)
{
	if (errno == ELOOP || errno == ENOTDIR || errno == EINVAL)
		rule_report(s->d, RULE_MEMBER_TYPE, s->name, NULL,
		    "%s/%s: a link or something else that is no file", package,
		    name);
	else if (errno == EACCES || errno == ENOENT)
		diag_error(s->d, s->name, 0, NULL, "%s/%s: %s", package, name,
		    strerror(errno));
	else
		diag_system(s->d, s->name, "%s/%s: cannot read", package, name);
}

/* Reads PKG/pkginfo or PKG/pkgmap. */
static bool
read_text(struct package_reader *s, int dir, struct package *p,
    const char *file, size_t max, struct buf *out)
{
	char *name = xasprintf("%s/%s/%s", s->name, p->name, file);
	struct stat st;
	bool ok = false;
	int fd;

	fd = file_open_below(dir, file, O_RDONLY | O_NONBLOCK);
	if (fd == -1)
		report_errno(s, p->name, file);
	else if (fstat(fd, &st) == -1)
		diag_system(s->d, name, "cannot examine");
	else if (!S_ISREG(st.st_mode))
		rule_report(
		    s->d, RULE_MEMBER_TYPE, name, NULL, "not a regular file");
	else {
		ok = file_read_fd(fd, name, max, out, s->d);
		if (out == &p->info_text)
			p->time = st.st_mtime;
	}
	if (fd != -1)
		close(fd);
	free(name);
	return ok;
}

static bool
has_file(int dir, const char *name)
{
	struct stat st;

	return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The package in the directory open as dir. */
static bool
add_package(struct package_reader *s, const char *name, int dir)
{
	struct package *p = reader_add_package(s, name);

	if (!has_file(dir, "pkgmap")) {
		rule_report(s->d, RULE_INFO_MISSING, s->name, NULL,
		    "%s: has a pkginfo but no pkgmap", name);
		return false;
	}
	if (!read_text(s, dir, p, "pkginfo", PKGINFO_MAX, &p->info_text) ||
	    !read_text(s, dir, p, "pkgmap", PKGMAP_MAX, &p->map_text) ||
	    !reader_parse_package(s, p))
		return false;
	p->nparts = p->map->nparts;
	p->maxpart = p->map->maxpart;
	return true;
}

/* path is the directory of one package: its name is the package's. */
static bool
open_package_directory(
    struct package_reader *s, struct spool *sp, const char *path)
{
	char *real = realpath(path, NULL);
	int package = sp->dir;
	bool ok = false;
	const char *name = real == NULL ? "" : path_basename(real);

	sp->dir = openat(package, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (sp->dir == -1)
		diag_system(s->d, path, "cannot open the directory above");
	else if (!header_name_is_usable(name))
		rule_report(s->d, RULE_NAME, path, NULL,
		    "the directory's name cannot be that of a package");
	else {
		free(s->name);
		s->name = path_dirname(real);
		ok = add_package(s, name, package);
	}
	close(package);
	free(real);
	return ok;
}

/* Adds the package in the directory of that name, if there is one. */
static bool
open_named_package(
    struct package_reader *s, const struct spool *sp, const char *name)
{
	int fd = file_open_below(sp->dir, name, O_RDONLY | O_DIRECTORY);
	bool ok = true;

	if (fd == -1) {
		ok = severity_of_errno(errno) != SEVERITY_SYSTEM;
		if (!ok)
			report_errno(s, name, "");
		return ok;
	}
	if (has_file(fd, "pkginfo")) {
		ok = s->n < HEADER_PACKAGES_MAX;
		if (!ok)
			rule_report(s->d, RULE_LIMIT, s->name, NULL,
			    "more than %d packages", HEADER_PACKAGES_MAX);
		ok = ok && add_package(s, name, fd);
	}
	close(fd);
	return ok;
}

static bool
open_packages(struct package_reader *s, struct spool *sp)
{
	struct dirlist list = DIRLIST_INIT;
	size_t i;
	int fd = dup(sp->dir);
	bool ok;

	ok = fd != -1 && dirlist_read(&list, fd);
	if (!ok)
		diag_system(s->d, s->name, "cannot read");
	for (i = 0; i < list.n && (ok || s->n < HEADER_PACKAGES_MAX); i++)
		if (header_name_is_usable(list.v[i]) &&
		    !open_named_package(s, sp, list.v[i]))
			ok = false;
	dirlist_free(&list);
	if (ok && s->n == 0) {
		rule_report(s->d, RULE_FORMAT, s->name, NULL,
		    "is a directory without packages");
		return false;
	}
	return ok;
}

static void
close_member(struct spool *sp)
{
	if (sp->file != -1)
		close(sp->file);
	sp->file = -1;
	sp->left = 0;
	free(sp->name);
	sp->name = NULL;
}

/*
 * Opens the file to describe it.  False after a finding; the walk goes on
 * then, so that all of them are found.
 */
static bool
fill_member(struct package_reader *s, struct spool *sp, struct member *m)
{
	const struct package *p = &s->v[sp->package];
	int dir = spool_walk_dir(sp->walk);
	struct stat st;

	/* a device must not be opened, not even to see that it is one */
	if (fstatat(dir, sp->name, &st, AT_SYMLINK_NOFOLLOW) == -1) {
		report_errno(s, p->name, sp->name);
		return false;
	}
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) {
		errno = ELOOP;
		report_errno(s, p->name, sp->name);
		return false;
	}
	sp->file = file_open_below(dir, sp->name, O_RDONLY | O_NONBLOCK);
	if (sp->file == -1 || fstat(sp->file, &st) == -1) {
		report_errno(s, p->name, sp->name);
		return false;
	}
	m->mtime = st.st_mtime;
	m->mode = (uint32_t)st.st_mode & 07777;
	m->mode |= S_ISDIR(st.st_mode) ? CPIO_DIRECTORY : CPIO_REGULAR;
	if (S_ISREG(st.st_mode))
		m->size = sp->left = (uint64_t)st.st_size;
	return reader_name_member(s, m, sp->name);
}

/*
 * Begins with the package at sp->package, or goes on on sp->volume, which need
 * not have a part of it; sp->walk stays NULL then.
 */
static bool
begin_package(struct package_reader *s, struct spool *sp)
{
	const struct package *p = &s->v[sp->package];
	bool other = sp->volume > 0;
	int dir = other ? sp->others[sp->volume - 1] : sp->dir;
	int fd = file_open_below(dir, p->name, O_RDONLY | O_DIRECTORY);

	if (fd == -1 && other && errno == ENOENT)
		return true;
	if (fd != -1)
		sp->walk = spool_walk_new(fd, p->nparts,
		    other                 ? SPOOL_FURTHER
			: sp->nothers > 0 ? SPOOL_FIRST
					  : SPOOL_WHOLE);
	if (sp->walk == NULL) {
		diag_system(s->d, s->name, "%s: cannot read", p->name);
		s->failed = true;
	}
	return sp->walk != NULL;
}

/* Leaves the walk that has ended, for the next volume or package. */
static void
end_walk(struct spool *sp)
{
	spool_walk_free(sp->walk);
	sp->walk = NULL;
	if (sp->volume++ < sp->nothers)
		return;
	sp->volume = 0;
	sp->package++;
}

static bool
next_member(struct package_reader *s, struct member *m)
{
	struct spool *sp = s->state;

	close_member(sp);
	if (s->selected >= 0 && sp->package < (size_t)s->selected) {
		spool_walk_free(sp->walk);
		sp->walk = NULL;
		sp->volume = 0;
		sp->package = (size_t)s->selected;
	}
	while (sp->package < s->n) {
		if (s->selected >= 0 && sp->package != (size_t)s->selected)
			return false;
		if (sp->walk == NULL && !begin_package(s, sp))
			return false;
		if (sp->walk == NULL) {
			end_walk(sp);
			continue;
		}
		*m = (struct member){.package = sp->package};
		sp->name = spool_walk_next(sp->walk, &m->part);
		if (sp->name != NULL) {
			if (fill_member(s, sp, m))
				return true;
			close_member(sp);
			continue;
		}
		if (errno != 0) {
			diag_system(s->d, s->name, "%s: cannot read",
			    s->v[sp->package].name);
			s->failed = true;
			return false;
		}
		end_walk(sp);
	}
	return false;
}

static ssize_t
read_member(struct package_reader *s, void *data, size_t len)
{
	struct spool *sp = s->state;
	ssize_t n;

	if (len > sp->left)
		len = (size_t)sp->left;
	if (len == 0)
		return 0;
	n = file_read_full(sp->file, data, len);
	if (n < 0)
		diag_system(s->d, s->name, "%s: cannot read", sp->name);
	else if ((size_t)n < len) {
		rule_report(s->d, RULE_TRUNCATED, s->name, NULL,
		    "%s: became shorter while it was read", sp->name);
		return -1;
	}
	sp->left -= len;
	return n;
}

static void
close_spool(void *state)
{
	struct spool *sp = state;
	size_t i;

	close_member(sp);
	spool_walk_free(sp->walk);
	if (sp->dir != -1)
		close(sp->dir);
	for (i = 0; i < sp->nothers; i++)
		if (sp->others[i] != -1)
			close(sp->others[i]);
	free(sp->others);
	free(sp);
}

static const struct reader_kind spool_kind = {
    .next = next_member,
    .read = read_member,
    .close = close_spool,
};

/* The directories of further volumes, or those of the package on them. */
static bool
open_others(struct package_reader *s, struct spool *sp)
{
	int dir, up;

	sp->others = xcalloc(s->nvolumes + 1, sizeof(*sp->others));
	for (; sp->nothers < s->nvolumes; sp->nothers++) {
		dir = open(s->volumes[sp->nothers],
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		sp->others[sp->nothers] = dir;
		if (dir == -1) {
			diag_path(s->d, s->volumes[sp->nothers], "cannot open");
			return false;
		}
		if (!has_file(dir, "pkginfo"))
			continue;
		up = openat(dir, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		close(dir);
		sp->others[sp->nothers] = up;
		if (up == -1) {
			diag_system(s->d, s->volumes[sp->nothers],
			    "cannot open the directory above");
			return false;
		}
	}
	return true;
}

bool
spool_open(struct package_reader *s, const char *path)
{
	struct spool *sp = xcalloc(1, sizeof(*sp));

	s->kind = &spool_kind;
	s->state = sp;
	sp->file = -1;
	sp->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (sp->dir == -1) {
		diag_path(s->d, path, "cannot open");
		return false;
	}
	if (!open_others(s, sp))
		return false;
	return has_file(sp->dir, "pkginfo")
	    ? open_package_directory(s, sp, path)
	    : open_packages(s, sp);
}
