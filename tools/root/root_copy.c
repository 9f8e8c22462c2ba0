#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/copy.h"
#include "os/file.h"
#include "os/owner.h"
#include "os/safe_dir.h"
#include "os/stattime.h"
#include "os/tree.h"
#include "root/root_copy.h"

/* Longer than the granularity of the times that file systems set. */
#define TICK \
	{ \
		.tv_nsec = 12000000 \
	}

struct root_copy {
	char *from, *to;
	const struct snapshot *original;
	struct snapshot *state; /* of the copy */
	struct safe_dir *safe;  /* directory to */
	int source;             /* descriptor of from */
};

/* Paths of snapshots begin with a slash, those of safe_dir do not. */
static const char *
relative(const struct snapshot_node *n)
{
	return n->path + 1;
}

static bool
is_root(const struct snapshot_node *n)
{
	return n->path[1] == '\0';
}

static bool
failed(struct root_copy *r, const struct snapshot_node *n, const char *what,
    struct diag *d)
{
	char *full = xasprintf("%s%s", r->to, n->path);

	diag_system(d, full, "%s", what);
	free(full);
	return false;
}

/* Who is not root cannot give all files away, nor note all owners. */
static bool
may_skip_owner(void)
{
	return !owner_is_free();
}

/* The owner comes first, since setting it clears the set-uid bits. */
static bool
set_attributes(int fd, const struct stat *st)
{
	struct timespec times[2] = {st->st_mtim, st->st_mtim};

	if (!owner_set(fd, st->st_uid, st->st_gid) && !may_skip_owner())
		return false;
	return fchmod(fd, st->st_mode & 07777) == 0 && futimens(fd, times) == 0;
}

static bool
copy_file(struct root_copy *r, const struct snapshot_node *n)
{
	int in, out;
	bool ok;

	in = file_open_below(r->source, relative(n), O_RDONLY | O_NONBLOCK);
	/* snapshots have no digest of a file that may not be read */
	if (in == -1 && (n->digest[0] != '\0' || errno != EACCES))
		return false;
	out = safe_dir_create(r->safe, relative(n));
	ok = out != -1 && (in == -1 || copy_data(in, out)) &&
	    set_attributes(out, &n->st);
	if (in != -1)
		close(in);
	if (out != -1 && close(out) == -1)
		ok = false;
	return ok;
}

static bool
copy_special(int dir, const char *name, const struct stat *st)
{
	if (S_ISFIFO(st->st_mode))
		return mkfifoat(dir, name, 0600) == 0;
	return mknodat(dir, name, st->st_mode, st->st_rdev) == 0;
}

/* Symbolic links, pipes, devices. */
static bool
copy_other(struct root_copy *r, const struct snapshot_node *n)
{
	const struct stat *st = &n->st;
	struct timespec times[2] = {st->st_mtim, st->st_mtim};
	const char *name;
	int dir = safe_dir_open_parent(r->safe, relative(n), &name);
	bool made;

	if (dir == -1)
		return false;
	made = S_ISLNK(st->st_mode) ? symlinkat(n->target, dir, name) == 0
				    : copy_special(dir, name, st);
	if (!made)
		return S_ISBLK(st->st_mode) || S_ISCHR(st->st_mode);
	if (fchownat(dir, name, st->st_uid, st->st_gid, AT_SYMLINK_NOFOLLOW) ==
		-1 &&
	    !may_skip_owner())
		return false;
	if (!S_ISLNK(st->st_mode) &&
	    fchmodat(dir, name, st->st_mode & 07777, 0) == -1)
		return false;
	return utimensat(dir, name, times, AT_SYMLINK_NOFOLLOW) == 0;
}

static bool
copy_node(struct root_copy *r, const struct snapshot_node *n)
{
	const struct snapshot_node *first = &r->original->v[n->first];

	if (is_root(n))
		return true;
	if (S_ISDIR(n->st.st_mode))
		return safe_dir_mkdir(r->safe, relative(n)) != -1;
	if (!S_ISREG(n->st.st_mode))
		return copy_other(r, n);
	if (first != n)
		return safe_dir_link(
		    r->safe, relative(first), relative(n), false);
	return copy_file(r, n);
}

