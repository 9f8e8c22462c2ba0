/*
 * Linux: a live root in namespaces of its own.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/dirlist.h"
#include "os/file.h"
#include "os/tree.h"
#include "root/live.h"
#include "root/live_merge.h"
#include "root/live_mount.h"
#include "root/live_programs.h"
#include "root/namespaces.h"

/* Says what scripts cannot do where overlays cannot be had as usual. */
static void
warn_programs(const struct live *live)
{
	if (live->programs == LIVE_PROGRAMS_READ_ONLY)
		(void)fprintf(stderr,
		    "warning: %s: scripts cannot change /usr/bin, /usr/lib and "
		    "other directories of programs: its file system cannot be "
		    "the upper one of an overlay\n",
		    live->root);
	if (live->programs == LIVE_PROGRAMS_ALONE)
		(void)fprintf(stderr,
		    "warning: %s: in /usr/bin, /usr/lib and other directories "
		    "of programs scripts see the host's files instead of those "
		    "of the root: there are no overlays\n",
		    live->root);
}

static const char *
make_view(void *arg, bool user_namespace)
{
	const char *failed = live_mount(arg, user_namespace);

	if (failed == NULL)
		warn_programs(arg);
	return failed;
}

int
live_run(struct live *live, int (*work)(void *), void *arg, char **missing,
    struct diag *d)
{
	struct namespaced_work w = {.make_view = make_view,
	    .view_arg = live,
	    .work = work,
	    .arg = arg,
	    .network = live->network};
	struct mount_points points = {NULL, 0};
	char *why = NULL;
	int code = -1;

	*missing = NULL;
	if (!mount_points_make(&points, live->root))
		diag_system(d, live->root,
		    LIVE_REFUSED "directories for mounts cannot be made");
	else if ((code = namespaces_run(&w, &why, missing)) < 0)
		diag_add(d, SEVERITY_SYSTEM, live->root, 0, NULL, NULL,
		    LIVE_REFUSED "%s", why);
	mount_points_remove(&points, live->root);
	free(why);
	return code;
}

const char *
live_enter_script(const void *live)
{
	return live_programs_mount(((const struct live *)live)->programs);
}

void
live_leave_script(void)
{
	if (!live_programs_merge())
		perror("what a script has written to the directories of "
		       "programs cannot be kept");
	live_remove_whiteouts("/");
}

#define DIRECTORY_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK)

/* Removes those in the directory fd and below it, and closes fd. */
static void
remove_whiteouts_in(int fd, unsigned depth)
{
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);
	const struct dirent *e;
	struct stat st;

	if (dir == NULL && fd != -1)
		close(fd);
	while (dir != NULL && (e = directory_next(dir)) != NULL) {
		if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) ==
		    -1)
			continue;
		if (is_whiteout(&st))
			(void)unlinkat(dirfd(dir), e->d_name, 0);
		else if (S_ISDIR(st.st_mode) && depth < TREE_DEPTH_MAX)
			remove_whiteouts_in(openat(dirfd(dir), e->d_name,
						DIRECTORY_FLAGS | O_CLOEXEC),
			    depth + 1);
	}
	if (dir != NULL)
		closedir(dir);
}

void
live_remove_whiteouts(const char *root)
{
	static const char *const names[] = {LIVE_HOST_DIRECTORIES};
	int top = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	size_t i;

	for (i = 0; top != -1 && i < sizeof(names) / sizeof(names[0]); i++)
		remove_whiteouts_in(
		    file_open_below(top, names[i], DIRECTORY_FLAGS), 0);
	if (top != -1)
		close(top);
}
