#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "init/difference.h"
#include "model/install_path.h"
#include "model/patch_table.h"

/* Two inventories while they are compared. */
struct comparing {
	const struct inventory *from, *to;
	struct differences *out;
};

static bool
same_name(const char *a, const char *b)
{
	return a == NULL || b == NULL || strcmp(a, b) == 0;
}

static bool
same_attributes(
    const struct inventory_entry *a, const struct inventory_entry *b)
{
	return (!a->has_mode || !b->has_mode || a->mode == b->mode) &&
	    same_name(a->owner, b->owner) && same_name(a->group, b->group);
}

static bool
is_same(const struct inventory_entry *a, const struct inventory_entry *b)
{
	if (a->type != b->type)
		return false;
	switch (a->type) {
	case 'd': return same_attributes(a, b);
	case 's':
	case 'l': return strcmp(a->target, b->target) == 0;
	case 'i':
		return a->size == b->size && strcmp(a->sha256, b->sha256) == 0;
	case 'p': return same_attributes(a, b);
	case 'c':
	case 'b':
		return strcmp(a->target, b->target) == 0 &&
		    same_attributes(a, b);
	default:
		return a->size == b->size &&
		    strcmp(a->sha256, b->sha256) == 0 && same_attributes(a, b);
	}
}

static void
add(struct comparing *c, struct difference x)
{
	c->out->v = array_room(
	    c->out->v, c->out->n, &c->out->size, sizeof(*c->out->v));
	c->out->v[c->out->n++] = x;
}

/* The path that a link leads to, as far as its text tells; caller frees. */
static char *
resolve_target(const struct inventory_entry *link)
{
	struct object o = {.path = link->path, .target = link->target};

	return link_target(&o);
}

/* Can a patch put something of the one type in place of the other? */
static bool
can_become(char old, char new)
{
	return old != 'd' ? strchr("fsl", old) != NULL
			  : strchr("sld", new) != NULL;
}

/*
 * The nearest entry of the inventory above the path that is no directory, or
 * NULL.  *all_named tells whether the other has an entry for each directory
 * from there to the path.
 */
static const struct inventory_entry *
other_above(const struct inventory *inv, const struct inventory *other,
    const char *path, bool *all_named)
{
	const struct inventory_entry *above, *found = NULL;
	const char *slash = path;
	char *dir;

	*all_named = true;
	while ((slash = strchr(slash + 1, '/')) != NULL) {
		dir = xstrndup(path, (size_t)(slash - path));
		above = inventory_find(inv, dir);
		if (found == NULL && above != NULL && above->type != 'd')
			found = above;
		if (found != NULL && inventory_find(other, dir) == NULL)
			*all_named = false;
		free(dir);
	}
	return found;
}

/* Why no patch can have an object of this path, or NULL. */
static const char *
path_reason(const char *path)
{
	if (path[0] == '$')
		return "its path begins with a variable";
	return path[0] == '#' ? "its path begins with `#'"
			      : patch_name_fault(path);
}

/* Why no patch can make this hard link, or NULL. */
static const char *
hard_link_reason(struct comparing *c, const struct inventory_entry *link)
{
	char *path = resolve_target(link);
	const struct inventory_entry *target = inventory_find(c->to, path);

	free(path);
	return target == NULL || target->type == 'f'
	    ? NULL
	    : "a hard link of a patch leads to a file";
}

static void
judge_new(struct comparing *c, struct difference *x)
{
	bool all_named;
	const struct inventory_entry *above = other_above(
	    c->from, c->to, x->path, &all_named);

	if (above != NULL && (!can_become(above->type, 'd') || !all_named))
		x->reason = "a directory above it is something else in the old";
	else if (x->new->type == 'f')
		x->cover = COVER_ADD;
	else if (x->new->type == 'd')
		x->cover = above == NULL ? COVER_DIRECTORY : COVER_MADE;
	else
		x->cover = COVER_LINK_ADD;
}

static void
judge_gone(struct comparing *c, struct difference *x)
{
	bool all_named;
	const struct inventory_entry *above = other_above(
	    c->to, c->from, x->path, &all_named);

	if (above != NULL && (!can_become('d', above->type) || !all_named))
		x->reason = "a directory above it is something else in the new";
	else
		x->cover = COVER_DELETE;
}

static bool
same_contents(const struct inventory_entry *a, const struct inventory_entry *b)
{
	return a->size == b->size && strcmp(a->sha256, b->sha256) == 0;
}

static void
judge_changed(struct difference *x)
{
	char old = x->old->type, new = x->new->type;

	if (!can_become(old, new))
		x->reason = old == 'd'
		    ? "a patch puts no file in place of a directory"
		    : "it becomes something of another type";
	else if (strchr("sl", new) != NULL)
		x->cover = COVER_LINK;
	else if (new == 'd')
		x->cover = old == 'd' ? COVER_ATTRIBUTES : COVER_MADE;
	else
		x->cover = old == 'f' && same_contents(x->old, x->new)
		    ? COVER_ATTRIBUTES
		    : COVER_REPLACE;
}

static void
judge(struct comparing *c, struct difference *x)
{
	char type = x->new != NULL ? x->new->type : x->old->type;

	if (type == 'i')
		x->reason =
		    "a patch has scripts and information files of its own";
	else if (strchr("pcb", type) != NULL)
		x->reason = "a patch carries no pipe and no device";
	else if (type == 'l' && x->new != NULL &&
	    hard_link_reason(c, x->new) != NULL)
		x->reason = hard_link_reason(c, x->new);
	else if (path_reason(x->path) != NULL)
		x->reason = path_reason(x->path);
	else if (x->old == NULL)
		judge_new(c, x);
	else if (x->new == NULL)
		judge_gone(c, x);
	else
		judge_changed(x);
}

