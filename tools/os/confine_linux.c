/*
 * Linux: capabilities(7), seccomp(2) and landlock(7).
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/confine.h"
#include "os/process.h"

/*
 * What scripts of packages do as root: give files away, change modes of
 * others' files, read and write them, become a daemon's user, stop its
 * processes, and let it listen (in a network of its own).
 */
static const int kept_capabilities[] = {
    CAP_CHOWN,
    CAP_DAC_OVERRIDE,
    CAP_DAC_READ_SEARCH,
    CAP_FOWNER,
    CAP_FSETID,
    CAP_KILL,
    CAP_NET_BIND_SERVICE,
    CAP_SETGID,
    CAP_SETUID,
};

/* System calls that fail with EPERM, whatever their arguments. */
static const char *const forbidden_calls[] = {
    /* mounts and namespaces */
    "mount",
    "umount",
    "umount2",
    "pivot_root",
    "chroot",
    "mount_setattr",
    "move_mount",
    "open_tree",
    "open_tree_attr",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "setns",
    "unshare",
    /* other processes, and what reaches around the view of files */
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "pidfd_getfd",
    "kcmp",
    "process_madvise",
    "name_to_handle_at",
    "open_by_handle_at",
    "fanotify_init",
    "perf_event_open",
    "userfaultfd",
    /* the kernel and what all processes of the host share */
    "bpf",
    "init_module",
    "finit_module",
    "delete_module",
    "create_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "swapon",
    "swapoff",
    "acct",
    "quotactl",
    "quotactl_fd",
    "syslog",
    "nfsservctl",
    "vhangup",
    "iopl",
    "ioperm",
    "modify_ldt",
    "add_key",
    "request_key",
    "keyctl",
    "settimeofday",
    "stime",
    "clock_settime",
    "clock_settime64",
    "clock_adjtime",
    "clock_adjtime64",
    "adjtimex",
    "sethostname",
    "setdomainname",
    "lookup_dcookie",
    "_sysctl",
    "uselib",
    "personality",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static int
is_kept(int capability)
{
	size_t i;

	for (i = 0; i < COUNT(kept_capabilities); i++)
		if (kept_capabilities[i] == capability)
			return 1;
	return 0;
}

/*
 * A process of root gains at execve(2) what is in its bounding set, so that is
 * what has to shrink.  An ordinary user has nothing to drop.
 */
static int
drop_capabilities(void)
{
	int capability;

	for (capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0;
	     capability++)
		if (!is_kept(capability) &&
		    prctl(PR_CAPBSET_READ, capability, 0, 0, 0) == 1 &&
		    prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == -1 &&
		    errno != EPERM)
			return -1;
	(void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	return 0;
}

/* Each row is a rule; a call that this processor does not have is no rule. */
static int
forbid(scmp_filter_ctx filter, const char *name)
{
	int call = seccomp_syscall_resolve_name(name);
	int result;

	if (call == __NR_SCMP_ERROR)
		return 0;
	result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0);
	return result == -EDOM ? 0 : result;
}

/* clone(2) is needed for fork, but not for namespaces. */
static int
forbid_namespaces(scmp_filter_ctx filter)
{
	static const uint64_t flags[] = {CLONE_NEWNS, CLONE_NEWUTS,
	    CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET,
	    CLONE_NEWCGROUP};
	size_t i;
	int result = 0;

	for (i = 0; i < COUNT(flags) && result == 0; i++)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM),
		    SCMP_SYS(clone), 1,
		    SCMP_A0(SCMP_CMP_MASKED_EQ, flags[i], flags[i]));
	/* its flags are in memory, which a filter cannot read; the C library
	 * falls back to clone(2) */
	if (result == 0)
		result = seccomp_rule_add(
		    filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	return result;
}

/* Putting characters into the input of the terminal that we run on. */
static int
forbid_terminal_input(scmp_filter_ctx filter)
{
	int result = 0;

#ifdef TIOCSTI
	result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM),
	    SCMP_SYS(ioctl), 1,
	    SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffu, TIOCSTI));
#endif
#ifdef TIOCLINUX
	if (result == 0)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM),
		    SCMP_SYS(ioctl), 1,
		    SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffu, TIOCLINUX));
#endif
	return result;
}

