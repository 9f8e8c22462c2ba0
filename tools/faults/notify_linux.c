/*
 * Follows processes where ptrace(2) is forbidden: seccomp(2) notifies of their
 * calls, and they wait for the answer.  There is no stop after a call, so a
 * file counts as opened when the next call is notified of and the file shows
 * it; and no event of a fork, so a process's script is its parent's when it is
 * first seen, which is at the latest when it executes a program.
 */
#include <errno.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/mem.h"
#include "faults/follow_linux.h"
#include "faults/tracee_linux.h"
#include "os/confine.h"
#include "os/file.h"
#include "os/process.h"

#define POLL_MILLISECONDS 1000 /* after which the time limit is checked */
#define STATUS_MAX        8192 /* bytes of /proc/PID/stat */
#define ANCESTORS_MAX     64

/* An open that was allowed and may not have happened yet. */
struct opening {
	char *path; /* below the root; NULL: none */
	const char *call;
	bool was_there; /* the file, before */
	bool truncates;
};

/* A process that has been seen. */
struct process {
	pid_t pid;
	unsigned long long begin; /* clock ticks: numbers are used again */
	bool is_exempt;           /* descends from `sh -c' */
	char *script;             /* name of its script; NULL: in none */
	struct opening open;
};

struct notified {
	struct followed *run;
	int listener;
	bool has_begun; /* the command was executed */
	struct process *v;
	size_t n, size;
};

/* What /proc says about a process. */
struct facts {
	pid_t parent;
	unsigned long long begin;
};

static bool
read_facts(pid_t pid, struct facts *facts)
{
	char path[64];
	struct buf text = BUF_INIT;
	struct diag ignored = DIAG_INIT;
	const char *p;
	long parent;
	bool ok;

	(void)snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	ok = file_read(path, STATUS_MAX, &text, &ignored);
	/* the name in parentheses may hold anything */
	p = ok ? strrchr(buf_text(&text), ')') : NULL;
	/* NOLINTNEXTLINE(cert-err34-c): the kernel writes nothing but numbers */
	ok = p != NULL &&
	    sscanf(p,
		") %*c %ld %*d %*d %*d %*d %*u %*u %*u %*u %*u "
		"%*u %*u %*d %*d %*d %*d %*d %*d %llu",
		&parent, &facts->begin) == 2;
	facts->parent = ok ? (pid_t)parent : 0;
	buf_free(&text);
	diag_free(&ignored);
	return ok;
}

static void
forget_open(struct process *p)
{
	free(p->open.path);
	p->open.path = NULL;
}

static struct process *
find_process(struct notified *t, pid_t pid)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (t->v[i].pid == pid)
			return &t->v[i];
	return NULL;
}

/* The entry of a process, made new where the number is another's now. */
static struct process *
enter_process(struct notified *t, pid_t pid, unsigned long long begin)
{
	struct process *p = find_process(t, pid);

	if (p == NULL) {
		t->v = array_room(t->v, t->n, &t->size, sizeof(*t->v));
		p = &t->v[t->n++];
	} else {
		free(p->script);
		forget_open(p);
	}
	*p = (struct process){.pid = pid, .begin = begin};
	return p;
}

/* A script begins where another program than the command's is executed. */
static void
look_at_program(struct notified *t, struct process *p)
{
	if (!t->has_begun || p->script != NULL || p->is_exempt ||
	    tracee_runs(p->pid, &t->run->program))
		return;
	p->script = tracee_script(p->pid);
	p->is_exempt = p->script == NULL;
}

/*
 * The process, with what it has from its parents; NULL when it is gone.  The
 * command itself, and what has lost its parent, have nothing from any.
 */
static struct process *
know_process(struct notified *t, pid_t pid, unsigned depth)
{
	struct process *p = find_process(t, pid), *parent = NULL;
	struct facts facts;

	if (!read_facts(pid, &facts))
		return NULL;
	if (p == NULL || p->begin != facts.begin) {
		if (pid != t->run->first && facts.parent > 1 &&
		    facts.parent != getpid() && depth < ANCESTORS_MAX)
			parent = know_process(t, facts.parent, depth + 1);
		/* a copy, since the array moves */
		struct process from = parent == NULL ? (struct process){0}
						     : *parent;

		p = enter_process(t, pid, facts.begin);
		p->is_exempt = from.is_exempt;
		p->script = from.script == NULL ? NULL : xstrdup(from.script);
	}
	look_at_program(t, p);
	return p;
}

static bool
examine_file(const struct notified *t, const char *path, struct stat *st)
{
	char *full = xasprintf("%s%s", t->run->f->root, path);
	bool there = lstat(full, st) == 0;

	free(full);
	return there;
}

/* Has the open happened?  That of a directory for writing fails. */
static bool
is_opened(const struct notified *t, const struct opening *open)
{
	struct stat st;

	return examine_file(t, open->path, &st) && !S_ISDIR(st.st_mode) &&
	    (!open->was_there || !open->truncates || st.st_size == 0);
}

/*
 * Records the opens that have happened.  That of the process which makes a call
 * now has happened, or failed; others may be about to.
 */
static void
record_opens(struct notified *t, pid_t caller)
{
	struct process *p;
	char *path;
	size_t i;

	for (i = 0; i < t->n && !t->run->is_ending; i++) {
		p = &t->v[i];
		if (p->open.path == NULL)
			continue;
		if (is_opened(t, &p->open)) {
			path = p->open.path;
			p->open.path = NULL;
			(void)followed_point(
			    t->run, p->script, p->open.call, path, true);
		} else if (p->pid == caller)
			forget_open(p);
	}
}

