#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "init/proto.h"
#include "init/source_text.h"
#include "os/device.h"
#include "os/dirlist.h"

/* An object with several names. */
struct shared {
	uint64_t device, inode;
	size_t index; /* in objects, while these are not sorted */
};

struct proto {
	const char *class;
	bool follow;
	struct objects objects;
	struct shared *shared;
	size_t nshared, shared_size;
	size_t left_out;
	/* owner and group of the last object, which the next one often has */
	bool looked_up;
	uid_t uid;
	gid_t gid;
	char *owner, *group; /* NULL: nobody has the number */
	bool full;           /* PROTO_MAX is reached */
};

/* PATH1=PATH2, or a path alone. */
struct operand {
	size_t skip;    /* bytes that `to' replaces */
	const char *to; /* NULL: paths stay as they are */
};

struct proto *
proto_new(const char *class, bool follow)
{
	struct proto *p = xcalloc(1, sizeof(*p));

	p->class = class;
	p->follow = follow;
	return p;
}

/* Letters and digits, as the manual page of pkgproto says. */
const char *
proto_class_fault(const char *class)
{
	const unsigned char *c;

	for (c = (const unsigned char *)class; *c != '\0'; c++)
		if (!isascii(*c) || !isalnum(*c))
			return "holds other than letters and digits";
	return object_class_fault(class);
}

size_t
proto_left_out(const struct proto *p)
{
	return p->left_out;
}

void
proto_free(struct proto *p)
{
	objects_free(&p->objects);
	free(p->shared);
	free(p->owner);
	free(p->group);
	free(p);
}

static void leave_out(struct proto *p, const char *path, struct diag *d,
    const char *fmt, ...) __attribute__((__format__(__printf__, 4, 5)));

static void
leave_out(
    struct proto *p, const char *path, struct diag *d, const char *fmt, ...)
{
	struct buf why = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&why, fmt, ap);
	va_end(ap);
	diag_warn(d, path, 0, NULL, "left out: %s", buf_text(&why));
	buf_free(&why);
	p->left_out++;
}

static void
look_up(struct proto *p, const struct stat *st)
{
	const struct passwd *user;
	const struct group *group;

	if (p->looked_up && p->uid == st->st_uid && p->gid == st->st_gid)
		return;
	free(p->owner);
	free(p->group);
	user = getpwuid(st->st_uid);
	p->owner = user == NULL ? NULL : xstrdup(user->pw_name);
	group = getgrgid(st->st_gid);
	p->group = group == NULL ? NULL : xstrdup(group->gr_name);
	p->uid = st->st_uid;
	p->gid = st->st_gid;
	p->looked_up = true;
}

static char
type_of(mode_t mode)
{
	return S_ISREG(mode) ? 'f'
	    : S_ISDIR(mode)  ? 'd'
	    : S_ISLNK(mode)  ? 's'
	    : S_ISFIFO(mode) ? 'p'
	    : S_ISCHR(mode)  ? 'c'
	    : S_ISBLK(mode)  ? 'b'
			     : '?';
}

/* The path in the package; the caller frees. */
static char *
path_in_package(const struct operand *op, const char *path)
{
	const char *rest = path + op->skip;
	char *name;

	/* of `stage/' and `stage//' the slashes are no part of what stays */
	if (op->to != NULL)
		rest += strspn(rest, "/");
	if (op->to == NULL || op->to[0] == '\0')
		name = xstrdup(rest);
	else
		name = xasprintf("%s/%s", op->to, rest);
	path_canonize(name);
	return name;
}

/* Sets the target of a symbolic link; false when it cannot be read. */
static bool
read_target(struct object *o, const char *path, struct diag *d)
{
	char target[PATH_MAX];
	ssize_t n = readlink(path, target, sizeof(target) - 1);

	if (n < 0) {
		diag_path(d, path, "cannot read the link");
		return false;
	}
	target[n] = '\0';
	o->target = xstrdup(target);
	return true;
}

