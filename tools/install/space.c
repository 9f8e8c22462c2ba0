/*
 * The room that a package needs on each file system, against what is free.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "install/preflight.h"
#include "model/depend.h"
#include "os/file.h"

/* The reserve that stays free on each file system. */
#define RESERVE_BLOCKS 150
#define RESERVE_INODES 25
#define BLOCK          512 /* bytes */

struct filesystem {
	dev_t dev;
	char *path;          /* of a directory on it, for messages */
	int64_t free_blocks; /* of 512 bytes, as all blocks here */
	int64_t free_inodes;
	int64_t fragment;       /* allocation unit in bytes */
	int64_t blocks, inodes; /* needed */
};

struct filesystems {
	struct filesystem *v;
	size_t n, size;
};

/* The deepest directory of the path that exists; the caller frees. */
static char *
existing_directory(const char *path)
{
	char *p = xstrdup(path), *up;
	struct stat st;

	while (
	    stat(p, &st) == -1 && strcmp(p, "/") != 0 && strcmp(p, ".") != 0) {
		up = path_dirname(p);
		free(p);
		p = up;
	}
	return p;
}

/* Takes over the path; NULL when the file system cannot be examined. */
static struct filesystem *
add_filesystem(struct filesystems *all, dev_t dev, char *path)
{
	struct filesystem new = {.dev = dev, .path = path};
	struct statvfs vfs;

	if (statvfs(path, &vfs) == -1) {
		free(path);
		return NULL;
	}
	new.fragment = (int64_t)(vfs.f_frsize > 0 ? vfs.f_frsize : vfs.f_bsize);
	if (new.fragment < BLOCK)
		new.fragment = BLOCK;
	new.free_blocks = (int64_t)vfs.f_bavail *(new.fragment / BLOCK);
	new.free_inodes = vfs.f_files == 0 ? INT64_MAX : (int64_t)vfs.f_favail;
	all->v = array_room(all->v, all->n, &all->size, sizeof(*all->v));
	all->v[all->n] = new;
	return &all->v[all->n++];
}

static struct filesystem *
filesystem_of(struct filesystems *all, const char *path)
{
	char *there = existing_directory(path);
	struct stat st;
	size_t i;

	if (stat(there, &st) == -1) {
		free(there);
		return NULL;
	}
	for (i = 0; i < all->n; i++)
		if (all->v[i].dev == st.st_dev) {
			free(there);
			return &all->v[i];
		}
	return add_filesystem(all, st.st_dev, there);
}

/* A need that no file system can meet must not wrap to one that it can. */
static int64_t
add_saturated(int64_t a, int64_t b)
{
	return b > INT64_MAX - a ? INT64_MAX : a + b;
}

static int64_t
blocks_of(const struct filesystem *fs, int64_t size)
{
	if (size <= 0)
		return 0;
	return (size / fs->fragment + (size % fs->fragment != 0)) *
	    (fs->fragment / BLOCK);
}

static void
count_object(struct filesystems *all, const struct install_object *obj)
{
	struct filesystem *fs = filesystem_of(all, obj->path);
	const struct object *o = &obj->object;
	struct stat st;
	int64_t blocks = 0;

	if (fs == NULL)
		return;
	if (stat(obj->path, &st) == -1) {
		fs->inodes++;
		if (strchr("dxs", o->ftype) != NULL)
			blocks = blocks_of(fs, fs->fragment);
		else
			blocks = blocks_of(fs, o->size);
	} else if (strchr("dxs", o->ftype) == NULL && o->size > 0)
		blocks = blocks_of(fs, o->size) - blocks_of(fs, st.st_size);
	if (blocks > 0)
		fs->blocks = add_saturated(fs->blocks, blocks);
}

static void
count_information_files(struct context *ctx,
    const struct package_source *source, struct filesystems *all)
{
	char *dir = target_package(ctx->target, ctx->instance, NULL);
	struct filesystem *fs = filesystem_of(all, dir);
	const struct objects *list = &source->map->objects;
	size_t i;

	free(dir);
	for (i = 0; fs != NULL && i < list->n; i++)
		if (list->v[i].ftype == 'i') {
			fs->inodes++;
			fs->blocks = add_saturated(
			    fs->blocks, blocks_of(fs, list->v[i].size));
		}
}

static void
count_space_entry(struct context *ctx, const char *basedir,
    struct filesystems *all, const struct space_need *need)
{
	char *path = env_expand(ctx->env, need->path, NULL);
	char *client = path_join(basedir == NULL ? "/" : basedir, path);
	char *full = target_path(ctx->target, client);
	struct filesystem *fs = filesystem_of(all, full);

	if (fs != NULL) {
		fs->blocks = add_saturated(fs->blocks, need->blocks);
		fs->inodes = add_saturated(fs->inodes, need->inodes);
	}
	free(full);
	free(client);
	free(path);
}

static bool
count_space_file(struct context *ctx, const struct package_source *source,
    const char *basedir, struct filesystems *all)
{
	char *path = source_information_file(source, "space");
	struct buf text = BUF_INIT;
	struct diag d = DIAG_INIT;
	struct space *s = NULL;
	bool ok = true;
	size_t i;

	if (access(path, F_OK) == 0) {
		if (file_read(path, DEPEND_MAX, &text, &d))
			s = space_parse(buf_text(&text), text.len, path, &d);
		ok = s != NULL;
		for (i = 0; s != NULL && i < s->n; i++)
			count_space_entry(ctx, basedir, all, &s->v[i]);
	}
	log_findings(ctx, &d);
	space_free(s);
	buf_free(&text);
	free(path);
	return ok;
}

/* Is enough of one resource left, with the reserve?  Else a message. */
static bool
is_enough(struct context *ctx, const struct filesystem *fs, const char *what,
    int64_t available, int64_t needed, int reserve)
{
	needed = add_saturated(needed, reserve);
	if (available >= needed)
		return true;
	log_error(ctx,
	    "the file system of %s has %lld free %s, and %lld are needed (%d "
	    "of them as a reserve)",
	    fs->path, (long long)available, what, (long long)needed, reserve);
	return false;
}

static bool
has_room(struct context *ctx, const struct filesystem *fs)
{
	bool ok;

	if (fs->blocks == 0 && fs->inodes == 0)
		return true;
	ok = is_enough(
	    ctx, fs, "blocks", fs->free_blocks, fs->blocks, RESERVE_BLOCKS);
	return is_enough(ctx, fs, "inodes", fs->free_inodes, fs->inodes,
		   RESERVE_INODES) &&
	    ok;
}

int
check_space(struct context *ctx, const struct package_source *source,
    const char *basedir, const struct object_list *objects)
{
	struct filesystems all = {.v = NULL};
	bool ok;
	size_t i;

	if (admin_is(ctx->admin, ADMIN_SPACE, "nocheck"))
		return 0;
	log_info(ctx, "## Checking for free space.");
	count_information_files(ctx, source, &all);
	for (i = 0; i < objects->n; i++)
		count_object(&all, &objects->v[i]);
	ok = count_space_file(ctx, source, basedir, &all);
	for (i = 0; i < all.n; i++) {
		ok = has_room(ctx, &all.v[i]) && ok;
		free(all.v[i].path);
	}
	free(all.v);
	return ok
	    ? 0
	    : admin_decision(ctx, ADMIN_SPACE, "Go on with the installation?");
}
