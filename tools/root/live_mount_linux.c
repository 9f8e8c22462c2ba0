/*
 * What a live root is made of.  Where the root has a directory of commands or
 * libraries itself, the host's lies under it (overlayfs), so that what a
 * package writes there is written to the root.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/file_ops.h"
#include "os/tree.h"
#include "root/live_mount.h"

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

static const char *const devices[] = {
    "null",
    "zero",
    "full",
    "random",
    "urandom",
    "tty",
};

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

static bool
bind(const char *from, const char *to, bool readonly)
{
	if (mount(from, to, NULL, MS_BIND | MS_REC, NULL) == -1)
		return false;
	/* a user namespace may not drop flags that the host's mount has */
	return !readonly ||
	    mount(NULL, to, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) ==
	    0 ||
	    mount(NULL, to, NULL,
		MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV,
		NULL) == 0;
}

static bool
make_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);

	if (fd != -1)
		close(fd);
	return fd != -1;
}

static bool
bind_file(const char *from, const char *to)
{
	return make_file(to) && bind(from, to, true);
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
	    bind(host != NULL ? host : layer, path, true);
out:
	free(layer);
	free(host);
	free(slashed);
	free(path);
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

	ok = mount("tmpfs", stage, "tmpfs", MS_NOSUID, "mode=755") == 0 &&
	    bind_file(live->shell, shell) && bind_file(live->self, self) &&
	    mkdir(old, 0700) == 0;
	free(old);
	free(self);
	free(shell);
	free(stage);
	return ok;
}

/* The console and other places for messages lead nowhere. */
static bool
mount_devices(const char *root)
{
	char *dev = below(root, "dev"), *from, *to;
	bool ok = mount("tmpfs", dev, "tmpfs", MS_NOSUID, "mode=755") == 0;
	size_t i;

	for (i = 0; ok && i < sizeof(devices) / sizeof(devices[0]); i++) {
		from = below("/dev", devices[i]);
		to = below(dev, devices[i]);
		ok = make_file(to) && bind(from, to, false);
		free(to);
		free(from);
	}
	link_in(dev, "fd", "/proc/self/fd");
	link_in(dev, "stdin", "/proc/self/fd/0");
	link_in(dev, "stdout", "/proc/self/fd/1");
	link_in(dev, "stderr", "/proc/self/fd/2");
	link_in(dev, "console", "null");
	link_in(dev, "msglog", "null");
	link_in(dev, "sysmsg", "null");
	free(dev);
	return ok;
}

static bool
mount_proc(const char *root)
{
	char *proc = below(root, "proc");
	bool ok = mount("proc", proc, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
		      NULL) == 0;

	free(proc);
	return ok;
}

static bool
mount_xpg4(const char *root)
{
	char *dir = below(root, "usr/xpg4");
	bool ok = mount("tmpfs", dir, "tmpfs", MS_NOSUID, "mode=755") == 0;

	link_in(dir, "bin", "/usr/bin");
	free(dir);
	return ok;
}

/* The root becomes /, and the host is out of reach. */
static bool
move_in(const char *root)
{
	return chdir(root) == 0 &&
	    syscall(SYS_pivot_root, ".", STAGE "/old") == 0 &&
	    chroot(".") == 0 && chdir("/") == 0 &&
	    umount2("/" STAGE "/old", MNT_DETACH) == 0 &&
	    rmdir("/" STAGE "/old") == 0;
}

const char *
mount_all(const struct live *live, bool user_namespace)
{
	const char *root = live->root;
	size_t i;

	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1 ||
	    mount(root, root, NULL, MS_BIND | MS_REC, NULL) == -1)
		return "the root cannot be mounted";
	if (!mount_stage(live))
		return "a file system in memory cannot be mounted";
	for (i = 0; i < NSHARED; i++)
		if (!mount_shared(root, shared[i], user_namespace))
			return "the host's programs cannot be mounted";
	if (!mount_devices(root))
		return "devices cannot be mounted";
	if (!mount_xpg4(root))
		return "usr/xpg4 cannot be mounted";
	if (!mount_proc(root))
		return "proc cannot be mounted";
	if (!move_in(root))
		return "the root cannot be changed";
	return NULL;
}
