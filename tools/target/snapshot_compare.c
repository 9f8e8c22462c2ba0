#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/date.h"
#include "base/mem.h"
#include "model/object_words.h"
#include "os/stattime.h"
#include "target/snapshot.h"

#define TIME_SIZE   40
#define NUMBER_SIZE 24

/*
 * Paths that belong to the package tools and not to a package.  `*` matches
 * slashes as well; `@` stands for each instance of the comparison.
 */
static const struct {
	const char *pattern;
	enum leave_out from;
} left_out[] = {
    /* compared entry by entry: its comments have a date */
    {"/var/sadm/install/contents", LEAVE_OUT_TOOLS},
    /* locks, logs, and directories that pkgadd makes when they are missing */
    {"/var/sadm/install/.*lock*", LEAVE_OUT_TOOLS},
    {"/var/sadm/install/admin", LEAVE_OUT_TOOLS},
    {"/var/sadm/install/logs", LEAVE_OUT_TOOLS},
    {"/var/sadm/install/logs/*", LEAVE_OUT_TOOLS},
    /* names of replaced programs that were running: it only grows */
    {"/var/sadm/install/textbusy", LEAVE_OUT_TOOLS},
    /* unpacked packages of live rehearsals */
    {"/var/tmp/dstream??????*", LEAVE_OUT_TOOLS},
    /* the mount points of live rehearsals */
    {"/.live-root*", LEAVE_OUT_TOOLS},
    /* temporary files of a run that was killed stay */
    {"/tmp/*", LEAVE_OUT_TEMPORARY},
    {"/var/tmp/*", LEAVE_OUT_TEMPORARY},
    {"/var/sadm/install/*", LEAVE_OUT_TEMPORARY},
    /* these hold dates, and what an update leaves (svr4-packaging 6.14) */
    {"/var/sadm/pkg/@", LEAVE_OUT_RECORDS},
    {"/var/sadm/pkg/@/*", LEAVE_OUT_RECORDS},
};

#define NLEFT_OUT (sizeof(left_out) / sizeof(left_out[0]))

/* A comparison that is under way. */
struct comparing {
	const struct comparison *how;
	char **patterns; /* of paths that are left out */
	size_t npatterns, size;
	const char *last; /* path that differed */
	size_t n;
};

static void
report(struct comparing *c, enum difference_kind what, const char *path,
    const struct snapshot_node *node, const char *fmt, va_list ap)
{
	struct buf text = BUF_INIT;

	if (c->how->paths_only && c->last == path)
		return;
	c->last = path;
	c->n++;
	if (c->how->differs == NULL)
		return;
	buf_vprintf(&text, fmt, ap);
	c->how->differs(c->how->arg,
	    &(struct snapshot_difference){what, path, buf_text(&text), node});
	buf_free(&text);
}

static void differs(struct comparing *c, enum difference_kind what,
    const struct snapshot_node *n, const char *fmt, ...)
    __attribute__((__format__(__printf__, 4, 5)));

static void
differs(struct comparing *c, enum difference_kind what,
    const struct snapshot_node *n, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(c, what, n->path, n, fmt, ap);
	va_end(ap);
}

static void entry_differs(struct comparing *c, const char *path,
    const char *fmt, ...) __attribute__((__format__(__printf__, 3, 4)));

static void
entry_differs(struct comparing *c, const char *path, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	report(c, DIFFERENCE_DATABASE, path, NULL, fmt, ap);
	va_end(ap);
}

static bool
is_left_out(const struct comparing *c, const char *path)
{
	size_t i;

	for (i = 0; i < c->npatterns; i++)
		if (fnmatch(c->patterns[i], path, FNM_NOESCAPE) == 0)
			return true;
	return false;
}

static void
add_pattern(struct comparing *c, char *pattern)
{
	c->patterns = array_room(
	    c->patterns, c->npatterns, &c->size, sizeof(*c->patterns));
	c->patterns[c->npatterns++] = pattern;
}