/* To be called last: copying into a directory changes its time. */
static bool
set_directory_attributes(struct root_copy *r, const struct snapshot_node *n)
{
	int fd;

	if (is_root(n))
		fd = open(r->to, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	else
		fd = fcntl(
		    safe_dir_mkdir(r->safe, relative(n)), F_DUPFD_CLOEXEC, 0);
	if (fd == -1)
		return false;
	if (!set_attributes(fd, &n->st)) {
		close(fd);
		return false;
	}
	return close(fd) == 0;
}

static bool
is_needed(const struct snapshot_node *n, const bool *missing, size_t i)
{
	return missing == NULL || missing[i] || S_ISDIR(n->st.st_mode);
}

/*
 * Copies the nodes of the original that are missing (NULL: all) and takes a new
 * snapshot of the copy.
 */
static bool
copy_missing(struct root_copy *r, const bool *missing, struct diag *d)
{
	const struct snapshot *s = r->original;
	const struct timespec tick = TICK;
	struct snapshot *state;
	size_t i;

	for (i = 0; i < s->n; i++)
		if (is_needed(&s->v[i], missing, i) && !copy_node(r, &s->v[i]))
			return failed(r, &s->v[i], "cannot copy", d);
	for (i = s->n; i-- > 0;)
		if (S_ISDIR(s->v[i].st.st_mode) &&
		    !set_directory_attributes(r, &s->v[i]))
			return failed(r, &s->v[i], "cannot set attributes", d);
	state = snapshot_take(r->to, r->state, d);
	snapshot_free(r->state);
	r->state = state;
	/* a change from now on gets a later time, so snapshots notice it */
	(void)nanosleep(&tick, NULL);
	return state != NULL;
}

struct root_copy *
root_copy_new(const char *from, const struct snapshot *state, const char *to,
    struct diag *d)
{
	struct root_copy *r = xcalloc(1, sizeof(*r));

	r->from = xstrdup(from);
	r->to = xstrdup(to);
	r->original = state;
	r->source = open(from, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (r->source == -1)
		diag_system(d, from, "cannot open");
	else if (mkdir(to, 0700) == -1 || (r->safe = safe_dir_open(to)) == NULL)
		diag_system(d, to, "cannot make the directory");
	else if (copy_missing(r, NULL, d))
		return r;
	root_copy_free(r, false);
	return NULL;
}

const struct snapshot *
root_copy_snapshot(const struct root_copy *r)
{
	return r->state;
}

const char *
root_copy_path(const struct root_copy *r)
{
	return r->to;
}

static bool
remove_node(struct root_copy *r, const struct snapshot_node *n)
{
	const char *name;
	int dir = safe_dir_open_parent(r->safe, relative(n), &name);

	return dir != -1 &&
	    unlinkat(dir, name, S_ISDIR(n->st.st_mode) ? AT_REMOVEDIR : 0) == 0;
}

static bool
is_kept(const struct snapshot_node *now, const struct snapshot_node *before)
{
	if (before == NULL)
		return false;
	if (S_ISDIR(now->st.st_mode))
		return S_ISDIR(before->st.st_mode);
	return snapshot_node_is_unchanged(now, before);
}

/*
 * Removes what is new or changed, entries before their directories.  missing[i]
 * tells afterwards whether node i of the state has to be copied again.
 */
static bool
remove_changes(struct root_copy *r, const struct snapshot *now, bool *missing,
    struct diag *d)
{
	const struct snapshot_node *n, *before;
	size_t i;

	for (i = 0; i < r->state->n; i++)
		missing[i] = true;
	for (i = now->n; i-- > 0;) {
		n = &now->v[i];
		before = snapshot_find(r->state, n->path);
		if (is_kept(n, before))
			missing[before - r->state->v] = false;
		else if (!remove_node(r, n))
			return failed(r, n, "cannot remove", d);
	}
	return true;
}

/*
 * The same flags for the nodes of the original, found by path: the copy has all
 * of them except devices that could not be made.
 */
static bool *
flags_of_original(const struct root_copy *r, const bool *missing)
{
	bool *flags = xcalloc(r->original->n + 1, sizeof(*flags));
	const struct snapshot_node *n;
	size_t i;

	for (i = 0; i < r->original->n; i++) {
		n = snapshot_find(r->state, r->original->v[i].path);
		flags[i] = n != NULL && missing[n - r->state->v];
	}
	return flags;
}

bool
root_copy_reset(struct root_copy *r, struct diag *d)
{
	struct snapshot *now;
	bool *missing, *flags = NULL, ok = false;

	/* it keeps a directory open that may be removed now */
	safe_dir_close(r->safe);
	r->safe = safe_dir_open(r->to);
	now = r->safe == NULL ? NULL : snapshot_take(r->to, r->state, d);
	if (now == NULL)
		return false;
	missing = xcalloc(r->state->n + 1, sizeof(*missing));
	if (remove_changes(r, now, missing, d)) {
		flags = flags_of_original(r, missing);
		safe_dir_close(r->safe);
		r->safe = safe_dir_open(r->to);
		ok = r->safe != NULL && copy_missing(r, flags, d);
	}
	free(missing);
	free(flags);
	snapshot_free(now);
	return ok;
}

void
root_copy_free(struct root_copy *r, bool keep)
{
	if (r == NULL)
		return;
	safe_dir_close(r->safe);
	if (r->source != -1)
		close(r->source);
	if (!keep)
		(void)tree_remove(r->to);
	snapshot_free(r->state);
	free(r->from);
	free(r->to);
	free(r);
}
