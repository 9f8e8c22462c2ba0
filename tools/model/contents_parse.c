/*
 * The text of a contents database into entries.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/contents.h"

static const char rule[] = "svr4-packaging 6.9";

/* Comments of ours, which are replaced whenever the file is written. */
static const char signature[] = "# Last modified by ";

/* The line while it is read; a field that is wrong sets the fault. */
struct line {
	char *rest;
	const char *fault; /* NULL: all was right until now */
};

static char *
next_word(struct line *l)
{
	char *word;

	l->rest += strspn(l->rest, " \t\r");
	if (*l->rest == '\0')
		return NULL;
	word = l->rest;
	l->rest += strcspn(l->rest, " \t\r");
	if (*l->rest != '\0')
		*l->rest++ = '\0';
	return word;
}

static void
set_fault(struct line *l, const char *text)
{
	if (l->fault == NULL)
		l->fault = text;
}

static int64_t
get_number(struct line *l, int base, int64_t max, const char *fault)
{
	const char *word = next_word(l);
	char *end;
	long long n;

	if (word == NULL) {
		set_fault(l, fault);
		return OBJECT_UNKNOWN;
	}
	if (strcmp(word, "?") == 0)
		return OBJECT_UNKNOWN;
	errno = 0;
	n = strtoll(word, &end, base);
	if (word[0] < '0' || word[0] > '9' || *end != '\0' || errno != 0 ||
	    n > max)
		set_fault(l, fault);
	return n;
}

static const char *
get_name(
    struct line *l, struct string_pool *pool, size_t max, const char *fault)
{
	const char *word = next_word(l);

	if (word == NULL || strlen(word) > max) {
		set_fault(l, fault);
		return NULL;
	}
	return string_pool_add(pool, word);
}

static void
get_path(struct line *l, struct object *o)
{
	char *word = next_word(l), *target;

	if (word == NULL || word[0] != '/') {
		set_fault(l, "the line does not begin with a path");
		return;
	}
	target = strchr(word, '=');
	if (target != NULL) {
		*target++ = '\0';
		o->target = xstrdup(target);
	}
	o->path = xstrdup(word);
}

static void
get_ftype(struct line *l, struct object *o)
{
	const char *word = next_word(l);

	if (word == NULL || word[1] != '\0' || word[0] == 'i' ||
	    (word[0] != '?' && !ftype_is_known(word[0])))
		set_fault(l, "the file type is none of f e v d x l s p c b ?");
	else
		o->ftype = word[0];
}

static void
get_attributes(struct line *l, struct object *o, struct string_pool *pool)
{
	if (ftype_is_device(o->ftype)) {
		o->major = (int32_t)get_number(
		    l, 10, INT32_MAX, "the major number is wrong");
		o->minor = (int32_t)get_number(
		    l, 10, INT32_MAX, "the minor number is wrong");
	}
	if (ftype_has_mode(o->ftype)) {
		o->mode = (int32_t)get_number(l, 8, 07777, "the mode is wrong");
		o->owner = get_name(
		    l, pool, OBJECT_OWNER_MAX, "the owner is wrong");
		o->group = get_name(
		    l, pool, OBJECT_OWNER_MAX, "the group is wrong");
	}
	if (ftype_has_contents(o->ftype)) {
		o->size = get_number(l, 10, INT64_MAX, "the size is wrong");
		o->sum = (int32_t)get_number(
		    l, 10, 65535, "the checksum is wrong");
		o->mtime = get_number(
		    l, 10, INT64_MAX, "the modification time is wrong");
	}
	if (ftype_has_target(o->ftype) != (o->target != NULL))
		set_fault(l,
		    o->target == NULL
			? "the link has no target"
			: "something that is no link has a target");
}

/* `[status]INST[\][:class]` */
static void
get_owner(struct line *l, struct entry *e, char *word)
{
	struct owner *o;
	char *class;

	e->owners = xreallocarray(
	    e->owners, e->nowners + 1, sizeof(*e->owners));
	o = &e->owners[e->nowners++];
	*o = (struct owner){.status = OWNER_OK};
	if (strchr("+-*~!%", word[0]) != NULL)
		o->status = *word++;
	class = strchr(word, ':');
	if (class != NULL) {
		*class ++ = '\0';
		o->class = xstrdup(class);
	}
	if (*word != '\0' && word[strlen(word) - 1] == '\\') {
		o->apart = true;
		word[strlen(word) - 1] = '\0';
	}
	o->instance = xstrdup(word);
	if (*word == '\0' || strlen(word) > OBJECT_OWNER_MAX ||
	    (class != NULL && object_class_fault(class) != NULL))
		set_fault(l, "an owner is wrong");
}

static bool
parse_line(struct contents *c, char *text, const char *file, size_t lineno,
    struct diag *d)
{
	struct line l = {text, NULL};
	struct entry *e, new = {.owners = NULL};
	char *word;

	object_init(&new.object);
	new.object.line = (uint32_t)lineno;
	get_path(&l, &new.object);
	if (l.fault == NULL)
		get_ftype(&l, &new.object);
	if (l.fault == NULL)
		new.object.class = get_name(
		    &l, &c->pool, OBJECT_CLASS_MAX, "the class is wrong");
	if (l.fault == NULL)
		get_attributes(&l, &new.object, &c->pool);
	e = contents_add(c, &new.object);
	object_clear(&new.object);
	while (l.fault == NULL && (word = next_word(&l)) != NULL)
		get_owner(&l, e, word);
	if (l.fault == NULL && e->nowners == 0)
		set_fault(&l, "no package owns the object");
	if (l.fault != NULL)
		diag_error(d, file, lineno, rule, "%s", l.fault);
	return l.fault == NULL;
}

/* Keeps comments of others; ours are two lines, who and when. */
static void
keep_remark(struct contents *c, const char *text, bool *ours)
{
	bool first = strncmp(text, signature, sizeof(signature) - 1) == 0;

	if (!first && !*ours)
		buf_printf(&c->remarks, "%s\n", text);
	*ours = first;
}

static bool
check_unique(const struct contents *c, const char *file, struct diag *d)
{
	bool ok = true;
	size_t i;

	for (i = 1; i < c->n; i++)
		if (strcmp(c->v[i - 1].object.path, c->v[i].object.path) == 0) {
			diag_error(d, file, c->v[i].object.line, rule,
			    "%s stands there twice", c->v[i].object.path);
			ok = false;
		}
	return ok;
}

struct contents *
contents_parse(const char *text, size_t len, const char *file, struct diag *d)
{
	struct contents *c = contents_new();
	const char *p = text, *end = text + len, *lf;
	bool ok = true, ours = false;
	size_t lineno = 0;
	char *line;

	for (; p < end; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		if (lf == NULL)
			lf = end;
		lineno++;
		if (lf - p > CONTENTS_LINE_MAX ||
		    memchr(p, '\0', (size_t)(lf - p)) != NULL) {
			diag_error(d, file, lineno, rule,
			    "longer than %d bytes, or holds a NUL byte",
			    CONTENTS_LINE_MAX);
			ok = false;
			continue;
		}
		line = xstrndup(p, (size_t)(lf - p));
		if (line[0] == '#')
			keep_remark(c, line, &ours);
		else if (line[strspn(line, " \t\r")] != '\0' &&
		    !parse_line(c, line, file, lineno, d))
			ok = false;
		free(line);
	}
	if (ok) {
		contents_sort(c);
		ok = check_unique(c, file, d);
	}
	if (ok)
		return c;
	contents_free(c);
	return NULL;
}
