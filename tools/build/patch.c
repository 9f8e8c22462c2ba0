#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/mem.h"
#include "build/patch.h"
#include "os/file.h"

#include "patch_scripts.h"

#define OWN_MAX   (1024u * 1024) /* bytes of a package's own part */
#define PARTS_MAX 10

static const char rule[] = "patch-scripts";

#define COMMON "common.sh", "facts.sh", "service.sh", "check.sh"

/*
 * Which files of tools/scripts each script is joined from.  The package's own
 * script, if there is one, comes before the last of them, in a sub-shell so
 * that its exit ends only itself.
 */
static const struct script {
	const char *name; /* the class follows when it ends in a dot */
	bool has_own;
	const char *parts[PARTS_MAX];
} scripts[] = {
    {"checkinstall", false, {COMMON, "stack.sh", "checkinstall.sh"}},
    {"preinstall", false, {COMMON, "save.sh", "stack.sh", "preinstall.sh"}},
    {"i.", false, {COMMON, "save.sh", "swap.sh", "i.patch.sh"}},
    {"postinstall", true,
	{COMMON, "save.sh", "swap.sh", "restore.sh", "database.sh",
	    "postinstall.sh", "postinstall_end.sh"}},
    {"preremove", true,
	{COMMON, "save.sh", "swap.sh", "restore.sh", "stack.sh", "preremove.sh",
	    "preremove_end.sh"}},
    {"r.", false, {COMMON, "save.sh", "swap.sh", "restore.sh", "r.patch.sh"}},
    {"postremove", false,
	{"common.sh", "facts.sh", "save.sh", "swap.sh", "database.sh",
	    "postremove.sh"}},
};

static void
add_info_file(struct plan *plan, const char *name, struct buf *text)
{
	size_t len = text->len;

	plan_add_info_file(plan, name, buf_steal(text), len);
}

/* A file of tools/scripts, by its name. */
static void
add_part(const char *name, struct buf *out)
{
	const struct embedded *e = patch_scripts;

	while (strcmp(e->name, name) != 0)
		e++;
	buf_add(out, e->text, e->len);
	buf_char(out, '\n');
}

/* The package's own script; it may lack the last LF. */
static void
add_own(const struct buf *own, struct buf *out)
{
	if (own->len == 0) {
		buf_str(out, "own_status=0\n\n");
		return;
	}
	buf_str(out, "(\n");
	buf_add(out, own->data, own->len);
	if (own->data[own->len - 1] != '\n')
		buf_char(out, '\n');
	buf_str(out, ") </dev/null\nown_status=$?\n\n");
}

static void
join_parts(const struct script *s, const struct buf *own, struct buf *out)
{
	size_t i;

	for (i = 0; i < PARTS_MAX && s->parts[i] != NULL; i++) {
		if (s->has_own &&
		    (i + 1 == PARTS_MAX || s->parts[i + 1] == NULL))
			add_own(own, out);
		add_part(s->parts[i], out);
	}
}

/* Reads the script of the prototype, which becomes a part of the generic one. */
static bool
read_own(const struct script *s, const struct prototype *p, struct plan *plan,
    struct object *o, struct buf *own, struct diag *d)
{
	const struct content *c = &plan_object(plan, o)->content;

	if (o->ftype != 'i') {
		diag_error(d, prototype_file(p, o), o->line, rule,
		    "%s: a file of a patch cannot have the name of a script "
		    "at the top of the package",
		    o->path);
		return false;
	}
	if (!s->has_own) {
		diag_error(d, prototype_file(p, o), o->line, rule,
		    "%s: a patch has its own; only postinstall and preremove "
		    "can be added to",
		    o->path);
		return false;
	}
	return c->kind != CONTENT_FILE || file_read(c->path, OWN_MAX, own, d);
}

static void
add_script(const struct script *s, const char *class, const struct prototype *p,
    struct plan *plan, struct diag *d)
{
	bool has_class = s->name[strlen(s->name) - 1] == '.';
	char *name = xasprintf("%s%s", s->name, has_class ? class : "");
	struct object *o = objects_find(&plan->map.objects, name);
	struct buf own = BUF_INIT, text = BUF_INIT;
	size_t len;

	if (o == NULL) {
		join_parts(s, &own, &text);
		add_info_file(plan, name, &text);
	} else if (read_own(s, p, plan, o, &own, d)) {
		join_parts(s, &own, &text);
		len = text.len;
		plan_set_text(plan, o, buf_steal(&text), len);
	}
	buf_free(&own);
	buf_free(&text);
	free(name);
}

/* Appends ` CKSUM:SIZE:BUILD' for each known preimage, and a newline. */
static void
print_preimages(const struct manifest_file *f, struct buf *out)
{
	const struct manifest_preimage *b;
	size_t i;

	for (i = 0; i < f->npreimages; i++) {
		b = &f->preimages[i];
		if (b->cksum != MANIFEST_UNKNOWN && b->size != MANIFEST_UNKNOWN)
			buf_printf(out, " %lld:%lld:%s", (long long)b->cksum,
			    (long long)b->size,
			    b->build == NULL ? "-" : b->build);
	}
	buf_char(out, '\n');
}

