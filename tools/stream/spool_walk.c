#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "os/dirlist.h"
#include "os/file.h"
#include "stream/cpio.h"
#include "stream/spool_walk.h"

#define DEPTH_MAX (CPIO_NAME_MAX / 2 + 1) /* a/b/c in a longest path */

/* A directory whose entries are returned. */
struct frame {
	char *path; /* "": the package directory */
	struct dirlist list;
	size_t next;
};

/* An entry of the package directory. */
struct top_entry {
	char *name;
	unsigned part;
	int rank;
};

struct spool_walk {
	int dir;
	struct top_entry *top; /* in order */
	size_t ntop, next;
	unsigned part; /* of the entry that is walked */
	struct frame *frames;
	size_t depth, size;
	char *pending; /* returned last; may be a directory */
};

/* The order of a part archive.  The first two have no part in their name. */
static const struct {
	const char *name;
	bool parted; /* with several `.2` follows */
} order[] = {
    {"pkginfo", false},
    {"pkgmap", false},
    {"install", false},
    {"reloc", true},
    {"reloc.cpio", true},
    {"reloc.Z", true},
    {"reloc.cpio.Z", true},
    {"root", true},
    {"root.cpio", true},
    {"root.Z", true},
    {"root.cpio.Z", true},
    {"archive", true},
};

#define NORDER ((int)(sizeof(order) / sizeof(order[0])))

/* The part in `.2', or 0. */
static unsigned
parse_part(const char *suffix, unsigned nparts)
{
	struct slice s = {suffix + 1, strlen(suffix) - 1};
	uint64_t part;

	if (suffix[0] != '.' || suffix[1] == '0' ||
	    !number_parse(s, 10, nparts, &part))
		return 0;
	return (unsigned)part;
}

/* Sets part and rank of an entry; what is unknown comes last in part 1. */
static void
rank_entry(struct top_entry *t, const char *name, unsigned nparts)
{
	const char *rest;
	size_t len;
	int i;

	t->part = 1;
	for (i = 0; i < NORDER; i++) {
		t->rank = i;
		len = strlen(order[i].name);
		if (strncmp(name, order[i].name, len) != 0)
			continue;
		rest = name + len;
		if (nparts == 1 || !order[i].parted) {
			if (*rest == '\0')
				return;
		} else if (*rest != '\0') {
			t->part = parse_part(rest, nparts);
			if (t->part > 0)
				return;
			t->part = 1;
		}
	}
	t->rank = NORDER;
}

static int
by_archive_order(const void *a, const void *b)
{
	const struct top_entry *x = a, *y = b;

	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void
add_top(struct spool_walk *w, const char *name, int rank, unsigned part)
{
	w->top = array_append_room(w->top, w->ntop, sizeof(*w->top));
	w->top[w->ntop++] = (struct top_entry){xstrdup(name), part, rank};
}

static void
sort_top(struct spool_walk *w)
{
	if (w->ntop > 0)
		qsort(w->top, w->ntop, sizeof(*w->top), by_archive_order);
}

/* pkginfo for each part that is here. */
static void
add_pkginfo(struct spool_walk *w, unsigned nparts, enum spool_volume volume)
{
	size_t i, n = w->ntop;
	unsigned part;

	if (volume == SPOOL_WHOLE)
		for (part = 1; part <= nparts; part++)
			add_top(w, order[0].name, 0, part);
	for (i = 0; volume != SPOOL_WHOLE && i < n; i++)
		if (i == 0 || w->top[i].part != w->top[i - 1].part)
			add_top(w, order[0].name, 0, w->top[i].part);
	sort_top(w);
}

static void
add_entry(struct spool_walk *w, const char *name, unsigned nparts,
    enum spool_volume volume)
{
	struct top_entry t = {.name = NULL};

	rank_entry(&t, name, nparts);
	if (volume != SPOOL_FURTHER || t.rank == NORDER || order[t.rank].parted)
		add_top(w, name, t.rank, t.part);
}

struct spool_walk *
spool_walk_new(int fd, unsigned nparts, enum spool_volume volume)
{
	struct spool_walk *w = xcalloc(1, sizeof(*w));
	struct dirlist list = DIRLIST_INIT;
	int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool pkginfo = false;
	size_t i;

	w->dir = fd;
	if (copy == -1 || !dirlist_read(&list, copy)) {
		dirlist_free(&list);
		spool_walk_free(w);
		return NULL;
	}
	for (i = 0; i < list.n; i++)
		if (strcmp(list.v[i], order[0].name) == 0)
			pkginfo = true;
		else
			add_entry(w, list.v[i], nparts, volume);
	sort_top(w);
	if (pkginfo)
		add_pkginfo(w, nparts, volume);
	dirlist_free(&list);
	return w;
}

int
spool_walk_dir(const struct spool_walk *w)
{
	return w->dir;
}

/*
 * Goes into what was returned last if it is a directory.  False with errno
 * set.
 */
static bool
descend(struct spool_walk *w)
{
	char *path = w->pending;
	struct dirlist list = DIRLIST_INIT;
	int fd;

	w->pending = NULL;
	fd = file_open_below(w->dir, path, O_RDONLY | O_DIRECTORY);
	if (fd == -1) {
		free(path);
		return errno == ENOTDIR || errno == ELOOP;
	}
	if (w->depth >= DEPTH_MAX) {
		close(fd);
		errno = ENAMETOOLONG;
	} else if (dirlist_read(&list, fd)) {
		w->frames = array_room(
		    w->frames, w->depth, &w->size, sizeof(*w->frames));
		w->frames[w->depth++] = (struct frame){path, list, 0};
		return true;
	}
	dirlist_free(&list);
	free(path);
	return false;
}

static void
leave(struct spool_walk *w)
{
	struct frame *f = &w->frames[--w->depth];

	free(f->path);
	dirlist_free(&f->list);
}

char *
spool_walk_next(struct spool_walk *w, unsigned *part)
{
	struct frame *f;
	char *path;

	if (w->pending != NULL && !descend(w))
		return NULL;
	while (w->depth > 0 &&
	    w->frames[w->depth - 1].next == w->frames[w->depth - 1].list.n)
		leave(w);
	if (w->depth > 0) {
		f = &w->frames[w->depth - 1];
		path = path_join(f->path, f->list.v[f->next++]);
	} else if (w->next < w->ntop) {
		w->part = w->top[w->next].part;
		path = xstrdup(w->top[w->next++].name);
	} else {
		errno = 0;
		return NULL;
	}
	*part = w->part;
	w->pending = xstrdup(path);
	return path;
}

void
spool_walk_free(struct spool_walk *w)
{
	size_t i;

	if (w == NULL)
		return;
	while (w->depth > 0)
		leave(w);
	for (i = 0; i < w->ntop; i++)
		free(w->top[i].name);
	free(w->top);
	free(w->frames);
	free(w->pending);
	close(w->dir);
	free(w);
}
