#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/digest.h"
#include "base/mem.h"
#include "base/path.h"
#include "model/object_words.h"
#include "os/device.h"
#include "os/file.h"
#include "os/owner.h"
#include "os/stattime.h"
#include "target/fs_ops.h"
#include "target/object_check.h"

/* One check, with the object that lies there. */
struct check {
	const struct target *t;
	struct object *o;
	const char *path;
	bool fix;
	bool learn; /* ftype `?`: o takes over everything */
	struct stat st;
	struct buf *why;
};

static enum verify_result
worse(enum verify_result so_far, enum verify_result now)
{
	return so_far == VERIFY_OK ? now : so_far;
}

char
ftype_of_mode(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG: return 'f';
	case S_IFDIR: return 'd';
	case S_IFLNK: return 's';
	case S_IFIFO: return 'p';
	case S_IFCHR: return 'c';
	case S_IFBLK: return 'b';
	default: return FTYPE_NONE;
	}
}

static bool
type_fits(char wanted, char found)
{
	if (found == 'f')
		return strchr("filev", wanted) != NULL;
	if (found == 'd')
		return wanted == 'd' || wanted == 'x';
	return wanted == found;
}

static bool
is_same_file(const char *a, const struct stat *st)
{
	struct stat other;

	return stat(a, &other) == 0 && other.st_dev == st->st_dev &&
	    other.st_ino == st->st_ino;
}

/* The target of a hard link may be relative to the directory of the link. */
static enum verify_result
verify_hard_link(struct check *q)
{
	char *dir = path_dirname(q->path);
	char *target = path_join(dir, q->o->target);
	bool there = stat(q->path, &q->st) == 0;
	enum verify_result result = VERIFY_OK;

	if (!there)
		buf_str(q->why, "pathname does not exist\n");
	if (!there || q->st.st_nlink < 2 || !is_same_file(target, &q->st)) {
		if (!q->fix) {
			buf_printf(q->why, "not properly linked to %s\n",
			    q->o->target);
			result = VERIFY_CONTENTS;
		} else if (!make_hard_link(target, q->path, q->why))
			result = VERIFY_FAILED;
	}
	free(target);
	free(dir);
	return result;
}

static enum verify_result
verify_symbolic_link(struct check *q)
{
	char text[4096];
	ssize_t n = readlink(q->path, text, sizeof(text) - 1);

	if (n >= 0) {
		text[n] = '\0';
		if (q->o->target == NULL)
			q->o->target = xstrdup(text);
		if (strcmp(text, q->o->target) == 0)
			return VERIFY_OK;
	}
	buf_printf(q->why, "not symbolically linked to %s\n", q->o->target);
	return VERIFY_CONTENTS;
}

/* Reads the attributes, of a link itself unless PKG_NONABI_SYMLINKS is set. */
static bool
read_attributes(struct check *q)
{
	bool follows = q->t->follows && q->o->ftype != 's';

	if ((follows ? stat(q->path, &q->st) : lstat(q->path, &q->st)) == -1)
		return false;
	owner_read_path(q->path, &q->st);
	return true;
}

/* Existence, type and target of a symbolic link. */
static enum verify_result
verify_type(struct check *q)
{
	char found;

	if (!read_attributes(q)) {
		buf_str(q->why, "pathname does not exist\n");
		return VERIFY_MISSING;
	}
	found = ftype_of_mode(q->st.st_mode);
	if (found == FTYPE_NONE) {
		buf_str(q->why, "the file type is unknown\n");
		return VERIFY_TYPE;
	}
	if (q->learn)
		q->o->ftype = found;
	else if (!type_fits(q->o->ftype, found)) {
		buf_printf(q->why, "file type is %c, expected %c\n", found,
		    q->o->ftype);
		return VERIFY_TYPE;
	}
	return q->o->ftype == 's' ? verify_symbolic_link(q) : VERIFY_OK;
}

