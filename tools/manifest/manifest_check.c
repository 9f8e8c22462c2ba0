#include <stdlib.h>
#include <string.h>

#include <libxml/tree.h>

#include "base/mem.h"
#include "base/path.h"
#include "manifest/manifest_check.h"
#include "manifest/manifest_file.h"
#include "manifest/manifest_notes.h"
#include "manifest/manifest_text.h"
#include "model/object.h"
#include "model/pkginfo.h"

#define MARK_MAX 64

struct checker {
	const struct manifest *m;
	struct location at;
};

/* The place of an element, for a finding. */
static const struct location *
location_of(struct checker *c, size_t line)
{
	c->at.line = line;
	return &c->at;
}

static void
check_digest(struct checker *c, size_t line, const char *value)
{
	if (value != NULL &&
	    (strlen(value) != 64 ||
		value[strspn(value, "0123456789abcdef")] != '\0'))
		diag_error_at(
		    location_of(c, line), "sha256 is not 64 digits 0-9 a-f");
}

static void
check_token(struct checker *c, size_t line, const char *name, const char *value)
{
	if (value != NULL && xmlValidateNMToken((const xmlChar *)value, 0))
		diag_error_at(location_of(c, line),
		    "%s=\"%s\" is not one word of letters, digits and "
		    ". - _ :",
		    name, value);
}

static void
check_words(struct checker *c, size_t line, const char *name, const char *value)
{
	if (value == NULL)
		return;
	if (value[strspn(value, " \t\r\n")] == '\0')
		diag_error_at(location_of(c, line), "%s is empty", name);
	else if (strlen(value) > PKGINFO_VALUE_MAX)
		diag_error_at(location_of(c, line),
		    "%s is longer than %d bytes", name, PKGINFO_VALUE_MAX);
}

/*
 * Checks a path that must stay below its directory: that of the manifest, the
 * payload, or the BASEDIR.
 */
static void
check_relative_path(
    struct checker *c, size_t line, const char *name, const char *path)
{
	const char *fault;

	if (path == NULL)
		return;
	fault = object_path_fault(path);
	if (fault != NULL)
		diag_error_at(
		    location_of(c, line), "%s=\"%s\" %s", name, path, fault);
	else if (!path_is_safe(path))
		diag_error_at(location_of(c, line),
		    "%s=\"%s\" is not a plain relative path", name, path);
}

/*
 * The name of the payload, which may lie elsewhere: `../' in front, also
 * several times, leads up from the manifest.  What a manifest takes from there
 * is what it names below the payload.
 */
static void
check_payload_name(struct checker *c, size_t line, const char *name)
{
	if (name == NULL)
		return;
	while (strncmp(name, "../", 3) == 0)
		name += 3;
	if (strcmp(name, "..") != 0)
		check_relative_path(c, line, "name", name);
}

static void
check_head(struct checker *c)
{
	const struct manifest *m = c->m;
	size_t i;

	check_relative_path(
	    c, m->sources.line, "prototype", m->sources.prototype);
	check_relative_path(c, m->sources.line, "pkginfo", m->sources.pkginfo);
	for (i = 0; i < m->sources.ninformation; i++)
		check_relative_path(c, m->sources.information[i].line, "name",
		    m->sources.information[i].name);
	check_payload_name(c, m->payload.line, m->payload.name);
	check_relative_path(c, m->payload.line, "prefix", m->payload.prefix);
	check_digest(c, m->payload.line, m->payload.sha256);
	check_words(c, m->product.line, "name", m->product.name);
	check_words(c, m->product.line, "version", m->product.version);
	check_words(c, m->product.line, "vendor", m->product.vendor);
	check_token(c, m->build.line, "number", m->build.number);
	if (m->build.date >= 0 && m->build.released >= 0 &&
	    m->build.released < m->build.date)
		diag_error_at(location_of(c, m->build.line),
		    "is released before it is built");
}

/*
 * The name becomes a shell variable of the scripts; the value must survive the
 * pkginfo parser of any release.
 */
