/*
 * deny [-a] COMMAND...: runs it where unshare, setns, mount and ptrace fail
 * with EPERM, as in many containers (seccomp); with -a, Landlock does as well.
 * Ends with 77 where that cannot be had.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#ifdef __linux__
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#endif

#define DENY(call) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), \
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

static struct sock_filter filter[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    DENY(SYS_unshare),
    DENY(SYS_setns),
    DENY(SYS_mount),
    DENY(SYS_ptrace),
    DENY(SYS_landlock_create_ruleset),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

/* The comparison with the call of Landlock. */
#define LANDLOCK_RULE (sizeof(filter) / sizeof(filter[0]) - 3)

int
main(int argc, char **argv)
{
	struct sock_fprog program = {
	    .len = sizeof(filter) / sizeof(filter[0]), .filter = filter};

	bool all = argc > 1 && strcmp(argv[1], "-a") == 0;

	if (all) {
		argc--;
		argv++;
	} else /* the last rule is that of Landlock */
		filter[LANDLOCK_RULE] = (struct sock_filter)BPF_STMT(
		    BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	if (argc < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1)
		return 77;
	(void)execvp(argv[1], argv + 1);
	perror(argv[1]);
	return 127;
}
#else
int
main(void)
{
	return 77;
}
#endif