static int
add_rules(scmp_filter_ctx filter)
{
	size_t i;
	int result = 0;

	for (i = 0; i < COUNT(forbidden_calls) && result == 0; i++)
		result = forbid(filter, forbidden_calls[i]);
	if (result == 0)
		result = forbid_namespaces(filter);
	if (result == 0)
		result = forbid_terminal_input(filter);
	return result;
}

/* 0, or a negative number as libseccomp gives it. */
static int
filter_system_calls(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int result;

	if (filter == NULL)
		return -ENOMEM;
	/* calls by another ABI (32-bit programs) are killed by default */
	result = seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0);
	if (result == 0)
		result = add_rules(filter);
	if (result == 0)
		result = seccomp_load(filter);
	seccomp_release(filter);
	return result;
}

const char *
confine_script(void)
{
	int result;

	/* a descriptor of a directory of the host would lead out of the new
	 * root, and a daemon would keep a lock (svr4-packaging 6.2) */
	process_close_from(STDERR_FILENO + 1);
	if (drop_capabilities() == -1)
		return "capabilities cannot be dropped";
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return "privileges cannot be given up";
	result = filter_system_calls();
	if (result == 0)
		return NULL;
	errno = -result;
	return "system calls cannot be filtered";
}

/* Of <linux/landlock.h>, which systems of before 2021 lack. */
struct ruleset {
	uint64_t handled_fs, handled_net, scoped;
};

struct path_rule {
	uint64_t allowed;
	int32_t parent_fd;
} __attribute__((__packed__));

/* the numbers of all processors but Alpha and MIPS */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule       445
#define SYS_landlock_restrict_self  446
#endif

#define RULE_PATH      1
#define VERSION_FLAG   1u
#define RIGHT_WRITE    (1u << 1)
#define RIGHTS_CHANGE  0x1ff0u    /* remove and make objects */
#define RIGHT_REFER    (1u << 13) /* ABI 2 */
#define RIGHT_TRUNCATE (1u << 14) /* ABI 3 */
#define SCOPE_SIGNAL   2u         /* ABI 6 */

static uint64_t
write_rights(long abi)
{
	return RIGHT_WRITE | RIGHTS_CHANGE | (abi >= 2 ? RIGHT_REFER : 0) |
	    (abi >= 3 ? RIGHT_TRUNCATE : 0);
}

static bool
allow_writing(int ruleset, const char *path, uint64_t rights)
{
	struct path_rule rule = {.allowed = rights};
	struct stat st;
	bool ok;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd == -1)
		return errno == ENOENT;
	if (fstat(rule.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed &= RIGHT_WRITE | RIGHT_TRUNCATE;
	ok = syscall(SYS_landlock_add_rule, ruleset, RULE_PATH, &rule, 0) == 0;
	close(rule.parent_fd);
	return ok;
}

const char *
confine_writes(const char *const *writable)
{
	static const char *const devices[] = {
	    "/dev/null", "/dev/zero", "/dev/full", "/dev/tty", NULL};
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG);
	struct ruleset r = {.handled_fs = 0};
	size_t size = abi >= 6 ? sizeof(r) : sizeof(r.handled_fs);
	const char *const *path;
	int ruleset;
	bool ok = true;

	if (abi < 1)
		return "the kernel has no Landlock";
	r.handled_fs = write_rights(abi);
	r.scoped = abi >= 6 ? SCOPE_SIGNAL : 0;
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &r, size, 0);
	if (ruleset == -1)
		return "Landlock cannot be used";
	for (path = devices; ok && *path != NULL; path++)
		ok = allow_writing(ruleset, *path, r.handled_fs);
	for (path = writable; ok && *path != NULL; path++)
		ok = allow_writing(ruleset, *path, r.handled_fs);
	ok = ok && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	close(ruleset);
	return ok ? NULL : "Landlock cannot be used";
}

void
adopt_descendants(void)
{
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

/* Kills the children of this thread; false when there are none. */
static bool
kill_children(void)
{
	FILE *list = fopen("/proc/thread-self/children", "r");
	bool found = false;
	int pid;

	/* NOLINTNEXTLINE(cert-err34-c): the kernel writes nothing but numbers */
	while (list != NULL && fscanf(list, "%d", &pid) == 1) {
		(void)kill((pid_t)pid, SIGKILL);
		found = true;
	}
	if (list != NULL)
		(void)fclose(list);
	return found;
}

/* Children of those that were killed become ours, so it is repeated. */
void
kill_descendants(void)
{
	while (kill_children())
		(void)waitpid(-1, NULL, 0);
}
