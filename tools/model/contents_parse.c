/*
 * Parses the text of a contents database.
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "model/contents.h"

static const char rule[] = "svr4-packaging 6.9";

/* The first of the two comment lines that a writer of the file leaves. */
static const char signature[] = "# Last modified by ";

/* The owners that were parsed. */
struct seen {
	size_t *v; /* the last line of each instance, by its index */
	size_t n, size;
	size_t owners; /* of all entries */
};

/* The line while it is parsed. */
struct line {
	struct slice rest;
	const char *fault; /* the first one, or NULL */
};

static bool
next_word(struct line *l, struct slice *word)
{
	return word_next(&l->rest, " \t\r", word);
}

static void
set_fault(struct line *l, const char *text)
{
	if (l->fault == NULL)
		l->fault = text;
}

/* A number from 0 to max, or `?'. */
static int64_t
parse_number(struct line *l, unsigned base, int64_t max, const char *fault)
{
	struct slice word;
	uint64_t n;

	if (next_word(l, &word)) {
		if (slice_equals(word, "?"))
			return OBJECT_UNKNOWN;
		if (number_parse(word, base, (uint64_t)max, &n))
			return (int64_t)n;
	}
	set_fault(l, fault);
	return OBJECT_UNKNOWN;
}

static const char *
parse_name(
    struct line *l, struct string_pool *pool, size_t max, const char *fault)
{
	struct slice word;

	if (!next_word(l, &word) || word.len > max) {
		set_fault(l, fault);
		return NULL;
	}
	return string_pool_add_bytes(pool, word.p, word.len);
}

/* `path' or `path=target' */
static void
parse_path(struct line *l, struct object *o)
{
	struct slice word;
	const char *equals;

	if (!next_word(l, &word) || word.p[0] != '/') {
		set_fault(l, "the line does not begin with a path");
		return;
	}
	equals = memchr(word.p, '=', word.len);
	if (equals != NULL) {
		o->target = xstrndup(
		    equals + 1, word.len - (size_t)(equals + 1 - word.p));
		word.len = (size_t)(equals - word.p);
	}
	o->path = slice_dup(word);
}

static const char *
parse_class(struct line *l, struct string_pool *pool)
{
	static const char wrong[] = "the class is wrong";
	const char *class = parse_name(l, pool, OBJECT_CLASS_MAX, wrong);

	if (class != NULL && object_class_fault(class) != NULL)
		set_fault(l, wrong);
	return class;
}

static void
parse_ftype(struct line *l, struct object *o)
{
	struct slice word;

	if (!next_word(l, &word) || word.len != 1 || word.p[0] == 'i' ||
	    (word.p[0] != '?' && !ftype_is_known(word.p[0])))
		set_fault(l, "the file type is none of f e v d x l s p c b ?");
	else
		o->ftype = word.p[0];
}

static void
parse_attributes(struct line *l, struct object *o, struct string_pool *pool)
{
	if (ftype_is_device(o->ftype)) {
		o->major = (int32_t)parse_number(
		    l, 10, INT32_MAX, "the major number is wrong");
		o->minor = (int32_t)parse_number(
		    l, 10, INT32_MAX, "the minor number is wrong");
	}
	if (ftype_has_mode(o->ftype)) {
		o->mode = (int32_t)parse_number(
		    l, 8, 07777, "the mode is wrong");
		o->owner = parse_name(
		    l, pool, OBJECT_OWNER_MAX, "the owner is wrong");
		o->group = parse_name(
		    l, pool, OBJECT_OWNER_MAX, "the group is wrong");
	}
	if (ftype_has_contents(o->ftype)) {
		o->size = parse_number(l, 10, INT64_MAX, "the size is wrong");
		o->sum = (int32_t)parse_number(
		    l, 10, 65535, "the checksum is wrong");
		o->mtime = parse_number(
		    l, 10, INT64_MAX, "the modification time is wrong");
	}
	if (ftype_has_target(o->ftype) != (o->target != NULL))
		set_fault(l,
		    o->target == NULL
			? "the link has no target"
			: "something that is no link has a target");
}

/* Notes that the instance owns what is in this line; false the second time. */
static bool
mark_seen(struct seen *seen, size_t instance, size_t line)
{
	while (seen->n <= instance) {
		seen->v = array_room(
		    seen->v, seen->n, &seen->size, sizeof(*seen->v));
		seen->v[seen->n++] = 0;
	}
	if (seen->v[instance] == line)
		return false;
	seen->v[instance] = line;
	return true;
}

/* Takes `:class' from the end of the word. */
static void
parse_owner_class(
    struct line *l, struct contents *c, struct owner *o, struct slice *word)
{
	const char *colon = memchr(word->p, ':', word->len);
	size_t len;

