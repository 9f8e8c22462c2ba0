#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "os/dirlist.h"
#include "os/file.h"
#include "os/owner.h"
#include "os/stattime.h"
#include "target/snapshot.h"

#define CHUNK    65536
#define DATABASE "var/sadm/install/contents"

/* Longer than the granularity of the times that file systems set. */
#define TICK_NANOSECONDS 12000000

/* The walk through a root. */
struct walk {
	struct snapshot *s;
	const struct snapshot *before;
	const char *root; /* for messages */
	dev_t dev;        /* of the root */
	bool noted;       /* owners may be notes (os/owner.h) */
	struct diag *d;
	bool failed;
};

static int
compare_nodes(const void *a, const void *b)
{
	const struct snapshot_node *x = a, *y = b;

	return strcmp(x->path, y->path);
}

const struct snapshot_node *
snapshot_find(const struct snapshot *s, const char *path)
{
	size_t low = 0, high = s->n, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = strcmp(path, s->v[middle].path);
		if (order == 0)
			return &s->v[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static bool
same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static bool
is_earlier(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec
				      : a->tv_nsec < b->tv_nsec;
}

/*
 * Is now the object of before, not changed since that snapshot?  The status
 * time shows any change, but for a second one within the same tick of the
 * clock, so it is not relied on when the first one was just before the
 * snapshot; and not where it has whole seconds only.
 */
static bool
is_unchanged(const struct snapshot_node *now,
    const struct snapshot_node *before, const struct snapshot *snapshot)
{
	const struct stat *a = &now->st, *b = &before->st;

	return a->st_ctim.tv_nsec != 0 &&
	    is_earlier(&a->st_ctim, &snapshot->settled) &&
	    same_time(&a->st_ctim, &b->st_ctim) &&
	    same_time(&a->st_mtim, &b->st_mtim) && a->st_dev == b->st_dev &&
	    a->st_ino == b->st_ino && a->st_mode == b->st_mode &&
	    a->st_size == b->st_size && a->st_uid == b->st_uid &&
	    a->st_gid == b->st_gid && a->st_nlink == b->st_nlink;
}

/* The time before which the clock of the files has moved on. */
static struct timespec
settled_time(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	t.tv_nsec -= TICK_NANOSECONDS;
	if (t.tv_nsec < 0) {
		t.tv_nsec += 1000000000;
		t.tv_sec--;
	}
	return t;
}

static void
fail(struct walk *w, const char *path, const char *what)
{
	char *full = xasprintf("%s%s", w->root, path);

	diag_system(w->d, full, "%s", what);
	free(full);
	w->failed = true;
}

static void
digest_file(struct walk *w, struct snapshot_node *n, int dir, const char *name)
{
	int fd = openat(
	    dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct sha256 *h;
	char *data;
	ssize_t len;

	/* without permission to read, only the attributes are compared */
	if (fd == -1 && (errno == EACCES || errno == EPERM))
		return;
	if (fd == -1) {
		fail(w, n->path, "cannot open");
		return;
	}
	h = sha256_new();
	data = xmalloc(CHUNK);
	while ((len = file_read_full(fd, data, CHUNK)) > 0)
		sha256_update(h, data, (size_t)len);
	if (len < 0)
		fail(w, n->path, "cannot read");
	sha256_final(h, n->digest);
	free(data);
	close(fd);
}

static void
read_target(struct walk *w, struct snapshot_node *n, int dir, const char *name)
{
	size_t size = 256;
	ssize_t len;

	do {
		size *= 2;
		n->target = xreallocarray(n->target, size, 1);
		len = readlinkat(dir, name, n->target, size);
	} while (len == (ssize_t)size);
	if (len < 0) {
		fail(w, n->path, "cannot read the link");
		len = 0;
	}
	n->target[len] = '\0';
}

static struct snapshot_node *
add_node(struct walk *w, const char *path, const struct stat *st)
{
	struct snapshot *s = w->s;

	s->v = array_room(s->v, s->n, &s->size, sizeof(*s->v));
	s->v[s->n] = (struct snapshot_node){.path = xstrdup(path), .st = *st};
	return &s->v[s->n++];
}

/* Adds a node with its link target, or the digest of the file. */
static void
scan_node(struct walk *w, int dir, const char *name, const char *path,
    const struct stat *st)
{
	struct snapshot_node *n = add_node(w, path, st);
	const struct snapshot_node *old;

	if (S_ISLNK(st->st_mode))
		read_target(w, n, dir, name);
	if (!S_ISREG(st->st_mode) || w->s->brief)
		return;
	old = w->before == NULL ? NULL : snapshot_find(w->before, path);
	if (old != NULL && old->digest[0] != '\0' &&
	    is_unchanged(n, old, w->before))
		(void)strcpy(n->digest, old->digest);
	else
		digest_file(w, n, dir, name);
}

static void scan_directory(
    struct walk *w, int fd, const char *path, unsigned depth);

static void
scan_entry(struct walk *w, int dir, const char *name, const char *above,
    unsigned depth)
{
	char *path = xasprintf("%s/%s", above, name);
	struct stat st;
	int fd;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == -1) {
		if (errno != ENOENT) /* removed meanwhile */
			fail(w, path, "cannot examine");
	} else if (w->s->n >= SNAPSHOT_NODES_MAX) {
		errno = E2BIG;
		fail(w, path, "too many files");
	} else {
		if (w->noted)
			owner_read_entry(dir, name, &st);
		scan_node(w, dir, name, path, &st);
		if (S_ISDIR(st.st_mode) &&
		    (!w->s->brief || st.st_dev == w->dev)) {
			fd = openat(dir, name,
			    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
			if (fd != -1)
				scan_directory(w, fd, path, depth + 1);
			else if (errno != EACCES)
				fail(w, path, "cannot open");
		}
	}
	free(path);
}

/* Closes fd. */
static void
scan_directory(struct walk *w, int fd, const char *path, unsigned depth)
{
	DIR *dir = fdopendir(fd);
	const struct dirent *e;

	if (dir == NULL || depth > SNAPSHOT_DEPTH_MAX) {
		if (dir != NULL)
			errno = ELOOP;
		fail(w, path, "cannot read the directory");
		if (dir == NULL)
			close(fd);
		else
			closedir(dir);
		return;
	}
	while (!w->failed && (e = directory_next(dir)) != NULL)
		scan_entry(w, dirfd(dir), e->d_name, path, depth);
	if (!w->failed && errno != 0)
		fail(w, path, "cannot read the directory");
	closedir(dir);
}

static int
compare_inodes(const void *a, const void *b)
{
	const struct snapshot_node *x = *(struct snapshot_node *const *)a;
	const struct snapshot_node *y = *(struct snapshot_node *const *)b;

	if (x->st.st_dev != y->st.st_dev)
		return x->st.st_dev < y->st.st_dev ? -1 : 1;
	if (x->st.st_ino != y->st.st_ino)
		return x->st.st_ino < y->st.st_ino ? -1 : 1;
	return (x > y) - (x < y);
}

/* Sets the first name of each file that has several. */
static void
find_hard_links(struct snapshot *s)
{
	struct snapshot_node **many = xcalloc(s->n + 1, sizeof(*many));
	const struct snapshot_node *first;
	size_t i, n = 0;

	for (i = 0; i < s->n; i++) {
		s->v[i].first = i;
		if (!S_ISDIR(s->v[i].st.st_mode) && s->v[i].st.st_nlink > 1)
			many[n++] = &s->v[i];
	}
	qsort(many, n, sizeof(*many), compare_inodes);
	first = many[0];
	for (i = 1; i < n; i++)
		if (first->st.st_dev == many[i]->st.st_dev &&
		    first->st.st_ino == many[i]->st.st_ino)
			many[i]->first = (size_t)(first - s->v);
		else
			first = many[i];
	free(many);
}

/* A damaged database is no failure: it is recorded and compared. */
static void
read_database(struct snapshot *s, int root, const char *name)
{
	struct diag d = DIAG_INIT;
	struct buf text = BUF_INIT;
	int fd = file_open_below(root, DATABASE, O_RDONLY | O_NONBLOCK);

	if (fd == -1 && errno == ENOENT)
		return;
	if (fd == -1)
		diag_system(&d, name, "cannot open " DATABASE);
	else if (file_read_fd(fd, DATABASE, CONTENTS_MAX, &text, &d))
		s->db = contents_parse(buf_text(&text), text.len, DATABASE, &d);
	if (s->db == NULL)
		s->damage = xstrdup(d.n > 0 ? d.v[0].text : "unreadable");
	if (fd != -1)
		close(fd);
	buf_free(&text);
	diag_free(&d);
}

static void
read_tables(struct snapshot *s, int root, const char *name)
{
	accounts_read(&s->users, root, "/etc/passwd");
	accounts_read(&s->groups, root, "/etc/group");
	read_database(s, root, name);
}

/* The snapshot of w, complete; or frees it and returns NULL. */
static struct snapshot *
walk_root(struct walk *w, int root)
{
	int copy = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;

	if (copy == -1 || fstat(copy, &st) == -1) {
		fail(w, "", "cannot open");
		if (copy != -1)
			close(copy);
	} else {
		w->dev = st.st_dev;
		w->noted = owner_is_noted(copy);
		if (w->noted)
			owner_read(copy, &st);
		(void)add_node(w, "/", &st);
		scan_directory(w, copy, "", 0);
	}
	if (w->failed) {
		snapshot_free(w->s);
		return NULL;
	}
	qsort(w->s->v, w->s->n, sizeof(*w->s->v), compare_nodes);
	find_hard_links(w->s);
	return w->s;
}

struct snapshot *
snapshot_take(const char *root, const struct snapshot *before, struct diag *d)
{
	struct walk w = {.before = before, .root = root, .d = d};
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct snapshot *s;

	if (fd == -1) {
		diag_path(d, root, "cannot open");
		return NULL;
	}
	w.s = xcalloc(1, sizeof(*w.s));
	w.s->settled = settled_time();
	s = walk_root(&w, fd);
	if (s != NULL)
		read_tables(s, fd, root);
	close(fd);
	return s;
}

struct snapshot *
snapshot_take_brief(int root, struct diag *d)
{
	struct walk w = {.root = "", .d = d};

	w.s = xcalloc(1, sizeof(*w.s));
	w.s->brief = true;
	return walk_root(&w, root);
}

size_t
snapshot_count_objects(const struct snapshot *s, const char *instance)
{
	size_t i, n = 0;

	for (i = 0; s->db != NULL && i < s->db->n; i++)
		n += entry_owner(&s->db->v[i], instance) != NULL;
	return n;
}

void
snapshot_free(struct snapshot *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->n; i++) {
		free(s->v[i].path);
		free(s->v[i].target);
	}
	free(s->v);
	accounts_free(&s->users);
	accounts_free(&s->groups);
	contents_free(s->db);
	free(s->damage);
	free(s);
}
