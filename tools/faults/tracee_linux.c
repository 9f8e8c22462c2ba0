#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "faults/tracee_linux.h"
#include "os/process_linux.h"

#define PAGE 4096

/*
 * The scripts have another group than we (svr4-packaging 6.2), and without
 * CAP_SYS_PTRACE, as in a container, only who has that of a process may look
 * into it: we take its group for the moment.
 */
static void
begin_look(pid_t pid)
{
	char path[64], line[128], first;
	unsigned group = 0;
	FILE *status;

	(void)snprintf(path, sizeof(path), "/proc/%ld/cwd", (long)pid);
	if (readlink(path, &first, 1) == 1 || errno != EACCES)
		return;
	(void)snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	status = fopen(path, "r");
	while (status != NULL && fgets(line, sizeof(line), status) != NULL)
		/* NOLINTNEXTLINE(cert-err34-c): written by the kernel */
		if (sscanf(line, "Gid: %u", &group) == 1)
			break;
	if (status != NULL)
		(void)fclose(status);
	(void)setresgid(group, (gid_t)-1, (gid_t)-1);
	(void)setfsgid(group);
}

static void
end_look(void)
{
	if (getgid() == getegid())
		return;
	(void)setresgid(getegid(), (gid_t)-1, (gid_t)-1);
	(void)setfsgid(getegid());
	/* that has made us, and so our children, not traceable */
	(void)prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

bool
tracee_call(
    pid_t pid, long number, const uint64_t args[6], struct tracee_call *call)
{
	uint64_t flags = 0;

	call->entry = syscall_find(number);
	if (call->entry == NULL)
		return false;
	memcpy(call->args, args, sizeof(call->args));
	call->creates = call->truncates = call->entry->opens;
	if (!call->entry->opens || call->entry->flags == ARG_NONE)
		return true;
	if (syscall_hides_flags(call->entry)) {
		begin_look(pid);
		(void)peek(
		    pid, call->args[call->entry->flags], &flags, sizeof(flags));
		end_look();
	} else
		flags = call->args[call->entry->flags];
	call->creates = (flags & (O_CREAT | O_TRUNC)) != 0;
	call->truncates = (flags & O_TRUNC) != 0;
	return (flags & OPEN_WRITES) != 0;
}

/* The target of a link in /proc/PID, or NULL; the caller frees. */
static char *
proc_link(pid_t pid, const char *name)
{
	char path[64], text[PATH_MAX];
	ssize_t n;

	(void)snprintf(path, sizeof(path), "/proc/%ld/%s", (long)pid, name);
	n = readlink(path, text, sizeof(text) - 1);
	if (n <= 0)
		return NULL;
	text[n] = '\0';
	return xstrdup(text);
}

/* The path of an open file, or of the current directory; as proc_link. */
static char *
descriptor_path(pid_t pid, int fd)
{
	char name[32];

	if (fd == AT_FDCWD)
		return proc_link(pid, "cwd");
	(void)snprintf(name, sizeof(name), "fd/%d", fd);
	return proc_link(pid, name);
}

/* The absolute path that two arguments name, or NULL; the caller frees. */
static char *
full_path(pid_t pid, const struct tracee_call *call, int dir, int path)
{
	char *text = NULL, *above, *full;
	int fd = dir == ARG_NONE ? AT_FDCWD : (int)call->args[dir];

	if (path != ARG_NONE)
		text = peek_string(pid, call->args[path]);
	if (text != NULL && text[0] == '/')
		return text;
	above = descriptor_path(pid, fd);
	/* as in utimensat(fd, NULL) or fchownat(fd, "", AT_EMPTY_PATH) */
	if (above == NULL || text == NULL || text[0] == '\0') {
		free(text);
		return above;
	}
	full = xasprintf("%s/%s", above, text);
	free(above);
	free(text);
	return full;
}

/* Has the process, in a live root, another root than this one? */
static bool
has_other_root(pid_t pid)
{
	struct stat ours, theirs;
	char path[64];

	(void)snprintf(path, sizeof(path), "/proc/%ld/root/.", (long)pid);
	return stat("/", &ours) == 0 && stat(path, &theirs) == 0 &&
	    (ours.st_dev != theirs.st_dev || ours.st_ino != theirs.st_ino);
}

static bool
is_path_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	return strncmp(path, dir, len) == 0 &&
	    (path[len] == '/' || path[len] == '\0');
}

/* The part of path below root, or NULL; frees path. */
static char *
below_root(pid_t pid, char *path, const char *root)
{
	char *rest = NULL;

	if (path == NULL)
		return NULL;
	if (path[0] == '/')
		path_canonize(path);
	if (is_path_below(path, root))
		rest = xstrdup(path + strlen(root));
	else if (path[0] == '/' && !is_path_below(path, "/dev") &&
	    !is_path_below(path, "/proc") && has_other_root(pid))
		rest = xstrdup(path);
	free(path);
	return rest;
}

char *
tracee_path(pid_t pid, const struct tracee_call *call, const char *root)
{
	const struct syscall *e = call->entry;
	char *path;

	begin_look(pid);
	path = below_root(pid, full_path(pid, call, e->dir, e->path), root);
	if (path == NULL && e->other_path != ARG_NONE)
		path = below_root(pid,
		    full_path(pid, call, e->other_dir, e->other_path), root);
	end_look();
	return path;
}

bool
tracee_runs(pid_t pid, const struct stat *program)
{
	struct stat st;
	char path[64];
	bool is_there;

	(void)snprintf(path, sizeof(path), "/proc/%ld/exe", (long)pid);
	begin_look(pid);
	is_there = stat(path, &st) == 0;
	end_look();
	/* nobody may look into one of ours that has just changed its group */
	return !is_there ||
	    (st.st_dev == program->st_dev && st.st_ino == program->st_ino);
}

char *
tracee_script(pid_t pid)
{
	char path[64], text[PAGE + 1], *p, *name = text;
	ssize_t n;
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%ld/cmdline", (long)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd == -1 ? 0 : read(fd, text, PAGE);
	if (fd != -1)
		close(fd);
	text[n < 0 ? 0 : n] = '\0';
	for (p = text + strlen(text) + 1; p < text + n; p += strlen(p) + 1) {
		if (strcmp(p, "-c") == 0)
			return NULL;
		if (*p == '-')
			continue;
		name = p;
		break;
	}
	return xstrdup(path_basename(name));
}
