#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/copy.h"
#include "os/file.h"
#include "os/safe_dir.h"
#include "os/tree.h"
#include "root/state_store.h"

#define CHUNK 65536
#define TRIES 5 /* to keep files that change meanwhile */

/* Each file of the directory has the digest of its contents as its name. */
struct state_store {
	const struct state_store *below;
	char *path;
	struct safe_dir *safe;
	int dir;
};

static bool
open_directory(struct state_store *store, struct diag *d)
{
	store->safe = safe_dir_open(store->path);
	store->dir = open(store->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (store->safe != NULL && store->dir != -1)
		return true;
	diag_system(d, store->path, "cannot open the directory");
	return false;
}

static void
close_directory(struct state_store *store)
{
	safe_dir_close(store->safe);
	if (store->dir != -1)
		close(store->dir);
	store->safe = NULL;
	store->dir = -1;
}

struct state_store *
state_store_open(
    const char *dir, const struct state_store *below, struct diag *d)
{
	struct state_store *store = xcalloc(1, sizeof(*store));

	store->path = xstrdup(dir);
	store->below = below;
	if (open_directory(store, d))
		return store;
	state_store_close(store);
	return NULL;
}

bool
state_store_empty(struct state_store *store, struct diag *d)
{
	close_directory(store);
	if (tree_remove(store->path))
		return open_directory(store, d);
	diag_system(d, store->path, "cannot remove the directory");
	return false;
}

static bool
has_contents(const struct state_store *store, const char *digest)
{
	return store != NULL &&
	    (faccessat(store->dir, digest, F_OK, 0) == 0 ||
		has_contents(store->below, digest));
}

/* Has the file of the store this digest? */
static bool
has_digest(
    const struct state_store *store, const char *name, const char *digest)
{
	int fd = openat(store->dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct sha256 *h = sha256_new();
	char *data = xmalloc(CHUNK), found[SHA256_HEX];
	ssize_t len = -1;

	while (fd != -1 && (len = file_read_full(fd, data, CHUNK)) > 0)
		sha256_update(h, data, (size_t)len);
	sha256_final(h, found);
	free(data);
	if (fd != -1)
		close(fd);
	if (len == 0 && strcmp(found, digest) != 0) {
		errno = EAGAIN;
		return false;
	}
	return len == 0;
}

/* Copies an open file to the store; false with errno, EAGAIN if it changed. */
static bool
copy_contents(struct state_store *store, int in, const char *digest)
{
	char *temporary = NULL;
	int out = safe_dir_create_temporary(
	    store->safe, digest, true, &temporary);
	bool ok = out != -1 && copy_data(in, out) &&
	    has_digest(store, temporary, digest) &&
	    safe_dir_commit(store->safe, temporary, digest, true);
	int error = errno;

	if (out != -1) {
		close(out);
		if (!ok)
			(void)safe_dir_unlink(store->safe, temporary);
	}
	free(temporary);
	errno = error;
	return ok;
}

static bool
keep_file(struct state_store *store, int root, const struct snapshot_node *n)
{
	bool ok;
	int in;

	if (has_contents(store, n->digest))
		return true;
	in = file_open_below(root, n->path + 1, O_RDONLY | O_NONBLOCK);
	ok = in != -1 && copy_contents(store, in, n->digest);
	/* it was removed since, or became something else: as if it had changed */
	if (in == -1 && (errno == ENOENT || errno == ELOOP || errno == ENOTDIR))
		errno = EAGAIN;
	if (in != -1)
		close(in);
	return ok;
}

/* False with errno and the node that cannot be kept. */
static bool
keep_files(struct state_store *store, int root, const struct snapshot *s,
    const struct snapshot_node **failed)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		*failed = &s->v[i];
		if (s->v[i].digest[0] != '\0' &&
		    !keep_file(store, root, &s->v[i]))
			return false;
	}
	return true;
}

struct snapshot *
state_store_keep(struct state_store *store, const char *root,
    const struct snapshot *before, struct diag *d)
{
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct snapshot_node *failed = NULL;
	struct snapshot *s = NULL;
	bool ok = false;
	unsigned tries = 0;
	char *path;

	do {
		snapshot_free(s);
		s = snapshot_take(root, before, d);
		ok = fd != -1 && s != NULL && keep_files(store, fd, s, &failed);
	} while (!ok && s != NULL && errno == EAGAIN && ++tries < TRIES);
	if (!ok && s != NULL) {
		path = xasprintf(
		    "%s%s", root, failed == NULL ? "" : failed->path);
		diag_system(d, path, "cannot keep a copy");
		free(path);
		snapshot_free(s);
		s = NULL;
	}
	if (fd != -1)
		close(fd);
	return s;
}

int
state_store_contents(
    const struct state_store *store, const struct snapshot_node *n)
{
	int fd;

	if (n->digest[0] == '\0') {
		errno = EACCES;
		return -1;
	}
	fd = openat(store->dir, n->digest, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	return fd == -1 && errno == ENOENT && store->below != NULL
	    ? state_store_contents(store->below, n)
	    : fd;
}

void
state_store_close(struct state_store *store)
{
	if (store == NULL)
		return;
	close_directory(store);
	free(store->path);
	free(store);
}
