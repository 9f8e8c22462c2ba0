/*
 * Packages as a whole: what their map, their parameters and their files say.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "lint/package.h"
#include "model/elf.h"
#include "model/info_name.h"

struct check {
	struct lint_findings *out;
	struct package_reader *s;
	const struct package *p;
	char *map; /* names for findings */
	const char *arch;
};

static void
add(const struct check *c, const char *tag, const char *what)
{
	lint_add(c->out, c->map, 0, 0, tag, what);
}

static bool
is_in_classes(const struct check *c, const char *class)
{
	const char *classes = pkginfo_get(c->p->info, "CLASSES");

	return words_contain(
	    classes == NULL ? "none" : classes, " ", class, strlen(class));
}

static void
check_mode(const struct check *c, const struct object *o)
{
	if (o->mode == OBJECT_UNKNOWN || o->ftype == 's' || o->ftype == 'l')
		return;
	if ((o->mode & 0002) != 0 && (o->mode & 01000) == 0 &&
	    strchr("bcp", o->ftype) == NULL)
		add(c, "world-writable", o->path);
	if ((o->mode & 06000) != 0 && o->ftype != 'd')
		add(c, "set-uid", o->path);
}

static void
check_system_directory(const struct check *c, const struct object *o)
{
	static const char names[] =
	    "/ /etc /etc/init.d /etc/rc0.d /etc/rc1.d /etc/rc2.d /etc/rc3.d "
	    "/etc/rcS.d /etc/opt /opt /usr /usr/bin /usr/lib /usr/sbin "
	    "/usr/share /usr/share/man /var /var/opt /var/adm /var/spool "
	    "/var/tmp /tmp /sbin /kernel /kernel/drv /export /lib /lib/svc "
	    "/lib/svc/method /var/svc /var/svc/manifest /platform /dev";
	const char *base = pkginfo_get(c->p->info, "BASEDIR");
	char *path;

	if (o->ftype != 'd' || o->mode == OBJECT_UNKNOWN)
		return;
	path = o->path[0] == '/' || base == NULL
	    ? xstrdup(o->path)
	    : xasprintf("%s/%s", base, o->path);
	path_canonize(path);
	if (words_contain(names, " ", path, strlen(path)))
		add(c, "system-directory-attributes", path);
	free(path);
}

/* Does the object change one of another package, which has the directories? */
static bool
is_of_patch(const struct check *c, const struct object *o)
{
	const char *class = pkginfo_get(c->p->info, "PATCH_CLASS");

	return class != NULL && o->class != NULL &&
	    strcmp(class, o->class) == 0;
}

/* The directory of an object of a relative path; root ones are the system's. */
static void
check_parent(const struct check *c, const struct object *o)
{
	char *parent = path_dirname(o->path);

	if (o->path[0] != '/' && strcmp(parent, ".") != 0 &&
	    !is_of_patch(c, o) &&
	    objects_find(&c->p->map->objects, parent) == NULL)
		add(c, "missing-parent", o->path);
	free(parent);
}

static void
check_object(const struct check *c, const struct object *o)
{
	size_t len = strlen(o->path);

	if (o->class != NULL && !is_in_classes(c, o->class))
		add(c, "class-not-listed", o->path);
	if (strpbrk(o->path, " \t=") != NULL)
		add(c, "path-with-blank", o->path);
	check_mode(c, o);
	check_system_directory(c, o);
	check_parent(c, o);
	if (o->ftype != 'd' && len > 4 &&
	    strcmp(o->path + len - 4, ".xml") == 0 &&
	    strstr(o->path, "svc/manifest/") != NULL && o->class != NULL &&
	    strcmp(o->class, "manifest") != 0)
		add(c, "manifest-class", o->path);
}

static bool
class_has_object(const struct check *c, struct slice class)
{
	const struct objects *list = &c->p->map->objects;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->v[i].class != NULL &&
		    slice_equals(class, list->v[i].class))
			return true;
	return false;
}

static void
check_classes(const struct check *c)
{
	const char *classes = pkginfo_get(c->p->info, "CLASSES");
	struct slice rest, class;
	char *name;

	if (classes == NULL)
		return;
	rest = (struct slice){classes, strlen(classes)};
	while (word_next(&rest, " \t", &class)) {
		if (class_has_object(c, class) || slice_equals(class, "none"))
			continue;
		name = slice_dup(class);
		add(c, "class-without-object", name);
		free(name);
	}
}