static void
check_parameter(struct checker *c, const struct manifest_parameter *p)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char more[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "abcdefghijklmnopqrstuvwxyz0123456789_";
	const char *v;

	if (p->name != NULL &&
	    (p->name[0] == '\0' || strchr(letters, p->name[0]) == NULL ||
		p->name[strspn(p->name, more)] != '\0'))
		diag_error_at(location_of(c, p->line),
		    "the parameter `%s' is not a capital letter followed by "
		    "letters, digits and _",
		    p->name);
	else if (p->name != NULL && strlen(p->name) > PKGINFO_NAME_MAX)
		diag_error_at(location_of(c, p->line),
		    "the parameter's name is longer than %d bytes",
		    PKGINFO_NAME_MAX);
	if (p->value == NULL)
		return;
	for (v = p->value; *v != '\0'; v++)
		if ((unsigned char)*v < ' ' || (unsigned char)*v > 126 ||
		    strchr("'\"\\", *v) != NULL)
			break;
	if (*v != '\0')
		diag_error_at(location_of(c, p->line),
		    "a value is printable ASCII without quotes and "
		    "backslashes");
	else if (strlen(p->value) > PKGINFO_VALUE_MAX)
		diag_error_at(location_of(c, p->line),
		    "a value is longer than %d bytes", PKGINFO_VALUE_MAX);
}

static int
by_name(const void *a, const void *b)
{
	const struct manifest_parameter *x = *(void *const *)a;
	const struct manifest_parameter *y = *(void *const *)b;
	int order = strcmp(x->name, y->name);

	if (order != 0)
		return order;
	return (x > y) - (x < y);
}

static void
check_parameters(struct checker *c)
{
	const struct manifest_parameter **sorted;
	size_t i, n = 0;

	sorted = xcalloc(c->m->nparameters + 1, sizeof(*sorted));
	for (i = 0; i < c->m->nparameters; i++) {
		check_parameter(c, &c->m->parameters[i]);
		if (c->m->parameters[i].name != NULL)
			sorted[n++] = &c->m->parameters[i];
	}
	qsort(sorted, n, sizeof(*sorted), by_name);
	for (i = 1; i < n; i++)
		if (strcmp(sorted[i - 1]->name, sorted[i]->name) == 0)
			diag_error_at(location_of(c, sorted[i]->line),
			    "the parameter `%s' is already set in line %zu",
			    sorted[i]->name, sorted[i - 1]->line);
	free(sorted);
}

static void
check_path(struct checker *c, const struct manifest_file *f)
{
	const char *fault;
	char *canonical;

	if (f->path == NULL)
		return;
	fault = object_path_fault(f->path);
	if (fault != NULL) {
		diag_error_at(
		    location_of(c, f->line), "path=\"%s\" %s", f->path, fault);
		return;
	}
	canonical = xstrdup(f->path);
	path_canonize(canonical);
	if (strcmp(canonical, f->path) != 0)
		diag_error_at(location_of(c, f->line),
		    "path=\"%s\" is written %s in a pkgmap", f->path,
		    canonical);
	free(canonical);
}

static void
check_preimages(struct checker *c, const struct manifest_file *f)
{
	const struct manifest_preimage *b;
	size_t i;

	if (f->npreimages > MANIFEST_PREIMAGES_MAX)
		diag_error_at(location_of(c, f->line), "more than %d `before'",
		    MANIFEST_PREIMAGES_MAX);
	for (i = 0; i < f->npreimages; i++) {
		b = &f->preimages[i];
		check_digest(c, b->line, b->sha256);
		check_token(c, b->line, "build", b->build);
		if (b->sha256 == NULL && b->size < 0 && b->cksum < 0)
			diag_error_at(location_of(c, b->line),
			    "`before' has neither sha256, cksum nor size");
		if (f->action == MANIFEST_ADD)
			diag_error_at(location_of(c, b->line),
			    "a file that is added has nothing before it");
	}
}

static void
add_fault(void *checker, const struct manifest_file *f, const char *fault)
{
	diag_error_at(location_of(checker, f->line), "%s", fault);
}

