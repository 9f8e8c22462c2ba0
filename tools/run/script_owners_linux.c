/*
 * Linux: a filter makes the kernel ask the parent of the script about every
 * system call that sets or tells owners (seccomp_unotify(2)).  The parent
 * notes the owner, or does the call itself and puts the noted owner into what
 * it has got; in all other cases the kernel goes on as if nothing was.  Being
 * an ancestor of all processes of the script, it may look into them also where
 * Yama restricts that.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/owner.h"
#include "os/process.h"
#include "os/process_linux.h"
#include "run/script_owners.h"

/* Of <linux/stat.h>, which not every C library can stand beside its own. */
struct statx_result {
	uint32_t mask, blksize;
	uint64_t attributes;
	uint32_t nlink, uid, gid;
	unsigned char rest[228]; /* 256 bytes in all */
};

/* the same number on all processors */
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

/* Where a system call has its arguments; -1: it has no such one. */
struct owner_call {
	const char *name;
	bool sets;     /* owner and group follow the path, or the descriptor */
	int dir, path; /* a call without path is about the descriptor itself */
	int result, flags, mask;
	int no_follow; /* flags that the call stands for */
};

static const struct owner_call calls[] = {
    {"chown", true, -1, 0, -1, -1, -1, 0},
    {"lchown", true, -1, 0, -1, -1, -1, AT_SYMLINK_NOFOLLOW},
    {"fchown", true, 0, -1, -1, -1, -1, 0},
    {"fchownat", true, 0, 1, -1, 4, -1, 0},
    /* the names of these where numbers of users had 16 bits once */
    {"chown32", true, -1, 0, -1, -1, -1, 0},
    {"lchown32", true, -1, 0, -1, -1, -1, AT_SYMLINK_NOFOLLOW},
    {"fchown32", true, 0, -1, -1, -1, -1, 0},
    {"stat", false, -1, 0, 1, -1, -1, 0},
    {"lstat", false, -1, 0, 1, -1, -1, AT_SYMLINK_NOFOLLOW},
    {"fstat", false, 0, -1, 1, -1, -1, 0},
    {"newfstatat", false, 0, 1, 2, 3, -1, 0},
    {"statx", false, 0, 1, 4, 2, 3, 0},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* What the process that answers works with. */
struct server {
	int listener;
	struct seccomp_notif *question;
	struct seccomp_notif_resp *answer;
	int numbers[COUNT(calls)]; /* of the system calls */
};

/* Being asked about what only these tell: an ordinary user takes root's part. */
static const char *const identities[] = {
    "getuid", "geteuid", "getgid", "getegid"};

/*
 * With 32 bits struct stat is not what the kernel gives, and only statx(2) can
 * be answered.
 */
static bool
is_known(const struct owner_call *c)
{
	return c->sets || c->mask >= 0 || sizeof(long) == 8;
}

static int
add_rule(scmp_filter_ctx filter, uint32_t action, const char *name)
{
	int call = seccomp_syscall_resolve_name(name), result;

	if (call == __NR_SCMP_ERROR)
		return 0;
	result = seccomp_rule_add(filter, action, call, 0);
	return result == -EDOM ? 0 : result; /* this processor lacks it */
}

/* Installs the filter; its descriptor, or -1 with errno. */
static int
load_filter(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int result = filter == NULL ? -ENOMEM : 0, fd = -1;
	size_t i;

	/* programs of another ABI see the owners as they are */
	if (result == 0)
		result = seccomp_attr_set(
		    filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ALLOW);
	for (i = 0; i < COUNT(calls) && result == 0; i++)
		if (is_known(&calls[i]))
			result = add_rule(
			    filter, SCMP_ACT_NOTIFY, calls[i].name);
	for (i = 0; geteuid() != 0 && i < COUNT(identities) && result == 0; i++)
		result = add_rule(filter, SCMP_ACT_ERRNO(0), identities[i]);
	if (result == 0)
		result = seccomp_load(filter);
	if (result == 0)
		fd = fcntl(seccomp_notify_fd(filter), F_DUPFD_CLOEXEC, 3);
	seccomp_release(filter);
	if (result != 0)
		errno = -result;
	return fd;
}

/* One descriptor goes through the socket; -1 is none. */
static void
send_descriptor(int socket, int fd)
{
	char byte = 0, room[CMSG_SPACE(sizeof(fd))] = {0};
	struct iovec data = {&byte, 1};
	struct msghdr m = {.msg_iov = &data,
	    .msg_iovlen = 1,
	    .msg_control = room,
	    .msg_controllen = sizeof(room)};
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(fd));
	(void)memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	if (fd != -1)
		(void)sendmsg(socket, &m, 0);
}

