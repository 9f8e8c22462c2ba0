#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/words.h"
#include "model/patch_table.h"

#define WORDS_MIN 8 /* path action mode owner group size cksum build */

static const char rule[] = "patch-scripts";
static const char blanks[] = " \t";

static const char *const action_words[PATCH_ACTIONS] = {
    [PATCH_REPLACE] = "replace",
    [PATCH_ADD] = "add",
    [PATCH_DELETE] = "delete",
    [PATCH_ATTRIBUTES] = "attributes",
};

static const char *const kind_words[PATCH_KINDS] = {
    [PATCH_FILE] = "file",
    [PATCH_SYMLINK] = "symlink",
    [PATCH_HARDLINK] = "hardlink",
    [PATCH_DIRECTORY] = "directory",
};

const char *
patch_action_word(enum patch_action action)
{
	return action_words[action];
}

const char *
patch_kind_word(enum patch_kind kind)
{
	return kind_words[kind];
}

bool
patch_change_is_made(const struct patch_change *c)
{
	return c->kind != PATCH_FILE || c->action == PATCH_DELETE ||
	    c->action == PATCH_ATTRIBUTES;
}

static bool
parse_action(struct slice word, enum patch_action *action)
{
	int i;

	for (i = 0; i < PATCH_ACTIONS; i++)
		if (slice_equals(word, action_words[i])) {
			*action = (enum patch_action)i;
			return true;
		}
	return false;
}

/* The kind is in the mode of what is deleted, else in the checksum. */
static enum patch_kind
parse_kind(enum patch_action action, struct slice mode, struct slice sum)
{
	if (action == PATCH_DELETE)
		return slice_equals(mode, "link") ? PATCH_SYMLINK
		    : slice_equals(mode, "dir")   ? PATCH_DIRECTORY
						  : PATCH_FILE;
	switch (sum.p[0]) {
	case '@': return PATCH_SYMLINK;
	case '=': return PATCH_HARDLINK;
	case '/': return PATCH_DIRECTORY;
	default: return PATCH_FILE;
	}
}

/* One line; what is wrong with it, or NULL. */
static const char *
parse_change(struct slice line, struct patch_change *c)
{
	struct slice word[WORDS_MIN];
	uint64_t size, sum;
	size_t n = 0;

	while (n < WORDS_MIN && word_next(&line, blanks, &word[n]))
		n++;
	if (n < WORDS_MIN)
		return "a line has at least eight words";
	if (!parse_action(word[1], &c->action))
		return "the action is not one of replace, add, delete and "
		       "attributes";
	c->kind = parse_kind(c->action, word[2], word[6]);
	c->size = -1;
	if (c->kind == PATCH_FILE && !patch_change_is_made(c)) {
		if (!number_parse(word[5], 10, INT64_MAX, &size) ||
		    !number_parse(word[6], 10, UINT32_MAX, &sum))
			return "size and checksum of a new file are numbers";
		c->size = (int64_t)size;
	}
	if (c->action != PATCH_DELETE &&
	    (c->kind == PATCH_SYMLINK || c->kind == PATCH_HARDLINK)) {
		if (word[6].len == 1)
			return "a link has a target";
		c->target = slice_dup(
		    (struct slice){word[6].p + 1, word[6].len - 1});
	}
	c->path = slice_dup(word[0]);
	return NULL;
}

struct patch_table *
patch_table_parse(
    const char *text, size_t len, const char *file, struct diag *d)
{
	struct patch_table *t = xcalloc(1, sizeof(*t));
	struct location at = {file, 0, rule, d};
	struct slice rest = {text, len}, line;
	const char *fault;
	size_t size = 0;
	bool ok = true;

	while (line_next(&rest, &line)) {
		at.line++;
		if (line.len > 0 && line.p[0] == '#')
			continue;
		t->v = array_room(t->v, t->n, &size, sizeof(*t->v));
		t->v[t->n] = (struct patch_change){.line = at.line};
		fault = parse_change(line, &t->v[t->n]);
		if (fault == NULL) {
			t->n++;
			continue;
		}
		diag_error_at(&at, "%s", fault);
		ok = false;
	}
	if (ok)
		return t;
	patch_table_free(t);
	return NULL;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp((*(const struct patch_change *const *)a)->path,
	    (*(const struct patch_change *const *)b)->path);
}

/* The changes by path; the caller frees the array. */
static const struct patch_change **
sorted_changes(const struct patch_table *t)
{
	const struct patch_change **v = xcalloc(t->n + 1, sizeof(*v));
	size_t i;

	for (i = 0; i < t->n; i++)
		v[i] = &t->v[i];
	qsort(v, t->n, sizeof(*v), by_path);
	return v;
}

/* What is wrong with a change and the object of its path (or NULL), or NULL. */
static const char *
change_fault(
    const struct patch_change *c, const struct object *o, const char *class)
{
	if (patch_change_is_made(c))
		return o == NULL ? NULL
				 : "the scripts make it, and it is an object "
				   "as well: pkgadd makes it before them";
	if (o == NULL || o->ftype != 'e' || o->class == NULL ||
	    strcmp(o->class, class) != 0)
		return "the scripts put a file there that is no object of "
		       "type e in the class of the patch";
	return o->size != OBJECT_UNKNOWN && o->size != c->size
	    ? "the scripts expect another size"
	    : NULL;
}

void
patch_table_check(const struct patch_table *t, const struct objects *list,
    const char *class,
    void (*report)(void *ctx, const char *path, const char *text), void *ctx)
{
	const struct patch_change **sorted = sorted_changes(t);
	struct patch_change key, *pkey = &key;
	const struct object *o;
	const char *fault;
	size_t i;

	for (i = 0; i < t->n; i++) {
		fault = change_fault(
		    &t->v[i], objects_find(list, t->v[i].path), class);
		if (fault != NULL)
			report(ctx, t->v[i].path, fault);
		if (i > 0 && strcmp(sorted[i - 1]->path, sorted[i]->path) == 0)
			report(ctx, sorted[i]->path, "it has two lines");
	}
	for (i = 0; i < list->n; i++) {
		o = &list->v[i];
		key.path = o->path;
		if (o->ftype != 'i' && ftype_has_contents(o->ftype) &&
		    bsearch(&pkey, sorted, t->n, sizeof(*sorted), by_path) ==
			NULL)
			report(ctx, o->path,
			    "the scripts do not know of it, and put nothing "
			    "there");
	}
	free(sorted);
}

bool
has_patch_table(const struct pkginfo *info, const struct objects *list)
{
	const struct object *o = objects_find(list, PATCH_TABLE);

	return o != NULL && o->ftype == 'i' &&
	    pkginfo_get(info, "PATCH_CLASS") != NULL;
}

void
patch_table_free(struct patch_table *t)
{
	size_t i;

	if (t == NULL)
		return;
	for (i = 0; i < t->n; i++) {
		free(t->v[i].path);
		free(t->v[i].target);
	}
	free(t->v);
	free(t);
}

const char *
patch_name_fault(const char *path)
{
	size_t len = strlen(path);

	if (strchr(path, ',') != NULL)
		return "a patch cannot change what has a comma in its name";
	if (len > 0 && path[len - 1] == '\\')
		return "a patch cannot change what has a backslash at the end "
		       "of its name";
	return NULL;
}