static void
check_file(struct checker *c, const struct manifest_file *f)
{
	check_path(c, f);
	check_relative_path(c, f->line, "source", f->source);
	check_token(c, f->line, "build", f->build);
	check_digest(c, f->line, f->sha256);
	manifest_check_text(
	    c->m, &f->purpose, "purpose", false, location_of(c, f->line));
	check_preimages(c, f);
	check_token(c, f->line, "owner", f->owner);
	check_token(c, f->line, "group", f->group);
	manifest_file_check(f, c->m->patch != NULL, add_fault, c);
	/* a file may be of any time of the build's day */
	if (f->date >= 0 && c->m->build.date >= 0 &&
	    f->date >= c->m->build.date + 86400)
		diag_warn_at(location_of(c, f->line),
		    "the file is later than the build");
}

static void
check_files(struct checker *c)
{
	const struct manifest *m = c->m;
	const struct manifest_file *a, *b;
	size_t i;

	for (i = 0; i < m->nfiles; i++)
		check_file(c, &m->files[i]);
	for (i = 1; i < m->nfiles; i++) {
		a = &m->files[m->order[i - 1]];
		b = &m->files[m->order[i]];
		if (a->path != NULL && b->path != NULL &&
		    strcmp(a->path, b->path) == 0)
			diag_error_at(location_of(c, b->line),
			    "path=\"%s\" is already in line %zu", b->path,
			    a->line);
	}
}

static void
check_fixes(struct checker *c)
{
	const struct manifest_fix *f;
	size_t i;

	for (i = 0; i < c->m->nfixes; i++) {
		f = &c->m->fixes[i];
		check_token(c, f->line, "number", f->number);
		check_token(c, f->line, "ref", f->ref);
		manifest_check_text(
		    c->m, &f->text, "fix", true, location_of(c, f->line));
	}
}

static void
check_package(struct checker *c, const struct manifest_package *p)
{
	const char *fault;

	if (p->name == NULL)
		return;
	fault = pkgname_fault(p->name, false);
	if (fault != NULL)
		diag_error_at(location_of(c, p->line), "package=\"%s\" %s",
		    p->name, fault);
	check_words(c, p->line, "version", p->version);
	check_words(c, p->line, "title", p->title);
	if (p->version != NULL &&
	    p->version[strspn(p->version, " \t\r\n")] == '(')
		diag_error_at(location_of(c, p->line),
		    "a version does not begin with `('");
}

/* The role that a list before this one gives to the package, or NULL. */
static const char *
earlier_role(
    const struct manifest_patch *patch, const struct manifest_package *p)
{
	const struct {
		const char *name;
		const struct manifest_package *v;
		size_t n;
	} roles[] = {
	    {"base", &patch->base, 1},
	    {"requires", patch->requires.v, patch->requires.n},
	    {"accepts", patch->accepts.v, patch->accepts.n},
	    {"refuses", patch->refuses.v, patch->refuses.n},
	};
	size_t i, k;

	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		for (k = 0; k < roles[i].n; k++) {
			if (&roles[i].v[k] == p)
				return NULL;
			if (roles[i].v[k].name != NULL &&
			    strcmp(roles[i].v[k].name, p->name) == 0)
				return roles[i].name;
		}
	return NULL;
}

/* The packages of one role; none may have another role. */
static void
check_packages(struct checker *c, const struct manifest_packages *list)
{
	const struct manifest_package *p;
	const char *role;
	size_t i;

	if (list->n > MANIFEST_PACKAGES_MAX) {
		diag_error_at(location_of(c, list->v[0].line),
		    "more than %d packages in one role", MANIFEST_PACKAGES_MAX);
		return;
	}
	for (i = 0; i < list->n; i++) {
		p = &list->v[i];
		check_package(c, p);
		role = p->name == NULL ? NULL : earlier_role(c->m->patch, p);
		if (role != NULL)
			diag_error_at(location_of(c, p->line),
			    "%s is already named by `%s'", p->name, role);
	}
}