/* A process waits before a system call. */
static void
notified_of_call(struct notified *t, const struct seccomp_notif *n)
{
	struct process *p = know_process(t, (pid_t)n->pid, 0);
	struct tracee_call call;
	uint64_t args[6];
	struct stat st;
	char *path;

	/* the first notification is of the command's own execve(2) */
	t->has_begun = true;
	record_opens(t, (pid_t)n->pid);
	if (p == NULL || p->script == NULL || t->run->is_ending)
		return;
	memcpy(args, n->data.args, sizeof(args));
	if (!tracee_call(p->pid, n->data.nr, args, &call))
		return;
	path = tracee_path(p->pid, &call, t->run->f->root);
	if (path == NULL)
		return;
	if (call.creates)
		p->open = (struct opening){.path = xstrdup(path),
		    .call = call.entry->name,
		    .was_there = examine_file(t, path, &st),
		    .truncates = call.truncates};
	(void)followed_point(t->run, p->script, call.entry->name, path, false);
}

/* Receives a notification and lets the process go on, unless all end. */
static void
handle_notification(struct notified *t)
{
	struct seccomp_notif n = {0};
	struct seccomp_notif_resp answer = {0};

	/* fails when the process was killed meanwhile */
	if (ioctl(t->listener, SECCOMP_IOCTL_NOTIF_RECV, &n) == -1)
		return;
	notified_of_call(t, &n);
	answer.id = n.id;
	answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	if (!t->run->is_ending)
		(void)ioctl(t->listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

/* Until the command has ended or all are to be killed. */
static void
handle_notifications(struct notified *t, int command)
{
	struct pollfd p[2] = {{.fd = t->listener, .events = POLLIN},
	    {.fd = command, .events = POLLIN}};

	while (!t->run->is_ending && !followed_is_late(t->run)) {
		if (poll(p, 2, POLL_MILLISECONDS) <= 0)
			continue;
		if (p[0].revents & POLLIN)
			handle_notification(t);
		else if (p[1].revents != 0)
			break;
	}
	record_opens(t, 0);
}

/* What a message needs for a descriptor. */
union control {
	struct cmsghdr header;
	char room[CMSG_SPACE(sizeof(int))];
};

/* Sends the listener to the parent. */
static bool
send_descriptor(int channel, int fd)
{
	union control control = {.room = {0}};
	char byte = 'l';
	struct iovec data = {&byte, 1};
	struct msghdr message = {.msg_iov = &data,
	    .msg_iovlen = 1,
	    .msg_control = control.room,
	    .msg_controllen = sizeof(control.room)};
	struct cmsghdr *c = CMSG_FIRSTHDR(&message);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	return sendmsg(channel, &message, 0) == 1;
}

/* -1 when the other side has failed. */
static int
receive_descriptor(int channel)
{
	union control control = {.room = {0}};
	char byte;
	struct iovec data = {&byte, 1};
	struct msghdr message = {.msg_iov = &data,
	    .msg_iovlen = 1,
	    .msg_control = control.room,
	    .msg_controllen = sizeof(control.room)};
	struct cmsghdr *c;
	int fd = -1;

	if (recvmsg(channel, &message, MSG_CMSG_CLOEXEC) != 1)
		return -1;
	c = CMSG_FIRSTHDR(&message);
	if (c != NULL && c->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	return fd;
}

/* In the new process: from now on it is notified of. */
static const char *
enter(int channel)
{
	int listener = filter_set_up(
	    SECCOMP_RET_USER_NOTIF, true, SECCOMP_FILTER_FLAG_NEW_LISTENER);

	if (listener == -1)
		return "seccomp";
	return send_descriptor(channel, listener) ? NULL : "listener";
}

static void
kill_command(const struct followed *run)
{
	(void)kill(run->first, SIGKILL);
	(void)process_wait(run->first);
}

static bool
follow(struct followed *run, int channel)
{
	struct notified t = {
	    .run = run, .listener = receive_descriptor(channel)};
	int command = (int)syscall(SYS_pidfd_open, run->first, 0);
	bool ok = t.listener != -1 && command != -1;

	if (ok)
		handle_notifications(&t, command);
	else
		diag_system(run->d, NULL, "cannot be notified of system calls");
	if (ok && !run->is_ending)
		run->result->status = process_wait(run->first);
	else
		kill_command(run);
	/* all others before the listener is closed, or their calls would fail */
	kill_descendants();
	if (t.listener != -1)
		close(t.listener);
	if (command != -1)
		close(command);
	while (t.n > 0) {
		free(t.v[--t.n].script);
		forget_open(&t.v[t.n]);
	}
	free(t.v);
	return ok;
}

/* Tries it with a process that does nothing. */
static bool
is_possible(void)
{
	struct seccomp_notif_sizes sizes;
	int status, command = (int)syscall(SYS_pidfd_open, getpid(), 0);
	pid_t pid;

	if (command == -1)
		return false;
	close(command);
	if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) == -1)
		return false;
	pid = fork();
	if (pid == 0)
		_exit(filter_set_up(SECCOMP_RET_USER_NOTIF, false,
			  SECCOMP_FILTER_FLAG_NEW_LISTENER) == -1);
	status = pid == -1 ? PROCESS_FAILED : process_wait(pid);
	if (status != 0)
		errno = EPERM;
	return status == 0;
}

const struct follower notify_follower = {
    .is_possible = is_possible,
    .enter = enter,
    .follow = follow,
};
