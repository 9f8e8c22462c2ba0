/*
 * Two snapshots against each other.
 */
#include <string.h>
#include <sys/stat.h>

#include "rehearse/snapshot.h"

/* Two looks, and who is told. */
struct comparison {
	const struct snapshot_rules *rules;
	bool		 digests;
	void		(*found)(void *, enum difference, const struct node *,
			    const struct node *);
	void		*arg;
	size_t		 n;
};

const char *
difference_name(enum difference d)
{
	static const char *const names[] = {
		"created", "removed", "type", "contents", "mode", "owner",
		"time", "link"
	};

	return names[d];
}

static void
tell(struct comparison *c, enum difference d, const struct node *old,
    const struct node *new)
{
	c->n++;
	c->found(c->arg, d, old, new);
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/*
 * With digests, times of files are compared to the second, as package tools
 * keep them; without, any new time tells of a change.
 */
static bool
same_mtime(const struct comparison *c, const struct node *a,
    const struct node *b)
{
	if (!S_ISREG(a->mode))
		return true;
	if (c->rules->now != 0 && a->mtime.tv_sec >= c->rules->now &&
	    b->mtime.tv_sec >= c->rules->now)
		return true;
	return a->mtime.tv_sec == b->mtime.tv_sec;
}

static bool
same_contents(const struct comparison *c, const struct node *a,
    const struct node *b)
{
	if (!S_ISREG(a->mode))
		return a->rdev == b->rdev;
	if (a->text != NULL || b->text != NULL)
		return same_text(a->text, b->text);
	if (c->digests)
		return strcmp(a->digest, b->digest) == 0;
	return a->size == b->size && a->ino == b->ino &&
	    same_time(&a->mtime, &b->mtime);
}

static void
compare_nodes(struct comparison *c, const struct node *a,
    const struct node *b)
{
	size_t before = c->n;

	if ((a->mode & S_IFMT) != (b->mode & S_IFMT)) {
		tell(c, DIFFERENCE_TYPE, a, b);
		return;
	}
	if (!same_contents(c, a, b))
		tell(c, DIFFERENCE_CONTENTS, a, b);
	if (!S_ISLNK(a->mode) && (a->mode & 07777) != (b->mode & 07777))
		tell(c, DIFFERENCE_MODE, a, b);
	if (a->uid != b->uid || a->gid != b->gid)
		tell(c, DIFFERENCE_OWNER, a, b);
	if (!same_text(a->target, b->target) || !same_text(a->first,
	    b->first))
		tell(c, DIFFERENCE_LINK, a, b);
	if (c->digests && a->text == NULL && !same_mtime(c, a, b))
		tell(c, DIFFERENCE_TIME, a, b);
	if (!c->digests && c->n == before && S_ISREG(a->mode) &&
	    !same_time(&a->ctime, &b->ctime))
		tell(c, DIFFERENCE_TIME, a, b);
}

size_t
snapshot_compare(const struct snapshot *old, const struct snapshot *new,
    const struct snapshot_rules *rules, void (*found)(void *,
    enum difference, const struct node *, const struct node *), void *arg)
{
	struct comparison c = { .rules = rules,
	    .digests = old->digests && new->digests, .found = found,
	    .arg = arg };
	size_t i = 0, j = 0;
	int order;

	while (i < old->n || j < new->n) {
		if (i == old->n)
			order = 1;
		else if (j == new->n)
			order = -1;
		else
			order = strcmp(old->v[i].path, new->v[j].path);
		if (order < 0)
			tell(&c, DIFFERENCE_REMOVED, &old->v[i++], NULL);
		else if (order > 0)
			tell(&c, DIFFERENCE_CREATED, NULL, &new->v[j++]);
		else
			compare_nodes(&c, &old->v[i++], &new->v[j++]);
	}
	return c.n;
}
