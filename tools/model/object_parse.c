/*
 * Parses one line of a pkgmap(4) or prototype(4) into an object.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "model/object.h"

static const char blanks[] = " \t\r";

/* The line while it is parsed. */
struct reader {
	struct slice rest; /* what is not parsed yet */
	bool lenient;      /* missing fields stay unknown */
	const struct location *at;
	bool failed;
	bool ended; /* the line, before a field that it needs */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
next_word(struct reader *r, struct slice *word)
{
	return word_next(&r->rest, blanks, word);
}

/* Of a line that ends too early only the first missing field is reported. */
static void
report_missing(struct reader *r, const char *what)
{
	if (!r->ended)
		diag_error_at(r->at, "%s is missing", what);
	r->ended = r->failed = true;
}

static void
report_word(struct reader *r, const char *what, struct slice word)
{
	diag_error_at(r->at, "`%.*s' is not a %s", SLICE_ARGS(word), what);
	r->failed = true;
}

static void
report_fault(
    struct reader *r, const char *what, struct slice word, const char *reason)
{
	diag_error_at(
	    r->at, "the %s `%.*s' %s", what, SLICE_ARGS(word), reason);
	r->failed = true;
}

/* A number from 0 to max, or `?'. */
static int64_t
parse_number(struct reader *r, const char *what, unsigned base, int64_t max)
{
	struct slice word;
	uint64_t n;

	if (!next_word(r, &word)) {
		if (!r->lenient)
			report_missing(r, what);
		return OBJECT_UNKNOWN;
	}
	if (slice_equals(word, "?"))
		return OBJECT_UNKNOWN;
	if (!number_parse(word, base, (uint64_t)max, &n)) {
		report_word(r, what, word);
		return OBJECT_UNKNOWN;
	}
	return (int64_t)n;
}

/* The name of an owner or a group. */
static const char *
parse_owner(struct reader *r, const char *what, struct string_pool *pool)
{
	struct slice word;

	if (!next_word(r, &word)) {
		if (!r->lenient)
			report_missing(r, what);
		return string_pool_add(pool, "?");
	}
	if (word.len > OBJECT_OWNER_MAX) {
		diag_error_at(r->at, "the %s is longer than %d bytes", what,
		    OBJECT_OWNER_MAX);
		r->failed = true;
	}
	return string_pool_add_bytes(pool, word.p, word.len);
}

static void
parse_class(struct reader *r, struct object *o, struct string_pool *pool)
{
	struct slice word;
	const char *reason;

	if (!next_word(r, &word)) {
		report_missing(r, "class");
		return;
	}
	o->class = string_pool_add_bytes(pool, word.p, word.len);
	reason = object_class_fault(o->class);
	if (reason != NULL)
		report_fault(r, "class", word, reason);
}

/* The path `/' is for the root directory, which packages of a system have. */
static void
check_path(struct reader *r, struct slice word, const struct object *o,
    const char *other)
{
	char *text = slice_dup(word);
	const char *reason = object_path_fault(text);

	if (reason == NULL && other != NULL && strchr(other, '=') != NULL)
		reason = "is followed by two `='";
	if (reason == NULL &&
	    (o->path[0] == '\0' ||
		(strcmp(o->path, "/") == 0 && !ftype_is_directory(o->ftype))))
		reason = "names no object";
	if (reason != NULL)
		report_fault(r, "path", word, reason);
	free(text);
}

/* `path` or `path=other`, where other is the target of a link or a source. */
static void
parse_path(struct reader *r, struct object *o)
{
	struct slice word;
	const char *equals;
	char *other = NULL;

	if (!next_word(r, &word)) {
		report_missing(r, "path");
		return;
	}
	equals = memchr(word.p, '=', word.len);
	if (equals != NULL) {
		other = xstrndup(
		    equals + 1, word.len - (size_t)(equals + 1 - word.p));
		word.len = (size_t)(equals - word.p);
	}
	o->path = slice_dup(word);
	path_canonize(o->path);
	check_path(r, word, o, other);
	if (other != NULL && other[0] == '\0') {
		free(other);
		other = NULL;
	}
	if (!ftype_has_target(o->ftype))
		o->source = other;
	else if (other == NULL)
		report_missing(r, "target of the link");
	else
		o->target = other;
}

/* The part number, which may be left out; false when it is none. */
static bool
parse_part(struct reader *r, struct object *o)
{
	struct slice rest = r->rest, word;
	uint64_t part;

	if (!word_next(&rest, blanks, &word) || !is_digit(word.p[0]))
		return true;
	if (!number_parse(word, 10, OBJECT_PARTS_MAX, &part)) {
		diag_error_at(r->at, "the part number is not one");
		return false;
	}
	o->part = (uint16_t)part;
	r->rest = rest;
	return true;
}

static bool
parse_ftype(struct reader *r, struct object *o)
{
	struct slice word;

	if (!next_word(r, &word))
		report_missing(r, "file type");
	else if (word.len != 1 || !ftype_is_known(word.p[0]))
		report_word(r, "file type (f e v d x l s p c b i)", word);
	else
		o->ftype = word.p[0];
	return !r->failed;
}

static void
parse_device(struct reader *r, struct object *o)
{
	bool lenient = r->lenient;

	r->lenient = false;
	o->major = (int32_t)parse_number(r, "major number", 10, INT32_MAX);
	o->minor = (int32_t)parse_number(r, "minor number", 10, INT32_MAX);
	r->lenient = lenient;
}

static void
parse_attributes(struct reader *r, struct object *o, struct string_pool *pool)
{
	struct slice rest = r->rest, word;
	const char *what = "mode (octal, at most 7777)";

	/* a word that is no number probably belongs to the path */
	if (word_next(&rest, blanks, &word) && !is_digit(word.p[0]))
		what = "mode; a path cannot hold blanks";
	o->mode = (int32_t)parse_number(r, what, 8, 07777);
	if (r->failed)
		return;
	o->owner = parse_owner(r, "owner", pool);
	o->group = parse_owner(r, "group", pool);
}

/*
 * A line of a prototype may end in the size, sum and modification time of a
 * pkgmap, since some make the one from the other; they are not used.
 */
static void
check_rest(struct reader *r, const struct object *o)
{
	struct slice word;
	uint64_t n;
	int i;

	for (i = 0; next_word(r, &word); i++)
		if (i == 3 || !ftype_has_contents(o->ftype) ||
		    !(slice_equals(word, "?") ||
			number_parse(word, 10, UINT64_MAX, &n))) {
			diag_error_at(r->at,
			    "`%.*s' is one word too many; a path cannot hold "
			    "blanks",
			    SLICE_ARGS(word));
			r->failed = true;
			return;
		}
}

bool
object_parse(struct object *o, struct slice line, bool lenient,
    struct string_pool *pool, const struct location *at)
{
	struct reader r = {.rest = line, .lenient = lenient, .at = at};

	object_init(o);
	o->line = (uint32_t)at->line;
	if (!parse_part(&r, o) || !parse_ftype(&r, o))
		return false;
	if (o->ftype != 'i')
		parse_class(&r, o, pool);
	parse_path(&r, o);
	if (!r.failed && ftype_is_device(o->ftype))
		parse_device(&r, o);
	if (!r.failed && ftype_has_mode(o->ftype))
		parse_attributes(&r, o, pool);
	if (!r.failed && !lenient && ftype_has_contents(o->ftype)) {
		o->size = parse_number(&r, "size", 10, INT64_MAX);
		o->sum = (int32_t)parse_number(&r, "checksum", 10, 65535);
		o->mtime = parse_number(&r, "modification time", 10, INT64_MAX);
	}
	if (!r.failed && lenient)
		check_rest(&r, o);
	if (r.failed)
		object_clear(o);
	return !r.failed;
}
