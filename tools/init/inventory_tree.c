/*
 * The inventory of a directory of files.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "init/inventory_reader.h"
#include "os/dirlist.h"
#include "os/file.h"

#define CHUNK (256u * 1024)

static bool
digest_file(
    int fd, struct inventory_entry *entry, const char *name, struct diag *d)
{
	char *chunk = xmalloc(CHUNK);
	struct file_digests m;
	ssize_t n;

	digests_begin(&m);
	while ((n = file_read_full(fd, chunk, CHUNK)) > 0)
		digests_update(&m, chunk, (size_t)n);
	inventory_set_digests(entry, &m);
	free(chunk);
	if (n < 0)
		diag_system(d, name, "cannot read");
	return n == 0;
}

/* A tree while it is walked. */
struct tree_walk {
	struct inventory *inv;
	const char *name; /* of the tree */
	int root;
	struct diag *d;
};

static bool
add_file(struct tree_walk *w, struct inventory_entry *entry)
{
	char *name = path_join(w->name, entry->path);
	int fd = file_open_below(w->root, entry->path, O_RDONLY | O_NONBLOCK);
	bool ok = fd != -1 && digest_file(fd, entry, name, w->d);

	if (fd == -1)
		diag_path(w->d, name, "cannot open");
	else
		close(fd);
	free(name);
	return ok;
}

/* Sets the target of a symbolic link; false after a finding. */
static bool
read_target(struct tree_walk *w, struct inventory_entry *entry)
{
	char target[PATH_MAX + 1];
	ssize_t n = readlinkat(w->root, entry->path, target, PATH_MAX + 1);

	if (n < 0 || n > PATH_MAX) {
		if (n > 0)
			errno = ENAMETOOLONG;
		diag_system(
		    w->d, w->name, "%s: cannot read the link", entry->path);
		return false;
	}
	target[n] = '\0';
	entry->target = xstrdup(target);
	return true;
}

static bool add_directory(struct tree_walk *w, const char *dir);

/* One entry of a directory; takes over path. */
static bool
add_path(struct tree_walk *w, char *path)
{
	struct inventory_entry entry = {.path = path};
	struct stat st;
	bool ok = true;

	if (fstatat(w->root, path, &st, AT_SYMLINK_NOFOLLOW) == -1) {
		diag_system(w->d, w->name, "%s: cannot examine", path);
		free(path);
		return false;
	}
	entry.has_mode = true;
	entry.mode = (unsigned)st.st_mode & 07777;
	entry.mtime = st.st_mtime;
	entry.type = S_ISREG(st.st_mode) ? 'f'
	    : S_ISDIR(st.st_mode)        ? 'd'
	    : S_ISLNK(st.st_mode)        ? 's'
					 : '?';
	if (entry.type == '?')
		inventory_leave_out(w->inv, path, w->name, w->d,
		    "it is a device, a pipe or a socket");
	if (entry.type == 's')
		ok = read_target(w, &entry);
	if (!ok || entry.type == '?' ||
	    !inventory_check(w->inv, path, entry.target, w->name, w->d)) {
		inventory_entry_clear(&entry);
		return ok;
	}
	if (entry.type == 'f' && !add_file(w, &entry)) {
		inventory_entry_clear(&entry);
		return false;
	}
	return inventory_add(w->inv, &entry, w->name, w->d) &&
	    (entry.type != 'd' || add_directory(w, path));
}

/* The depth is limited by the length of the paths that are left out. */
static bool
add_directory(struct tree_walk *w, const char *dir)
{
	struct dirlist list = DIRLIST_INIT;
	int fd = dir[0] == '\0'
	    ? dup(w->root)
	    : file_open_below(w->root, dir, O_RDONLY | O_DIRECTORY);
	bool ok = fd != -1 && dirlist_read(&list, fd);
	size_t i;

	if (!ok)
		diag_system(w->d, w->name, "%s: cannot read", dir);
	for (i = 0; ok && i < list.n; i++)
		ok = add_path(w,
		    dir[0] == '\0' ? xstrdup(list.v[i])
				   : path_join(dir, list.v[i]));
	dirlist_free(&list);
	return ok;
}

bool
inventory_read_tree(struct inventory *inv, const char *path, struct diag *d)
{
	struct tree_walk w = {.inv = inv, .name = path, .d = d};
	bool ok;

	w.root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w.root == -1) {
		diag_path(d, path, "cannot open");
		return false;
	}
	ok = add_directory(&w, "");
	close(w.root);
	return ok;
}