static void
print_mode(const struct object *o, struct buf *out)
{
	if (o->mode == OBJECT_UNKNOWN)
		buf_str(out, " ?");
	else
		buf_printf(out, " %04o", (unsigned)o->mode);
	buf_printf(out, " %s %s", o->owner, o->group);
}

static void
print_given(const struct manifest_file *f, struct buf *out)
{
	if (f->mode < 0)
		buf_str(out, " ?");
	else
		buf_printf(out, " %04o", (unsigned)f->mode);
	buf_printf(out, " %s %s", f->owner ? f->owner : "?",
	    f->group ? f->group : "?");
}

/* What is deleted: its kind stands for the mode. */
static const char *
deleted_kind(const struct manifest_file *f)
{
	switch (f->type) {
	case MANIFEST_SYMLINK: return "link";
	case MANIFEST_DIRECTORY: return "dir";
	default: return "-";
	}
}

/* What the scripts make or change themselves, for which there is no object. */
static void
print_made(const struct manifest_file *f, struct buf *out)
{
	char *target;

	if (f->action == MANIFEST_DELETE)
		buf_printf(out, " %s - - - -", deleted_kind(f));
	else if (f->type == MANIFEST_SYMLINK)
		buf_printf(out, " ? ? ? %zu @%s", strlen(f->target), f->target);
	else if (f->type == MANIFEST_HARDLINK) {
		target = patch_link_target(f);
		buf_printf(out, " ? ? ? - =%s", target);
		free(target);
	} else {
		print_given(f, out);
		buf_str(out, f->type == MANIFEST_DIRECTORY ? " 0 /" : " - -");
	}
}

static void
print_file(
    const struct manifest_file *f, const struct plan *plan, struct buf *out)
{
	static const char *const actions[] = {
	    "replace", "add", "delete", "attributes"};
	const struct object *o = objects_find(&plan->map.objects, f->path);

	buf_printf(out, "%s %s", f->path, actions[f->action]);
	if (o == NULL) {
		print_made(f, out);
	} else {
		print_mode(o, out);
		buf_printf(out, " %lld %lu", (long long)o->size,
		    (unsigned long)plan_object(plan, o)->digests->cksum);
	}
	buf_printf(out, " %s", f->build == NULL ? "-" : f->build);
	print_preimages(f, out);
}

static void
add_patchfiles(const struct manifest *m, struct plan *plan)
{
	struct buf text = BUF_INIT;
	size_t i;

	buf_str(&text,
	    "# path action mode owner group size cksum build"
	    " known: cksum:size:build ...\n");
	for (i = 0; i < m->nfiles; i++)
		print_file(&m->files[m->order[i]], plan, &text);
	add_info_file(plan, "patchfiles", &text);
}

/* The parameters list packages as words. */
static void
check_versions(
    const struct manifest_packages *list, const char *file, struct diag *d)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->v[i].version != NULL &&
		    strpbrk(list->v[i].version, " \t") != NULL)
			diag_error(d, file, list->v[i].line, rule,
			    "%s: a version with a blank cannot be looked for",
			    list->v[i].name);
}

static void
check_names(const struct prototype *p, const struct plan *plan, struct diag *d)
{
	static const char *const taken[] = {"patchfiles", "request"};
	const struct object *o;
	size_t i;

	for (i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		o = objects_find(&plan->map.objects, taken[i]);
		if (o != NULL && o->ftype == 'i')
			diag_error(d, prototype_file(p, o), o->line, rule,
			    "%s: a patch cannot have this file", o->path);
	}
}

bool
patch_script_makes(const struct manifest_file *f)
{
	return f->type != MANIFEST_FILE || f->action == MANIFEST_DELETE ||
	    f->action == MANIFEST_ATTRIBUTES;
}

/* A line of patchfiles begins with the path; one with `#' is a comment. */
static void
check_paths(const struct manifest *m, const char *file, struct diag *d)
{
	struct buf why = BUF_INIT;
	const struct manifest_file *f;
	size_t i;

	for (i = 0; i < m->nfiles; i++) {
		f = &m->files[i];
		why.len = 0;
		if (f->path[0] == '#')
			diag_error(d, file, f->line, rule,
			    "%s: a path of a patch cannot begin with `#'",
			    f->path);
		else if (!object_validate(
			     &(struct object){.ftype = 'f', .path = f->path},
			     &why))
			diag_error(
			    d, file, f->line, rule, "%s", buf_text(&why));
	}
	buf_free(&why);
}

void
patch_add_files(const struct manifest *m, const char *file,
    const struct prototype *p, struct plan *plan, struct diag *d)
{
	size_t i;

	check_names(p, plan, d);
	check_paths(m, file, d);
	patch_check_changes(m, file, p, plan, d);
	check_versions(&m->patch->requires, file, d);
	check_versions(&m->patch->accepts, file, d);
	check_versions(&m->patch->refuses, file, d);
	if (d->worst >= SEVERITY_ERROR)
		return;
	for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		add_script(&scripts[i], m->patch->class, p, plan, d);
	add_patchfiles(m, plan);
}