/*
 * Can a line hold it?  If not, it is left out.  `$NAME' is a path that the
 * installation decides on: trees that packages are made from have such names.
 */
static bool
check_object(struct proto *p, const struct object *o, const char *path,
    const struct stat *st, struct diag *d)
{
	const char *fault = o->source == NULL ? NULL
					      : object_target_fault(o->source);
	struct buf why = BUF_INIT;
	bool ok = false;

	if (S_ISSOCK(st->st_mode))
		leave_out(p, path, d, "it is a socket");
	else if (!object_validate(o, &why))
		leave_out(p, path, d, "%s", buf_text(&why));
	else if (fault != NULL)
		leave_out(p, path, d, "the path `%s' %s", o->source, fault);
	else if (ftype_has_mode(o->ftype) && o->owner == NULL)
		leave_out(p, path, d, "no user has the number %lu of its owner",
		    (unsigned long)st->st_uid);
	else if (ftype_has_mode(o->ftype) && o->group == NULL)
		leave_out(p, path, d, "no group has the number %lu",
		    (unsigned long)st->st_gid);
	else
		ok = true;
	buf_free(&why);
	return ok;
}

/* Notes that the object added last may have further names. */
static void
note_shared(struct proto *p, const struct stat *st)
{
	if (st->st_nlink < 2 || S_ISDIR(st->st_mode))
		return;
	p->shared = array_room(
	    p->shared, p->nshared, &p->shared_size, sizeof(*p->shared));
	p->shared[p->nshared++] = (struct shared){
	    (uint64_t)st->st_dev, (uint64_t)st->st_ino, p->objects.n - 1};
}

/* What it is, and where; false when a link cannot be read. */
static bool
describe(struct proto *p, const struct operand *op, const char *path,
    const struct stat *st, struct object *o, struct diag *d)
{
	o->ftype = type_of(st->st_mode);
	o->class = p->class;
	if (o->ftype == 's')
		return read_target(o, path, d);
	look_up(p, st);
	o->mode = (int32_t)st->st_mode & 07777;
	o->owner = p->owner;
	o->group = p->group;
	if (ftype_is_device(o->ftype)) {
		o->major = (int32_t)device_major(st->st_rdev);
		o->minor = (int32_t)device_minor(st->st_rdev);
	}
	if (o->ftype == 'f' && op->to != NULL) {
		o->source = xstrdup(path);
		path_canonize(o->source);
	}
	return true;
}

/* st: of the path; seen: of what it leads to, if links are followed. */
static void
add_object(struct proto *p, const struct operand *op, const char *path,
    const struct stat *st, const struct stat *seen, struct diag *d)
{
	struct object o;

	object_init(&o);
	o.path = path_in_package(op, path);
	if (o.path[0] != '\0' && describe(p, op, path, seen, &o, d) &&
	    check_object(p, &o, path, seen, d)) {
		objects_add(&p->objects, &o);
		if (!S_ISLNK(st->st_mode))
			note_shared(p, st);
	} else
		object_clear(&o);
}

static void add_tree(struct proto *p, const struct operand *op,
    const char *path, struct diag *d);

/* Adds what a directory holds, in the order of the names. */
static void
add_below(
    struct proto *p, const struct operand *op, const char *path, struct diag *d)
{
	struct dirlist list = DIRLIST_INIT;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *name;
	size_t i;

	if (fd == -1 || !dirlist_read(&list, fd))
		diag_path(d, path, "cannot read the directory");
	else
		for (i = 0; i < list.n; i++) {
			/* `.' too stays in front: it may be what is replaced */
			name = xasprintf("%s%s%s", path,
			    path[strlen(path) - 1] == '/' ? "" : "/",
			    list.v[i]);
			add_tree(p, op, name, d);
			free(name);
		}
	dirlist_free(&list);
}

/* Examines one object and adds it; st: itself, not what it leads to. */
static bool
add_one(struct proto *p, const struct operand *op, const char *path,
    struct stat *st, struct diag *d)
{
	struct stat seen;

