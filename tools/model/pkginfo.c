#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/words.h"
#include "model/pkginfo.h"

static const char rule[] = "pkginfo(4)";
static const char blanks[] = " \t\r";

/* The text while it is parsed. */
struct reader {
	const char *p, *end;
	struct location at;
	bool last_counts; /* of a parameter that is set twice */
	bool stopped;     /* a quote is not closed: the rest is ambiguous */
};

struct pkginfo *
pkginfo_new(void)
{
	return xcalloc(1, sizeof(struct pkginfo));
}

static struct param *
find(const struct pkginfo *info, const char *name)
{
	size_t i = string_pool_index(&info->names, name, strlen(name));

	return i == STRING_POOL_NONE ? NULL : &info->v[i];
}

/* The parameter, which is new when its value is NULL. */
static struct param *
insert(struct pkginfo *info, const char *name, size_t len)
{
	size_t i = string_pool_insert(&info->names, name, len);

	if (i == info->n) {
		info->v = array_room(
		    info->v, info->n, &info->size, sizeof(*info->v));
		info->v[info->n++] = (struct param){info->names.v[i], NULL, 0};
	}
	return &info->v[i];
}

/*
 * The end of the line at r->p.  Unless the line is a comment, a backslash
 * before the newline joins it with the next one (svr4-packaging 4.1); *lines
 * is how many there are.
 */
static const char *
find_line_end(const struct reader *r, size_t *lines)
{
	const char *p = r->p;

	*lines = 1;
	for (; p < r->end && *p != '\n'; p++)
		if (*p == '\\' && p + 1 < r->end && p[1] == '\n' &&
		    *r->p != '#') {
			++*lines;
			p++;
		}
	return p;
}

/*
 * The value in a text: without blanks and quotes around it, lines joined.
 * NULL when its closing quote is missing.
 */
static char *
parse_value(struct reader *r, struct slice text)
{
	struct buf b = BUF_INIT;
	size_t i;

	text = slice_trim(text, blanks);
	if (text.len > 0 && (text.p[0] == '\'' || text.p[0] == '"')) {
		if (text.len < 2 || text.p[text.len - 1] != text.p[0]) {
			diag_error_at(&r->at, "the closing quote is missing");
			r->stopped = true;
			return NULL;
		}
		text.p++;
		text.len -= 2;
	}
	for (i = 0; i < text.len; i++) {
		if (text.p[i] == '\\' && i + 1 < text.len &&
		    text.p[i + 1] == '\n')
			i++;
		else
			buf_char(&b, text.p[i]);
	}
	while (b.len > 0 && strchr(blanks, b.data[b.len - 1]) != NULL)
		b.data[--b.len] = '\0';
	return buf_steal(&b);
}

/* Takes over the value. */
static void
add_param(
    struct reader *r, struct pkginfo *info, struct slice name, char *value)
{
	struct param *p = insert(info, name.p, name.len);

	if (p->value != NULL && !r->last_counts) {
		diag_warn_at(
		    &r->at, "%s is set already; this line is ignored", p->name);
		free(value);
		return;
	}
	free(p->value);
	p->value = value;
	p->line = r->at.line;
}

static void
parse_param(struct reader *r, struct pkginfo *info, struct slice line)
{
	struct slice name;
	size_t len = 0;
	char *value;

	while (len < line.len && line.p[len] != '=' && line.p[len] != ':')
		len++;
	if (len == line.len) {
		if (slice_trim(line, blanks).len > 0)
			diag_warn_at(&r->at, "a line without `=' is ignored");
		return;
	}
	if (len == 0 || len > PKGINFO_NAME_MAX) {
		diag_error_at(&r->at, "a parameter's name has 1 to %d bytes",
		    PKGINFO_NAME_MAX);
		return;
	}
	name = (struct slice){line.p, strnlen(line.p, len)};
	if (memchr(name.p, ' ', name.len) != NULL ||
	    memchr(name.p, '\t', name.len) != NULL)
		diag_warn_at(&r->at, "the blank belongs to the name `%.*s'",
		    SLICE_ARGS(name));
	value = parse_value(
	    r, (struct slice){line.p + len + 1, line.len - len - 1});
	if (value != NULL)
		add_param(r, info, name, value);
}

/* Parses the next line, and those that it is joined with. */
static void
parse_line(struct reader *r, struct pkginfo *info)
{
	size_t lines;
	const char *end = find_line_end(r, &lines);

	if (*r->p != '#')
		parse_param(
		    r, info, (struct slice){r->p, (size_t)(end - r->p)});
	r->p = end < r->end ? end + 1 : end;
	r->at.line += lines;
}

/* Is there another line?  No file has more parameters than the limit. */
static bool
has_line(const struct reader *r, const struct pkginfo *info)
{
	if (r->p == r->end)
		return false;
	if (info->n < PKGINFO_PARAMS_MAX)
		return true;
	diag_error_at(&r->at, "more than %d parameters", PKGINFO_PARAMS_MAX);
	return false;
}

struct pkginfo *
pkginfo_parse(const char *text, size_t len, const char *file, struct diag *d)
{
	struct pkginfo *info = pkginfo_new();
	struct diag own = DIAG_INIT;
	struct reader r = {
	    text, text + len, {file, 0, rule, &own}, false, false};
	bool failed;

	if (len > 0 && memchr(text, '\0', len) != NULL)
		diag_error_at(&r.at, "holds a NUL byte");
	r.at.line = 1;
	while (!r.stopped && has_line(&r, info))
		parse_line(&r, info);
	failed = own.worst >= SEVERITY_ERROR;
	diag_move(d, &own);
	if (failed) {
		pkginfo_free(info);
		return NULL;
	}
	return info;
}

struct pkginfo *
response_parse(const char *text, size_t len, const char *file, struct diag *d)
{
	struct pkginfo *info = pkginfo_new();
	struct reader r = {
	    text, text + strnlen(text, len), {file, 1, rule, d}, true, false};

	while (has_line(&r, info))
		parse_line(&r, info);
	return info;
}

const char *
pkginfo_get(const struct pkginfo *info, const char *name)
{
	const struct param *p = find(info, name);

	return p == NULL ? NULL : p->value;
}

void
pkginfo_add(
    struct pkginfo *info, const char *name, const char *value, size_t line)
{
	pkginfo_set(info, name, value);
	find(info, name)->line = line;
}

void
pkginfo_set(struct pkginfo *info, const char *name, const char *value)
{
	struct param *p = insert(info, name, strlen(name));
	char *copy = xstrdup(value);

	free(p->value);
	p->value = copy;
}

size_t
pkginfo_line(const struct pkginfo *info, const char *name)
{
	const struct param *p = find(info, name);

	return p == NULL ? 0 : p->line;
}

void
pkginfo_write(const struct pkginfo *info, struct buf *out)
{
	size_t i;

	for (i = 0; i < info->n; i++)
		if (info->v[i].name[0] >= 'A' && info->v[i].name[0] <= 'Z')
			buf_printf(
			    out, "%s=%s\n", info->v[i].name, info->v[i].value);
}

void
pkginfo_free(struct pkginfo *info)
{
	size_t i;

	if (info == NULL)
		return;
	for (i = 0; i < info->n; i++)
		free(info->v[i].value);
	free(info->v);
	string_pool_free(&info->names);
	free(info);
}
