/*
 * Faults by system call tracing (ptrace).
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "rehearse/faults.h"

#define PATH_SHOWN	160	/* bytes of a path that are looked at */

/* Calls that change the file system.  Not every machine has all of them. */
static const struct call {
	long		 number;
	const char	*name;
	int		 path;		/* argument; -1: works on a file */
	int		 flags;		/* argument with open flags, or -1 */
} calls[] = {
#ifdef SYS_open
	{ SYS_open, "open", 0, 1 },
	{ SYS_creat, "creat", 0, -1 },
	{ SYS_rename, "rename", 0, -1 },
	{ SYS_unlink, "unlink", 0, -1 },
	{ SYS_link, "link", 1, -1 },
	{ SYS_symlink, "symlink", 1, -1 },
	{ SYS_mkdir, "mkdir", 0, -1 },
	{ SYS_rmdir, "rmdir", 0, -1 },
	{ SYS_mknod, "mknod", 0, -1 },
	{ SYS_chmod, "chmod", 0, -1 },
	{ SYS_chown, "chown", 0, -1 },
	{ SYS_lchown, "lchown", 0, -1 },
	{ SYS_utime, "utime", 0, -1 },
	{ SYS_utimes, "utimes", 0, -1 },
	{ SYS_futimesat, "futimesat", 1, -1 },
#endif
#ifdef SYS_renameat
	{ SYS_renameat, "renameat", 1, -1 },
#endif
#ifdef SYS_openat2
	{ SYS_openat2, "openat2", 1, -1 },
#endif
#ifdef SYS_fchmodat2
	{ SYS_fchmodat2, "fchmodat", 1, -1 },
#endif
	{ SYS_openat, "openat", 1, 2 },
	{ SYS_renameat2, "renameat", 1, -1 },
	{ SYS_unlinkat, "unlinkat", 1, -1 },
	{ SYS_linkat, "linkat", 3, -1 },
	{ SYS_symlinkat, "symlinkat", 2, -1 },
	{ SYS_mkdirat, "mkdirat", 1, -1 },
	{ SYS_mknodat, "mknodat", 1, -1 },
	{ SYS_fchmodat, "fchmodat", 1, -1 },
	{ SYS_fchownat, "fchownat", 1, -1 },
	{ SYS_utimensat, "utimensat", 1, -1 },
	{ SYS_truncate, "truncate", 0, -1 },
	{ SYS_ftruncate, "ftruncate", -1, -1 },
	{ SYS_fchmod, "fchmod", -1, -1 },
	{ SYS_fchown, "fchown", -1, -1 },
};

#define OPTIONS	(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | \
		PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | \
		PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL)

/* One script with its offspring, while it is watched. */
struct watch {
	struct faults	*faults;
	const char	*script;
	pid_t		*pids;
	size_t		 n;
};

bool
faults_supported(void)
{
	return true;
}

