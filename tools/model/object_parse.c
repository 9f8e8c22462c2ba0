/*
 * One line of a pkgmap(4) or prototype(4) into an object.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "model/object.h"

/* The line while it is read. */
struct reader {
	char *rest;   /* what was not read yet */
	bool lenient; /* missing fields stay unknown */
	const char *file, *rule;
	size_t line;
	struct diag *d;
	bool failed;
	bool ended; /* before a field that it needs */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The next word, cut out of the line; NULL at its end. */
static char *
next_word(struct reader *r)
{
	char *word;

	while (is_blank(*r->rest))
		r->rest++;
	if (*r->rest == '\0')
		return NULL;
	word = r->rest;
	while (*r->rest != '\0' && !is_blank(*r->rest))
		r->rest++;
	if (*r->rest != '\0')
		*r->rest++ = '\0';
	return word;
}

static void
fault(struct reader *r, const char *what, const char *word)
{
	/* of a line that ends too early the first missing field is named */
	if (word == NULL && !r->ended)
		diag_error(
		    r->d, r->file, r->line, r->rule, "%s is missing", what);
	else if (word != NULL)
		diag_error(r->d, r->file, r->line, r->rule, "`%s' is not a %s",
		    word, what);
	r->ended = word == NULL;
	r->failed = true;
}

/* A number from 0 to max, or `?`. */
static int64_t
get_number(struct reader *r, const char *what, int base, int64_t max)
{
	char *word = next_word(r), *end;
	long long n;

	if (word == NULL) {
		if (!r->lenient)
			fault(r, what, NULL);
		return OBJECT_UNKNOWN;
	}
	if (strcmp(word, "?") == 0)
		return OBJECT_UNKNOWN;
	errno = 0;
	n = strtoll(word, &end, base);
	if (word[0] < '0' || word[0] > '9' || *end != '\0' || errno != 0 ||
	    n > max) {
		fault(r, what, word);
		return OBJECT_UNKNOWN;
	}
	return n;
}

static const char *
get_owner(struct reader *r, const char *what, struct string_pool *pool)
{
	const char *word = next_word(r);

	if (word == NULL) {
		if (!r->lenient)
			fault(r, what, NULL);
		word = "?";
	} else if (strlen(word) > OBJECT_OWNER_MAX) {
		diag_error(r->d, r->file, r->line, r->rule,
		    "the %s is longer than %d bytes", what, OBJECT_OWNER_MAX);
		r->failed = true;
	}
	return string_pool_add(pool, word);
}

static void
get_class(struct reader *r, struct object *o, struct string_pool *pool)
{
	const char *word = next_word(r);
	const char *reason;

	if (word == NULL) {
		fault(r, "class", NULL);
		return;
	}
	reason = object_class_fault(word);
	if (reason != NULL) {
		diag_error(r->d, r->file, r->line, r->rule, "the class `%s' %s",
		    word, reason);
		r->failed = true;
	}
	o->class = string_pool_add(pool, word);
}

/* `path` or `path=other`, where other is a link's target or a source. */
static void
get_path(struct reader *r, struct object *o)
{
	char *word = next_word(r), *other;
	const char *reason;

	if (word == NULL) {
		fault(r, "path", NULL);
		return;
	}
	other = strchr(word, '=');
	if (other != NULL)
		*other++ = '\0';
	reason = object_path_fault(word);
	if (reason == NULL && other != NULL && strchr(other, '=') != NULL)
		reason = "is followed by two `='";
	if (reason != NULL) {
		diag_error(r->d, r->file, r->line, r->rule, "the path `%s' %s",
		    word, reason);
		r->failed = true;
	}
	o->path = xstrdup(word);
	path_canonize(o->path);
	if (reason == NULL &&
	    (o->path[0] == '\0' || strcmp(o->path, "/") == 0)) {
		diag_error(r->d, r->file, r->line, r->rule,
		    "the path `%s' names no object", word);
		r->failed = true;
	}
	if (ftype_has_target(o->ftype)) {
		if (other == NULL || *other == '\0')
			fault(r, "target of the link", NULL);
		else
			o->target = xstrdup(other);
	} else if (other != NULL && *other != '\0')
		o->source = xstrdup(other);
}

static void
get_part(struct reader *r, struct object *o)
{
	char *end;
	unsigned long part;

	while (is_blank(*r->rest))
		r->rest++;
	if (*r->rest < '0' || *r->rest > '9')
		return;
	part = strtoul(r->rest, &end, 10);
	if ((!is_blank(*end) && *end != '\0') || part > OBJECT_PARTS_MAX) {
		diag_error(r->d, r->file, r->line, r->rule,
		    "the part number is not one");
		r->failed = true;
		part = 1;
	}
	o->part = (uint16_t)part;
	r->rest = end;
}

static bool
get_ftype(struct reader *r, struct object *o)
{
	const char *word = next_word(r);

	if (word == NULL)
		fault(r, "file type", NULL);
	else if (word[1] != '\0' || !ftype_is_known(word[0]))
		fault(r, "file type (f e v d x l s p c b i)", word);
	else
		o->ftype = word[0];
	return !r->failed;
}

static void
get_attributes(struct reader *r, struct object *o, struct string_pool *pool)
{
	bool looks_like_one;

	while (is_blank(*r->rest))
		r->rest++;
	/* what is no number at all was meant to belong to the path */
	looks_like_one = *r->rest == '\0' ||
	    (*r->rest >= '0' && *r->rest <= '9');
	o->mode = (int32_t)get_number(r,
	    looks_like_one ? "mode (octal, at most 7777)"
			   : "mode; a path cannot hold blanks",
	    8, 07777);
	if (r->failed)
		return;
	o->owner = get_owner(r, "owner", pool);
	o->group = get_owner(r, "group", pool);
}

/*
 * Nothing may follow in a prototype but what a pkgmap has there, since some
 * make the one from the other; the numbers are found out anew.
 */
static void
check_rest(struct reader *r, const struct object *o)
{
	const char *word;
	int n;

	for (n = 0; (word = next_word(r)) != NULL; n++)
		if (n == 3 || !ftype_has_contents(o->ftype) ||
		    (strcmp(word, "?") != 0 &&
			strspn(word, "0123456789") != strlen(word))) {
			diag_error(r->d, r->file, r->line, r->rule,
			    "`%s' is one word too many; a path cannot hold "
			    "blanks",
			    word);
			r->failed = true;
			return;
		}
}

bool
object_parse(struct object *o, char *line, bool lenient,
    struct string_pool *pool, const char *file, size_t lineno, const char *rule,
    struct diag *d)
{
	struct reader r = {.rest = line,
	    .lenient = lenient,
	    .file = file,
	    .rule = rule,
	    .line = lineno,
	    .d = d};

	object_init(o);
	o->line = (uint32_t)lineno;
	get_part(&r, o);
	if (!get_ftype(&r, o))
		return false;
	if (o->ftype != 'i')
		get_class(&r, o, pool);
	get_path(&r, o);
	if (!r.failed && ftype_is_device(o->ftype)) {
		r.lenient = false;
		o->major = (int32_t)get_number(
		    &r, "major number", 10, INT32_MAX);
		o->minor = (int32_t)get_number(
		    &r, "minor number", 10, INT32_MAX);
		r.lenient = lenient;
	}
	if (!r.failed && ftype_has_mode(o->ftype))
		get_attributes(&r, o, pool);
	if (!r.failed && !lenient && ftype_has_contents(o->ftype)) {
		o->size = get_number(&r, "size", 10, INT64_MAX);
		o->sum = (int32_t)get_number(&r, "checksum", 10, 65535);
		o->mtime = get_number(&r, "modification time", 10, INT64_MAX);
	}
	if (!r.failed && lenient)
		check_rest(&r, o);
	if (r.failed)
		object_clear(o);
	return !r.failed;
}
