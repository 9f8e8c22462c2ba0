/*
 * deny [-a] [-s] COMMAND...: runs it where unshare, setns, mount, ptrace and
 * process_vm_readv fail with EPERM, as in many containers (seccomp); with -a,
 * Landlock does as well, with -s, seccomp.  Ends with 77 where that cannot be
 * had.
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
    DENY(SYS_process_vm_readv),
    DENY(SYS_landlock_create_ruleset),
    DENY(SYS_seccomp),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

#define RULES (sizeof(filter) / sizeof(filter[0]))

/* The comparisons of the last two. */
#define LANDLOCK_RULE (RULES - 5)
#define SECCOMP_RULE  (RULES - 3)

/* The comparison lets the call go on behind the rule. */
static void
allow(size_t rule)
{
	filter[rule].jt = filter[rule].jf;
}

int
main(int argc, char **argv)
{
	struct sock_fprog program = {.len = RULES, .filter = filter};
	bool landlock = true, seccomp = true;

	for (; argc > 1 && argv[1][0] == '-'; argc--, argv++) {
		landlock = landlock && strcmp(argv[1], "-a") != 0;
		seccomp = seccomp && strcmp(argv[1], "-s") != 0;
	}
	if (landlock)
		allow(LANDLOCK_RULE);
	if (seccomp)
		allow(SECCOMP_RULE);
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
