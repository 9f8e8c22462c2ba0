/*
 * Linux: unshare(2), and a first process that reaps all others.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/file.h"
#include "os/process.h"
#include "root/namespaces.h"

/* What the child sends through a pipe before the work begins. */
struct report {
	int error;        /* errno; 0: none */
	char what[120];   /* what failed */
	char missing[64]; /* names of namespaces */
};

struct child {
	const struct namespaced_work *work;
	int pipe; /* for writing the report */
	bool user_namespace;
	struct report report;
};

/* The protection of the host's files does not need these. */
static const struct {
	int flag;
	const char *name;
} extra_namespaces[] = {
    {CLONE_NEWIPC, "ipc"},
    {CLONE_NEWUTS, "host-name"},
    {CLONE_NEWNET, "network"},
    {CLONE_NEWCGROUP, "control-groups"},
};

static void
send_report(struct child *c, const char *failed)
{
	if (failed != NULL) {
		c->report.error = errno != 0 ? errno : EIO;
		(void)snprintf(
		    c->report.what, sizeof(c->report.what), "%s", failed);
	}
	(void)file_write_full(c->pipe, &c->report, sizeof(c->report));
	close(c->pipe);
	if (failed != NULL)
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

/* The caller becomes root of a user namespace without any other user. */
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

/*
 * Waits for one child and, as the first process of its namespace, for
 * orphans; the child's exit status.
 */
static int
reap_until(pid_t pid)
{
	int status;
	pid_t got;

	for (;;) {
		got = waitpid(-1, &status, 0);
		if (got == -1 && errno != EINTR)
			return 127;
		if (got == pid)
			return WIFEXITED(status) ? WEXITSTATUS(status)
						 : 128 + WTERMSIG(status);
	}
}

/* Are we in a user namespace, whoever has made it? */
static bool
in_user_namespace(void)
{
	FILE *map = fopen("/proc/self/uid_map", "r");
	unsigned long inner, outer, count = 0;
	/* NOLINTNEXTLINE(cert-err34-c): the kernel writes nothing but numbers */
	bool all = map == NULL ||
	    (fscanf(map, "%lu %lu %lu", &inner, &outer, &count) == 3 &&
		count == UINT32_MAX);

	if (map != NULL)
		(void)fclose(map);
	return !all;
}

/* The first process of the namespace; the others are killed when it ends. */
static void
run_init(struct child *c)
{
	const char *failed;
	pid_t pid;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	failed = c->work->make_view(c->work->view_arg, in_user_namespace());
	if (failed != NULL)
		send_report(c, failed);
	(void)fflush(NULL);
	pid = fork();
	if (pid == -1)
		send_report(c, "a process cannot be made");
	if (pid == 0) {
		send_report(c, NULL);
		pid = (pid_t)c->work->work(c->work->arg);
		(void)fflush(NULL);
		_exit((int)pid);
	}
	close(c->pipe);
	_exit(reap_until(pid));
}

/*
 * Is the error that of a host which forbids or lacks namespaces (containers,
 * limits in /proc/sys/user, old kernels), and not a failure in the middle?
 */
static bool
is_refusal(int error)
{
	return error == EPERM || error == EACCES || error == ENOSYS ||
	    error == EINVAL || error == ENOSPC || error == EUSERS;
}

static void
add_missing(struct report *r, const char *name)
{
	size_t len = strlen(r->missing);

	(void)snprintf(r->missing + len, sizeof(r->missing) - len, " %s", name);
}

static void
enter_namespaces(struct child *c)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	size_t i;

	if (unshare(CLONE_NEWNS | CLONE_NEWPID |
		(c->user_namespace ? CLONE_NEWUSER : 0)) == -1)
		send_report(c,
		    c->user_namespace
			? "this system has no user namespaces for ordinary "
			  "users"
			: "this process may not have mount and process "
			  "namespaces");
	if (c->user_namespace && !map_user(uid, gid))
		send_report(c, "the user cannot be mapped");
	for (i = 0; i < sizeof(extra_namespaces) / sizeof(extra_namespaces[0]);
	     i++) {
		if (c->work->network &&
		    extra_namespaces[i].flag == CLONE_NEWNET)
			continue;
		if (unshare(extra_namespaces[i].flag) == 0)
			continue;
		if (!is_refusal(errno))
			send_report(c, "a namespace cannot be made");
		add_missing(&c->report, extra_namespaces[i].name);
	}
}

static void
run_child(struct child *c)
{
	pid_t pid;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	enter_namespaces(c);
	pid = fork();
	if (pid == -1)
		send_report(c, "a process cannot be made");
	if (pid == 0)
		run_init(c);
	close(c->pipe);
	_exit(reap_until(pid));
}

/* The work's value, or that of a failure; the pipe's end fd is closed. */
static int
read_report(int fd, pid_t pid, char **why, char **missing)
{
	struct report r = {.error = 0};
	ssize_t n = file_read_full(fd, &r, sizeof(r));
	int code = process_wait(pid);

	close(fd);
	if (n == (ssize_t)sizeof(r) && r.error == 0) {
		*missing = xstrdup(r.missing);
		return code;
	}
	if (n != (ssize_t)sizeof(r)) {
		*why = xstrdup("a process died before it could begin");
		return NAMESPACES_FAILED;
	}
	*why = xasprintf(
	    "%.*s: %s", (int)sizeof(r.what), r.what, strerror(r.error));
	return is_refusal(r.error) ? NAMESPACES_REFUSED : NAMESPACES_FAILED;
}

int
namespaces_run(const struct namespaced_work *work, char **why, char **missing)
{
	struct child c = {.work = work, .user_namespace = geteuid() != 0};
	int ends[2];
	pid_t pid;

	*why = *missing = NULL;
	if (pipe2(ends, O_CLOEXEC) == -1) {
		*why = xasprintf("no pipe: %s", strerror(errno));
		return NAMESPACES_FAILED;
	}
	c.pipe = ends[1];
	(void)fflush(NULL);
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		run_child(&c);
	}
	close(ends[1]);
	if (pid != -1)
		return read_report(ends[0], pid, why, missing);
	*why = xasprintf("no process: %s", strerror(errno));
	close(ends[0]);
	return NAMESPACES_FAILED;
}
