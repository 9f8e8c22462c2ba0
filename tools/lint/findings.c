#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "lint/findings.h"

static bool
ends_with_name(const char *file, size_t len, const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n <= len && memcmp(file + len - n, name, n) == 0 &&
	    (n == len || file[len - n - 1] == '/' || file[len - n - 1] == '(');
}

/* A file of a package is called `SOURCE(PKG/install/NAME)'. */
static bool
override_covers(const struct lint_override *o, const struct lint_tag *tag,
    const char *file, size_t line)
{
	size_t len = strlen(file);

	if (o->tag != tag || (o->line != 0 && o->line != line))
		return false;
	return strcmp(o->file, "*") == 0 ||
	    ends_with_name(file, len, o->file) ||
	    (file[len - 1] == ')' && ends_with_name(file, len - 1, o->file));
}

static bool
is_overridden(struct lint_findings *f, const struct lint_tag *tag,
    const char *file, size_t line)
{
	size_t i;
	bool found = false;

	for (i = 0; i < f->noverrides; i++)
		if (override_covers(&f->overrides[i], tag, file, line))
			found = f->overrides[i].used = true;
	return found;
}

/* Findings of one place come one behind the other, so few are looked at. */
static bool
is_known(const struct lint_findings *f, const struct lint_tag *tag,
    const char *file, size_t line, size_t column)
{
	size_t i;

	for (i = f->n; i > 0 && i + 64 > f->n; i--)
		if (f->v[i - 1].tag == tag && f->v[i - 1].line == line &&
		    f->v[i - 1].column == column && line > 0 &&
		    strcmp(f->v[i - 1].file, file) == 0)
			return true;
	return false;
}

static char *
message_of(const struct lint_tag *tag, const char *name)
{
	const char *at = strstr(tag->message, "{name}");
	struct buf b = BUF_INIT;

	if (at != NULL) {
		buf_add(&b, tag->message, (size_t)(at - tag->message));
		buf_str(&b, name == NULL ? "This" : name);
		buf_str(&b, at + strlen("{name}"));
	} else {
		buf_str(&b, tag->message);
		if (name != NULL)
			buf_printf(&b, " (%s)", name);
	}
	at = text_printable(buf_text(&b));
	buf_free(&b);
	return (char *)at;
}

void
lint_add(struct lint_findings *f, const char *file, size_t line, size_t column,
    const char *id, const char *name)
{
	const struct lint_tag *tag = lint_tag_find(id);

	if (tag == NULL ||
	    (f->releases != 0 && (f->releases & tag->releases) == 0) ||
	    is_known(f, tag, file, line, column))
		return;
	if (is_overridden(f, tag, file, line)) {
		f->overridden++;
		return;
	}
	if (f->n >= LINT_FINDINGS_MAX)
		return;
	f->v = array_room(f->v, f->n, &f->size, sizeof(*f->v));
	f->v[f->n++] = (struct lint_finding){
	    text_printable(file), line, column, tag, message_of(tag, name)};
}

/* FILE or FILE:LINE */
static void
read_place(struct lint_override *o, struct slice place)
{
	size_t i = place.len;
	uint64_t line;

	while (i > 0 && place.p[i - 1] != ':')
		i--;
	if (i > 1 &&
	    number_parse((struct slice){place.p + i, place.len - i}, 10,
		SIZE_MAX, &line)) {
		o->line = (size_t)line;
		place.len = i - 1;
	}
	o->file = slice_dup(place);
}

static void
read_override(
    struct lint_findings *f, struct slice line, const struct location *at)
{
	struct lint_override o = {.from_line = at->line};
	struct slice word, place;
	char *id;

	if (!word_next(&line, " \t", &word) || word.p[0] == '#')
		return;
	id = slice_dup(word);
	o.tag = lint_tag_find(id);
	if (o.tag == NULL)
		diag_error_at(at, "there is no tag `%s'", id);
	else if (!word_next(&line, " \t", &place) ||
	    (line = slice_trim(line, " \t\r")).len == 0)
		diag_error_at(
		    at, "an override has a tag, a file and a reason: `%s'", id);
	else if (f->noverrides == LINT_OVERRIDES_MAX)
		diag_error_at(at, "more than %d overrides", LINT_OVERRIDES_MAX);
	else {
		read_place(&o, place);
		o.reason = slice_dup(line);
		o.from = xstrdup(at->file);
		f->overrides = array_append_room(
		    f->overrides, f->noverrides, sizeof(*f->overrides));
		f->overrides[f->noverrides++] = o;
	}
	free(id);
}

void
lint_read_overrides(struct lint_findings *f, const char *text, size_t len,
    const char *file, struct diag *d)
{
	struct slice rest = {text, len}, line;
	struct location at = {file, 0, NULL, d};

	while (line_next(&rest, &line)) {
		at.line++;
		read_override(f, line, &at);
	}
}

static int
compare(const void *a, const void *b)
{
	const struct lint_finding *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	if (order == 0 && x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (order == 0 && x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return order != 0 ? order : strcmp(x->tag->id, y->tag->id);
}

void
lint_sort(struct lint_findings *f)
{
	if (f->n > 1)
		qsort(f->v, f->n, sizeof(*f->v), compare);
}

size_t
lint_count(const struct lint_findings *f, enum severity severity)
{
	size_t i, n = 0;

	for (i = 0; i < f->n; i++)
		n += f->v[i].tag->severity == severity;
	return n;
}

void
lint_findings_free(struct lint_findings *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		free(f->v[i].file);
		free(f->v[i].message);
	}
	for (i = 0; i < f->noverrides; i++) {
		free(f->overrides[i].file);
		free(f->overrides[i].reason);
		free(f->overrides[i].from);
	}
	free(f->v);
	free(f->overrides);
	*f = LINT_FINDINGS_INIT;
}
