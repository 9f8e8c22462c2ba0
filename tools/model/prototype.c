#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "model/prototype.h"
#include "model/vars.h"
#include "os/file.h"

static const char rule[] = "prototype(4)";

/* One file while it is read; settings are not inherited by an include. */
struct level {
	const struct level *from; /* that includes it, or NULL */
	struct prototype *p;
	const struct pkginfo *fixed; /* of the command line */
	struct scope now;            /* as the next entry will have it */
	bool changed;                /* since the last entry */
	char *defaults;              /* "mode owner group" or NULL */
	size_t line;
	int depth;
	struct diag *d;
};

static bool read_file(struct prototype *p, const struct pkginfo *fixed,
    const char *path, const struct level *from, struct diag *d);

static void
fault(const struct level *l, const char *what, const char *word)
{
	diag_error(l->d, l->now.file, l->line, rule, "%s `%s'", what, word);
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

/* The index of the present scope; a new one when a command changed it. */
static uint32_t
scope_index(struct level *l)
{
	struct prototype *p = l->p;

	if (l->changed) {
		p->scopes = xreallocarray(
		    p->scopes, p->nscopes + 1, sizeof(*p->scopes));
		p->scopes[p->nscopes++] = (struct scope){xstrdup(l->now.file),
		    xstrdup(l->now.dir), copy_list(l->now.search),
		    copy_list(l->now.rsearch)};
		l->changed = false;
	}
	return (uint32_t)(p->nscopes - 1);
}

/* `!search dir...`, `!rsearch dir...`: replaces the list */
static void
set_search(struct level *l, char ***list, const char *args)
{
	char *text = vars_text(args, l->p->vars);
	char *rest = text, *word;
	char **dirs = xcalloc(PROTOTYPE_DIRS_MAX + 1, sizeof(*dirs));
	size_t n = 0;

	while ((word = strsep(&rest, " \t\r,")) != NULL) {
		if (*word == '\0')
			continue;
		if (n == PROTOTYPE_DIRS_MAX) {
			fault(l, "more than 16 directories, at", word);
			break;
		}
		dirs[n] = path_join(l->now.dir, word);
		path_canonize(dirs[n++]);
	}
	free(text);
	free_list(*list);
	*list = dirs;
	l->changed = true;
}

static void
set_default(struct level *l, const char *args)
{
	char *copy = xstrdup(args), *rest = copy, *word;
	int n = 0;

	while ((word = strsep(&rest, " \t\r")) != NULL)
		n += *word != '\0';
	free(copy);
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
	value[strcspn(value, " \t\r")] = '\0';
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

/* Is the file one of those that are being read? */
static bool
is_open(const struct level *l, const char *path)
{
	for (; l != NULL; l = l->from)
		if (strcmp(l->now.file, path) == 0)
			return true;
	return false;
}

static void
include(struct level *l, const char *args)
{
	char *name = vars_text(args, l->p->vars);
	char *path;

	name[strcspn(name, " \t\r")] = '\0';
	path = path_join(l->now.dir, name);
	if (name[0] == '\0')
		fault(l, "!include without a file in", args);
	else if (is_open(l, path))
		fault(l, "the file includes itself:", name);
	else if (l->depth + 1 >= PROTOTYPE_LEVELS_MAX)
		fault(l, "more than 20 nested files, at", name);
	else if (l->p->nfiles >= PROTOTYPE_FILES_MAX)
		fault(l, "more than 1000 files, at", name);
	else {
		(void)read_file(l->p, l->fixed, path, l, l->d);
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
	len = strcspn(text, " \t\r");
	args = text + len + strspn(text + len, " \t\r");
	if (len == 6 && strncmp(text, "search", len) == 0)
		set_search(l, &l->now.search, args);
	else if (len == 7 && strncmp(text, "rsearch", len) == 0)
		set_search(l, &l->now.rsearch, args);
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
 * Replaces the build variables of a path or target, in place.  Values come from
 * anywhere, so what is made of them is checked again.
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
		diag_error(l->d, l->now.file, l->line, rule, "the path `%s' %s",
		    bound, reason);
	return reason == NULL;
}

static const char *
object_fault(const char *path)
{
	return strcmp(path, "/") == 0 ? "names no object"
				      : object_path_fault(path);
}

static bool
bind_paths(const struct level *l, struct object *o)
{
	if (!bind_path(l, &o->path, object_fault))
		return false;
	/* relative targets stay as they were typed (svr4-packaging 3.5) */
	return o->target == NULL ||
	    (o->target[0] != '/' && o->target[0] != '$') ||
	    bind_path(l, &o->target, object_target_fault);
}

/*
 * Attributes come after the path (and the numbers of a device), so words with
 * a `$` from the third on are theirs; a class may not be a variable.  Also
 * completes attributes that are left out from !default.
 */
static char *
bind_attributes(const struct level *l, const char *line)
{
	struct buf b = BUF_INIT;
	char *copy = xstrdup(line), *rest = copy, *word, *bound;
	const char *missing;
	size_t n = 0, wanted = 3;
	bool has_mode = false;

	while ((word = strsep(&rest, " \t\r")) != NULL) {
		if (*word == '\0')
			continue;
		if (n == 0 && word[0] >= '0' && word[0] <= '9') {
			buf_printf(&b, "%s ", word);
			continue;
		}
		if (n == 0) {
			has_mode = ftype_has_mode(word[0]);
			wanted = ftype_is_device(word[0]) ? 5 : 3;
		}
		if (n++ < 3) {
			buf_printf(&b, "%s ", word);
			continue;
		}
		bound = vars_path(word, l->p->vars, VARS_BUILD, &missing);
		if (bound == NULL)
			fault(l, "no value for the build variable", missing);
		buf_printf(&b, "%s ", bound == NULL ? "?" : bound);
		free(bound);
	}
	free(copy);
	if (l->defaults != NULL && has_mode && n == wanted)
		buf_str(&b, l->defaults);
	return buf_steal(&b);
}

static void
warn_attributes(const struct level *l, const struct object *o, bool missing)
{
	if (!missing || !ftype_has_mode(o->ftype))
		return;
	diag_warn(l->d, l->now.file, l->line, rule,
	    "%s: attributes that are left out are `?'", o->path);
}

/* Does the line name fewer words than its type has attributes? */
static bool
lacks_attributes(const char *line)
{
	size_t n = 0, wanted = 6;

	for (line += strspn(line, "0123456789 \t"); *line != '\0'; n++) {
		if (n == 0 && ftype_is_device(*line))
			wanted = 8;
		line += strcspn(line, " \t\r");
		line += strspn(line, " \t\r");
	}
	return n < wanted;
}

/* What a line of a pkgmap may say, but none of a prototype. */
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
add_entry(struct level *l, char *text)
{
	struct objects *objects = &l->p->objects;
	char *line = bind_attributes(l, text);
	bool missing = lacks_attributes(line);
	struct object o;
	bool ok;

	if (!object_parse(&o, line, true, &objects->pool, l->now.file, l->line,
		rule, l->d)) {
		free(line);
		return;
	}
	free(line);
	warn_attributes(l, &o, missing);
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
read_line(struct level *l, char *line)
{
	char *text = line + strspn(line, " \t\r");

	if (*text == '!')
		run_command(l, text + 1);
	else if (*text != '\0' && *text != '#' && *text != ':')
		add_entry(l, text);
}

static void
read_lines(struct level *l, const char *text, size_t len)
{
	char line[PROTOTYPE_LINE_MAX + 1];
	const char *end;
	size_t n;

	while (len > 0) {
		l->line++;
		end = memchr(text, '\n', len);
		n = end == NULL ? len : (size_t)(end - text);
		if (n > PROTOTYPE_LINE_MAX || memchr(text, '\0', n) != NULL)
			fault(l, "not a line of text:",
			    n > PROTOTYPE_LINE_MAX ? "too long" : "NUL");
		else {
			memcpy(line, text, n);
			line[n] = '\0';
			read_line(l, line);
		}
		n += end != NULL;
		text += n;
		len -= n;
	}
}

/* A file that cannot be read is a fault of the line that includes it. */
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
	diag_add(d, own.worst, from->now.file, from->line, path, rule, "%s",
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
	    .d = d};
	struct buf text = BUF_INIT;
	bool ok;

	p->nfiles++;
	ok = read_text(path, from, &text, d);
	if (ok) {
		l.now.file = xstrdup(
		    strcmp(path, "-") == 0 ? "standard input" : path);
		l.now.dir = path_dirname(path);
		/* there is a first scope even when there is no entry */
		if (from == NULL)
			(void)scope_index(&l);
		read_lines(&l, text.data, text.len);
	}
	buf_free(&text);
	free(l.defaults);
	scope_clear(&l.now);
	return ok;
}

const char *
prototype_file(const struct prototype *p, const struct object *o)
{
	return p->scopes[o->scope].file;
}

static const char *
file_of(const void *ctx, const struct object *o)
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
	objects_check_unique(&p->objects, file_of, p, rule, d);
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