/* The entries with the indices that walk through both inventories. */
static void
compare_next(struct comparing *c, size_t *i, size_t *k)
{
	struct difference x = {.cover = COVER_NONE};
	int order = *i == c->from->n ? 1
	    : *k == c->to->n         ? -1
			     : strcmp(c->from->v[*i].path, c->to->v[*k].path);

	if (order <= 0)
		x.old = &c->from->v[(*i)++];
	if (order >= 0)
		x.new = &c->to->v[(*k)++];
	x.path = x.old != NULL ? x.old->path : x.new->path;
	if (x.old != NULL && x.new != NULL &&is_same(x.old, x.new))
		return;
	/* archives and packages need not name each directory */
	if (x.old == NULL && x.new->type == 'd' &&
	    inventory_has_directory(c->from, x.path))
		return;
	if (x.new == NULL && x.old->type == 'd' &&
	    inventory_has_directory(c->to, x.path))
		return;
	judge(c, &x);
	add(c, x);
}

/* What one side had to leave out; of both, nothing is known. */
static void
add_left_out(struct comparing *c)
{
	const struct inventory *a = c->from, *b = c->to;
	static const char reason[] = "no package can have it, see above";
	size_t i = 0, k = 0;
	int order;

	while (i < a->nleft_out || k < b->nleft_out) {
		order = i == a->nleft_out ? 1
		    : k == b->nleft_out
		    ? -1
		    : strcmp(a->left_out[i], b->left_out[k]);
		add(c,
		    (struct difference){
			.path = order <= 0 ? a->left_out[i] : b->left_out[k],
			.reason = order == 0 ? "it was not compared, see above"
					     : reason});
		i += order <= 0;
		k += order >= 0;
	}
}

/* Parameters that are another in every release, or follow from the files. */
static bool
is_version(const char *name)
{
	static const char *const names[] = {
	    "VERSION", "PSTAMP", "INSTDATE", "PKGINST", "CLASSES"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static void
compare_parameters(
    struct comparing *c, const struct pkginfo *a, const struct pkginfo *b)
{
	const char *other;
	size_t i;

	for (i = 0; i < a->n; i++) {
		other = pkginfo_get(b, a->v[i].name);
		if (!is_version(a->v[i].name) &&
		    (other == NULL || strcmp(other, a->v[i].value) != 0))
			add(c,
			    (struct difference){.path = a->v[i].name,
				.reason = "a patch changes no parameter of "
					  "its base"});
	}
	for (i = 0; i < b->n; i++)
		if (!is_version(b->v[i].name) &&
		    pkginfo_get(a, b->v[i].name) == NULL)
			add(c,
			    (struct difference){.path = b->v[i].name,
				.reason = "a patch gives its base no "
					  "parameter"});
}

/* A file is not deleted while a link that stays leads to it. */
static void
keep_targets(struct differences *list, const struct inventory *from)
{
	const struct inventory_entry *link;
	const struct difference *own, *found;
	struct difference *kept;
	char *path;
	size_t i;

	for (i = 0; i < from->n; i++) {
		link = &from->v[i];
		if (link->type != 's' && link->type != 'l')
			continue;
		own = differences_get(list, link->path);
		if (own == NULL || own->cover != COVER_NONE)
			continue;
		path = resolve_target(link);
		found = differences_get(list, path);
		free(path);
		if (found == NULL || found->cover != COVER_DELETE)
			continue;
		kept = &list->v[found - list->v];
		kept->cover = COVER_NONE;
		kept->reason = "a link that stays leads to it";
	}
}

/* A directory with something in it that is not covered cannot become a link. */
static void
keep_full_directories(struct differences *list)
{
	struct difference *x;
	size_t i, k, len;

	for (i = 0; i < list->ntree; i++) {
		x = &list->v[i];
		if (x->cover != COVER_LINK || x->old->type != 'd')
			continue;
		len = strlen(x->path);
		for (k = 0; k < list->ntree; k++)
			if (list->v[k].cover == COVER_NONE &&
			    strncmp(list->v[k].path, x->path, len) == 0 &&
			    list->v[k].path[len] == '/') {
				x->cover = COVER_NONE;
				x->reason = "what is in it is not covered";
			}
	}
}

void
differences_find(struct differences *out, const struct inventory *from,
    const struct inventory *to)
{
	struct comparing c = {from, to, out};
	size_t i = 0, k = 0;

	*out = (struct differences){.v = NULL};
	while (i < from->n || k < to->n)
		compare_next(&c, &i, &k);
	out->ntree = out->n;
	keep_targets(out, from);
	keep_full_directories(out);
	add_left_out(&c);
	if (from->info != NULL && to->info != NULL)
		compare_parameters(&c, from->info, to->info);
	for (i = 0; i < out->n; i++)
		out->covered += out->v[i].cover != COVER_NONE;
}

const struct difference *
differences_get(const struct differences *list, const char *path)
{
	size_t low = 0, high = list->ntree, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = strcmp(list->v[middle].path, path);
		if (order == 0)
			return &list->v[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

void
differences_free(struct differences *out)
{
	free(out->v);
	*out = (struct differences){.v = NULL};
}
