#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "init/staging.h"
#include "os/dirlist.h"
#include "os/file_ops.h"
#include "os/tree.h"

struct staging {
	char *dir;       /* where the sources go */
	bool made;       /* by staging_begin */
	char *temporary; /* in dir */
};

struct staging *
staging_begin(const char *dir, struct diag *d)
{
	struct staging *st = xcalloc(1, sizeof(*st));

	st->dir = xstrdup(dir);
	st->made = mkdir(dir, 0777) == 0;
	if (!st->made && errno != EEXIST)
		diag_path(d, dir, "cannot make");
	else {
		st->temporary = make_temporary(dir, ".init-");
		if (st->temporary != NULL)
			return st;
		diag_path(d, dir, "cannot write there");
	}
	staging_discard(st);
	return NULL;
}

const char *
staging_path(const struct staging *st)
{
	return st->temporary;
}

bool
staging_write(struct staging *st, const char *name, const struct buf *text,
    struct diag *d)
{
	char *path = path_join(st->temporary, name);
	bool ok = make_parents(path);

	if (!ok)
		diag_system(d, path, "cannot make the directory");
	else
		ok = write_file(path, buf_text(text), text->len, 0666, d);
	free(path);
	return ok;
}

/* A finding for every name that exists in the directory. */
static bool
check_names(const struct staging *st, const struct dirlist *list, bool force,
    struct diag *d)
{
	bool ok = true;
	struct stat st_old;
	char *path;
	size_t i;

	for (i = 0; i < list->n && !force; i++) {
		path = path_join(st->dir, list->v[i]);
		if (lstat(path, &st_old) == 0) {
			diag_error(
			    d, path, 0, NULL, "exists; --force replaces it");
			ok = false;
		}
		free(path);
	}
	return ok;
}

/* Moves one file or directory; what it replaces is in `old` until the end. */
static bool
move_entry(const struct staging *st, const char *name,
    void (*wrote)(const char *path), struct diag *d)
{
	char *from = path_join(st->temporary, name);
	char *to = path_join(st->dir, name);
	char *old = xasprintf("%s/.old-%s", st->temporary, name);
	bool kept = rename(to, old) == 0;
	bool ok = (kept || errno == ENOENT) && rename(from, to) == 0;

	if (!ok) {
		diag_system(d, to, "cannot write");
		if (kept)
			(void)rename(old, to);
	} else if (wrote != NULL)
		wrote(to);
	free(from);
	free(to);
	free(old);
	return ok;
}

bool
staging_commit(struct staging *st, bool force, void (*wrote)(const char *path),
    struct diag *d)
{
	struct dirlist list = DIRLIST_INIT;
	int fd = open(st->temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd != -1 && dirlist_read(&list, fd);
	size_t i;

	if (!ok)
		diag_system(d, st->temporary, "cannot read");
	ok = ok && check_names(st, &list, force, d);
	for (i = 0; ok && i < list.n; i++)
		ok = move_entry(st, list.v[i], wrote, d);
	if (ok)
		st->made = false;
	dirlist_free(&list);
	staging_discard(st);
	return ok;
}

void
staging_discard(struct staging *st)
{
	if (st == NULL)
		return;
	if (st->temporary != NULL)
		tree_discard(st->temporary);
	if (st->made)
		(void)rmdir(st->dir);
	free(st->temporary);
	free(st->dir);
	free(st);
}
