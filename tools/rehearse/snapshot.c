#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "model/contents.h"
#include "rehearse/snapshot.h"

/* The database's comments tell the time and are no difference. */
static const char database[] = "/var/sadm/install/contents";

struct walk {
	struct snapshot		*s;
	const struct snapshot_rules *rules;
	dev_t			 dev;	/* mounts of others are not entered */
	size_t			 size;
	struct diag		*d;
	bool			 failed;
};

char
node_type(const struct node *n)
{
	switch (n->mode & S_IFMT) {
	case S_IFREG:
		return 'f';
	case S_IFDIR:
		return 'd';
	case S_IFLNK:
		return 's';
	case S_IFIFO:
		return 'p';
	case S_IFCHR:
		return 'c';
	case S_IFBLK:
		return 'b';
	default:
		return '?';
	}
}

static bool
is_skipped(const struct walk *w, const char *path)
{
	const char *const *skip = w->rules->skip;

	for (; skip != NULL && *skip != NULL; skip++)
		if (fnmatch(*skip, path, FNM_PATHNAME) == 0)
			return true;
	return false;
}

static void
trouble(struct walk *w, const char *path)
{
	diag_system(w->d, path, "cannot look at it");
	w->failed = true;
}

static void
take_digest(struct walk *w, struct node *n, int dir, const char *name)
{
	unsigned char chunk[65536];
	struct sha256 *h;
	ssize_t got;
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC);

	if (fd == -1) {
		trouble(w, n->path);
		return;
	}
	h = sha256_new();
	while ((got = file_read_full(fd, chunk, sizeof(chunk))) > 0)
		sha256_update(h, chunk, (size_t)got);
	sha256_final(h, n->digest);
	close(fd);
	if (got < 0)
		trouble(w, n->path);
}

/*
 * One word of a line of the database.  A time that the clock has set is as
 * good as another, and an owner's class that is the entry's says nothing
 * (svr4-packaging 6.13: installf leaves it behind).
 */
static void
add_word(struct walk *w, struct buf *out, const char *word, size_t len,
    const char *class, size_t class_len)
{
	char *stop;

	if (w->rules->now != 0 && strtoll(word, &stop, 10) >= w->rules->now &&
	    stop == word + len)
		buf_str(out, "now");
	else if (class != NULL && len > class_len + 1 &&
	    word[len - class_len - 1] == ':' &&
	    memcmp(word + len - class_len, class, class_len) == 0)
		buf_add(out, word, len - class_len - 1);
	else
		buf_add(out, word, len);
}

static void
add_line(struct walk *w, struct buf *out, const char *line, size_t len)
{
	const char *p = line, *end = line + len, *class = NULL;
	size_t n, class_len = 0, words = 0;

	for (; p < end; p += n + 1) {
		for (n = 0; p + n < end && p[n] != ' '; n++)
			;
		if (words > 0)
			buf_char(out, ' ');
		add_word(w, out, p, n, class, class_len);
		if (++words == 3) {	/* path, type, class */
			class = p;
			class_len = n;
		}
	}
	buf_char(out, '\n');
}

/* The database without comments. */
static void
take_text(struct walk *w, struct node *n, int dir, const char *name)
{
	struct buf all = BUF_INIT, kept = BUF_INIT;
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	const char *p;
	ssize_t got = -1;
	size_t len;

	while (fd != -1 && (got = file_read_full(fd, buf_room(&all, 65536),
	    65536)) > 0 && all.len < CONTENTS_MAX)
		all.len += (size_t)got;
	if (got < 0)
		trouble(w, n->path);
	buf_char(&all, '\0');
	for (p = all.data; *p != '\0'; p += len + (p[len] == '\n')) {
		len = strcspn(p, "\n");
		if (*p != '#')
			add_line(w, &kept, p, len);
	}
	buf_str(&kept, "");
	n->text = buf_steal(&kept);
	buf_free(&all);
	if (fd != -1)
		close(fd);
}

