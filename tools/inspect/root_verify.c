#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/mem.h"
#include "base/words.h"
#include "inspect/root_verify.h"
#include "model/install_path.h"
#include "os/chroot_path.h"
#include "os/device.h"
#include "os/file.h"
#include "stream/rule.h"
#include "target/accounts.h"

#define CHUNK (256u * 1024)

/* One package while it is compared. */
struct root_check {
	const struct package *p;
	struct diag *d;
	char *label;
	int root;
	struct pkginfo *vars;       /* as installed */
	struct string_pool classes; /* that CLASSES has */
	bool all_classes;           /* there is no CLASSES */
	struct accounts users, groups;
	char *chunk;
};

/* The installed pkginfo overrides BASEDIR and variables of the package. */
static void
read_vars(struct root_check *c)
{
	char *path = xasprintf("/var/sadm/pkg/%s/pkginfo", c->p->name);
	char *name = chroot_path_resolve(c->root, path);
	struct pkginfo *installed = NULL;
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	size_t i;
	int fd;

	fd = name == NULL
	    ? -1
	    : file_open_below(c->root, name, O_RDONLY | O_NONBLOCK);
	if (fd != -1 && file_read_fd(fd, path, PKGINFO_MAX, &b, &d))
		installed = pkginfo_parse(buf_text(&b), b.len, path, &d);
	if (fd != -1)
		close(fd);
	c->vars = pkginfo_new();
	for (i = 0; i < c->p->info->n; i++)
		pkginfo_set(
		    c->vars, c->p->info->v[i].name, c->p->info->v[i].value);
	for (i = 0; installed != NULL && i < installed->n; i++)
		pkginfo_set(
		    c->vars, installed->v[i].name, installed->v[i].value);
	pkginfo_free(installed);
	buf_free(&b);
	diag_free(&d);
	free(name);
	free(path);
}

/*
 * The name below the root of a path of the package, links resolved; the caller
 * frees.  NULL after a finding.
 */
static char *
resolve_path(struct root_check *c, const struct object *o, const char *path)
{
	const char *missing;
	char *full = install_path(path, c->vars, &missing), *name;

	if (full == NULL) {
		rule_report(c->d, RULE_VARIABLE, c->label, o->path,
		    "%.*s has no value", (int)strcspn(missing, "/"), missing);
		return NULL;
	}
	name = chroot_path_resolve(c->root, full);
	if (name == NULL)
		rule_report(c->d, RULE_ROOT_MISSING, c->label, o->path,
		    "%s: %s", full, strerror(errno));
	free(full);
	return name;
}

static bool
has_type(const struct object *o, mode_t mode)
{
	switch (o->ftype) {
	case 'd':
	case 'x': return S_ISDIR(mode);
	case 's': return S_ISLNK(mode);
	case 'p': return S_ISFIFO(mode);
	case 'c': return S_ISCHR(mode);
	case 'b': return S_ISBLK(mode);
	case 'l': return !S_ISDIR(mode);
	default: return S_ISREG(mode);
	}
}

static void
check_account(struct root_check *c, const struct object *o, bool group, long id)
{
	const struct accounts *list = group ? &c->groups : &c->users;
	const char *name = group ? o->group : o->owner;
	long want;

	if (name == NULL || strcmp(name, "?") == 0 || !list->known)
		return;
	want = accounts_id(list, name);
	if (want != id)
		rule_report(c->d, group ? RULE_ROOT_GROUP : RULE_ROOT_OWNER,
		    c->label, o->path, "%s is %ld, not %s",
		    group ? "group" : "owner", id, name);
}

static void
check_device(struct root_check *c, const struct object *o, unsigned major,
    unsigned minor)
{
	if ((o->major != OBJECT_UNKNOWN && (int32_t)major != o->major) ||
	    (o->minor != OBJECT_UNKNOWN && (int32_t)minor != o->minor))
		rule_report(c->d, RULE_ROOT_DEVICE, c->label, o->path,
		    "is the device %u,%u, not %d,%d", major, minor,
		    (int)o->major, (int)o->minor);
}

static void
check_attributes(
    struct root_check *c, const struct object *o, const struct stat *st)
{
	if (o->mode != OBJECT_UNKNOWN &&
	    (st->st_mode & 07777) != (mode_t)o->mode)
		rule_report(c->d, RULE_ROOT_MODE, c->label, o->path,
		    "mode is %04o, not %04o", (unsigned)st->st_mode & 07777,
		    (unsigned)o->mode);
	check_account(c, o, false, (long)st->st_uid);
	check_account(c, o, true, (long)st->st_gid);
	if (ftype_is_device(o->ftype))
		check_device(
		    c, o, device_major(st->st_rdev), device_minor(st->st_rdev));
}

