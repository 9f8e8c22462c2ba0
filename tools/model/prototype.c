#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "model/prototype.h"
#include "model/vars.h"
#include "os/file.h"

static const char rule[] = "prototype(4)";
static const char blanks[] = " \t\r";

/*
 * One file while it is read.  It inherits nothing from the file that includes
 * it.
 */
struct level {
	const struct level *from; /* the file that includes it, or NULL */
	struct prototype *p;
	const struct pkginfo *fixed; /* variables of the command line */
	struct scope scope;          /* of the next entry */
	bool changed;                /* scope is not in p->scopes yet */
	char *defaults;              /* "mode owner group" or NULL */
	int depth;                   /* files that include this one */
	struct location at;
};

static bool read_file(struct prototype *p, const struct pkginfo *fixed,
    const char *path, const struct level *from, struct diag *d);

static void
fault(const struct level *l, const char *what, const char *word)
{
	diag_error_at(&l->at, "%s `%s'", what, word);
}

static char **
copy_list(char *const *list)
{
	size_t n = 0;
	char **copy;

	if (list == NULL)
		return NULL;
	while (list[n] != NULL)
		n++;
	copy = xcalloc(n + 1, sizeof(*copy));
	for (n = 0; list[n] != NULL; n++)
		copy[n] = xstrdup(list[n]);
	return copy;
}

static void
free_list(char **list)
{
	size_t i;

	for (i = 0; list != NULL && list[i] != NULL; i++)
		free(list[i]);
	free(list);
}

static void
scope_clear(struct scope *s)
{
	free(s->file);
	free(s->dir);
	free_list(s->search);
	free_list(s->rsearch);
}

/* The index of the scope in p->scopes, where it is added when it is new. */
static uint32_t
scope_index(struct level *l)
{
	struct prototype *p = l->p;

	if (l->changed) {
		p->scopes = array_append_room(
		    p->scopes, p->nscopes, sizeof(*p->scopes));
		p->scopes[p->nscopes++] = (struct scope){xstrdup(l->scope.file),
		    xstrdup(l->scope.dir), copy_list(l->scope.search),
		    copy_list(l->scope.rsearch)};
		l->changed = false;
	}
	return (uint32_t)(p->nscopes - 1);
}

/* `!search dir...`, `!rsearch dir...`: replaces the list */
static void
set_search(struct level *l, char ***list, const char *args)
{
	char *text = vars_text(args, l->p->vars), *dir;
	struct slice rest = {text, strlen(text)}, word;
	char **dirs = xcalloc(PROTOTYPE_DIRS_MAX + 1, sizeof(*dirs));
	size_t n = 0;

	while (word_next(&rest, " \t\r,", &word)) {
		dir = slice_dup(word);
		if (n < PROTOTYPE_DIRS_MAX) {
			dirs[n] = path_join(l->scope.dir, dir);
			path_canonize(dirs[n]);
		} else if (n == PROTOTYPE_DIRS_MAX)
			fault(l, "more than 16 directories, at", dir);
		free(dir);
		n++;
	}
	free(text);
	free_list(*list);
	*list = dirs;
	l->changed = true;
}

static void
set_default(struct level *l, const char *args)
{
	struct slice rest = {args, strlen(args)}, word;
	int n = 0;

	while (word_next(&rest, blanks, &word))
		n++;
	if (n != 3) {
		fault(l, "!default wants mode, owner and group, not", args);
		return;
	}
	free(l->defaults);
	l->defaults = xstrdup(args);
}

static void
set_variable(struct level *l, const char *text)
{
	char *assignment = vars_text(text, l->p->vars);
	char *value = strchr(assignment, '=');

	*value++ = '\0';
	value[strcspn(value, blanks)] = '\0';
	if (assignment[0] == '\0' || strlen(assignment) > PKGINFO_NAME_MAX)
		fault(l, "not a variable's name:", assignment);
	else if (pkginfo_get(l->fixed, assignment) == NULL) {
		if (l->p->vars->n >= PROTOTYPE_VARS_MAX &&
		    pkginfo_get(l->p->vars, assignment) == NULL)
			fault(l, "more than 256 variables, at", assignment);
		else
			pkginfo_set(l->p->vars, assignment, value);
	}
	free(assignment);
}

/* Is the file this one or one that includes it, directly or not? */
static bool
is_being_read(const struct level *l, const char *path)
{
	for (; l != NULL; l = l->from)
		if (strcmp(l->scope.file, path) == 0)
			return true;
	return false;
}

