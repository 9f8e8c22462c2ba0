/*
 * The mounts of a live root: the root as it is, and beside it what scripts need
 * of the host (live_programs_linux.c).
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "os/tree.h"
#include "root/live_mount.h"
#include "root/live_programs.h"
#include "root/mounts.h"

#define STAGE ".host" /* LIVE_DIRECTORY, relative to the root */

/* The table of mounts, which df of other systems' utilities reads. */
#define MOUNT_TABLE        "etc/mtab"
#define MOUNT_TABLE_TARGET "/proc/self/mounts"

/* A symbolic link of that name in the root stays as it is. */
static const char *const host_directories[] = {LIVE_HOST_DIRECTORIES};
static const char *const own_directories[] = {LIVE_OWN_DIRECTORIES, LIVE_WORK};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Makes a directory of the root, and those above it. */
static bool
make_mount_point(struct mount_points *p, const char *root, const char *name)
{
	char *path = path_join(root, name), *parent;
	struct stat st;
	bool ok = true;

	if (lstat(path, &st) == 0) {
		free(path);
		return true;
	}
	if (strchr(name, '/') != NULL) {
		parent = path_dirname(name);
		ok = make_mount_point(p, root, parent);
		free(parent);
	}
	if (ok && (ok = mkdir(path, 0755) == 0)) {
		p->made = array_append_room(p->made, p->n, sizeof(*p->made));
		p->made[p->n++] = xstrdup(name);
	}
	free(path);
	return ok;
}

bool
mount_points_make(struct mount_points *p, const char *root)
{
	size_t i;

	for (i = 0; i < COUNT(own_directories); i++)
		if (!make_mount_point(p, root, own_directories[i]))
			return false;
	for (i = 0; i < COUNT(host_directories); i++)
		if (!make_mount_point(p, root, host_directories[i]))
			return false;
	return true;
}

/* Only a link of ours goes; a package may have brought such a file. */
static void
remove_mount_table(const char *root)
{
	char *path = path_join(root, MOUNT_TABLE);
	char target[sizeof(MOUNT_TABLE_TARGET) + 1];
	ssize_t n = readlink(path, target, sizeof(target));

	if (n == (ssize_t)strlen(MOUNT_TABLE_TARGET) &&
	    memcmp(target, MOUNT_TABLE_TARGET, (size_t)n) == 0)
		(void)unlink(path);
	free(path);
}

void
mount_points_remove(struct mount_points *p, const char *root)
{
	char *path = path_join(root, LIVE_WORK);

	tree_discard(path);
	free(path);
	remove_mount_table(root);
	while (p->n > 0) {
		path = path_join(root, p->made[--p->n]);
		(void)rmdir(path);
		free(path);
		free(p->made[p->n]);
	}
	free(p->made);
}

static bool
bind_program(const char *from, const char *to)
{
	return mounts_make_file(to) && mounts_bind(from, to, BIND_READ_ONLY);
}

static void
link_mount_table(const char *root)
{
	char *etc = path_join(root, "etc");
	struct stat st;

	if (lstat(etc, &st) == 0 && S_ISDIR(st.st_mode))
		(void)mounts_symlink(root, MOUNT_TABLE, MOUNT_TABLE_TARGET);
	free(etc);
}

static bool
mount_tools(const struct live *live)
{
	char *dir;
	bool ok;

	if (live->tools == NULL)
		return true;
	dir = xasprintf("%s%s", live->root, LIVE_TOOLS);
	ok = mkdir(dir, 0755) == 0 &&
	    mounts_bind(live->tools, dir, BIND_READ_ONLY);
	free(dir);
	if (ok)
		link_mount_table(live->root);
	return ok;
}

static bool
mount_stage(const struct live *live)
{
	char *stage = path_join(live->root, STAGE);
	char *shell = xasprintf("%s%s", live->root, LIVE_SHELL);
	char *self = xasprintf("%s%s", live->root, LIVE_SELF);
	char *old = xasprintf("%s/old", stage);
	bool ok;

	ok = mounts_memory(stage) && bind_program(live->shell, shell) &&
	    bind_program(live->self, self) && mount_tools(live) &&
	    mkdir(old, 0700) == 0;
	free(old);
	free(self);
	free(shell);
	free(stage);
	return ok;
}

static bool
mount_below(const char *root, const char *name, bool (*mount_it)(const char *))
{
	char *path = xasprintf("%s%s", root, name);
	bool ok = mkdir(path, 0755) == 0 && mount_it(path);

	free(path);
	return ok;
}

const char *
live_mount(struct live *live, bool user_namespace)
{
	const char *root = live->root;

	if (!mounts_make_private() || !mounts_bind(root, root, BIND_WRITABLE))
		return "the root cannot be mounted";
	if (!mount_stage(live))
		return "a file system in memory cannot be mounted";
	if (!live_programs_bind(root))
		return "the host's programs cannot be mounted";
	if (!mount_below(root, LIVE_DEV, mounts_devices))
		return "devices cannot be mounted";
	if (!mount_below(root, LIVE_PROC, mounts_proc))
		return "proc cannot be mounted";
	if (!mounts_change_root(root, STAGE "/old"))
		return "the root cannot be changed";
	live->programs = live_programs_test(user_namespace);
	return NULL;
}