static void
check_sum(struct root_check *c, const struct object *o, const char *name)
{
	int fd = file_open_below(c->root, name, O_RDONLY | O_NONBLOCK);
	uint32_t sum = 0;
	ssize_t n = -1;

	while (fd != -1 && (n = file_read_full(fd, c->chunk, CHUNK)) > 0)
		sum = sum_update(sum, c->chunk, (size_t)n);
	if (n < 0)
		rule_report(c->d, RULE_ROOT_SUM, c->label, o->path,
		    "cannot be read: %s", strerror(errno));
	else if (sum_final(sum) != (unsigned)o->sum)
		rule_report(c->d, RULE_ROOT_SUM, c->label, o->path,
		    "checksum is %u, not %d", sum_final(sum), (int)o->sum);
	if (fd != -1)
		close(fd);
}

static void
check_contents(struct root_check *c, const struct object *o, const char *name,
    const struct stat *st)
{
	if (o->size != OBJECT_UNKNOWN && st->st_size != o->size)
		rule_report(c->d, RULE_ROOT_SIZE, c->label, o->path,
		    "has %lld bytes, not %lld", (long long)st->st_size,
		    (long long)o->size);
	else if (o->sum != OBJECT_UNKNOWN)
		check_sum(c, o, name);
	if (o->mtime != OBJECT_UNKNOWN && st->st_mtime != o->mtime)
		rule_report(c->d, RULE_ROOT_MTIME, c->label, o->path,
		    "modification time is %lld, not %lld",
		    (long long)st->st_mtime, (long long)o->mtime);
}

static void
check_symlink(struct root_check *c, const struct object *o, const char *name)
{
	char target[OBJECT_PATH_MAX + 2];
	ssize_t n = readlinkat(c->root, name, target, sizeof(target) - 1);

	target[n < 0 ? 0 : n] = '\0';
	if (strcmp(target, o->target) != 0)
		rule_report(c->d, RULE_ROOT_LINK, c->label, o->path,
		    "leads to %s, not to %s", target, o->target);
}

static void
check_hard_link(
    struct root_check *c, const struct object *o, const struct stat *st)
{
	char *target = link_target(o), *name = resolve_path(c, o, target);
	struct stat to;

	if (name != NULL &&
	    (fstatat(c->root, name, &to, AT_SYMLINK_NOFOLLOW) == -1 ||
		to.st_ino != st->st_ino || to.st_dev != st->st_dev))
		rule_report(c->d, RULE_ROOT_LINK, c->label, o->path,
		    "is no hard link to %s", target);
	free(name);
	free(target);
}

static void
check_object(struct root_check *c, const struct object *o)
{
	char *name = resolve_path(c, o, o->path);
	struct stat st;

	if (name == NULL)
		return;
	if (fstatat(c->root, name, &st, AT_SYMLINK_NOFOLLOW) == -1)
		rule_report(c->d, RULE_ROOT_MISSING, c->label, o->path,
		    "%s: %s", name, strerror(errno));
	else if (!has_type(o, st.st_mode))
		rule_report(c->d, RULE_ROOT_TYPE, c->label, o->path, "is no %s",
		    ftype_name(o->ftype));
	else if (o->ftype == 's')
		check_symlink(c, o, name);
	else if (o->ftype == 'l')
		check_hard_link(c, o, &st);
	else {
		check_attributes(c, o, &st);
		if (o->ftype == 'f')
			check_contents(c, o, name, &st);
	}
	free(name);
}

/* pkgadd leaves out objects of a class that CLASSES does not name. */
static bool
is_installed(const struct root_check *c, const char *class)
{
	return c->all_classes || strcmp(class, "none") == 0 ||
	    string_pool_find(&c->classes, class) != NULL;
}

static void
read_classes(struct root_check *c)
{
	const char *text = pkginfo_get(c->vars, "CLASSES");

	c->all_classes = text == NULL;
	string_pool_add_words(&c->classes, text, " \t");
}

void
root_verify(const struct package_reader *s, const struct package *p,
    const char *root, struct diag *d)
{
	struct root_check c = {.p = p, .d = d, .chunk = xmalloc(CHUNK)};
	const struct object *o;
	size_t i;

	c.root = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (c.root == -1)
		diag_path(d, root, "cannot open");
	else {
		c.label = reader_label(s, p, NULL);
		read_vars(&c);
		read_classes(&c);
		accounts_read(&c.users, c.root, "/etc/passwd");
		accounts_read(&c.groups, c.root, "/etc/group");
		for (i = 0; i < p->map->objects.n; i++) {
			o = &p->map->objects.v[i];
			if (o->ftype != 'i' && is_installed(&c, o->class))
				check_object(&c, o);
		}
		accounts_free(&c.users);
		accounts_free(&c.groups);
		pkginfo_free(c.vars);
		string_pool_free(&c.classes);
		free(c.label);
		close(c.root);
	}
	free(c.chunk);
}