	if (colon == NULL)
		return;
	len = (size_t)(colon - word->p);
	o->class = string_pool_add_bytes(
	    &c->pool, colon + 1, word->len - len - 1);
	word->len = len;
	if (object_class_fault(o->class) != NULL)
		set_fault(l, "the class of an owner is wrong");
}

/* `[status]INSTANCE[\][:class]` */
static void
parse_owner(struct line *l, struct contents *c, struct entry *e,
    struct slice word, struct seen *seen)
{
	struct owner *o;
	size_t i;

	e->owners = array_append_room(
	    e->owners, e->nowners, sizeof(*e->owners));
	o = &e->owners[e->nowners++];
	*o = (struct owner){.status = OWNER_OK};
	if (strchr("+-*~!%", word.p[0]) != NULL) {
		o->status = *word.p++;
		word.len--;
	}
	parse_owner_class(l, c, o, &word);
	if (word.len > 0 && word.p[word.len - 1] == '\\') {
		o->not_counted = true;
		word.len--;
	}
	if (++seen->owners > CONTENTS_OWNERS_MAX)
		set_fault(l, "the file has too many owners");
	i = string_pool_insert(&c->instances, word.p, word.len);
	o->instance = c->instances.v[i];
	if (word.len == 0 || word.len > OBJECT_OWNER_MAX)
		set_fault(l, "an owner is wrong");
	else if (!mark_seen(seen, i, e->object.line))
		set_fault(l, "a package owns the object twice");
}

static void
parse_entry(struct contents *c, struct slice text, struct seen *seen,
    const struct location *at)
{
	struct line l = {text, NULL};
	struct entry *e;
	struct object new;
	struct slice word;

	object_init(&new);
	new.line = (uint32_t)at->line;
	parse_path(&l, &new);
	if (l.fault == NULL)
		parse_ftype(&l, &new);
	if (l.fault == NULL)
		new.class = parse_class(&l, &c->pool);
	if (l.fault == NULL)
		parse_attributes(&l, &new, &c->pool);
	e = contents_add(c, &new);
	object_clear(&new);
	while (l.fault == NULL && next_word(&l, &word))
		parse_owner(&l, c, e, word, seen);
	if (l.fault == NULL && e->nowners == 0)
		set_fault(&l, "no package owns the object");
	if (l.fault != NULL)
		diag_error_at(at, "%s", l.fault);
}

/* Keeps a comment unless it is one of the two that contents_print writes. */
static void
parse_comment(struct contents *c, struct slice text, bool *after_signature)
{
	size_t len = sizeof(signature) - 1;
	bool first = text.len >= len && memcmp(text.p, signature, len) == 0;

	if (!first && !*after_signature)
		buf_printf(&c->comments, "%.*s\n", SLICE_ARGS(text));
	*after_signature = first;
}

static void
parse_lines(struct contents *c, struct slice text, struct location *at)
{
	struct slice line, rest, word;
	struct seen seen = {.v = NULL};
	bool after_signature = false;

	while (line_next(&text, &line) && seen.owners <= CONTENTS_OWNERS_MAX) {
		at->line++;
		rest = line;
		if (c->n > CONTENTS_ENTRIES_MAX) {
			diag_error_at(
			    at, "more than %d entries", CONTENTS_ENTRIES_MAX);
			break;
		}
		if (line.len > CONTENTS_LINE_MAX ||
		    memchr(line.p, '\0', line.len) != NULL)
			diag_error_at(at,
			    "longer than %d bytes, or holds a NUL byte",
			    CONTENTS_LINE_MAX);
		else if (line.len > 0 && line.p[0] == '#')
			parse_comment(c, line, &after_signature);
		else if (word_next(&rest, " \t\r", &word))
			parse_entry(c, line, &seen, at);
	}
	free(seen.v);
}

static void
check_unique(const struct contents *c, const struct location *at)
{
	size_t i;

	for (i = 1; i < c->n; i++)
		if (strcmp(c->v[i - 1].object.path, c->v[i].object.path) == 0)
			diag_error(at->d, at->file, c->v[i].object.line,
			    at->rule, "%s is there twice", c->v[i].object.path);
}

struct contents *
contents_parse(const char *text, size_t len, const char *file, struct diag *d)
{
	struct contents *c = contents_new();
	struct diag own = DIAG_INIT;
	struct location at = {file, 0, rule, &own};
	bool failed;

	parse_lines(c, (struct slice){text, len}, &at);
	if (own.n == 0) {
		contents_sort(c);
		check_unique(c, &at);
	}
	failed = own.n > 0;
	diag_move(d, &own);
	if (!failed)
		return c;
	contents_free(c);
	return NULL;
}
