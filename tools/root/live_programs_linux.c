/*
 * Scripts see the root in a mount namespace of their own, in which the host's
 * directories of programs lie below the root's (overlayfs).  The tools see the
 * root alone, so a path of the host is never taken for one of the root, and
 * what they remove leaves no whiteout.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/dirlist.h"
#include "os/file_ops.h"
#include "os/tree.h"
#include "root/live_merge.h"
#include "root/live_programs.h"
#include "root/mounts.h"

#define LAYERS   LIVE_DIRECTORY "/layer"
#define HOST     LIVE_DIRECTORY "/host"
#define UPPER    LIVE_DIRECTORY "/upper"  /* LIVE_PROGRAMS_MERGED, by process */
#define MERGED   LIVE_DIRECTORY "/merged" /* may still be in use by services */

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A symbolic link of that name in the root stays as it is. */
static const char *const host_directories[] = {LIVE_HOST_DIRECTORIES};

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
 * The symbolic links that lie between the root's directory and the host's; none
 * for most directories.
 */
static bool
make_layer(const char *root, const char *name)
{
	char *dir, *host;
	bool ok;

	if (strcmp(name, "usr/bin") != 0 && strcmp(name, "usr/sbin") != 0 &&
	    strcmp(name, "sbin") != 0)
		return true;
	dir = xasprintf("%s" LAYERS "/%s", root, name);
	host = path_join("/", name);
	ok = make_directories(dir, 0755);
	if (ok && strcmp(name, "sbin") == 0)
		link_sbin(dir);
	else if (ok)
		link_alternatives(host, dir);
	if (ok && strcmp(name, "usr/bin") == 0)
		link_solaris_names(dir);
	free(host);
	free(dir);
	return ok;
}

/* All of sbin is links, and so needs nothing of the host. */
static bool
bind_directory(const char *root, const char *name)
{
	char *slashed = path_join("/", name), *host = realpath(slashed, NULL);
	char *point = xasprintf("%s" HOST "/%s", root, name);
	bool ok = true;

	if (host != NULL && strcmp(name, "sbin") != 0)
		ok = make_directories(point, 0755) &&
		    mounts_bind(host, point, BIND_READ_ONLY);
	free(point);
	free(host);
	free(slashed);
	return ok;
}

bool
live_programs_bind(const char *root)
{
	size_t i;

	for (i = 0; i < COUNT(host_directories); i++)
		if (!make_layer(root, host_directories[i]) ||
		    !bind_directory(root, host_directories[i]))
			return false;
	return true;
}

/* The directories of LAYERS and HOST that exist; the caller frees. */
static char *
lower_directories(const char *name)
{
	char *layer = xasprintf(LAYERS "/%s", name);
	char *host = xasprintf(HOST "/%s", name), *list;
	bool has_layer = access(layer, F_OK) == 0;
	bool has_host = access(host, F_OK) == 0;

	list = xasprintf("%s%s%s", has_layer ? layer : "",
	    has_layer && has_host ? ":" : "", has_host ? host : "");
	free(host);
	free(layer);
	return list;
}

/*
 * Files that are changed come whole into the root (metacopy), and several of
 * these namespaces can be there at once (index).  Old kernels know neither.
 */
static bool
mount_overlay(const char *path, const char *options)
{
	char *more = xasprintf("%s,index=off,metacopy=off", options);
	bool ok = mount("overlay", path, "overlay", 0, more) == 0 ||
	    mount("overlay", path, "overlay", 0, options) == 0;

	free(more);
	return ok;
}

/* An upper directory in memory, with the attributes of the root's own. */
static bool
mount_merged(const char *name, const char *path, const char *lower,
    enum live_programs how)
{
	char *upper = xasprintf(UPPER "/%ld/%s", (long)getpid(), name);
	char *work = xasprintf(MERGED "/%ld/%s", (long)getpid(), name);
	char *options = xasprintf("lowerdir=%s:%s,upperdir=%s,workdir=%s%s",
	    path, lower, upper, work,
	    how == LIVE_PROGRAMS_USER_MERGED ? ",userxattr" : "");
	bool ok = make_directories(upper, 0755) &&
	    make_directories(work, 0755) &&
	    copy_directory_attributes(path, upper) &&
	    mount_overlay(path, options);

	free(options);
	free(work);
	free(upper);
	return ok;
}

