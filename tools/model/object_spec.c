#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "model/object_spec.h"

static const char rule[] = "installf(1M)";
static const char blanks[] = " \t";

/* One specification while it is parsed. */
struct spec {
	const struct slice *v; /* its words */
	size_t n, next;
	const struct spec_rules *rules;
	struct string_pool *pool;
	const struct location *at;
	struct object o;
};

/* Reports what is wrong with the specification; false. */
static bool
report_spec(struct spec *s, const char *text)
{
	diag_error_at(s->at, "%.*s: %s", SLICE_ARGS(s->v[0]), text);
	return false;
}

static bool
parse_number(struct spec *s, struct slice word, unsigned base, int32_t *out)
{
	uint64_t n;

	if (!number_parse(word, base, INT32_MAX, &n))
		return report_spec(s, "a number is wrong");
	*out = (int32_t)n;
	return true;
}

/* Major or minor number: as in C, 0x is hexadecimal and 0 is octal. */
static bool
parse_device_number(struct spec *s, int32_t *out)
{
	struct slice word;

	if (s->next >= s->n)
		return true;
	word = s->v[s->next++];
	if (word.len < 2 || word.p[0] != '0')
		return parse_number(s, word, 10, out);
	if (word.p[1] != 'x' && word.p[1] != 'X')
		return parse_number(s, word, 8, out);
	word.p += 2;
	word.len -= 2;
	return parse_number(s, word, 16, out);
}

/* The path as the client has it. */
static bool
parse_path(struct spec *s)
{
	struct slice word = s->v[s->next++];
	const char *equals = memchr(word.p, '=', word.len);
	size_t len = strlen(s->rules->root);
	char *path;

	if (equals != NULL) {
		s->o.target = xstrndup(
		    equals + 1, word.len - (size_t)(equals + 1 - word.p));
		word.len = (size_t)(equals - word.p);
	}
	if (word.len == 0 || word.p[0] != '/')
		return report_spec(s, "a path has to be absolute");
	path = s->o.path = slice_dup(word);
	path_canonize(path);
	if (len > 0 && strncmp(path, s->rules->root, len) == 0 &&
	    path[len] == '/')
		memmove(path, path + len, strlen(path + len) + 1);
	return true;
}

/* The tools look at the first character only. */
static char
next_ftype(struct spec *s)
{
	struct slice word = s->v[s->next++];

	return word.len == 0 ? '\0' : word.p[0];
}

static bool
parse_link(struct spec *s)
{
	s->o.ftype = s->next < s->n ? next_ftype(s) : 'l';
	if (!ftype_has_target(s->o.ftype))
		return report_spec(s, "only the types s and l have a target");
	if (s->o.target[0] == '\0' || s->next < s->n)
		return report_spec(s, "a link is: path=target, type");
	return true;
}

static const char *
next_name(struct spec *s)
{
	struct slice word = s->v[s->next++];

	return string_pool_add_bytes(s->pool, word.p, word.len);
}

/* `[mode owner group]', which some types need */
static bool
parse_permissions(struct spec *s)
{
	bool complete;

	if (s->next < s->n && !parse_number(s, s->v[s->next++], 8, &s->o.mode))
		return false;
	if (s->next < s->n)
		s->o.owner = next_name(s);
	complete = s->next < s->n;
	if (complete)
		s->o.group = next_name(s);
	if (strchr("dxbcp", s->o.ftype) != NULL && !complete)
		return report_spec(s, "this type needs mode, owner and group");
	return s->next == s->n || report_spec(s, "there are too many words");
}

static bool
parse_attributes(struct spec *s)
{
	if (s->next >= s->n)
		return true;
	s->o.ftype = next_ftype(s);
	if (s->o.ftype == '\0' || strchr("?fvedxcbp", s->o.ftype) == NULL)
		return report_spec(
		    s, "the type is none of f v e d x p c b s l");
	if (ftype_is_device(s->o.ftype) &&
	    (!parse_device_number(s, &s->o.major) ||
		!parse_device_number(s, &s->o.minor)))
		return false;
	return parse_permissions(s);
}

static bool
validate_spec(struct spec *s)
{
	struct buf why = BUF_INIT;
	bool ok = object_validate(&s->o, &why);

	if (!ok)
		diag_error_at(s->at, "%s", buf_text(&why));
	buf_free(&why);
	return ok;
}

bool
object_spec_parse(struct objects *list, const struct slice *words, size_t n,
    const struct spec_rules *rules, const struct location *at)
{
	struct spec s = {.v = words,
	    .n = rules->paths_only ? 1 : n,
	    .rules = rules,
	    .pool = &list->pool,
	    .at = at};
	bool ok;

	object_init(&s.o);
	s.o.ftype = '?';
	s.o.owner = s.o.group = "?";
	s.o.class = rules->class == NULL ? "none" : rules->class;
	s.o.line = (uint32_t)at->line;
	ok = parse_path(&s) &&
	    (s.o.target != NULL ? parse_link(&s) : parse_attributes(&s)) &&
	    validate_spec(&s);
	if (ok)
		(void)objects_add(list, &s.o);
	else
		object_clear(&s.o);
	return ok;
}

static bool
parse_line(struct objects *list, struct slice line,
    const struct spec_rules *rules, const struct location *at)
{
	struct slice words[OBJECT_SPEC_WORDS + 1]; /* one too many is told */
	size_t n = 0;

	if (line.len >= OBJECT_SPEC_LINE_MAX) {
		diag_error_at(at, "the line is longer than %d bytes",
		    OBJECT_SPEC_LINE_MAX - 1);
		return false;
	}
	if (memchr(line.p, '\0', line.len) != NULL) {
		diag_error_at(at, "the line holds a NUL byte");
		return false;
	}
	while (n <= OBJECT_SPEC_WORDS && word_next(&line, blanks, &words[n]))
		n++;
	return n == 0 || object_spec_parse(list, words, n, rules, at);
}

bool
object_specs_parse(struct objects *list, struct slice text,
    const struct spec_rules *rules, const char *file, struct diag *d)
{
	struct location at = {file, 0, rule, d};
	struct slice line;
	bool ok = true;

	while (line_next(&text, &line)) {
		at.line++;
		if (!parse_line(list, line, rules, &at))
			ok = false;
	}
	return ok;
}
