#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/pkginfo.h"

static const char rule[] = "pkginfo(4)";

/* The text while it is read. */
struct reader {
	const char *p, *end;
	const char *file;
	size_t line;
	bool lost; /* a quote is open: the rest means nothing */
	struct diag *d;
};

struct pkginfo *
pkginfo_new(void)
{
	return xcalloc(1, sizeof(struct pkginfo));
}

static struct param *
find(const struct pkginfo *info, const char *name)
{
	size_t i;

	for (i = 0; i < info->n; i++)
		if (strcmp(info->v[i].name, name) == 0)
			return &info->v[i];
	return NULL;
}

static void
append(struct pkginfo *info, char *name, char *value, size_t line)
{
	if (info->n == info->size) {
		info->size = info->size == 0 ? 32 : info->size * 2;
		info->v = xreallocarray(info->v, info->size, sizeof(*info->v));
	}
	info->v[info->n++] = (struct param){name, value, line};
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/*
 * The line's end; a backslash before it joins the next line (4.1), but not in
 * a comment.
 */
static const char *
line_end(struct reader *r, size_t *lines)
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
 * The value between p and end, without surrounding blanks and quotes and
 * without joined line ends.  NULL when its closing quote is missing.
 */
static char *
read_value(struct reader *r, const char *p, const char *end)
{
	struct buf b = BUF_INIT;
	char quote = 0;

	while (p < end && is_blank(*p))
		p++;
	while (p < end && is_blank(end[-1]))
		end--;
	if (p < end && (*p == '\'' || *p == '"')) {
		quote = *p++;
		if (p >= end || end[-1] != quote) {
			diag_error(r->d, r->file, r->line, rule,
			    "the closing quote is missing");
			r->lost = true;
			return NULL;
		}
		end--;
	}
	for (; p < end; p++) {
		if (*p == '\\' && p + 1 < end && p[1] == '\n')
			p++;
		else
			buf_char(&b, *p);
	}
	while (b.len > 0 && is_blank(b.data[b.len - 1]))
		b.data[--b.len] = '\0';
	return buf_steal(&b);
}

static void
read_param(struct reader *r, struct pkginfo *info, const char *end)
{
	const char *p = r->p;
	char *name, *value;

	while (p < end && *p != '=' && *p != ':')
		p++;
	if (p == end) {
		while (r->p < end && is_blank(*r->p))
			r->p++;
		if (r->p < end)
			diag_warn(r->d, r->file, r->line, rule,
			    "a line without `=' is ignored");
		return;
	}
	if (p == r->p || (size_t)(p - r->p) > PKGINFO_NAME_MAX) {
		diag_error(r->d, r->file, r->line, rule,
		    "a parameter's name has 1 to %d bytes", PKGINFO_NAME_MAX);
		return;
	}
	name = xstrndup(r->p, (size_t)(p - r->p));
	if (strpbrk(name, " \t") != NULL)
		diag_warn(r->d, r->file, r->line, rule,
		    "the blank belongs to the name `%s'", name);
	value = read_value(r, p + 1, end);
	if (value == NULL || find(info, name) != NULL) {
		if (value != NULL)
			diag_warn(r->d, r->file, r->line, rule,
			    "%s is set already; this line is ignored", name);
		free(name);
		free(value);
		return;
	}
	append(info, name, value, r->line);
}

struct pkginfo *
pkginfo_parse(const char *text, size_t len, const char *file, struct diag *d)
{
	struct pkginfo *info = pkginfo_new();
	struct diag own = DIAG_INIT;
	struct reader r = {text, text + len, file, 1, false, &own};
	const char *end;
	size_t lines;
	bool failed;

	if (len > 0 && memchr(text, '\0', len) != NULL)
		diag_error(&own, file, 0, rule, "holds a NUL byte");
	for (; r.p < r.end && !r.lost; r.line += lines) {
		if (info->n >= PKGINFO_PARAMS_MAX) {
			diag_error(&own, file, r.line, rule,
			    "more than %d parameters", PKGINFO_PARAMS_MAX);
			break;
		}
		end = line_end(&r, &lines);
		if (*r.p != '#')
			read_param(&r, info, end);
		r.p = end < r.end ? end + 1 : end;
	}
	failed = own.worst >= SEVERITY_ERROR;
	diag_move(d, &own);
	if (failed) {
		pkginfo_free(info);
		return NULL;
	}
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
	append(info, xstrdup(name), xstrdup(value), line);
}

void
pkginfo_set(struct pkginfo *info, const char *name, const char *value)
{
	struct param *p = find(info, name);

	if (p == NULL) {
		append(info, xstrdup(name), xstrdup(value), 0);
		return;
	}
	free(p->value);
	p->value = xstrdup(value);
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
	for (i = 0; i < info->n; i++) {
		free(info->v[i].name);
		free(info->v[i].value);
	}
	free(info->v);
	free(info);
}
