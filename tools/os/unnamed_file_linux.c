/*
 * Linux: O_TMPFILE of open(2), and linkat(2) by way of /proc.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "os/unnamed_file.h"

#define PROC_PATH_SIZE 64

/* The path under which linkat(2) finds an open file. */
static void
print_proc_path(int fd, char path[PROC_PATH_SIZE])
{
	(void)snprintf(path, PROC_PATH_SIZE, "/proc/self/fd/%d", fd);
}

int
unnamed_file_open(const char *dir)
{
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
	char proc[PROC_PATH_SIZE];

	if (fd == -1)
		return -1;
	print_proc_path(fd, proc);
	if (access(proc, F_OK) == 0)
		return fd;
	/* without /proc it could never be given a name */
	(void)close(fd);
	return -1;
}

bool
unnamed_file_link(int fd, const char *path)
{
	char proc[PROC_PATH_SIZE];

	print_proc_path(fd, proc);
	return linkat(AT_FDCWD, proc, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0;
}
