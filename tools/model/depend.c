#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/words.h"
#include "model/depend.h"
#include "model/pkginfo.h"

static const char depend_rule[] = "depend(4)";
static const char compver_rule[] = "compver(4)";
static const char space_rule[] = "space(4)";

static const char blanks[] = " \t\r\v\f";

/* A file while its lines are parsed. */
struct reader {
	struct slice rest;
	struct location at;
	bool failed;
};

static struct reader
reader_new(const char *text, size_t len, const char *file, const char *rule,
    struct diag *d)
{
	return (struct reader){{text, len}, {file, 0, rule, d}, false};
}

static void
fault(struct reader *r, const char *text)
{
	diag_error_at(&r->at, "%s", text);
	r->failed = true;
}

/* The next line that is neither empty nor a comment; false at the end. */
static bool
next_line(struct reader *r, struct slice *line)
{
	struct slice rest, word;

	while (line_next(&r->rest, line)) {
		r->at.line++;
		if (line->len > DEPEND_LINE_MAX)
			fault(r, "longer than 255 bytes");
		line->len = strnlen(line->p, line->len);
		rest = *line;
		if (word_next(&rest, blanks, &word) && word.p[0] != '#')
			return true;
	}
	return false;
}

static void
parse_dependency(
    struct reader *r, struct depend *dep, struct slice line, bool strict)
{
	struct slice rest = {line.p + 1, line.len - 1}, word;
	bool has_package = word_next(&rest, blanks, &word);
	struct dependency *e;

	dep->v = array_append_room(dep->v, dep->n, sizeof(*dep->v));
	e = &dep->v[dep->n++];
	*e = (struct dependency){.type = line.p[0],
	    .package = slice_dup(word),
	    .name = slice_dup(slice_trim(rest, blanks)),
	    .line = r->at.line};
	if (strchr("PIR", e->type) == NULL && strict)
		fault(r, "the type of a dependency is P, I or R");
	else if (!has_package || word.p == line.p + 1)
		fault(r, "a line is: type, blank, package, name");
	else if (strict && pkgname_fault(e->package, false) != NULL)
		fault(r, "that is no name of a package");
}

/* `(arch)version', both of which may be missing */
static void
parse_version(struct reader *r, struct depend *dep, struct slice line)
{
	struct slice text = slice_trim(line, blanks);
	struct depend_version version = {NULL, NULL};
	struct dependency *e;
	const char *close;

	if (dep->n == 0) {
		fault(r, "a version without a package before it");
		return;
	}
	if (text.p[0] == '(') {
		close = memchr(text.p, ')', text.len);
		if (close == NULL) {
			fault(r, "the parenthesis is not closed");
			return;
		}
		version.arch = xstrndup(
		    text.p + 1, (size_t)(close - text.p) - 1);
		text.len -= (size_t)(close + 1 - text.p);
		text.p = close + 1;
		text = slice_trim(text, blanks);
	}
	if (text.len > 0)
		version.version = slice_dup(text);
	e = &dep->v[dep->n - 1];
	e->versions = array_append_room(
	    e->versions, e->nversions, sizeof(*e->versions));
	e->versions[e->nversions++] = version;
}

struct depend *
depend_parse(
    const char *text, size_t len, const char *file, bool strict, struct diag *d)
{
	struct reader r = reader_new(text, len, file, depend_rule, d);
	struct depend *dep = xcalloc(1, sizeof(*dep));
	struct slice line;

	while (next_line(&r, &line)) {
		if (strchr(blanks, line.p[0]) != NULL)
			parse_version(&r, dep, line);
		else
			parse_dependency(&r, dep, line, strict);
	}
	if (!r.failed)
		return dep;
	depend_free(dep);
	return NULL;
}

void
depend_free(struct depend *dep)
{
	size_t i, j;

	if (dep == NULL)
		return;
	for (i = 0; i < dep->n; i++) {
		for (j = 0; j < dep->v[i].nversions; j++) {
			free(dep->v[i].versions[j].arch);
			free(dep->v[i].versions[j].version);
		}
		free(dep->v[i].versions);
		free(dep->v[i].package);
		free(dep->v[i].name);
	}
	free(dep->v);
	free(dep);
}

struct compver *
compver_parse(const char *text, size_t len, const char *file, struct diag *d)
{
	struct reader r = reader_new(text, len, file, compver_rule, d);
	struct compver *cv = xcalloc(1, sizeof(*cv));
	struct slice line;

	while (next_line(&r, &line)) {
		cv->v = array_append_room(cv->v, cv->n, sizeof(*cv->v));
		cv->v[cv->n++] = slice_dup(slice_trim(line, blanks));
	}
	if (!r.failed)
		return cv;
	compver_free(cv);
	return NULL;
}

void
compver_free(struct compver *cv)
{
	size_t i;

	if (cv == NULL)
		return;
	for (i = 0; i < cv->n; i++)
		free(cv->v[i]);
	free(cv->v);
	free(cv);
}

bool
version_equal(const char *a, const char *b)
{
	for (;;) {
		while (isspace((unsigned char)*a))
			a++;
		while (isspace((unsigned char)*b))
			b++;
		if (*a != *b)
			return false;
		if (*a == '\0')
			return true;
		a++, b++;
	}
}

static bool
parse_amount(struct slice *line, int64_t *n)
{
	struct slice word;

	return word_next(line, blanks, &word) && number_parse_signed(word, n);
}

struct space *
space_parse(const char *text, size_t len, const char *file, struct diag *d)
{
	struct reader r = reader_new(text, len, file, space_rule, d);
	struct space *s = xcalloc(1, sizeof(*s));
	struct space_need *need;
	struct slice line, path;

	while (next_line(&r, &line)) {
		(void)word_next(&line, blanks, &path);
		s->v = array_append_room(s->v, s->n, sizeof(*s->v));
		need = &s->v[s->n++];
		*need = (struct space_need){
		    .path = slice_dup(path), .line = r.at.line};
		if (!parse_amount(&line, &need->blocks) ||
		    !parse_amount(&line, &need->inodes))
			fault(&r, "a line is: path, blocks, inodes");
	}
	if (!r.failed)
		return s;
	space_free(s);
	return NULL;
}

void
space_free(struct space *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->n; i++)
		free(s->v[i].path);
	free(s->v);
	free(s);
}
