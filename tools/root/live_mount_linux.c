/*
 * What a live root is made of.  Where the root has a directory of commands or
 * libraries itself, the host's lies under it (overlayfs), so that what a
 * package writes there is written to the root.
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

#include "base/mem.h"
#include "base/path.h"
#include "os/file_ops.h"
#include "os/tree.h"
#include "root/live_mount.h"
#include "root/mounts.h"

#define STAGE ".host"      /* LIVE_DIRECTORY below the root */
#define WORK  ".live-root" /* scratch directories of overlays */

/*
 * Directories of the host that a Solaris script and the host's programs need.
 * A symbolic link of that name in the root stays.
 */
static const char *const shared[] = {
    "usr/bin",
    "usr/sbin",
    "usr/lib",
    "bin",
    "sbin",
    "lib",
    "lib64",
};

#define NSHARED (sizeof(shared) / sizeof(shared[0]))

/* The others that have to be there. */
static const char *const points[] = {
    STAGE,
    WORK,
    "dev",
    "proc",
    "usr/xpg4",
};

#define NPOINTS (sizeof(points) / sizeof(points[0]))

static char *
below(const char *root, const char *name)
{
	return xasprintf("%s/%s", root, name);
}

static bool
make_point(struct mount_points *p, const char *root, const char *name)
{
	char *path = below(root, name), *slash;
	struct stat st;
	bool ok = true;

	if (lstat(path, &st) == 0) {
		free(path);
		return true;
	}
	slash = strrchr(name, '/');
	if (slash != NULL) {
		char *up = xstrndup(name, (size_t)(slash - name));

		ok = make_point(p, root, up);
		free(up);
	}
	if (ok && (ok = mkdir(path, 0755) == 0)) {
		p->made = xreallocarray(p->made, p->n + 1, sizeof(*p->made));
		p->made[p->n++] = xstrdup(name);
	}
	free(path);
	return ok;
}

bool
mount_points_make(struct mount_points *p, const char *root)
{
	size_t i;

	for (i = 0; i < NPOINTS; i++)
		if (!make_point(p, root, points[i]))
			return false;
	for (i = 0; i < NSHARED; i++)
		if (!make_point(p, root, shared[i]))
			return false;
	return true;
}

void
mount_points_remove(struct mount_points *p, const char *root)
{
	char *path = below(root, WORK);

	(void)tree_remove(path);
	free(path);
	while (p->n > 0) {
		path = below(root, p->made[--p->n]);
		(void)rmdir(path);
		free(path);
		free(p->made[p->n]);
	}
	free(p->made);
}

static void
link_in(const char *dir, const char *name, const char *target)
{
	char *path = path_join(dir, name);

	(void)symlink(target, path);
	free(path);
}

/*
 * Links of the host that go through /etc/alternatives would lead nowhere in
 * the root, so they are given anew, and lead to the end at once.
 */
static void
add_alternatives(const char *host, const char *dir)
{
	char text[PATH_MAX], real[PATH_MAX], *path;
	struct dirent *e;
	DIR *list = opendir(host);
	ssize_t n;

	while (list != NULL && (e = readdir(list)) != NULL) {
		path = path_join(host, e->d_name);
		n = readlink(path, text, sizeof(text) - 1);
		if (n > 5 && memcmp(text, "/etc/", 5) == 0 &&
		    realpath(path, real) != NULL)
			link_in(dir, e->d_name, real);
		free(path);
	}
	if (list != NULL)
		closedir(list);
}

/* /sbin/sh is the shell of the rehearsal; all else there is the host's. */
static void
add_sbin(const char *dir)
{
	struct dirent *e;
	DIR *list = opendir("/usr/sbin");
	char *target;

	link_in(dir, "sh", LIVE_SHELL);
	while (list != NULL && (e = readdir(list)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		target = xasprintf("/usr/sbin/%s", e->d_name);
		link_in(dir, e->d_name, target);
		free(target);
	}
	if (list != NULL)
		closedir(list);
}

/* Solaris names for programs that the host has under others. */
static void
add_names(const char *dir)
{
	char real[PATH_MAX];

	if (access("/usr/bin/nawk", X_OK) == -1 &&
	    realpath("/usr/bin/awk", real) != NULL)
		link_in(dir, "nawk", real);
}

/* A layer between the root's directory and the host's; NULL: none needed. */
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
		add_sbin(dir);
	else {
		char *host = below("", name);

		add_alternatives(host, dir);
		if (strcmp(name, "usr/bin") == 0)
			add_names(dir);
		free(host);
	}
	return dir;
}

static bool
mount_overlay(const char *root, const char *name, const char *layer,
    const char *host, bool user_namespace)
{
	char *path = below(root, name);
	char *work = xasprintf("%s/" WORK "/%s", root, name);
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

/* One of the shared directories; without overlays the host's is read-only. */
static bool
mount_shared(const char *root, const char *name, bool user_namespace)
{
	char *path = below(root, name), *slashed = below("", name);
	char *host = realpath(slashed, NULL), *layer = NULL;
	struct stat st;
	bool ok = true;

	if (strcmp(name, "sbin") == 0) { /* the layer has it all */
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

static bool
mount_tools(const struct live *live)
{
	char *dir = xasprintf("%s%s", live->root, LIVE_TOOLS);
	bool ok = live->tools == NULL ||
	    (mkdir(dir, 0755) == 0 &&
		mounts_bind(live->tools, dir, BIND_READ_ONLY));

	free(dir);
	return ok;
}

static bool
mount_stage(const struct live *live)
{
	char *stage = below(live->root, STAGE);
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
	char *path = below(root, name);
	bool ok = mount_it(path);

	free(path);
	return ok;
}

static bool
mount_xpg4(const char *root)
{
	char *dir = below(root, "usr/xpg4");
	bool ok = mounts_memory(dir);

	link_in(dir, "bin", "/usr/bin");
	free(dir);
	return ok;
}

const char *
mount_all(const struct live *live, bool user_namespace)
{
	const char *root = live->root;
	size_t i;

	if (!mounts_make_private() || !mounts_bind(root, root, BIND_WRITABLE))
		return "the root cannot be mounted";
	if (!mount_stage(live))
		return "a file system in memory cannot be mounted";
	for (i = 0; i < NSHARED; i++)
		if (!mount_shared(root, shared[i], user_namespace))
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