static enum verify_result
verify_device(struct check *q)
{
	int32_t major_is = (int32_t)device_major(q->st.st_rdev);
	int32_t minor_is = (int32_t)device_minor(q->st.st_rdev);

	if (q->learn || q->o->major == OBJECT_UNKNOWN)
		q->o->major = major_is;
	if (q->learn || q->o->minor == OBJECT_UNKNOWN)
		q->o->minor = minor_is;
	if (q->o->major == major_is && q->o->minor == minor_is)
		return VERIFY_OK;
	buf_printf(q->why, "major/minor is %d, %d, expected %d, %d\n", major_is,
	    minor_is, q->o->major, q->o->minor);
	return VERIFY_CONTENTS;
}

/* The sticky bit is set, but never compared (averify in libpkg). */
static enum verify_result
verify_mode(struct check *q)
{
	mode_t is = q->st.st_mode & 07777;
	char found[MODE_WORDS], expected[MODE_WORDS];

	if (q->learn || q->o->mode == OBJECT_UNKNOWN) {
		q->o->mode = (int32_t)is;
		return VERIFY_OK;
	}
	if ((is & 06777) == ((mode_t)q->o->mode & 06777))
		return VERIFY_OK;
	if (q->fix) {
		if (chmod(q->path, (mode_t)q->o->mode) == 0)
			return VERIFY_OK;
		buf_printf(q->why, "cannot set the permissions: %s\n",
		    strerror(errno));
		return VERIFY_FAILED;
	}
	mode_words((unsigned)is, found);
	mode_words((unsigned)q->o->mode, expected);
	buf_printf(
	    q->why, "permissions are %s, expected %s\n", found, expected);
	return VERIFY_ATTRIBUTES;
}

/* Does o leave the owner or group to the object on disk? */
static bool
is_left_open(const struct check *q, const char *name)
{
	return q->learn || name == NULL || strcmp(name, "?") == 0;
}

static enum verify_result
verify_group(struct check *q, gid_t *gid)
{
	const char *is = target_group_name(q->t, q->st.st_gid);

	*gid = q->st.st_gid;
	if (is_left_open(q, q->o->group)) {
		if (is != NULL) {
			q->o->group = is;
			return VERIFY_OK;
		}
		buf_printf(
		    q->why, "no group name for gid %ld\n", (long)q->st.st_gid);
		return VERIFY_ATTRIBUTES;
	}
	if (!target_group(q->t, q->o->group, gid)) {
		buf_printf(
		    q->why, "group name %s is not in etc/group\n", q->o->group);
		return VERIFY_ATTRIBUTES;
	}
	if (*gid == q->st.st_gid || q->fix)
		return VERIFY_OK;
	buf_printf(q->why, "group name is %s, expected %s\n",
	    is == NULL ? "unknown" : is, q->o->group);
	return VERIFY_ATTRIBUTES;
}

static enum verify_result
verify_owner(struct check *q, uid_t *uid)
{
	const char *is = target_user_name(q->t, q->st.st_uid);

	*uid = q->st.st_uid;
	if (is_left_open(q, q->o->owner)) {
		if (is != NULL) {
			q->o->owner = is;
			return VERIFY_OK;
		}
		buf_printf(
		    q->why, "no owner name for uid %ld\n", (long)q->st.st_uid);
		return VERIFY_ATTRIBUTES;
	}
	if (!target_user(q->t, q->o->owner, uid)) {
		buf_printf(q->why, "owner name %s is not in etc/passwd\n",
		    q->o->owner);
		return VERIFY_ATTRIBUTES;
	}
	if (*uid == q->st.st_uid || q->fix)
		return VERIFY_OK;
	buf_printf(q->why, "owner name is %s, expected %s\n",
	    is == NULL ? "unknown" : is, q->o->owner);
	return VERIFY_ATTRIBUTES;
}

/* The mode is set again since chown(2) clears set-uid bits. */
static enum verify_result
change_owner(struct check *q, uid_t uid, gid_t gid)
{
	if (uid == q->st.st_uid && gid == q->st.st_gid)
		return VERIFY_OK;
	if (owner_set_path(q->path, uid, gid) &&
	    chmod(q->path, (mode_t)q->o->mode) == 0)
		return VERIFY_OK;
	buf_printf(q->why, "cannot set the owner: %s\n", strerror(errno));
	return VERIFY_FAILED;
}

/* Those of a pipe or device can be set, but not noted. */
static bool
has_owner(const struct check *q)
{
	return q->t->privileged ||
	    (q->t->owners &&
		(S_ISREG(q->st.st_mode) || S_ISDIR(q->st.st_mode)));
}

