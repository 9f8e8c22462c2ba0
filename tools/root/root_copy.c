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

struct root_copy {
	char *to;
	const struct snapshot *original;
	struct snapshot *state;          /* of the copy */
	struct safe_dir *safe;           /* directory to */
	int source;                      /* directory of the contents, or -1: */
	const struct state_store *store; /* has them */
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

static int
open_contents(const struct root_copy *r, const struct snapshot_node *n)
{
	return r->source == -1
	    ? state_store_contents(r->store, n)
	    : file_open_below(r->source, relative(n), O_RDONLY | O_NONBLOCK);
}

static bool
copy_file(struct root_copy *r, const struct snapshot_node *n)
{
	int in = open_contents(r, n), out;
	bool ok;

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
 * snapshot of the copy, of which before is an earlier one.
 */
static bool
copy_missing(struct root_copy *r, const bool *missing,
    const struct snapshot *before, struct diag *d)
{
	const struct snapshot *s = r->original;
	struct snapshot *state;
	size_t i;

	for (i = 0; i < s->n; i++)
		if (is_needed(&s->v[i], missing, i) && !copy_node(r, &s->v[i]))
			return failed(r, &s->v[i], "cannot copy", d);
	for (i = s->n; i-- > 0;)
		if (S_ISDIR(s->v[i].st.st_mode) &&
		    !set_directory_attributes(r, &s->v[i]))
			return failed(r, &s->v[i], "cannot set attributes", d);
	state = snapshot_take(r->to, before, d);
	snapshot_free(r->state);
	r->state = state;
	return state != NULL;
}

/* Makes the directory and all in it; frees r when it fails. */
static struct root_copy *
make_copy(struct root_copy *r, struct diag *d)
{
	if (mkdir(r->to, 0700) == -1 ||
	    (r->safe = safe_dir_open(r->to)) == NULL)
		diag_system(d, r->to, "cannot make the directory");
	else if (copy_missing(r, NULL, NULL, d))
		return r;
	root_copy_free(r, false);
	return NULL;
}

static struct root_copy *
new_copy(const struct snapshot *state, const char *to)
{
	struct root_copy *r = xcalloc(1, sizeof(*r));

	r->to = xstrdup(to);
	r->original = state;
	r->source = -1;
	return r;
}

struct root_copy *
root_copy_new(const char *from, const struct snapshot *state, const char *to,
    struct diag *d)
{
	struct root_copy *r = new_copy(state, to);

	r->source = open(from, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (r->source != -1)
		return make_copy(r, d);
	diag_system(d, from, "cannot open");
	root_copy_free(r, false);
	return NULL;
}

struct root_copy *
root_copy_of_state(const struct state_store *store,
    const struct snapshot *state, const char *to, struct diag *d)
{
	struct root_copy *r = new_copy(state, to);

	r->store = store;
	return make_copy(r, d);
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
is_same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Do the nodes have the same attributes and contents? */
static bool
are_alike(const struct snapshot_node *a, const struct snapshot_node *b)
{
	return a->st.st_mode == b->st.st_mode && a->st.st_uid == b->st.st_uid &&
	    a->st.st_gid == b->st.st_gid && a->st.st_rdev == b->st.st_rdev &&
	    a->st.st_size == b->st.st_size &&
	    a->st.st_mtim.tv_sec == b->st.st_mtim.tv_sec &&
	    a->st.st_mtim.tv_nsec == b->st.st_mtim.tv_nsec &&
	    is_same_text(a->target, b->target) &&
	    strcmp(a->digest, b->digest) == 0;
}

/* May the node of the copy stay as that of the original? */
static bool
is_kept(const struct root_copy *r, const struct snapshot *now, size_t i,
    const struct snapshot_node *wanted)
{
	const struct snapshot_node *n = &now->v[i];

	if (wanted == NULL)
		return false;
	if (S_ISDIR(n->st.st_mode))
		return S_ISDIR(wanted->st.st_mode);
	/* names of one file that has to be another stay away with its first */
	return are_alike(n, wanted) &&
	    strcmp(now->v[n->first].path, r->original->v[wanted->first].path) ==
	    0;
}

/*
 * Removes what is not in the original, or another there, entries before their
 * directories.  missing[i] tells afterwards whether node i of the original has
 * to be copied.
 */
static bool
remove_changes(struct root_copy *r, const struct snapshot *now, bool *missing,
    struct diag *d)
{
	const struct snapshot_node *wanted;
	size_t i;

	for (i = 0; i < r->original->n; i++)
		missing[i] = true;
	for (i = now->n; i-- > 0;) {
		wanted = snapshot_find(r->original, now->v[i].path);
		if (is_kept(r, now, i, wanted))
			missing[wanted - r->original->v] = false;
		else if (!remove_node(r, &now->v[i]))
			return failed(r, &now->v[i], "cannot remove", d);
	}
	return true;
}

bool
root_copy_become(
    struct root_copy *r, const struct snapshot *state, struct diag *d)
{
	struct snapshot *now;
	bool *missing, ok = false;

	r->original = state;
	/* it keeps a directory open that may be removed now */
	safe_dir_close(r->safe);
	r->safe = safe_dir_open(r->to);
	now = r->safe == NULL ? NULL : snapshot_take(r->to, r->state, d);
	if (now == NULL)
		return false;
	missing = xcalloc(state->n + 1, sizeof(*missing));
	if (remove_changes(r, now, missing, d)) {
		safe_dir_close(r->safe);
		r->safe = safe_dir_open(r->to);
		ok = r->safe != NULL && copy_missing(r, missing, now, d);
	}
	free(missing);
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
	free(r->to);
	free(r);
}
