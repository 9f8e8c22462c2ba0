/*
 * Processors differ in their calls: the newer ones lack those that others have
 * replaced, such as open(2) since there is openat(2).
 */
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>

#include "base/mem.h"
#include "faults/syscalls_linux.h"

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define ARCHITECTURE 0 /* of no processor: the filter stops nothing */
#endif

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LOW_WORD 0
#else
#define LOW_WORD 4
#endif

#define NONE ARG_NONE
#define PATH(name, path) \
	{ \
		SYS_##name, #name, NONE, path, NONE, NONE, NONE, false \
	}
#define AT(name, dir, path) \
	{ \
		SYS_##name, #name, dir, path, NONE, NONE, NONE, false \
	}
#define OPENED(name, fd) \
	{ \
		SYS_##name, #name, fd, NONE, NONE, NONE, NONE, false \
	}
#define OPEN(name, dir, path, flags) \
	{ \
		SYS_##name, #name, dir, path, NONE, NONE, flags, true \
	}
#define TWO(name, dir, path, other_dir, other_path) \
	{ \
		SYS_##name, #name, dir, path, other_dir, other_path, NONE, \
		    false \
	}

static const struct syscall calls[] = {
#ifdef SYS_open
    OPEN(open, NONE, 0, 1),
#endif
#ifdef SYS_creat
    OPEN(creat, NONE, 0, NONE),
#endif
    OPEN(openat, 0, 1, 2),
#ifdef SYS_openat2
    OPEN(openat2, 0, 1, 2), /* flags in a structure */
#endif
#ifdef SYS_rename
    TWO(rename, NONE, 1, NONE, 0),
#endif
#ifdef SYS_renameat
    TWO(renameat, 2, 3, 0, 1),
#endif
#ifdef SYS_renameat2
    TWO(renameat2, 2, 3, 0, 1),
#endif
#ifdef SYS_unlink
    PATH(unlink, 0),
#endif
    AT(unlinkat, 0, 1),
#ifdef SYS_rmdir
    PATH(rmdir, 0),
#endif
#ifdef SYS_link
    TWO(link, NONE, 1, NONE, 0),
#endif
    TWO(linkat, 2, 3, 0, 1),
#ifdef SYS_symlink
    PATH(symlink, 1),
#endif
    AT(symlinkat, 1, 2),
#ifdef SYS_mkdir
    PATH(mkdir, 0),
#endif
    AT(mkdirat, 0, 1),
#ifdef SYS_mknod
    PATH(mknod, 0),
#endif
    AT(mknodat, 0, 1),
#ifdef SYS_chmod
    PATH(chmod, 0),
#endif
    OPENED(fchmod, 0),
    AT(fchmodat, 0, 1),
#ifdef SYS_fchmodat2
    AT(fchmodat2, 0, 1),
#endif
#ifdef SYS_chown
    PATH(chown, 0),
#endif
#ifdef SYS_lchown
    PATH(lchown, 0),
#endif
    OPENED(fchown, 0),
    AT(fchownat, 0, 1),
#ifdef SYS_utime
    PATH(utime, 0),
#endif
#ifdef SYS_utimes
    PATH(utimes, 0),
#endif
#ifdef SYS_futimesat
    AT(futimesat, 0, 1),
#endif
    AT(utimensat, 0, 1),
    PATH(truncate, 0),
    OPENED(ftruncate, 0),
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define NCALLS       COUNT(calls)

/* Calls that wait until the disks have everything. */
static const long waiting[] = {
    SYS_sync,
    SYS_fsync,
    SYS_fdatasync,
    SYS_syncfs,
#ifdef SYS_sync_file_range
    SYS_sync_file_range,
#endif
};

/*
 * Calls that begin or end a program, and those after which a file that was
 * opened may have other contents.
 */
static const long others[] = {
    SYS_execve,
    SYS_execveat,
    SYS_exit,
    SYS_exit_group,
    SYS_write,
    SYS_writev,
    SYS_pwrite64,
    SYS_pwritev,
    SYS_sendfile,
    SYS_splice,
    SYS_fallocate,
    SYS_ioctl,
    SYS_copy_file_range,
};

bool
syscalls_are_known(void)
{
	return ARCHITECTURE != 0;
}

const struct syscall *
syscall_find(long number)
{
	size_t i;

	for (i = 0; i < NCALLS; i++)
		if (calls[i].number == number)
			return &calls[i];
	return NULL;
}

bool
syscall_hides_flags(const struct syscall *c)
{
#ifdef SYS_openat2
	return c->number == SYS_openat2;
#else
	(void)c;
	return false;
#endif
}

#define LOAD(field) \
	(struct sock_filter) \
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)(field))
#define JUMP(op, value, yes, no) \
	(struct sock_filter) \
	    BPF_JUMP(BPF_JMP | (op) | BPF_K, (unsigned)(value), yes, no)
#define RETURN(value) (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, value)

/* Appends rules that return action for the calls of these numbers. */
static unsigned short
add_rules(struct sock_filter *f, unsigned short n, const long *numbers,
    size_t count, unsigned action)
{
	size_t i;

	for (i = 0; i < count; i++) {
		f[n++] = JUMP(BPF_JEQ, numbers[i], 0, 1);
		f[n++] = RETURN(action);
	}
	return n;
}

/*
 * For each call: if it is the one, return action, but for an open only if its
 * flags are some of OPEN_WRITES.
 */
static unsigned short
add_call_rules(struct sock_filter *f, unsigned short n, unsigned action)
{
	const struct syscall *c;
	size_t arg;

	for (c = calls; c < calls + NCALLS; c++) {
		if (c->flags == ARG_NONE || syscall_hides_flags(c)) {
			n = add_rules(f, n, &c->number, 1, action);
			continue;
		}
		arg = offsetof(struct seccomp_data, args) +
		    8 * (size_t)c->flags + LOW_WORD;
		f[n++] = JUMP(BPF_JEQ, c->number, 0, 4);
		f[n++] = LOAD(arg);
		f[n++] = JUMP(BPF_JSET, OPEN_WRITES, 0, 1);
		f[n++] = RETURN(action);
		f[n++] = RETURN(SECCOMP_RET_ALLOW);
	}
	return n;
}

struct sock_fprog
syscall_filter(unsigned action, bool with_others)
{
	struct sock_filter *f = xcalloc(
	    5 + 2 * COUNT(waiting) + 2 * COUNT(others) + 6 * NCALLS,
	    sizeof(*f));
	unsigned short n = 0;

	f[n++] = LOAD(offsetof(struct seccomp_data, arch));
	f[n++] = JUMP(BPF_JEQ, ARCHITECTURE, 1, 0);
	f[n++] = RETURN(SECCOMP_RET_ALLOW);
	f[n++] = LOAD(offsetof(struct seccomp_data, nr));
	n = add_rules(
	    f, n, waiting, COUNT(waiting), SECCOMP_RET_ERRNO | 0 /* success */);
	if (with_others)
		n = add_rules(f, n, others, COUNT(others), action);
	if (action != SECCOMP_RET_ALLOW)
		n = add_call_rules(f, n, action);
	f[n++] = RETURN(SECCOMP_RET_ALLOW);
	return (struct sock_fprog){.len = n, .filter = f};
}