static enum verify_result
verify_inode(struct check *q)
{
	enum verify_result result = VERIFY_OK;
	uid_t uid;
	gid_t gid;

	if (q->o->ftype == 'c' || q->o->ftype == 'b')
		result = verify_device(q);
	result = worse(result, verify_mode(q));
	if (!has_owner(q))
		return result;
	result = worse(result, verify_group(q, &gid));
	result = worse(result, verify_owner(q, &uid));
	if (q->fix)
		result = worse(result, change_owner(q, uid, gid));
	return result;
}

enum verify_result
object_check_attributes(const struct target *t, struct object *o,
    const char *path, enum remedy remedy, struct buf *why)
{
	struct check q = {.t = t,
	    .o = o,
	    .path = path,
	    .fix = remedy == REMEDY_FIX,
	    .learn = o->ftype == '?',
	    .why = why};
	enum verify_result result;

	if (o->ftype == 'l')
		return verify_hard_link(&q);
	result = verify_type(&q);
	if (result != VERIFY_OK) {
		if (!q.fix || q.learn)
			return result;
		if (!make_object(o, path, why))
			return VERIFY_FAILED;
		if (!read_attributes(&q))
			return result; /* files are made with their contents */
	}
	if (o->ftype == 's' || o->ftype == 'i')
		return VERIFY_OK;
	return verify_inode(&q);
}

/* The checksum of a pkgmap (svr4-packaging 3.4); false when unreadable. */
static bool
file_sum(const char *path, int32_t *sum)
{
	unsigned char chunk[65536];
	uint32_t total = 0;
	ssize_t n;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd == -1)
		return false;
	while ((n = file_read_full(fd, chunk, sizeof(chunk))) > 0)
		total = sum_update(total, chunk, (size_t)n);
	close(fd);
	*sum = (int32_t)sum_final(total);
	return n == 0;
}

static void
describe_times(struct buf *why, int64_t is, int64_t expected)
{
	char a[DATE_TIME_LEN], b[DATE_TIME_LEN];

	date_time_format(is, a);
	date_time_format(expected, b);
	buf_printf(why, "modtime is %s, expected %s (UTC)\n", a, b);
}

static enum verify_result
verify_time(struct object *o, const char *path, const struct stat *st,
    enum remedy remedy, struct buf *why)
{
	struct timespec times[2] = {st->st_atim, {0, 0}};

	if (o->mtime == OBJECT_UNKNOWN)
		o->mtime = st->st_mtim.tv_sec;
	if (o->mtime == st->st_mtim.tv_sec || remedy == REMEDY_NONE)
		return VERIFY_OK;
	if (remedy == REMEDY_COMPLAIN) {
		describe_times(why, st->st_mtim.tv_sec, o->mtime);
		return VERIFY_CONTENTS;
	}
	times[1].tv_sec = (time_t)o->mtime;
	if (utimensat(AT_FDCWD, path, times, 0) == 0)
		return VERIFY_OK;
	buf_printf(why, "cannot set the modtime: %s\n", strerror(errno));
	return VERIFY_FAILED;
}

enum verify_result
object_check_contents(
    struct object *o, const char *path, enum remedy remedy, struct buf *why)
{
	enum verify_result result;
	struct stat st;
	int32_t sum;

	if (stat(path, &st) == -1) {
		buf_str(why, "pathname does not exist\n");
		return VERIFY_MISSING;
	}
	result = verify_time(o, path, &st, remedy, why);
	if (o->size == OBJECT_UNKNOWN)
		o->size = st.st_size;
	else if (o->size != st.st_size) {
		buf_printf(why, "file size is %lld, expected %lld\n",
		    (long long)st.st_size, (long long)o->size);
		result = worse(result, VERIFY_CONTENTS);
	}
	if (!file_sum(path, &sum)) {
		buf_str(why, "unable to checksum it\n");
		return worse(result, VERIFY_CONTENTS);
	}
	if (o->sum == OBJECT_UNKNOWN)
		o->sum = sum;
	else if (o->sum != sum) {
		buf_printf(why, "file cksum is %d, expected %d\n", sum, o->sum);
		result = worse(result, VERIFY_CONTENTS);
	}
	return result;
}
