/*
 * Linux: xattr(7), capabilities(7) and user_namespaces(7).
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "os/owner.h"

#define NOTE      "user.pkgstream.owner"
#define NOTE_SIZE 32

/* "UID:GID" of a note; false when it is none. */
static bool
parse_note(char *text, ssize_t len, uid_t *uid, gid_t *gid)
{
	unsigned u, g;
	char end;

	if (len <= 0 || len >= NOTE_SIZE)
		return false;
	text[len] = '\0';
	/* NOLINTNEXTLINE(cert-err34-c): numbers that are too large wrap */
	if (sscanf(text, "%u:%u%c", &u, &g, &end) != 2)
		return false;
	*uid = u;
	*gid = g;
	return true;
}

/* The name in /proc of a descriptor that is a mere path (O_PATH). */
static const char *
name_of(int fd, char name[NOTE_SIZE])
{
	(void)snprintf(name, NOTE_SIZE, "/proc/self/fd/%d", fd);
	return name;
}

static bool
get_note(int fd, uid_t *uid, gid_t *gid)
{
	char text[NOTE_SIZE], name[NOTE_SIZE];
	ssize_t n = fgetxattr(fd, NOTE, text, sizeof(text));

	if (n == -1 && errno == EBADF)
		n = getxattr(name_of(fd, name), NOTE, text, sizeof(text));
	return parse_note(text, n, uid, gid);
}

static bool
put_note(int fd, const char *text, int len)
{
	char name[NOTE_SIZE];

	if (fsetxattr(fd, NOTE, text, (size_t)len, 0) == 0)
		return true;
	return errno == EBADF &&
	    setxattr(name_of(fd, name), NOTE, text, (size_t)len, 0) == 0;
}

/* A file that may not be written to is made writable for the moment. */
bool
owner_note(int fd, uid_t uid, gid_t gid)
{
	char text[NOTE_SIZE], name[NOTE_SIZE];
	int len = snprintf(
	    text, sizeof(text), "%u:%u", (unsigned)uid, (unsigned)gid);
	struct stat st;
	bool ok = put_note(fd, text, len);

	if (ok || errno != EACCES || fstat(fd, &st) == -1 ||
	    chmod(name_of(fd, name), (st.st_mode & 07777) | S_IWUSR) == -1)
		return ok;
	ok = put_note(fd, text, len);
	return chmod(name, st.st_mode & 07777) == 0 && ok;
}

bool
owner_is_noted(int fd)
{
	uid_t uid;
	gid_t gid;

	return get_note(fd, &uid, &gid);
}

bool
owner_set(int fd, uid_t uid, gid_t gid)
{
	bool done = fchown(fd, uid, gid) == 0;

	/* a note that is there would go on to count */
	if (done && !owner_is_noted(fd))
		return true;
	return owner_note(fd, uid, gid);
}

/* Opens a file or directory itself to note something; -1 with errno. */
static int
open_path(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == -1)
		return -1;
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) {
		errno = EPERM;
		return -1;
	}
	return open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

bool
owner_set_path(const char *path, uid_t uid, gid_t gid)
{
	bool done = lchown(path, uid, gid) == 0;
	int error = errno, fd = open_path(path);

	if (fd == -1) {
		errno = error;
		return done;
	}
	done = (done && !owner_is_noted(fd)) || owner_note(fd, uid, gid);
	close(fd);
	return done;
}

static void
read_own(struct stat *st)
{
	if (geteuid() == 0 || st->st_uid != geteuid())
		return;
	st->st_uid = 0;
	if (st->st_gid == getegid())
		st->st_gid = 0;
}

void
owner_read(int fd, struct stat *st)
{
	if (!get_note(fd, &st->st_uid, &st->st_gid))
		read_own(st);
}

/* A link that dangles cannot be read, and one that does not is followed. */
void
owner_read_path(const char *path, struct stat *st)
{
	char text[NOTE_SIZE];
	ssize_t n = S_ISLNK(st->st_mode)
	    ? -1
	    : getxattr(path, NOTE, text, sizeof(text));

	if (!parse_note(text, n, &st->st_uid, &st->st_gid))
		read_own(st);
}

void
owner_read_entry(int dir, const char *name, struct stat *st)
{
	int fd = S_ISREG(st->st_mode) || S_ISDIR(st->st_mode)
	    ? openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
	    : -1;

	if (fd == -1) {
		read_own(st);
		return;
	}
	owner_read(fd, st);
	close(fd);
}

/* Giving files away, changing those of others, and becoming others. */
static bool
has_capabilities(void)
{
	const unsigned needed = 1u << CAP_CHOWN | 1u << CAP_FOWNER |
	    1u << CAP_SETGID | 1u << CAP_SETUID;
	struct __user_cap_header_struct header = {
	    .version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	return syscall(SYS_capget, &header, data) == 0 &&
	    (data[0].effective & needed) == needed;
}

/* Does this user namespace have others than its root? */
static bool
has_other_users(void)
{
	FILE *map = fopen("/proc/self/uid_map", "r");
	unsigned long inner, outer, count, sum = 0;

	if (map == NULL)
		return true;
	/* NOLINTNEXTLINE(cert-err34-c): the kernel writes nothing but numbers */
	while (fscanf(map, "%lu %lu %lu", &inner, &outer, &count) == 3)
		sum += count;
	(void)fclose(map);
	return sum > 1;
}

bool
owner_is_free(void)
{
	return geteuid() == 0 && has_capabilities() && has_other_users();
}
