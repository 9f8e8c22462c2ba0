/*
 * Linux: a mount namespace in which the host is read-only.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "root/protect.h"
#include "run/exit_code.h"

/* struct mount_attr, which the headers of older systems lack. */
struct mount_attributes {
	uint64_t set, clear, propagation, user_namespace;
};

#define READ_ONLY 0x01u   /* MOUNT_ATTR_RDONLY */
#define ALL_BELOW 0x8000u /* AT_RECURSIVE */

/* Changes the mount at path and all below it: mount_setattr(2), since 5.12. */
#ifdef SYS_mount_setattr
static bool
change(const char *path, uint64_t set, uint64_t clear)
{
	struct mount_attributes a = {.set = set, .clear = clear};

	return syscall(SYS_mount_setattr, AT_FDCWD, path, ALL_BELOW, &a,
		   sizeof(a)) == 0;
}
#else
static bool
change(const char *path, uint64_t set, uint64_t clear)
{
	(void)path, (void)set, (void)clear;
	errno = ENOSYS;
	return false;
}
#endif

static bool
mount_it(const char *from, const char *to, unsigned long flags)
{
	return mount(from, to, NULL, flags, NULL) == 0;
}

static bool
protect(const char *const *writable)
{
	const char *const *w;

	if (unshare(CLONE_NEWNS) == -1 ||
	    !mount_it(NULL, "/", MS_PRIVATE | MS_REC))
		return false;
	for (w = writable; *w != NULL; w++)
		if (access(*w, F_OK) == 0 &&
		    !mount_it(*w, *w, MS_BIND | MS_REC))
			return false;
	if (!change("/", READ_ONLY, 0))
		return false;
	for (w = writable; *w != NULL; w++)
		if (access(*w, F_OK) == 0 && !change(*w, 0, READ_ONLY))
			return false;
	return true;
}

/* In the child; what went wrong is told through the pipe. */
static int
work_protected(
    const char *const *writable, int trouble, int (*work)(void *), void *arg)
{
	int error = 0;
	char *cwd = getcwd(NULL, 0);

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!protect(writable)) {
		error = errno;
		(void)!write(trouble, &error, sizeof(error));
	}
	close(trouble);
	/* the directory of before may lie below one of the new mounts */
	if (cwd != NULL && chdir(cwd) == -1)
		(void)!chdir("/");
	free(cwd);
	return work(arg);
}

static int
wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return EXIT_FATAL;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FATAL;
}

int
protected_run(const char *root, const char *temporary, int (*work)(void *),
    void *arg, struct diag *d)
{
	const char *const writable[] = {
	    "/tmp", "/var/tmp", temporary, root, NULL};
	int ends[2], error, code;
	pid_t pid;

	if (geteuid() != 0 || pipe2(ends, O_CLOEXEC) == -1)
		return work(arg);
	(void)fflush(NULL);
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		code = work_protected(writable, ends[1], work, arg);
		(void)fflush(NULL);
		_exit(code);
	}
	close(ends[1]);
	if (pid == -1) {
		close(ends[0]);
		return work(arg);
	}
	if (read(ends[0], &error, sizeof(error)) == sizeof(error))
		diag_warn(d, root, 0, NULL,
		    "the host is not protected from "
		    "scripts that leave the root: %s",
		    strerror(error));
	close(ends[0]);
	code = wait_for(pid);
	return code;
}
