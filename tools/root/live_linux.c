/*
 * Live rehearsals on Linux: mount, process and user namespaces.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/file.h"
#include "root/live.h"
#include "root/live_mount.h"

/* What a failed process tells its parent through a pipe. */
struct trouble {
	int error; /* errno */
	char what[120];
};

struct child {
	const struct live *live;
	int (*work)(void *);
	void *arg;
	int trouble; /* pipe, for writing */
	bool user_namespace;
};

static void
report(const struct child *c, const char *what)
{
	struct trouble t = {.error = errno};

	(void)snprintf(t.what, sizeof(t.what), "%s", what);
	(void)file_write_full(c->trouble, &t, sizeof(t));
	_exit(127);
}

static bool
write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd != -1 && file_write_full(fd, text, strlen(text));

	if (fd != -1)
		close(fd);
	return ok;
}

/* The caller becomes root of a namespace without other users. */
static bool
map_user(uid_t uid, gid_t gid)
{
	char map[64];

	(void)snprintf(map, sizeof(map), "0 %ld 1\n", (long)uid);
	if (!write_text("/proc/self/uid_map", map))
		return false;
	if (!write_text("/proc/self/setgroups", "deny") && errno != ENOENT)
		return false;
	(void)snprintf(map, sizeof(map), "0 %ld 1\n", (long)gid);
	return write_text("/proc/self/gid_map", map);
}

/* Waits for one process and, as the first of its namespace, for orphans. */
static int
reap(pid_t pid)
{
	int status, code = 127;
	pid_t got;

	for (;;) {
		got = waitpid(-1, &status, 0);
		if (got == -1 && errno != EINTR)
			return code;
		if (got == pid)
			return WIFEXITED(status) ? WEXITSTATUS(status)
						 : 128 + WTERMSIG(status);
	}
}

/* The first process of the namespace; all others end with it. */
static void
be_init(struct child *c)
{
	const char *failed;
	pid_t pid;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	failed = mount_all(c->live, c->user_namespace);
	if (failed != NULL)
		report(c, failed);
	(void)fflush(NULL);
	pid = fork();
	if (pid == -1)
		report(c, "fork");
	if (pid == 0) {
		close(c->trouble);
		pid = (pid_t)c->work(c->arg);
		(void)fflush(NULL);
		_exit((int)pid);
	}
	_exit(reap(pid));
}

static void
enter(struct child *c)
{
	int flags = CLONE_NEWNS | CLONE_NEWPID;
	uid_t uid = geteuid();
	gid_t gid = getegid();
	pid_t pid;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (c->user_namespace)
		flags |= CLONE_NEWUSER;
	if (unshare(flags) == -1)
		report(c,
		    c->user_namespace
			? "user namespaces (needed by "
			  "ordinary users) are not to be had"
			: "mount and process namespaces are not to be had");
	if (c->user_namespace && !map_user(uid, gid))
		report(c, "the user cannot be mapped");
	pid = fork();
	if (pid == -1)
		report(c, "fork");
	if (pid == 0)
		be_init(c);
	_exit(reap(pid));
}

static int
wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int
run(struct child *c, struct diag *d)
{
	struct trouble t;
	int ends[2], code = -1;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) == -1) {
		diag_system(d, c->live->root, "no pipe");
		return -1;
	}
	c->trouble = ends[1];
	(void)fflush(NULL);
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		enter(c);
	}
	close(ends[1]);
	if (pid != -1)
		code = wait_for(pid);
	if (pid == -1)
		diag_system(d, c->live->root, "no process");
	else if (file_read_full(ends[0], &t, sizeof(t)) == sizeof(t)) {
		errno = t.error;
		diag_system(d, c->live->root, "no live rehearsal: %.*s",
		    (int)sizeof(t.what), t.what);
		code = -1;
	}
	close(ends[0]);
	return code;
}

int
live_run(
    const struct live *live, int (*work)(void *), void *arg, struct diag *d)
{
	struct child c = {.live = live,
	    .work = work,
	    .arg = arg,
	    .user_namespace = geteuid() != 0};
	struct mount_points points = {NULL, 0};
	int code = -1;

	if (mount_points_make(&points, live->root))
		code = run(&c, d);
	else
		diag_system(d, live->root,
		    "no live rehearsal: "
		    "directories for mounts cannot be made");
	mount_points_remove(&points, live->root);
	return code;
}
