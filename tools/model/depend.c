#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/depend.h"
#include "model/pkginfo.h"

static const char depend_rule[] = "depend(4)";
static const char compver_rule[] = "compver(4)";
static const char space_rule[] = "space(4)";

/* A file while its lines are read. */
struct lines {
	const char *p, *end;
	const char *file, *rule;
	size_t line;
	bool failed;
	struct diag *d;
};

static void
fault(struct lines *l, const char *text)
{
	diag_error(l->d, l->file, l->line, l->rule, "%s", text);
	l->failed = true;
}

/*
 * The next line that is neither empty nor a comment; NULL at the end.  The
 * caller frees it.
 */
static char *
next_line(struct lines *l)
{
	const char *start, *lf;
	char *line;
	size_t blanks;

	while (l->p < l->end) {
		start = l->p;
		lf = memchr(start, '\n', (size_t)(l->end - start));
		if (lf == NULL)
			lf = l->end;
		l->p = lf + 1;
		l->line++;
		if (lf - start > DEPEND_LINE_MAX)
			fault(l, "longer than 255 bytes");
		line = xstrndup(start, (size_t)(lf - start));
		blanks = strspn(line, " \t\r");
		if (line[blanks] != '\0' && line[blanks] != '#')
			return line;
		free(line);
	}
	return NULL;
}

static char *
trim(char *s)
{
	size_t len;

	s += strspn(s, " \t\r");
	for (len = strlen(s); len > 0 && isspace((unsigned char)s[len - 1]);)
		s[--len] = '\0';
	return s;
}

static void
read_dependency(struct lines *l, struct depend *dep, char *line, bool strict)
{
	struct dependency *e;
	char *p = line + 1, *name;

	dep->v = xreallocarray(dep->v, dep->n + 1, sizeof(*dep->v));
	e = &dep->v[dep->n++];
	*e = (struct dependency){.type = line[0], .line = l->line};
	p += strspn(p, " \t");
	name = p + strcspn(p, " \t\r");
	if (*name != '\0')
		*name++ = '\0';
	e->package = xstrdup(p);
	e->name = xstrdup(trim(name));
	if (strchr("PIR", line[0]) == NULL && strict)
		fault(l, "the type of a dependency is P, I or R");
	else if (p == line + 1 || *p == '\0')
		fault(l, "a line is: type, blank, package, name");
	else if (strict && pkgname_fault(e->package, false) != NULL)
		fault(l, "the package is named wrongly");
}

/* `(arch)version`, both of which may be missing */
static void
read_version(struct lines *l, struct depend *dep, char *line)
{
	struct depend_version version = {NULL, NULL};
	struct dependency *e;
	char *p = trim(line), *close;

	if (dep->n == 0) {
		fault(l, "a version without a package before it");
		return;
	}
	if (*p == '(') {
		close = strchr(p, ')');
		if (close == NULL) {
			fault(l, "the parenthesis is not closed");
			return;
		}
		*close = '\0';
		version.arch = xstrdup(p + 1);
		p = trim(close + 1);
	}
	if (*p != '\0')
		version.version = xstrdup(p);
	e = &dep->v[dep->n - 1];
	e->versions = xreallocarray(
	    e->versions, e->nversions + 1, sizeof(*e->versions));
	e->versions[e->nversions++] = version;
}

struct depend *
depend_parse(
    const char *text, size_t len, const char *file, bool strict, struct diag *d)
{
	struct lines l = {text, text + len, file, depend_rule, 0, false, d};
	struct depend *dep = xcalloc(1, sizeof(*dep));
	char *line;

	while ((line = next_line(&l)) != NULL) {
		if (isspace((unsigned char)line[0]))
			read_version(&l, dep, line);
		else
			read_dependency(&l, dep, line, strict);
		free(line);
	}
	if (!l.failed)
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
	struct lines l = {text, text + len, file, compver_rule, 0, false, d};
	struct compver *cv = xcalloc(1, sizeof(*cv));
	char *line;

	while ((line = next_line(&l)) != NULL) {
		cv->v = xreallocarray(cv->v, cv->n + 1, sizeof(*cv->v));
		cv->v[cv->n++] = xstrdup(trim(line));
		free(line);
	}
	if (!l.failed)
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

static int64_t
read_amount(struct lines *l, char **p)
{
	char *end;
	long long n;

	errno = 0;
	n = strtoll(*p, &end, 10);
	if (end == *p || errno != 0 ||
	    (*end != '\0' && !isspace((unsigned char)*end))) {
		fault(l, "a line is: path, blocks, inodes");
		*p += strlen(*p);
		return 0;
	}
	*p = end;
	return n;
}

struct space *
space_parse(const char *text, size_t len, const char *file, struct diag *d)
{
	struct lines l = {text, text + len, file, space_rule, 0, false, d};
	struct space *s = xcalloc(1, sizeof(*s));
	struct space_need *need;
	char *line, *p;
	size_t n;

	while ((line = next_line(&l)) != NULL) {
		s->v = xreallocarray(s->v, s->n + 1, sizeof(*s->v));
		need = &s->v[s->n++];
		p = trim(line);
		n = strcspn(p, " \t");
		*need = (struct space_need){
		    .path = xstrndup(p, n), .line = l.line};
		p += n;
		need->blocks = read_amount(&l, &p);
		need->inodes = read_amount(&l, &p);
		free(line);
	}
	if (!l.failed)
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