static void
make_patterns(struct comparing *c)
{
	const char *p, *at;
	size_t i, k;

	for (i = 0; i < NLEFT_OUT; i++) {
		p = left_out[i].pattern;
		at = strchr(p, '@');
		if (left_out[i].from > c->how->leave_out)
			continue;
		if (at == NULL)
			add_pattern(c, xstrdup(p));
		else
			for (k = 0; k < c->how->ninstances; k++)
				add_pattern(c,
				    xasprintf("%.*s%s%s", (int)(at - p), p,
					c->how->instances[k], at + 1));
	}
	for (i = 0; i < c->how->nignore; i++)
		add_pattern(c, xstrdup(c->how->ignore[i]));
}

static const char *
type_name(mode_t mode)
{
	static const struct {
		mode_t type;
		const char *name;
	} names[] = {
	    {S_IFREG, "file"},
	    {S_IFDIR, "directory"},
	    {S_IFLNK, "symbolic link"},
	    {S_IFIFO, "pipe"},
	    {S_IFCHR, "character device"},
	    {S_IFBLK, "block device"},
	    {S_IFSOCK, "socket"},
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((mode & S_IFMT) == names[i].type)
			return names[i].name;
	return "object";
}

static int
compare_times(const struct timespec *a, const struct timespec *b)
{
	if (a->tv_sec != b->tv_sec)
		return a->tv_sec < b->tv_sec ? -1 : 1;
	return (a->tv_nsec > b->tv_nsec) - (a->tv_nsec < b->tv_nsec);
}

static bool
is_from_clock(const struct comparing *c, const struct timespec *t)
{
	const struct timespec *clock = &c->how->clock;

	if (clock->tv_sec == 0 && clock->tv_nsec == 0)
		return false;
	/* whole seconds, as the tools set them: that of the clock is newer */
	if (t->tv_nsec == 0 && t->tv_sec == clock->tv_sec)
		return true;
	return compare_times(t, clock) >= 0;
}

/* With its nanoseconds where two times differ in nothing else. */
static void
print_time(const struct timespec *t, bool exact, char text[TIME_SIZE])
{
	char date[DATE_TIME_LEN], fraction[16] = "";

	date_time_format((int64_t)t->tv_sec, date);
	if (exact)
		(void)snprintf(fraction, sizeof(fraction), ".%09ld",
		    t->tv_nsec % 1000000000);
	(void)snprintf(text, TIME_SIZE, "%s%s", date, fraction);
}

static void
compare_mtimes(struct comparing *c, const struct snapshot_node *was,
    const struct snapshot_node *is)
{
	const struct timespec *a = &was->st.st_mtim, *b = &is->st.st_mtim;
	char new[TIME_SIZE], old[TIME_SIZE];

	if (compare_times(a, b) == 0 ||
	    (is_from_clock(c, a) && is_from_clock(c, b)))
		return;
	print_time(b, a->tv_sec == b->tv_sec, new);
	print_time(a, a->tv_sec == b->tv_sec, old);
	differs(c, DIFFERENCE_TIME, is, "modified %s, was %s (UTC)", new, old);
}

/* The first path of a hard-link group; NULL when n is the first, or alone. */
static const char *
first_name(const struct snapshot *s, const struct snapshot_node *n)
{
	return n->first == (size_t)(n - s->v) ? NULL : s->v[n->first].path;
}

static void
compare_links(struct comparing *c, const struct snapshot *old,
    const struct snapshot_node *was, const struct snapshot *new,
    const struct snapshot_node *is)
{
	const char *a = first_name(old, was), *b = first_name(new, is);

	if (a == b || (a != NULL && b != NULL && strcmp(a, b) == 0))
		return;
	if (b == NULL)
		differs(c, DIFFERENCE_LINK, is,
		    "a file of its own, was "
		    "a hard link to %s",
		    a);
	else
		differs(c, DIFFERENCE_LINK, is,
		    "a hard link to %s, was "
		    "%s%s",
		    b, a == NULL ? "a file of its own" : "one to ",
		    a == NULL ? "" : a);
}

static void
compare_files(struct comparing *c, const struct snapshot_node *was,
    const struct snapshot_node *is)
{
	if (was->st.st_size != is->st.st_size)
		differs(c, DIFFERENCE_CONTENTS, is,
		    "contents differ (%lld bytes, was %lld)",
		    (long long)is->st.st_size, (long long)was->st.st_size);
	else if (strcmp(was->digest, is->digest) != 0)
		differs(c, DIFFERENCE_CONTENTS, is, "contents differ");
	compare_mtimes(c, was, is);
}

/* Of brief snapshots: a comparison by attributes only. */
static void
compare_file_attributes(struct comparing *c, const struct snapshot_node *was,
    const struct snapshot_node *is)
{
	const struct stat *a = &was->st, *b = &is->st;

	if (a->st_size != b->st_size || a->st_ino != b->st_ino ||
	    compare_times(&a->st_mtim, &b->st_mtim) != 0)
		differs(c, DIFFERENCE_CONTENTS, is, "written");
}

/* The name of the number; without one the number itself. */
static const char *
owner_name(const struct accounts *all, long id, char number[NUMBER_SIZE])
{
	const char *name = accounts_name(all, id);

	(void)snprintf(number, NUMBER_SIZE, "%ld", id);
	return name == NULL ? number : name;
}

static void
compare_owners(struct comparing *c, const struct snapshot *old,
    const struct snapshot_node *was, const struct snapshot *new,
    const struct snapshot_node *is)
{
	const struct stat *a = &was->st, *b = &is->st;
	char x[NUMBER_SIZE], y[NUMBER_SIZE];

	if (a->st_uid != b->st_uid)
		differs(c, DIFFERENCE_OWNER, is, "owner %s, was %s",
		    owner_name(&new->users, (long)b->st_uid, x),
		    owner_name(&old->users, (long)a->st_uid, y));
	if (a->st_gid != b->st_gid)
		differs(c, DIFFERENCE_OWNER, is, "group %s, was %s",
		    owner_name(&new->groups, (long)b->st_gid, x),
		    owner_name(&old->groups, (long)a->st_gid, y));
}

static void
compare_modes(struct comparing *c, const struct snapshot_node *was,
    const struct snapshot_node *is)
{
	char old[MODE_WORDS], new[MODE_WORDS];

	if (was->st.st_mode == is->st.st_mode || S_ISLNK(was->st.st_mode))
		return;
	mode_words((unsigned)was->st.st_mode, old);
	mode_words((unsigned)is->st.st_mode, new);
	differs(c, DIFFERENCE_MODE, is, "mode %s, was %s", new, old);
}

/* Times and sizes of directories change with their entries: not compared. */
static void
compare_node(struct comparing *c, const struct snapshot *old,
    const struct snapshot_node *was, const struct snapshot *new,
    const struct snapshot_node *is)
{
	const struct stat *a = &was->st, *b = &is->st;
	size_t before = c->n;

	if ((a->st_mode & S_IFMT) != (b->st_mode & S_IFMT)) {
		differs(c, DIFFERENCE_TYPE, is, "%s, was %s",
		    type_name(b->st_mode), type_name(a->st_mode));
		return;
	}
	compare_modes(c, was, is);
	compare_owners(c, old, was, new, is);
	if (S_ISREG(a->st_mode) && !new->brief)
		compare_files(c, was, is);
	else if (S_ISREG(a->st_mode))
		compare_file_attributes(c, was, is);
	if (S_ISLNK(a->st_mode) && strcmp(was->target, is->target) != 0)
		differs(c, DIFFERENCE_LINK, is, "points to %s, was %s",
		    is->target, was->target);
	if ((S_ISCHR(a->st_mode) || S_ISBLK(a->st_mode)) &&
	    a->st_rdev != b->st_rdev)
		differs(c, DIFFERENCE_CONTENTS, is, "another device");
	if (!S_ISDIR(a->st_mode))
		compare_links(c, old, was, new, is);
	if (S_ISREG(a->st_mode) && new->brief &&
	    c->n == before &&compare_times(&a->st_ctim, &b->st_ctim) != 0)
		differs(c, DIFFERENCE_TIME, is, "touched");
}

static void
compare_trees(
    struct comparing *c, const struct snapshot *was, const struct snapshot *is)
{
	const struct snapshot_node *a = was->v, *b = is->v;
	const struct snapshot_node *a_end = a + was->n, *b_end = b + is->n;
	int order;

	while (a < a_end || b < b_end) {
		order = a == a_end ? 1
		    : b == b_end   ? -1
				   : strcmp(a->path, b->path);
		if (is_left_out(c, order <= 0 ? a->path : b->path))
			;
		else if (order < 0)
			differs(c, DIFFERENCE_REMOVED, a, "gone, was a %s",
			    type_name(a->st.st_mode));
		else if (order > 0)
			differs(c, DIFFERENCE_CREATED, b,
			    "a %s that was "
			    "not there",
			    type_name(b->st.st_mode));
		else
			compare_node(c, was, a, is, b);
		a += order <= 0;
		b += order >= 0;
	}
}

/* A copy with the same time for all times from the clock. */
static struct entry
without_clock(const struct comparing *c, const struct entry *e)
{
	struct timespec t = {.tv_sec = (time_t)e->object.mtime};
	struct entry copy = *e;

	if (is_from_clock(c, &t))
		copy.object.mtime = 0;
	return copy;
}

static void
compare_entry(
    struct comparing *c, const struct entry *was, const struct entry *is)
{
	struct entry old = without_clock(c, was), new = without_clock(c, is);
	char *text = entry_difference(&old, &new);

	if (text != NULL)
		entry_differs(c, is->object.path, "in the database: %s", text);
	free(text);
}

static void
compare_databases(
    struct comparing *c, const struct contents *was, const struct contents *is)
{
	const struct entry *a = was->v, *b = is->v;
	const struct entry *a_end = a + was->n, *b_end = b + is->n;
	int order;

	while (a < a_end || b < b_end) {
		order = a == a_end ? 1
		    : b == b_end   ? -1
				   : strcmp(a->object.path, b->object.path);
		if (order < 0)
			entry_differs(c, a->object.path,
			    "gone from the "
			    "database");
		else if (order > 0)
			/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
			entry_differs(c, b->object.path,
			    "in the database, "
			    "was not there");
		else
			compare_entry(c, a, b);
		a += order <= 0;
		b += order >= 0;
	}
}

/* No database counts as an empty one. */
static void
compare_database_states(
    struct comparing *c, const struct snapshot *was, const struct snapshot *is)
{
	static const char path[] = "/var/sadm/install/contents";
	struct contents none = {.n = 0};

	if (is->damage != NULL &&
	    (was->damage == NULL || strcmp(was->damage, is->damage) != 0))
		entry_differs(c, path, "damaged: %s", is->damage);
	else if (is->damage == NULL && was->damage != NULL)
		entry_differs(c, path, "was damaged: %s", was->damage);
	else if (is->damage == NULL)
		compare_databases(c, was->db == NULL ? &none : was->db,
		    is->db == NULL ? &none : is->db);
}

size_t
snapshot_compare(const struct snapshot *was, const struct snapshot *is,
    const struct comparison *how)
{
	struct comparing c = {.how = how};
	size_t i;

	make_patterns(&c);
	compare_trees(&c, was, is);
	if (!how->paths_only)
		compare_database_states(&c, was, is);
	for (i = 0; i < c.npatterns; i++)
		free(c.patterns[i]);
	free(c.patterns);
	return c.n;
}