static void
include(struct level *l, const char *args)
{
	char *name = vars_text(args, l->p->vars);
	char *path;

	name[strcspn(name, blanks)] = '\0';
	path = path_join(l->scope.dir, name);
	if (name[0] == '\0')
		fault(l, "!include without a file in", args);
	else if (is_being_read(l, path))
		fault(l, "the file includes itself:", name);
	else if (l->depth + 1 >= PROTOTYPE_LEVELS_MAX)
		fault(l, "more than 20 nested files, at", name);
	else if (l->p->nfiles >= PROTOTYPE_FILES_MAX)
		fault(l, "more than 1000 files, at", name);
	else {
		(void)read_file(l->p, l->fixed, path, l, l->at.d);
		l->changed = true;
	}
	free(path);
	free(name);
}

static void
run_command(struct level *l, const char *text)
{
	size_t len;
	const char *args;

	text += strspn(text, " \t");
	len = strcspn(text, blanks);
	args = text + len + strspn(text + len, blanks);
	if (len == 6 && strncmp(text, "search", len) == 0)
		set_search(l, &l->scope.search, args);
	else if (len == 7 && strncmp(text, "rsearch", len) == 0)
		set_search(l, &l->scope.rsearch, args);
	else if (len == 7 && strncmp(text, "include", len) == 0)
		include(l, args);
	else if (len == 7 && strncmp(text, "default", len) == 0)
		set_default(l, args);
	else if (memchr(text, '=', len) != NULL)
		set_variable(l, text);
	else
		fault(l, "unknown command", text);
}

/*
 * Replaces the build variables of a path or target.  Their values are not
 * checked yet, so the result is.
 */
static bool
bind_path(
    const struct level *l, char **path, const char *(*fault_of)(const char *))
{
	const char *missing, *reason;
	char *bound = vars_path(*path, l->p->vars, VARS_BUILD, &missing);

	if (bound == NULL) {
		fault(l, "no value for the build variable in", missing);
		return false;
	}
	free(*path);
	*path = bound;
	path_canonize(bound);
	reason = fault_of(bound);
	if (reason != NULL)
		diag_error_at(&l->at, "the path `%s' %s", bound, reason);
	return reason == NULL;
}

static bool
bind_paths(const struct level *l, struct object *o)
{
	if (!bind_path(l, &o->path, object_path_fault))
		return false;
	if (strcmp(o->path, "/") == 0 && !ftype_is_directory(o->ftype)) {
		diag_error_at(&l->at, "the path `/' names no object");
		return false;
	}
	/* relative targets are kept as they are (svr4-packaging 3.5) */
	return o->target == NULL ||
	    (o->target[0] != '/' && o->target[0] != '$') ||
	    bind_path(l, &o->target, object_target_fault);
}

/* Appends an attribute with its build variables replaced. */
static void
bind_attribute(const struct level *l, struct slice word, struct buf *out)
{
	char *text = slice_dup(word);
	const char *missing;
	char *bound = vars_path(text, l->p->vars, VARS_BUILD, &missing);

	if (bound == NULL)
		fault(l, "no value for the build variable", missing);
	buf_printf(out, " %s", bound == NULL ? "?" : bound);
	free(bound);
	free(text);
}

/*
 * Appends the line `[part] ftype class path [major minor] [mode owner group]'
 * with the build variables of what follows the path replaced and, when mode,
 * owner and group are missing, with those of !default.  *lacks is set when
 * some are still missing.
 */
static void
complete_line(
    const struct level *l, struct slice line, struct buf *out, bool *lacks)
{
	struct slice word;
	size_t n = 0, before_mode = 3;
	bool has_mode = false;

	while (word_next(&line, blanks, &word)) {
		if (n == 0 && word.p[0] >= '0' && word.p[0] <= '9') {
			buf_printf(out, " %.*s", SLICE_ARGS(word));
			continue;
		}
		if (n == 0) {
			has_mode = ftype_has_mode(word.p[0]);
			before_mode = ftype_is_device(word.p[0]) ? 5 : 3;
		}
		if (n++ < 3)
			buf_printf(out, " %.*s", SLICE_ARGS(word));
		else
			bind_attribute(l, word, out);
	}
	if (l->defaults != NULL && has_mode && n == before_mode) {
		buf_printf(out, " %s", l->defaults);
		n += 3;
	}
	*lacks = has_mode && n < before_mode + 3;
}

/* Checks what is allowed in a pkgmap, but not in a prototype. */
static bool
check_entry(const struct level *l, const struct object *o)
{
	if (ftype_is_device(o->ftype) &&
	    (o->major == OBJECT_UNKNOWN || o->minor == OBJECT_UNKNOWN))
		fault(l, "a device needs its numbers:", o->path);
	else if (o->ftype == 'i' && strchr(o->path, '/') != NULL)
		fault(l, "an information file lies in no directory:", o->path);
	else
		return true;
	return false;
}

