/*
 * Linux: the sandbox has a file system in memory as its root directory, on
 * which everything that scripts may see is mounted.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/file_ops.h"
#include "os/own_path.h"
#include "os/tree.h"
#include "root/mounts.h"
#include "root/namespaces.h"
#include "root/sandbox.h"

_Static_assert(SANDBOX_FAILED == NAMESPACES_FAILED &&
	SANDBOX_REFUSED == NAMESPACES_REFUSED,
    "one is returned as the other");

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Where programs lie; those that are symbolic links (merged /usr) stay so. */
static const char *const program_directories[] = {
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"};

/* Files that programs and the C library need and that are not confidential. */
static const char *const program_files[] = {"/etc/ld.so.cache",
    "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives",
    "/etc/nsswitch.conf", "/etc/passwd", "/etc/group", "/etc/localtime",
    "/etc/locale.alias"};

/* How the names of other systems are found. */
static const char *const network_files[] = {
    "/etc/resolv.conf", "/etc/hosts", "/etc/services"};

/* Directories that the sandbox has of its own. */
static const char *const temporary_directories[] = {"/tmp", "/var/tmp"};

/* The file system that the scripts see. */
struct view {
	const struct sandbox *s;
	char *dir;  /* private directory of the host */
	char *base; /* below it: the root directory of the sandbox */
};

/* The caller frees. */
static char *
path_in_view(const struct view *v, const char *path)
{
	return xasprintf("%s%s", v->base, path);
}

static bool
is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The file or directory to mount something on. */
static bool
make_mount_point(const char *path, bool directory)
{
	if (access(path, F_OK) == 0)
		return true;
	return directory ? make_directories(path, 0755)
			 : make_parents(path) && mounts_make_file(path);
}

/* Mounts from at the path to of the view. */
static bool
mount_in_view(const struct view *v, const char *from, const char *to,
    enum bind_access access)
{
	char *point = path_in_view(v, to);
	bool ok = make_mount_point(point, is_directory(from)) &&
	    mounts_bind(from, point, access);

	free(point);
	return ok;
}

static bool
mount_files(const struct view *v, const char *const *files, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (access(files[i], F_OK) == 0 &&
		    !mount_in_view(v, files[i], files[i], BIND_READ_ONLY))
			return false;
	return true;
}

static bool
mount_programs(const struct view *v)
{
	char target[PATH_MAX], *link;
	const char *path;
	struct stat st;
	ssize_t n;
	size_t i;
	bool ok = true;

	for (i = 0; ok && i < COUNT(program_directories); i++) {
		path = program_directories[i];
		if (lstat(path, &st) == -1)
			continue;
		if (!S_ISLNK(st.st_mode)) {
			ok = mount_in_view(v, path, path, BIND_READ_ONLY);
			continue;
		}
		n = readlink(path, target, sizeof(target) - 1);
		link = path_in_view(v, path);
		target[n < 0 ? 0 : n] = '\0';
		ok = n > 0 && symlink(target, link) == 0;
		free(link);
	}
	return ok && mount_files(v, program_files, COUNT(program_files)) &&
	    (!v->s->network ||
		mount_files(v, network_files, COUNT(network_files)));
}

/* All of them are the same private directory of the host. */
static bool
mount_temporary(const struct view *v)
{
	char *dir = xasprintf("%s/tmp", v->dir);
	const char *other = temporary_directory();
	bool ok = (mkdir(dir, 0700) == 0 || errno == EEXIST) &&
	    chmod(dir, 01777) == 0;
	size_t i;

	for (i = 0; ok && i < COUNT(temporary_directories); i++)
		ok = mount_in_view(
		    v, dir, temporary_directories[i], BIND_WRITABLE);
	if (ok && strcmp(other, "/tmp") != 0 && strcmp(other, "/var/tmp") != 0)
		ok = mount_in_view(v, dir, other, BIND_WRITABLE);
	free(dir);
	return ok;
}

static bool
mount_paths(
    const struct view *v, const char *const *paths, enum bind_access access)
{
	for (; paths != NULL && *paths != NULL; paths++)
		if (!mount_in_view(v, *paths, *paths, access))
			return false;
	return true;
}

static bool
mount_system(const struct view *v)
{
	char *dev = path_in_view(v, "/dev"), *proc = path_in_view(v, "/proc");
	bool ok = make_directories(dev, 0755) && make_directories(proc, 0755) &&
	    mounts_devices(dev) && mounts_proc(proc);

	/* df of some systems' utilities has no other way */
	(void)mounts_symlink(v->base, "etc/mtab", "/proc/self/mounts");
	free(proc);
	free(dev);
	return ok;
}

/* The current directory exists in the view, too, but may be empty there. */
static void
make_cwd(const struct view *v)
{
	char *path;

	if (v->s->cwd == NULL)
		return;
	path = path_in_view(v, v->s->cwd);
	(void)make_directories(path, 0755);
	free(path);
}

static bool
change_root(const struct view *v)
{
	char *old = path_in_view(v, "/.old");
	bool ok = mkdir(old, 0700) == 0 &&
	    mounts_change_root(v->base, ".old") && mounts_seal("/");

	free(old);
	if (ok && (v->s->cwd == NULL || chdir(v->s->cwd) == -1))
		(void)!chdir("/");
	return ok;
}

static const char *
make_view(void *arg, bool user_namespace)
{
	const struct view *v = arg;

	(void)user_namespace;
	if (!mounts_make_private() || !mounts_memory(v->base))
		return "a file system in memory cannot be mounted";
	if (!mount_programs(v))
		return "the host's programs cannot be shown read-only";
	if (!mount_temporary(v))
		return "directories for temporary files cannot be mounted";
	make_cwd(v);
	if (!mount_system(v))
		return "/dev and /proc cannot be mounted";
	if (!mount_paths(v, v->s->readable, BIND_READ_ONLY) ||
	    !mount_paths(v, v->s->writable, BIND_WRITABLE) ||
	    !mount_in_view(v, v->s->root, v->s->root, BIND_WRITABLE))
		return "the root cannot be mounted";
	if (!change_root(v))
		return "the root directory cannot be changed";
	return NULL;
}

int
sandbox_run(const struct sandbox *s, int (*work)(void *), void *arg, char **why,
    char **missing)
{
	struct view v = {.s = s};
	struct namespaced_work w = {.make_view = make_view,
	    .view_arg = &v,
	    .work = work,
	    .arg = arg,
	    .network = s->network};
	int code = SANDBOX_FAILED;

	*why = *missing = NULL;
	v.dir = make_temporary(temporary_directory(), "sandbox");
	if (v.dir == NULL) {
		*why = xasprintf("no private directory can be made in %s: %s",
		    temporary_directory(), strerror(errno));
		return code;
	}
	v.base = path_join(v.dir, "root");
	if (mkdir(v.base, 0755) == -1)
		*why = xasprintf("%s: %s", v.base, strerror(errno));
	else
		code = namespaces_run(&w, why, missing);
	tree_discard(v.dir);
	free(v.base);
	free(v.dir);
	return code;
}