static int
receive_descriptor(int socket)
{
	char byte, room[CMSG_SPACE(sizeof(int))];
	struct iovec data = {&byte, 1};
	struct msghdr m = {.msg_iov = &data,
	    .msg_iovlen = 1,
	    .msg_control = room,
	    .msg_controllen = sizeof(room)};
	const struct cmsghdr *c;
	int fd = -1;

	if (recvmsg(socket, &m, MSG_CMSG_CLOEXEC) == 1 &&
	    (c = CMSG_FIRSTHDR(&m)) != NULL && c->cmsg_type == SCM_RIGHTS)
		(void)memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	return fd;
}

/* What a descriptor of the process stands for, or its current directory. */
static int
open_descriptor(const struct server *s, int fd)
{
	char path[64];

	if (fd == AT_FDCWD)
		(void)snprintf(path, sizeof(path), "/proc/%u/cwd",
		    (unsigned)s->question->pid);
	else
		(void)snprintf(path, sizeof(path), "/proc/%u/fd/%d",
		    (unsigned)s->question->pid, fd);
	return open(path, O_PATH | O_CLOEXEC);
}

/* statx(2) may have no path since Linux 6.11, which is as the empty one. */
static char *
read_path(const struct server *s, uint64_t at)
{
	return at == 0 ? xstrdup("") : peek_string((pid_t)s->question->pid, at);
}

static uint64_t
argument(const struct server *s, int i)
{
	return i < 0 ? 0 : s->question->data.args[i];
}

/* Every process has its own there. */
static bool
is_of_the_process(const char *path)
{
	return strncmp(path, "/proc/", 6) == 0 ||
	    strncmp(path, "/dev/", 5) == 0;
}

/* Opens, as a mere path, what the call means by this one. */
static int
open_path(const struct server *s, int base, const char *path, int flags)
{
	int dir, fd;

	if (is_of_the_process(path))
		return -1;
	if (path[0] == '\0')
		return (flags & AT_EMPTY_PATH) == 0 ? -1
						    : open_descriptor(s, base);
	dir = path[0] == '/' ? AT_FDCWD : open_descriptor(s, base);
	if (dir == -1)
		return -1;
	fd = openat(dir, path,
	    O_PATH | O_CLOEXEC |
		((flags & AT_SYMLINK_NOFOLLOW) != 0 ? O_NOFOLLOW : 0));
	if (dir != AT_FDCWD)
		close(dir);
	return fd;
}

/* The same for what the call is about; -1: the kernel knows why. */
static int
open_object(const struct server *s, const struct owner_call *c)
{
	int flags = (int)argument(s, c->flags) | c->no_follow, fd;
	int base = c->dir < 0 ? AT_FDCWD : (int)argument(s, c->dir);
	char *path;

	if (c->path < 0)
		return open_descriptor(s, base);
	path = read_path(s, argument(s, c->path));
	fd = path == NULL ? -1 : open_path(s, base, path, flags);
	free(path);
	return fd;
}

/* As chown(2) does it with programs. */
static void
clear_set_ids(int fd, mode_t mode)
{
	mode_t clear = S_ISUID | ((mode & S_IXGRP) != 0 ? S_ISGID : 0);
	char name[32];

	if (!S_ISREG(mode) || (mode & clear) == 0)
		return;
	(void)snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	(void)chmod(name, mode & 07777 & ~clear);
}

/*
 * Only what is our own can be noted, and of that files and directories; where
 * a file system has no room for notes, all remains root's.
 */
static void
set_owner(struct server *s, const struct owner_call *c, int fd)
{
	int at = (c->path < 0 ? c->dir : c->path) + 1;
	uid_t uid = (uid_t)argument(s, at);
	gid_t gid = (gid_t)argument(s, at + 1);
	struct stat st;

	if (fstat(fd, &st) == -1 || st.st_uid != geteuid())
		return;
	s->answer->flags = 0;
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return;
	clear_set_ids(fd, st.st_mode);
	owner_read(fd, &st);
	(void)owner_note(fd, uid == (uid_t)-1 ? st.st_uid : uid,
	    gid == (gid_t)-1 ? st.st_gid : gid);
}

static bool
write_result(const struct server *s, const struct owner_call *c,
    const void *data, size_t size)
{
	return poke(
	    (pid_t)s->question->pid, argument(s, c->result), data, size);
}

static bool
tell_statx(const struct server *s, const struct owner_call *c, int fd,
    const struct stat *st)
{
	unsigned flags = ((unsigned)argument(s, c->flags) &
			     ~(unsigned)AT_SYMLINK_NOFOLLOW) |
	    (unsigned)AT_EMPTY_PATH;
	struct statx_result x;

	if (syscall(SYS_statx, fd, "", flags, argument(s, c->mask), &x) == -1)
		return false;
	x.uid = st->st_uid;
	x.gid = st->st_gid;
	return write_result(s, c, &x, sizeof(x));
}