static void
add_entry(struct level *l, struct slice text)
{
	struct objects *objects = &l->p->objects;
	struct buf line = BUF_INIT;
	struct object o;
	bool ok, lacks;

	complete_line(l, text, &line, &lacks);
	ok = object_parse(&o, (struct slice){buf_text(&line), line.len}, true,
	    &objects->pool, &l->at);
	buf_free(&line);
	if (!ok)
		return;
	if (lacks)
		diag_warn_at(
		    &l->at, "%s: attributes that are left out are `?'", o.path);
	ok = check_entry(l, &o) && bind_paths(l, &o);
	if (ok && objects->n >= OBJECTS_MAX) {
		fault(l, "too many entries, at", o.path);
		ok = false;
	}
	if (!ok) {
		object_clear(&o);
		return;
	}
	o.scope = scope_index(l);
	objects_add(objects, &o);
}

static void
parse_line(struct level *l, struct slice line)
{
	struct slice rest = line, word;
	char *command;

	if (!word_next(&rest, blanks, &word) || word.p[0] == '#' ||
	    word.p[0] == ':')
		return;
	if (word.p[0] != '!') {
		add_entry(l, line);
		return;
	}
	command = xstrndup(
	    word.p + 1, line.len - (size_t)(word.p + 1 - line.p));
	run_command(l, command);
	free(command);
}

static void
parse_lines(struct level *l, struct slice text)
{
	struct slice line;

	while (line_next(&text, &line)) {
		l->at.line++;
		if (line.len > PROTOTYPE_LINE_MAX)
			diag_error_at(&l->at,
			    "the line is longer than %d bytes",
			    PROTOTYPE_LINE_MAX);
		else if (memchr(line.p, '\0', line.len) != NULL)
			diag_error_at(&l->at, "the line holds a NUL byte");
		else
			parse_line(l, line);
	}
}

/* When an included file cannot be read, the finding names the !include. */
static bool
read_text(const char *path, const struct level *from, struct buf *text,
    struct diag *d)
{
	struct diag own = DIAG_INIT;
	bool ok = file_read(path, PROTOTYPE_MAX, text, &own);

	if (ok || from == NULL) {
		diag_move(d, &own);
		return ok;
	}
	diag_add(d, own.worst, from->at.file, from->at.line, path, rule, "%s",
	    own.v[0].text);
	diag_free(&own);
	return false;
}

static bool
read_file(struct prototype *p, const struct pkginfo *fixed, const char *path,
    const struct level *from, struct diag *d)
{
	struct level l = {.from = from,
	    .p = p,
	    .fixed = fixed,
	    .depth = from == NULL ? 0 : from->depth + 1,
	    .changed = true,
	    .at = {NULL, 0, rule, d}};
	struct buf text = BUF_INIT;
	bool ok;

	p->nfiles++;
	ok = read_text(path, from, &text, d);
	if (ok) {
		l.scope.file = xstrdup(
		    strcmp(path, "-") == 0 ? "standard input" : path);
		l.scope.dir = path_dirname(path);
		l.at.file = l.scope.file;
		/* the main file has a scope even without an entry */
		if (from == NULL)
			(void)scope_index(&l);
		parse_lines(&l, (struct slice){buf_text(&text), text.len});
	}
	buf_free(&text);
	free(l.defaults);
	scope_clear(&l.scope);
	return ok;
}

const char *
prototype_file(const struct prototype *p, const struct object *o)
{
	return p->scopes[o->scope].file;
}

static const char *
file_name(const void *ctx, const struct object *o)
{
	return prototype_file(ctx, o);
}

struct prototype *
prototype_read(const char *path, const struct pkginfo *vars, struct diag *d)
{
	struct prototype *p = xcalloc(1, sizeof(*p));
	size_t i;

	p->vars = pkginfo_new();
	for (i = 0; i < vars->n; i++)
		pkginfo_set(p->vars, vars->v[i].name, vars->v[i].value);
	if (!read_file(p, vars, path, NULL, d)) {
		prototype_free(p);
		return NULL;
	}
	objects_sort(&p->objects);
	objects_check_unique(&p->objects, file_name, p, rule, d);
	return p;
}

void
prototype_free(struct prototype *p)
{
	size_t i;

	if (p == NULL)
		return;
	objects_free(&p->objects);
	for (i = 0; i < p->nscopes; i++)
		scope_clear(&p->scopes[i]);
	free(p->scopes);
	pkginfo_free(p->vars);
	free(p);
}