static void
take_link(struct walk *w, struct node *n, int dir, const char *name)
{
	char text[4096];
	ssize_t len = readlinkat(dir, name, text, sizeof(text));

	if (len == -1)
		trouble(w, n->path);
	else
		n->target = xstrndup(text, (size_t)len);
}

static struct node *
add_node(struct walk *w, char *path, const struct stat *st)
{
	struct node *n;

	if (w->s->n == w->size) {
		w->size = w->size == 0 ? 1024 : w->size * 2;
		w->s->v = xreallocarray(w->s->v, w->size, sizeof(*w->s->v));
	}
	n = &w->s->v[w->s->n++];
	*n = (struct node){ .path = path, .mode = st->st_mode,
	    .uid = st->st_uid, .gid = st->st_gid, .rdev = st->st_rdev,
	    .ino = st->st_ino, .nlink = st->st_nlink, .size = st->st_size,
	    .mtime = st->st_mtim, .ctime = st->st_ctim };
	return n;
}

static void walk(struct walk *w, int dir, const char *path);

static void
visit(struct walk *w, int dir, const char *up, const char *name)
{
	char *path = xasprintf("%s/%s", up, name);
	struct stat st;
	struct node *n;
	int fd;

	if (is_skipped(w, path) ||
	    fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == -1) {
		free(path);
		return;
	}
	n = add_node(w, path, &st);
	if (S_ISLNK(st.st_mode))
		take_link(w, n, dir, name);
	else if (S_ISREG(st.st_mode) && w->rules->digests) {
		if (strcmp(path, database) == 0)
			take_text(w, n, dir, name);
		else
			take_digest(w, n, dir, name);
	} else if (S_ISDIR(st.st_mode) && st.st_dev == w->dev) {
		fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
		    O_CLOEXEC);
		if (fd == -1)
			trouble(w, path);
		else
			walk(w, fd, path);
	}
}

/* Closes dir. */
static void
walk(struct walk *w, int dir, const char *path)
{
	struct dirent *e;
	DIR *list = fdopendir(dir);

	if (list == NULL) {
		trouble(w, path);
		close(dir);
		return;
	}
	while ((e = readdir(list)) != NULL)
		if (strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0)
			visit(w, dir, path, e->d_name);
	closedir(list);
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(((const struct node *)a)->path,
	    ((const struct node *)b)->path);
}

static int
compare_inodes(const void *a, const void *b)
{
	const struct node *x = *(const struct node *const *)a;
	const struct node *y = *(const struct node *const *)b;

	if (x->ino != y->ino)
		return x->ino < y->ino ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* Names of one file are told by the first of them, whatever the inode. */
static void
name_links(struct snapshot *s)
{
	struct node **list = xcalloc(s->n + 1, sizeof(struct node *));
	size_t i, n = 0;

	for (i = 0; i < s->n; i++)
		if (S_ISREG(s->v[i].mode) && s->v[i].nlink > 1)
			list[n++] = &s->v[i];
	if (n > 0)
		qsort(list, n, sizeof(struct node *), compare_inodes);
	for (i = 1; i < n; i++)
		if (list[i]->ino == list[i - 1]->ino)
			list[i]->first = xstrdup(list[i - 1]->first != NULL ?
			    list[i - 1]->first : list[i - 1]->path);
	free(list);
}

struct snapshot *
snapshot_take(int root, const struct snapshot_rules *rules, struct diag *d)
{
	struct walk w = { .s = xcalloc(1, sizeof(struct snapshot)),
	    .rules = rules, .d = d };
	struct stat st;
	int fd = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1 || fstat(fd, &st) == -1) {
		trouble(&w, "/");
		if (fd != -1)
			close(fd);
	} else {
		w.dev = st.st_dev;
		walk(&w, fd, "");
	}
	if (w.failed) {
		snapshot_free(w.s);
		return NULL;
	}
	w.s->digests = rules->digests;
	if (w.s->n > 0)
		qsort(w.s->v, w.s->n, sizeof(*w.s->v), compare_paths);
	name_links(w.s);
	return w.s;
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
		free(s->v[i].first);
		free(s->v[i].text);
	}
	free(s->v);
	free(s);
}