static void
check_parameters(const struct check *c)
{
	static const char *const secrets[] = {"PASSWORD", "PASSWD",
	    "PASSPHRASE", "SECRET", "TOKEN", "APIKEY", "PRIVATE_KEY"};
	const char *value = pkginfo_get(c->p->info, "VERSION");
	size_t i;

	if (value != NULL &&
	    (strpbrk(value, " \t") != NULL || strlen(value) > 256))
		add(c, "parameter-limit", "VERSION");
	value = pkginfo_get(c->p->info, "CATEGORY");
	if (value != NULL && strpbrk(value, " \t") != NULL)
		add(c, "parameter-limit", "CATEGORY");
	value = pkginfo_get(c->p->info, "NAME");
	if (value != NULL && strlen(value) > 256)
		add(c, "parameter-limit", "NAME");
	for (i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		if (pkginfo_get(c->p->info, secrets[i]) != NULL)
			add(c, "secret-in-pkginfo", secrets[i]);
}

static void
check_info_file(const struct check *c, const struct object *o)
{
	if (info_name_meant(o->path) != NULL)
		add(c, "script-name-typo", o->path);
	if ((strncmp(o->path, "i.", 2) == 0 ||
		strncmp(o->path, "r.", 2) == 0) &&
	    !is_in_classes(c, o->path + 2))
		add(c, "class-script-without-class", o->path);
}

static void
check_map(const struct check *c)
{
	const struct objects *list = &c->p->map->objects;
	size_t i;

	for (i = 0; i < list->n; i++) {
		if (list->v[i].ftype == 'i')
			check_info_file(c, &list->v[i]);
		else
			check_object(c, &list->v[i]);
	}
	check_classes(c);
	check_parameters(c);
}

/* Does a part of the run path lead out of what a package may count on? */
static bool
is_foreign_run_path(const char *path)
{
	struct slice rest = {path, strlen(path)}, one;

	while (word_next(&rest, ":", &one))
		if (one.p[0] != '/' && one.p[0] != '$')
			return true;
		else if ((one.len > 5 && strncmp(one.p, "/tmp/", 5) == 0) ||
		    (one.len > 6 && strncmp(one.p, "/home/", 6) == 0) ||
		    (one.len > 8 && strncmp(one.p, "/export/", 8) == 0) ||
		    (one.len > 9 && strncmp(one.p, "/var/tmp/", 9) == 0))
			return true;
	return false;
}

/* Has the package a file or link of this name? */
static bool
has_name(const struct check *c, const char *name)
{
	const struct objects *list = &c->p->map->objects;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(path_basename(list->v[i].path), name) == 0)
			return true;
	return false;
}

static void
check_elf(const struct check *c, const char *label, const struct elf *e)
{
	const char *processor = elf_processor(e);

	if (c->arch != NULL && strcmp(c->arch, "all") != 0 &&
	    (processor == NULL || strstr(c->arch, processor) == NULL))
		lint_add(c->out, label, 0, 0, "elf-architecture",
		    processor == NULL ? "another" : processor);
	if (elf_is_foreign(e))
		lint_add(c->out, label, 0, 0, "elf-foreign-system", NULL);
	if (e->run_path != NULL && is_foreign_run_path(e->run_path))
		lint_add(c->out, label, 0, 0, "elf-run-path", e->run_path);
	if (e->is_library && e->has_text_relocation)
		lint_add(c->out, label, 0, 0, "elf-text-relocation", NULL);
	if (e->has_debug)
		lint_add(c->out, label, 0, 0, "elf-debug-sections", NULL);
	if (e->is_library && e->soname != NULL && !has_name(c, e->soname))
		lint_add(c->out, label, 0, 0, "elf-soname", e->soname);
}

/* Is it a script for a shell that may be the Bourne shell? */
static bool
is_shell_program(const struct buf *text)
{
	static const char *const lines[] = {
	    "#!/bin/sh", "#!/sbin/sh", "#! /bin/sh", "#! /sbin/sh"};
	size_t i, len;

	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		len = strlen(lines[i]);
		if (text->len > len && memcmp(text->data, lines[i], len) == 0 &&
		    strchr(" \n\t", text->data[len]) != NULL)
			return true;
	}
	return false;
}

static void
check_contents(
    const struct check *c, const struct member *m, const struct buf *text)
{
	char *label = reader_label(c->s, c->p, m->name);
	enum lint_script kind = lint_script_kind(m->name);
	struct elf e;

	if (m->object->ftype == 'i') {
		if (kind != LINT_ANY_SCRIPT)
			lint_check_script(
			    c->out, label, buf_text(text), text->len, kind);
	} else if (elf_read(&e, buf_text(text), text->len))
		check_elf(c, label, &e);
	else if (!lint_check_program(
		     c->out, label, buf_text(text), text->len) &&
	    is_shell_program(text))
		lint_check_script(
		    c->out, label, buf_text(text), text->len, LINT_PROGRAM);
	free(label);
}

static void
read_member(const struct check *c, const struct member *m, struct buf *text)
{
	ssize_t n;

	text->len = 0;
	if (m->object == NULL || m->size == 0 || m->size > LINT_CONTENTS_MAX)
		return;
	while ((n = reader_read(c->s, buf_room(text, 65536), 65536)) > 0)
		text->len += (size_t)n;
	if (n == 0)
		check_contents(c, m, text);
}

static struct check
begin_check(struct lint_findings *f, struct package_reader *s, size_t i)
{
	struct check c = {.out = f, .s = s, .p = reader_package(s, i)};

	c.map = reader_label(s, c.p, "pkgmap");
	c.arch = pkginfo_get(c.p->info, "ARCH");
	return c;
}

void
lint_check_package(struct lint_findings *f, struct package_reader *s)
{
	struct buf text = BUF_INIT;
	struct check c;
	struct member m;
	size_t i;

	reader_decode(s);
	for (i = 0; i < reader_count(s); i++) {
		c = begin_check(f, s, i);
		check_map(&c);
		free(c.map);
	}
	while (reader_next(s, &m)) {
		c = begin_check(f, s, m.package);
		read_member(&c, &m, &text);
		free(c.map);
	}
	buf_free(&text);
}
