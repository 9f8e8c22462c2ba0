/*
 * Tries each way that a script of a package could take out of its root, and
 * prints one line `escaped: NAME' for each that is open.
 *
 *	escape DIRECTORY PID NAMESPACES
 *
 * DIRECTORY is one of the host outside the root, PID a process of the host,
 * NAMESPACES a file with a line `NAME LINK' for each namespace of the host.
 * Linux only.  Calls that would do harm get arguments that the kernel refuses
 * in another way than with EPERM when it lets the caller get so far.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *host_directory;

static void
judge(const char *name, bool escaped)
{
	if (escaped)
		printf("escaped: %s\n", name);
}

/* A call that is held fails with EPERM, or is not there at all. */
static bool
is_open(long result)
{
	return result != -1 || (errno != EPERM && errno != ENOSYS);
}

/* Each runs in a child, since some change the process. */
static void
try_call(const char *name, bool (*attempt)(void))
{
	int status = 0;
	pid_t pid;

	(void)fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(attempt() ? 1 : 0);
	(void)waitpid(pid, &status, 0);
	judge(name, WIFEXITED(status) && WEXITSTATUS(status) == 1);
}

static bool
mount_new(void)
{
	return is_open(mount("none", "/tmp", "tmpfs", 0, NULL));
}

static bool
remount_root(void)
{
	return is_open(mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL));
}

static bool
unmount(void)
{
	return is_open(umount2("/proc", MNT_DETACH));
}

static bool
new_mount_api(void)
{
	return is_open(syscall(428, AT_FDCWD, "/", 0)); /* open_tree */
}

static bool
pivot(void)
{
	return is_open(syscall(SYS_pivot_root, "/", "/tmp"));
}

static bool
change_root(void)
{
	return is_open(chroot("/tmp"));
}

static bool
new_namespace(void)
{
	return is_open(unshare(CLONE_NEWNS));
}

static bool
new_user(void)
{
	return is_open(unshare(CLONE_NEWUSER));
}

static bool
clone_namespace(void)
{
	long pid = syscall(
	    SYS_clone, (long)(CLONE_NEWUSER | SIGCHLD), 0, 0, 0, 0);

	if (pid == 0)
		_exit(0);
	return is_open(pid);
}

static bool
enter_namespace(void)
{
	int fd = open("/proc/1/ns/mnt", O_RDONLY);

	return fd != -1 && is_open(setns(fd, 0));
}