	if (p->objects.n >= PROTO_MAX) {
		if (!p->full)
			diag_error(d, path, 0, NULL, "more than %d objects",
			    PROTO_MAX);
		p->full = true;
		return false;
	}
	if (lstat(path, st) == -1 ||
	    (p->follow ? stat(path, &seen) : lstat(path, &seen)) == -1) {
		diag_path(d, path, "cannot examine");
		return false;
	}
	add_object(p, op, path, st, &seen, d);
	return true;
}

/* The length of a path, which the system limits, is the limit of the depth. */
static void
add_tree(
    struct proto *p, const struct operand *op, const char *path, struct diag *d)
{
	struct stat st;

	if (add_one(p, op, path, &st, d) && S_ISDIR(st.st_mode))
		add_below(p, op, path, d);
}

void
proto_add_path(struct proto *p, const char *path, struct diag *d)
{
	const struct operand op = {.to = NULL};
	struct stat st;

	(void)add_one(p, &op, path, &st, d);
}

void
proto_add_tree(struct proto *p, const char *operand, struct diag *d)
{
	const char *sign = strchr(operand, '=');
	char *path = xstrndup(operand, strcspn(operand, "="));
	struct operand op = {.to = sign == NULL ? NULL : sign + 1};

	char *name;

	if (sign != NULL)
		op.skip = strlen(path);
	name = path_in_package(&op, path);
	if (strncmp(name, "..", 2) == 0 && (name[2] == '/' || name[2] == '\0'))
		leave_out(p, path, d,
		    "it leaves the directory with `..'; %s=PATH says where it "
		    "is in the package",
		    path);
	else
		add_tree(p, &op, path, d);
	free(name);
	free(path);
}

static int
by_file(const void *a, const void *b)
{
	const struct shared *x = a, *y = b;

	if (x->device != y->device)
		return x->device < y->device ? -1 : 1;
	if (x->inode != y->inode)
		return x->inode < y->inode ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/*
 * The target of a hard link; NULL: there is none, as only one of the two paths
 * is below the base directory.
 */
static char *
link_target(const char *path, const char *to)
{
	if (to[0] == '/')
		return xstrdup(to);
	return path[0] == '/' ? NULL : path_between(path, to);
}

/* Makes an object a link to another name of it, unless it is that one. */
static void
make_link(struct object *o, const struct object *first, struct diag *d)
{
	char *target;

	if (strcmp(o->path, first->path) == 0)
		return;
	target = link_target(o->path, first->path);
	if (target == NULL) {
		diag_warn(d, o->path, 0, NULL,
		    "becomes a file of its own: a link with an absolute path "
		    "cannot lead to %s",
		    first->path);
		return;
	}
	free(o->source);
	o->source = NULL;
	o->target = target;
	o->ftype = 'l';
}

/* The first name of a file is the file, further ones are links to it. */
static void
make_links(struct proto *p, struct diag *d)
{
	const struct shared *s = p->shared, *first = s;
	size_t i;

	if (p->nshared > 0)
		qsort(p->shared, p->nshared, sizeof(*p->shared), by_file);
	for (i = 1; i < p->nshared; i++)
		if (s[i].device != first->device || s[i].inode != first->inode)
			first = &s[i];
		else
			make_link(&p->objects.v[s[i].index],
			    &p->objects.v[first->index], d);
	p->nshared = 0;
}

void
proto_print(struct proto *p, struct buf *out, struct diag *d)
{
	struct buf line = BUF_INIT, last = BUF_INIT, spare;
	size_t i;

	make_links(p, d);
	objects_sort(&p->objects);
	for (i = 0; i < p->objects.n; i++) {
		line.len = 0;
		add_prototype_line(&line, &p->objects.v[i]);
		if (line.len != last.len ||
		    memcmp(line.data, last.data, line.len) != 0)
			buf_add(out, line.data, line.len);
		spare = last;
		last = line;
		line = spare;
	}
	buf_free(&line);
	buf_free(&last);
}