/* Owners may have another role, but may not be repeated. */
static void
check_owners(struct checker *c, const struct manifest_packages *list)
{
	const struct manifest_package *p;
	size_t i, k;

	if (list->n > MANIFEST_PACKAGES_MAX) {
		diag_error_at(location_of(c, list->v[0].line),
		    "more than %d owners", MANIFEST_PACKAGES_MAX);
		return;
	}
	for (i = 0; i < list->n; i++) {
		p = &list->v[i];
		check_package(c, p);
		for (k = 0; k < i && p->name != NULL; k++)
			if (list->v[k].name != NULL &&
			    strcmp(list->v[k].name, p->name) == 0)
				diag_error_at(location_of(c, p->line),
				    "%s is already an owner", p->name);
	}
}

/*
 * Checks the name of the class, whose scripts are i.CLASS and r.CLASS; for some
 * names the system has scripts of its own (svr4-packaging 6.12).
 */
static void
check_class(struct checker *c, const struct manifest_patch *patch)
{
	static const char *const taken[] = {
	    "none",
	    "sed",
	    "awk",
	    "build",
	    "preserve",
	    "manifest",
	    "rbac",
	    "CompCpio",
	};
	static const char alnum[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789";
	const char *class = patch->class;
	size_t i;

	if (class == NULL)
		return;
	if (class[0] == '\0' || class[strspn(class, alnum)] != '\0' ||
	    strlen(class) > OBJECT_CLASS_DOC)
		diag_error_at(location_of(c, patch->line),
		    "class=\"%s\" is not 1 to %d letters and digits", class,
		    OBJECT_CLASS_DOC);
	for (i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		if (strcmp(class, taken[i]) == 0)
			diag_error_at(location_of(c, patch->line),
			    "class=\"%s\" is one of the system's own", class);
}

/* It becomes a parameter, and an assignment on the command line of awk. */
static void
check_mark(struct checker *c, const struct manifest_patch *patch)
{
	const char *p = patch->mark;

	if (p == NULL)
		return;
	while (*p > ' ' && *p <= '~' && strchr("'\"\\", *p) == NULL)
		p++;
	if (*p != '\0' || p == patch->mark || p - patch->mark > MARK_MAX)
		diag_error_at(location_of(c, patch->line),
		    "mark=\"%s\" is not 1 to %d printable ASCII characters "
		    "without blanks, quotes and backslashes",
		    patch->mark, MARK_MAX);
}

static void
check_service(struct checker *c, const struct manifest_service *s)
{
	size_t i;

	if (s == NULL)
		return;
	check_token(c, s->line, "name", s->name);
	check_relative_path(c, s->line, "script", s->script);
	for (i = 0; i < s->nprocesses; i++)
		check_relative_path(c, s->line, "process", s->processes[i]);
}

/* Is there a minute in which the patch may be applied? */
static bool
has_free_minute(const struct manifest_quiet *q)
{
	int minute, away;

	for (minute = 0; minute < 60; minute++) {
		for (away = -q->margin; away <= q->margin; away++)
			if (q->is_quiet[(minute + away + 60) % 60])
				break;
		if (away > q->margin)
			return true;
	}
	return false;
}

static void
check_patch(struct checker *c)
{
	const struct manifest_patch *patch = c->m->patch;

	if (patch == NULL)
		return;
	check_class(c, patch);
	check_mark(c, patch);
	check_package(c, &patch->base);
	check_packages(c, &patch->requires);
	check_packages(c, &patch->accepts);
	check_packages(c, &patch->refuses);
	check_owners(c, &patch->owners);
	check_service(c, patch->service);
	if (patch->quiet.line > 0 && !has_free_minute(&patch->quiet))
		diag_error_at(location_of(c, patch->quiet.line),
		    "no minute of the hour is outside the quiet ones");
}

void
manifest_check(const struct manifest *m, const struct location *at)
{
	struct checker c = {m, *at};

	check_head(&c);
	check_parameters(&c);
	check_files(&c);
	check_fixes(&c);
	check_patch(&c);
	manifest_check_notes(m, at);
}