static bool
trace_parent(void)
{
	return is_open(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static bool
set_clock(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return is_open(clock_settime(CLOCK_REALTIME, &now));
}

static bool
set_time_of_day(void)
{
	struct timeval bad = {.tv_usec = -1};

	return is_open(syscall(SYS_settimeofday, &bad, NULL));
}

static bool
set_host_name(void)
{
	return is_open(sethostname("x", 1));
}

static bool
add_key(void)
{
	return is_open(syscall(SYS_add_key, "user", "x", "y", 1, -2));
}

static bool
join_keyring(void)
{
	return is_open(syscall(SYS_keyctl, 1, NULL, 0, 0, 0));
}

static bool
load_program(void)
{
	return is_open(syscall(SYS_bpf, 5, NULL, 0));
}

static bool
load_module(void)
{
	return is_open(syscall(SYS_init_module, NULL, 0, NULL));
}

static bool
load_kernel(void)
{
	return is_open(syscall(SYS_kexec_load, 0, ULONG_MAX, NULL, 0));
}

static bool
boot(void)
{
	return is_open(syscall(SYS_reboot, 0, 0, 0, NULL));
}

static bool
swap_on(void)
{
	return is_open(syscall(SYS_swapon, "/nowhere", 0));
}

static bool
open_handle(void)
{
	return is_open(syscall(SYS_open_by_handle_at, -1, NULL, 0));
}

static bool
ring(void)
{
	return is_open(syscall(425, 0, NULL)); /* io_uring_setup */
}

static bool
count_events(void)
{
	return is_open(syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0));
}

static bool
type_into_terminal(void)
{
	char c = 'x';

	return ioctl(STDIN_FILENO, TIOCSTI, &c) != -1 || errno != EPERM;
}

static bool
make_device(void)
{
	return is_open(mknod("/tmp/disk", S_IFBLK | 0600, (dev_t)(8 << 8)));
}

static const struct {
	const char *name;
	bool (*attempt)(void);
} calls[] = {
    {"mount", mount_new},
    {"remount", remount_root},
    {"umount", unmount},
    {"open_tree", new_mount_api},
    {"pivot_root", pivot},
    {"chroot", change_root},
    {"unshare mounts", new_namespace},
    {"unshare users", new_user},
    {"clone users", clone_namespace},
    {"setns", enter_namespace},
    {"ptrace", trace_parent},
    {"clock_settime", set_clock},
    {"settimeofday", set_time_of_day},
    {"sethostname", set_host_name},
    {"add_key", add_key},
    {"keyctl", join_keyring},
    {"bpf", load_program},
    {"init_module", load_module},
    {"kexec_load", load_kernel},
    {"reboot", boot},
    {"swapon", swap_on},
    {"open_by_handle_at", open_handle},
    {"io_uring_setup", ring},
    {"perf_event_open", count_events},
    {"TIOCSTI", type_into_terminal},
    {"mknod", make_device},
};

static void
try_write(const char *dir, const char *name)
{
	char path[PATH_MAX];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	if (fd == -1)
		return;
	printf("escaped: written %s\n", path);
	close(fd);
}

static void
try_open(const char *path, int flags)
{
	int fd = open(path, flags);

	if (fd == -1)
		return;
	printf("escaped: opened %s\n", path);
	close(fd);
}

static void
try_files(void)
{
	static const char *const kernel[] = {"/proc/sys/kernel/core_pattern",
	    "/proc/sys/kernel/hostname", "/proc/sysrq-trigger", "/dev/mem",
	    "/dev/kmsg", "/dev/sda", "/dev/vda"};
	char path[PATH_MAX];
	size_t i;

	for (i = 0; i < sizeof(kernel) / sizeof(kernel[0]); i++)
		try_open(kernel[i], O_WRONLY);
	(void)snprintf(path, sizeof(path), "%s/secret", host_directory);
	try_open(path, O_RDONLY);
	try_write(host_directory, "written");
	judge("sys", access("/sys/kernel", F_OK) == 0);
}

static void
try_descriptors(void)
{
	char name[64];
	int fd;

	for (fd = 3; fd < 256; fd++)
		if (fcntl(fd, F_GETFD) != -1) {
			(void)snprintf(name, sizeof(name), "descriptor %d", fd);
			judge(name, true);
		}
}

static void
try_namespaces(const char *path)
{
	char name[64], host[128], ours[128], file[128];
	FILE *f = fopen(path, "r");
	ssize_t n;

	while (f != NULL && fscanf(f, "%63s %127s", name, host) == 2) {
		(void)snprintf(file, sizeof(file), "/proc/self/ns/%s", name);
		n = readlink(file, ours, sizeof(ours) - 1);
		ours[n < 0 ? 0 : n] = '\0';
		if (strcmp(host, ours) == 0)
			printf("escaped: namespace %s\n", name);
	}
	if (f == NULL)
		printf("escaped: no list of namespaces\n");
	else
		fclose(f);
}

int
main(int argc, char **argv)
{
	size_t i;

	if (argc != 4)
		return 2;
	try_descriptors();
	host_directory = argv[1];
	judge("kill", kill((pid_t)atoi(argv[2]), 0) == 0);
	try_namespaces(argv[3]);
	try_files();
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		try_call(calls[i].name, calls[i].attempt);
	printf("tried\n");
	return 0;
}
