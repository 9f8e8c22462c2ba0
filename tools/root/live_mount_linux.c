/*
 * The mounts of a live root.  The host's directories of commands and libraries
 * are the lower layers of overlays (overlayfs) of which the root's own are the
 * upper ones, so that what a package writes there goes to the root.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "os/dirlist.h"
#include "os/file_ops.h"
#include "os/tree.h"
#include "root/live_mount.h"
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

	(void)tree_remove(path);
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

/*
 * Commands of the host that are symbolic links to /etc/alternatives: the root
 * has no such directory, so they are replaced by links to the final files.
 */
static void
link_alternatives(const char *host, const char *dir)
{
	char text[PATH_MAX], real[PATH_MAX], *path;
	const struct dirent *e;
	DIR *list = opendir(host);
	ssize_t n;

	while (list != NULL && (e = directory_next(list)) != NULL) {
		path = path_join(host, e->d_name);
		n = readlink(path, text, sizeof(text) - 1);
		if (n > 5 && memcmp(text, "/etc/", 5) == 0 &&
		    realpath(path, real) != NULL)
			(void)mounts_symlink(dir, e->d_name, real);
		free(path);
	}
	if (list != NULL)
		closedir(list);
}

/* In /sbin, sh is the shell of the rehearsal, and all else is the host's. */
static void
link_sbin(const char *dir)
{
	const struct dirent *e;
	DIR *list = opendir("/usr/sbin");
	char *target;

	(void)mounts_symlink(dir, "sh", LIVE_SHELL);
	while (list != NULL && (e = directory_next(list)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		target = path_join("/usr/sbin", e->d_name);
		(void)mounts_symlink(dir, e->d_name, target);
		free(target);
	}
	if (list != NULL)
		closedir(list);
}

/* Programs that have another name on Solaris than on this host. */
static void
link_solaris_names(const char *dir)
{
	char real[PATH_MAX];

	if (access("/usr/bin/nawk", X_OK) == -1 &&
	    realpath("/usr/bin/awk", real) != NULL)
		(void)mounts_symlink(dir, "nawk", real);
}

/*
 * The directory of symbolic links that lies between the root's directory and
 * the host's in an overlay; the caller frees; NULL: none is needed.
 */
static char *
make_layer(const char *root, const char *name)
{
	char *dir;

	if (strcmp(name, "usr/bin") != 0 && strcmp(name, "usr/sbin") != 0 &&
	    strcmp(name, "sbin") != 0)
		return NULL;
	dir = xasprintf("%s/" STAGE "/layer/%s", root, name);
	if (!make_directories(dir, 0755)) {
		free(dir);
		return NULL;
	}
	if (strcmp(name, "sbin") == 0)
		link_sbin(dir);
	else {
		char *host = path_join("", name);

		link_alternatives(host, dir);
		if (strcmp(name, "usr/bin") == 0)
			link_solaris_names(dir);
		free(host);
	}
	return dir;
}

static bool
mount_overlay(const char *root, const char *name, const char *layer,
    const char *host, bool user_namespace)
{
	char *path = path_join(root, name);
	char *work = xasprintf("%s/" LIVE_WORK "/%s", root, name);
	char *options = xasprintf("lowerdir=%s%s%s,upperdir=%s,workdir=%s%s",
	    layer == NULL ? "" : layer,
	    layer == NULL || host == NULL ? "" : ":", host == NULL ? "" : host,
	    path, work, user_namespace ? ",userxattr" : "");
	bool ok;

	ok = strpbrk(root, ":,\\") == NULL && make_directories(work, 0755) &&
	    mount("overlay", path, "overlay", 0, options) == 0;
	free(options);
	free(work);
	free(path);
	return ok;
}

/* Without overlayfs the host's directory is mounted read-only instead. */
static bool
mount_host_directory(const char *root, const char *name, bool user_namespace)
{
	char *path = path_join(root, name), *slashed = path_join("", name);
	char *host = realpath(slashed, NULL), *layer = NULL;
	struct stat st;
	bool ok = true;

	if (strcmp(name, "sbin") == 0) { /* all of it is links */
		free(host);
		host = NULL;
	} else if (host == NULL)
		goto out;
	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
		goto out;
	layer = make_layer(root, name);
	ok = mount_overlay(root, name, layer, host, user_namespace) ||
	    mounts_bind(host != NULL ? host : layer, path, BIND_READ_ONLY);
out:
	free(layer);
	free(host);
	free(slashed);
	free(path);
	return ok;
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
	char *path = path_join(root, name);
	bool ok = mount_it(path);

	free(path);
	return ok;
}

static bool
mount_xpg4(const char *root)
{
	char *dir = path_join(root, "usr/xpg4");
	bool ok = mounts_memory(dir);

	(void)mounts_symlink(dir, "bin", "/usr/bin");
	free(dir);
	return ok;
}

const char *
live_mount(const struct live *live, bool user_namespace)
{
	const char *root = live->root;
	size_t i;

	if (!mounts_make_private() || !mounts_bind(root, root, BIND_WRITABLE))
		return "the root cannot be mounted";
	if (!mount_stage(live))
		return "a file system in memory cannot be mounted";
	for (i = 0; i < COUNT(host_directories); i++)
		if (!mount_host_directory(
			root, host_directories[i], user_namespace))
			return "the host's programs cannot be mounted";
	if (!mount_below(root, "dev", mounts_devices))
		return "devices cannot be mounted";
	if (!mount_xpg4(root))
		return "usr/xpg4 cannot be mounted";
	if (!mount_below(root, "proc", mounts_proc))
		return "proc cannot be mounted";
	if (!mounts_change_root(root, STAGE "/old"))
		return "the root cannot be changed";
	return NULL;
}