struct faults *
faults_new(void)
{
	struct faults *f = mmap(NULL, sizeof(*f), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return f == MAP_FAILED ? NULL : f;
}

void
faults_free(struct faults *f)
{
	if (f != NULL)
		(void)munmap(f, sizeof(*f));
}

void
faults_await(int gate)
{
	char c;

	while (read(gate, &c, 1) == -1 && errno == EINTR)
		;
	close(gate);
}

static const struct call *
find_call(uint64_t number)
{
	size_t i;

	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if ((uint64_t)calls[i].number == number)
			return &calls[i];
	return NULL;
}

/* The text at an address of the process; "" when it cannot be read. */
static void
read_path(pid_t pid, uint64_t address, char text[PATH_SHOWN])
{
	struct iovec local = { text, PATH_SHOWN - 1 };
	struct iovec remote = { (void *)(uintptr_t)address, PATH_SHOWN - 1 };
	ssize_t n;

	do {	/* it may lie just before the end of what is readable */
		n = process_vm_readv(pid, &local, 1, &remote, 1, 0);
		local.iov_len /= 2;
		remote.iov_len = local.iov_len;
	} while (n == -1 && errno == EFAULT && local.iov_len > 0);
	text[n < 0 ? 0 : n] = '\0';
}

/* Devices and /proc are no files that a power cut could spoil. */
static bool
is_file(const char *path)
{
	return strncmp(path, "/dev/", 5) != 0 &&
	    strncmp(path, "/proc/", 6) != 0;
}

static bool
writes(const struct call *c, const struct __ptrace_syscall_info *info)
{
	uint64_t flags;

	if (c->flags < 0)
		return true;
	flags = info->entry.args[c->flags];
	return (flags & O_ACCMODE) != O_RDONLY ||
	    (flags & (O_CREAT | O_TRUNC)) != 0;
}

static void
strike(struct watch *w)
{
	size_t i;

	w->faults->struck = true;
	for (i = 0; i < w->n; i++)
		(void)kill(w->pids[i], SIGKILL);
	(void)kill(getpid(), SIGKILL);
}

/* A call is about to be made. */
static void
consider(struct watch *w, pid_t pid)
{
	struct __ptrace_syscall_info info;
	char path[PATH_SHOWN] = "";
	const struct call *c;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) <= 0) {
		w->faults->broken = true;
		return;
	}
	if (info.op != PTRACE_SYSCALL_INFO_ENTRY)
		return;
	c = find_call(info.entry.nr);
	if (c == NULL || !writes(c, &info))
		return;
	if (c->path >= 0)
		read_path(pid, info.entry.args[c->path], path);
	if (!is_file(path))
		return;
	if (++w->faults->points != w->faults->kill_at)
		return;
	(void)snprintf(w->faults->what, sizeof(w->faults->what),
	    "%.40s: %s %s", w->script, c->name, path);
	strike(w);
}

static void
remember(struct watch *w, pid_t pid)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (w->pids[i] == pid)
			return;
	w->pids = xreallocarray(w->pids, w->n + 1, sizeof(*w->pids));
	w->pids[w->n++] = pid;
}

static void
forget(struct watch *w, pid_t pid)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (w->pids[i] == pid) {
			w->pids[i] = w->pids[--w->n];
			return;
		}
}

/* A process stands still; it goes on in the way that fits. */
static void
go_on(struct watch *w, pid_t pid, int status)
{
	int sig = WSTOPSIG(status), event = status >> 16;
	bool stopped = sig == SIGSTOP || sig == SIGTSTP || sig == SIGTTIN ||
	    sig == SIGTTOU;

	remember(w, pid);
	if (sig == (SIGTRAP | 0x80)) {
		consider(w, pid);
		sig = 0;
	} else if (event == PTRACE_EVENT_STOP && stopped) {
		(void)ptrace(PTRACE_LISTEN, pid, NULL, NULL);
		return;
	} else if (event != 0)
		sig = 0;
	(void)ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(intptr_t)sig);
}

/* Services that the script leaves behind go on unwatched. */
static void
let_go(struct watch *w)
{
	int status;
	size_t i;

	for (i = 0; i < w->n; i++) {
		if (ptrace(PTRACE_INTERRUPT, w->pids[i], NULL, NULL) == -1)
			continue;
		if (waitpid(w->pids[i], &status, __WALL) == w->pids[i] &&
		    WIFSTOPPED(status))
			(void)ptrace(PTRACE_DETACH, w->pids[i], NULL, NULL);
	}
	free(w->pids);
}

void
faults_watch(struct faults *f, const char *script, pid_t pid, int gate,
    int *status)
{
	struct watch w = { .faults = f, .script = script };
	pid_t got;

	if (ptrace(PTRACE_SEIZE, pid, NULL, (void *)(uintptr_t)OPTIONS) ==
	    -1 || ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) == -1)
		f->broken = true;
	close(gate);
	for (;;) {
		got = waitpid(-1, status, __WALL);
		if (got == -1 && errno != EINTR)
			break;
		if (got == -1)
			continue;
		if (WIFSTOPPED(*status)) {
			go_on(&w, got, *status);
			continue;
		}
		forget(&w, got);
		if (got == pid)
			break;
	}
	let_go(&w);
}