/* The kernel answers for what has no other owner than it says. */
static void
tell_owner(struct server *s, const struct owner_call *c, int fd)
{
	struct stat is, st;

	if (fstat(fd, &is) == -1)
		return;
	st = is;
	owner_read(fd, &st);
	if (st.st_uid == is.st_uid && st.st_gid == is.st_gid)
		return;
	if (c->mask >= 0 ? tell_statx(s, c, fd, &st)
			 : write_result(s, c, &st, sizeof(st)))
		s->answer->flags = 0;
}

static void
answer_call(struct server *s, const struct owner_call *c)
{
	int fd = open_object(s, c);

	/* the process may have ended, and another one have its number */
	if (fd != -1 &&
	    seccomp_notify_id_valid(s->listener, s->question->id) == 0) {
		if (c->sets)
			set_owner(s, c, fd);
		else
			tell_owner(s, c, fd);
	}
	if (fd != -1)
		close(fd);
}

static void
answer_question(struct server *s)
{
	size_t i;

	(void)memset(s->question, 0, sizeof(*s->question));
	if (seccomp_notify_receive(s->listener, s->question) != 0)
		return;
	(void)memset(s->answer, 0, sizeof(*s->answer));
	s->answer->id = s->question->id;
	s->answer->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	for (i = 0; i < COUNT(calls); i++)
		if (s->numbers[i] == s->question->data.nr)
			answer_call(s, &calls[i]);
	(void)seccomp_notify_respond(s->listener, s->answer);
}

/* Answers until the script, a child of ours, has ended (-1: until all have). */
static void
answer_until(struct server *s, int script)
{
	struct pollfd p[2] = {{.fd = s->listener, .events = POLLIN},
	    {.fd = script, .events = POLLIN}};

	for (;;) {
		if (poll(p, 2, -1) == -1 && errno != EINTR)
			return;
		if ((p[0].revents & POLLIN) != 0)
			answer_question(s);
		else if (p[0].revents != 0 || p[1].revents != 0)
			return;
	}
}

/* Ends as the script did. */
static void
end_like(int status)
{
	const struct rlimit no_core = {0, 0};

	if (WIFSIGNALED(status)) {
		(void)setrlimit(RLIMIT_CORE, &no_core);
		(void)signal(WTERMSIG(status), SIG_DFL);
		(void)kill(getpid(), WTERMSIG(status));
	}
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 127);
}

/* Nothing of what the script has open may be kept open by us. */
static void
drop_descriptors(int *socket)
{
	int null = open("/dev/null", O_RDWR);
	int fd;

	for (fd = 0; fd <= STDERR_FILENO; fd++)
		(void)dup2(null, fd);
	(void)dup2(*socket, 3);
	*socket = 3;
	process_close_from(4);
}

static bool
open_server(struct server *s, int listener)
{
	size_t i;

	s->listener = listener;
	for (i = 0; i < COUNT(calls); i++)
		s->numbers[i] = seccomp_syscall_resolve_name(calls[i].name);
	return listener != -1 &&
	    seccomp_notify_alloc(&s->question, &s->answer) == 0;
}

/*
 * In the parent of the script; never returns.  What the script leaves running
 * is answered by a child of ours.
 */
static void
serve(pid_t script, int socket)
{
	struct server s;
	int sig, status, ended = (int)syscall(SYS_pidfd_open, script, 0);

	for (sig = 1; sig < NSIG; sig++)
		(void)signal(sig, sig == SIGCHLD ? SIG_DFL : SIG_IGN);
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	if (open_server(&s, receive_descriptor(socket)))
		answer_until(&s, ended);
	else
		s.listener = -1;
	while (waitpid(script, &status, 0) == -1)
		if (errno != EINTR)
			_exit(127);
	if (s.listener != -1 && fork() == 0) {
		answer_until(&s, -1);
		_exit(0);
	}
	end_like(status);
}

/*
 * Can the kernel be told to go on with a call (since Linux 5.5)?  An older one
 * would wait for another answer.
 */
static bool
is_new_enough(void)
{
	unsigned major, minor;
	struct utsname u;

	/* NOLINTNEXTLINE(cert-err34-c): versions of kernels are small */
	return uname(&u) == 0 &&
	    sscanf(u.release, "%u.%u", &major, &minor) == 2 &&
	    (major > 5 || (major == 5 && minor >= 5));
}

const char *
script_owners_begin(void)
{
	int ends[2], listener, error;
	pid_t pid;

	errno = ENOSYS;
	if (!is_new_enough())
		return "a filter of system calls";
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1)
		return "a socket";
	pid = fork();
	if (pid > 0) {
		drop_descriptors(&ends[0]);
		serve(pid, ends[0]);
	}
	listener = pid == -1 ? -1 : load_filter();
	error = errno;
	send_descriptor(ends[1], listener);
	if (listener != -1)
		close(listener);
	close(ends[0]);
	close(ends[1]);
	errno = error;
	return listener == -1 ? "a filter of system calls" : NULL;
}
