/*
 * Listings of trees.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/mem.h"
#include "observe.h"

/* Payload is older; what is newer was set by the clock. */
#define CLOCK 1262304000

/* Left out with all below; a slash at the end: only what is below. */
static const char *const hidden[] = {
    "tmp/",
    "var/tmp/",
    "var/sadm/install/",
    "trace.log",
    NULL,
};

static const char *const hidden_live[] = {
    ".host",
    ".live-root",
    "bin",
    "dev",
    "lib",
    "lib64",
    "proc",
    "sbin",
    "etc/mtab",
    "etc/fstab",
    "etc/nsswitch.conf",
    "etc/device.tab",
    "usr/bin",
    "usr/sbin",
    "usr/lib",
    "usr/sadm",
    "usr/xpg4",
    NULL,
};

/* First names of files with several. */
struct walk {
	const struct stage *s;
	struct lines names; /* sorted: all names */
	struct first {
		dev_t dev;
		ino_t ino;
		const char *name;
	} * v;
	size_t n;
};

static bool
is_in(const char *name, const char *const *list)
{
	size_t len;

	for (; *list != NULL; list++) {
		len = strlen(*list);
		if ((*list)[len - 1] == '/' ? strncmp(name, *list, len) == 0
					    : strncmp(name, *list, len) == 0 &&
			    (name[len] == '\0' || name[len] == '/'))
			return true;
	}
	return false;
}

static bool
is_spool(const char *name)
{
	const char *p = name + strlen("var/sadm/pkg/");

	if (strncmp(name, "var/sadm/pkg/", strlen("var/sadm/pkg/")) != 0)
		return false;
	p += strcspn(p, "/");
	return strncmp(p, "/save/pspool", 12) == 0 &&
	    (p[12] == '\0' || p[12] == '/');
}

static bool
is_hidden(const struct stage *s, const char *name)
{
	return is_in(name, hidden) || (s->live && is_in(name, hidden_live)) ||
	    is_spool(name);
}

static void
list_names(struct walk *w, const char *dir)
{
	char *path = xasprintf("%s/%s", w->s->root, dir), *name, *below;
	struct dirent *e;
	struct stat st;
	DIR *list = opendir(path);

	while (list != NULL && (e = readdir(list)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		name = xasprintf(
		    "%s%s%s", dir, *dir == '\0' ? "" : "/", e->d_name);
		below = xasprintf("%s/%s", w->s->root, name);
		if (!is_hidden(w->s, name) && lstat(below, &st) == 0) {
			lines_add(&w->names, name);
			if (S_ISDIR(st.st_mode))
				list_names(w, name);
		}
		free(below);
		free(name);
	}
	if (list != NULL)
		closedir(list);
	free(path);
}

static char
letter(mode_t mode)
{
	return S_ISDIR(mode) ? 'd'
	    : S_ISREG(mode)  ? 'f'
	    : S_ISLNK(mode)  ? 'l'
	    : S_ISFIFO(mode) ? 'p'
	    : S_ISCHR(mode)  ? 'c'
	    : S_ISBLK(mode)  ? 'b'
			     : 's';
}

static const char *
first_name(struct walk *w, const struct stat *st, const char *name)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (w->v[i].dev == st->st_dev && w->v[i].ino == st->st_ino)
			return w->v[i].name;
	w->v = xreallocarray(w->v, w->n + 1, sizeof(*w->v));
	w->v[w->n++] = (struct first){st->st_dev, st->st_ino, name};
	return name;
}

static unsigned
checksum(const char *path)
{
	unsigned char chunk[65536];
	uint32_t crc = 0;
	uint64_t len = 0;
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	while (fd != -1 && (n = read(fd, chunk, sizeof(chunk))) > 0) {
		crc = cksum_update(crc, chunk, (size_t)n);
		len += (uint64_t)n;
	}
	if (fd != -1)
		close(fd);
	return cksum_final(crc, len);
}

/* The saved pkginfo has its own expected file. */
static bool
is_pkginfo(const char *name)
{
	const char *p = name + strlen("var/sadm/pkg/");

	if (strncmp(name, "var/sadm/pkg/", strlen("var/sadm/pkg/")) != 0)
		return false;
	return strcmp(p + strcspn(p, "/"), "/pkginfo") == 0;
}

static void
describe_file(struct walk *w, const char *path, const char *name,
    const struct stat *st, const char *head, struct lines *out)
{
	const char *first = name;
	char mtime[32] = "-";

	if (is_pkginfo(name)) {
		lines_add(out, head);
		return;
	}
	if (st->st_nlink > 1)
		first = first_name(w, st, name);
	if (strcmp(first, name) != 0) {
		lines_addf(out, "%s = /%s", head, first);
		return;
	}
	if (st->st_mtime < CLOCK)
		(void)snprintf(
		    mtime, sizeof(mtime), "%lld", (long long)st->st_mtime);
	lines_addf(out, "%s %lld %u %s", head, (long long)st->st_size,
	    checksum(path), mtime);
}

static void
describe(struct walk *w, const char *name, struct lines *out)
{
	char *path = xasprintf("%s/%s", w->s->root, name), *head;
	char target[4096];
	struct stat st;
	ssize_t n;

	if (lstat(path, &st) == -1) {
		free(path);
		return;
	}
	if (S_ISLNK(st.st_mode)) {
		n = readlink(path, target, sizeof(target));
		lines_addf(out, "l - %d %d /%s -> %.*s", (int)st.st_uid,
		    (int)st.st_gid, name, n < 0 ? 0 : (int)n, target);
		free(path);
		return;
	}
	/* set-uid bits: see README */
	head = xasprintf("%c %04o %d %d /%s", letter(st.st_mode),
	    (unsigned)st.st_mode & (S_ISREG(st.st_mode) ? 0777u : 07777u),
	    (int)st.st_uid, (int)st.st_gid, name);
	if (S_ISREG(st.st_mode))
		describe_file(w, path, name, &st, head, out);
	else
		lines_add(out, head);
	free(head);
	free(path);
}

struct lines
observe_tree(const struct stage *s)
{
	struct walk w = {.s = s};
	struct lines out = {NULL, 0};
	size_t i;

	list_names(&w, "");
	lines_sort(&w.names);
	for (i = 0; i < w.names.n; i++)
		describe(&w, w.names.v[i], &out);
	lines_free(&w.names);
	free(w.v);
	return out;
}

/* The path in a line of a listing, with its length. */
static const char *
path_of(const char *line, size_t *len)
{
	const char *p = strchr(line, '/');

	*len = p == NULL ? 0 : strcspn(p, " ");
	return p;
}

static int
compare_names(const char *a, const char *b)
{
	size_t m, n;
	const char *p = path_of(a, &m), *q = path_of(b, &n);
	int order = memcmp(p, q, m < n ? m : n);

	return order != 0 ? order : m < n ? -1 : m > n;
}

struct lines
tree_changes(const struct lines *base, const struct lines *now)
{
	struct lines out = {NULL, 0};
	size_t i = 0, j = 0, len;
	const char *path;
	int order;

	while (i < base->n || j < now->n) {
		order = i == base->n ? 1
		    : j == now->n    ? -1
				     : compare_names(base->v[i], now->v[j]);
		if (order < 0) {
			path = path_of(base->v[i++], &len);
			lines_addf(&out, "- %.*s", (int)len, path);
			continue;
		}
		if (order > 0 || strcmp(base->v[i], now->v[j]) != 0)
			lines_add(&out, now->v[j]);
		i += order == 0;
		j++;
	}
	return out;
}