static bool
mount_directory(const char *name, enum live_programs how)
{
	char *path = path_join("/", name);
	char *work = xasprintf("/" LIVE_WORK "/%s", name);
	char *lower = lower_directories(name), *options = NULL;
	struct stat st;
	bool ok = true;

	if (lower[0] == '\0' || (lstat(path, &st) == 0 && S_ISLNK(st.st_mode)))
		goto out;
	switch (how) {
	case LIVE_PROGRAMS_WRITABLE:
	case LIVE_PROGRAMS_USER:
		options = xasprintf("lowerdir=%s,upperdir=%s,workdir=%s%s",
		    lower, path, work,
		    how == LIVE_PROGRAMS_USER ? ",userxattr" : "");
		ok = make_directories(work, 0755) &&
		    mount_overlay(path, options);
		break;
	case LIVE_PROGRAMS_MERGED:
	case LIVE_PROGRAMS_USER_MERGED:
		ok = mount_merged(name, path, lower, how);
		break;
	case LIVE_PROGRAMS_READ_ONLY:
		options = xasprintf("lowerdir=%s:%s", path, lower);
		ok = mount("overlay", path, "overlay", MS_RDONLY, options) == 0;
		break;
	case LIVE_PROGRAMS_ALONE:
		lower[strcspn(lower, ":")] = '\0';
		ok = mounts_bind(lower, path, BIND_READ_ONLY);
		break;
	}
out:
	free(options);
	free(lower);
	free(work);
	free(path);
	return ok;
}

static bool
mount_xpg4(void)
{
	struct stat st;

	if (lstat("/usr/xpg4/bin", &st) == 0)
		return true;
	return mounts_memory("/usr/xpg4") &&
	    mounts_symlink("/usr/xpg4", "bin", "/usr/bin");
}

/* Tries the way with one directory, and leaves it as it was. */
static bool
works(enum live_programs how)
{
	bool ok = mount_directory("usr/bin", how);

	if (ok)
		(void)umount2("/usr/bin", MNT_DETACH);
	(void)tree_remove(UPPER);
	(void)tree_remove(MERGED);
	return ok;
}

enum live_programs
live_programs_test(bool user_namespace)
{
	static const enum live_programs ways[][2] = {
	    {LIVE_PROGRAMS_WRITABLE, LIVE_PROGRAMS_USER},
	    {LIVE_PROGRAMS_MERGED, LIVE_PROGRAMS_USER_MERGED},
	    {LIVE_PROGRAMS_READ_ONLY, LIVE_PROGRAMS_READ_ONLY},
	};
	size_t i;

	for (i = 0; i < COUNT(ways); i++)
		if (works(ways[i][user_namespace]))
			return ways[i][user_namespace];
	return LIVE_PROGRAMS_ALONE;
}

/* Those of one script: below UPPER, named by its process. */
static bool
merge_script(const char *process)
{
	char *dir = path_join(UPPER, process), *upper, *to;
	char *merged = xasprintf(MERGED "/%s/upper", process);
	size_t i;
	bool ok = true;

	for (i = 0; i < COUNT(host_directories); i++) {
		upper = path_join(dir, host_directories[i]);
		to = path_join("/", host_directories[i]);
		if (access(upper, F_OK) == 0)
			ok = live_merge(upper, to) && ok;
		free(to);
		free(upper);
	}
	ok = tree_remove(merged) && rename(dir, merged) == 0 && ok;
	free(merged);
	free(dir);
	return ok;
}

bool
live_programs_merge(void)
{
	DIR *list = opendir(UPPER);
	const struct dirent *e;
	bool ok = true;

	while (list != NULL && (e = directory_next(list)) != NULL)
		ok = merge_script(e->d_name) && ok;
	if (list != NULL)
		closedir(list);
	return ok;
}

const char *
live_programs_mount(enum live_programs how)
{
	size_t i;

	if (unshare(CLONE_NEWNS) == -1)
		return "a mount namespace of its own";
	for (i = 0; i < COUNT(host_directories); i++)
		if (!mount_directory(host_directories[i], how))
			return host_directories[i];
	if (!mounts_bind(LIVE_DEV, "/dev", BIND_DEVICE) ||
	    !mounts_bind(LIVE_PROC, "/proc", BIND_DEVICE))
		return "/dev and /proc";
	return mount_xpg4() ? NULL : "usr/xpg4";
}
