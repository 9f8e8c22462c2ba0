/*
 * Systems on which owners cannot be noted.
 */
#include <unistd.h>

#include "os/owner.h"

bool
owner_is_free(void)
{
	return geteuid() == 0;
}

bool
owner_set(int fd, uid_t uid, gid_t gid)
{
	return fchown(fd, uid, gid) == 0;
}

bool
owner_set_path(const char *path, uid_t uid, gid_t gid)
{
	return lchown(path, uid, gid) == 0;
}

void
owner_read(int fd, struct stat *st)
{
	(void)fd, (void)st;
}

void
owner_read_path(const char *path, struct stat *st)
{
	(void)path, (void)st;
}

void
owner_read_entry(int dir, const char *name, struct stat *st)
{
	(void)dir, (void)name, (void)st;
}

bool
owner_note(int fd, uid_t uid, gid_t gid)
{
	(void)fd, (void)uid, (void)gid;
	return false;
}

bool
owner_is_noted(int fd)
{
	(void)fd;
	return false;
}
