#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "report/info_page.h"
#include "report/info_report.h"
#include "report/text.h"

#define INDENT          18 /* where the texts begin */
#define INDENT_SCRIPT   32 /* ... those about scripts */
#define INDENT_NARROW   4  /* labels have lines of their own */
#define NARROW          56 /* columns */
#define DIRECTORIES_MAX 4  /* that are listed */

void
page_field(const struct page *page, const char *label, const char *text)
{
	char *clean = text_printable(text), *left;

	left = xasprintf("%s%s", label[0] == '\0' ? "" : "  ", label);
	if (label[0] == '\0' && page->indent == INDENT_NARROW)
		text_field(stdout, "", clean, page->indent, page->width);
	else
		text_field(stdout, left, clean, page->indent, page->width);
	free(left);
	free(clean);
}

void
page_buf(const struct page *page, const char *label, struct buf *b)
{
	page_field(page, label, buf_text(b));
	buf_free(b);
}

/* Parameters with a line of their own, in this order. */
static const struct {
	const char *name;
	const char *label;
} labels[] = {
    {"VERSION", "Version"},
    {"DESC", "Description"},
    {"VENDOR", "Vendor"},
    {"ARCH", "Architecture"},
    {"CATEGORY", "Category"},
    {"PSTAMP", "Build stamp"},
    {"HOTLINE", "Hotline"},
    {"EMAIL", "Email"},
};

/* Parameters that other lines are made from. */
static const char *const named_elsewhere[] = {
    "PKG",
    "NAME",
    "BASEDIR",
    "CLASSES",
    "SUNW_PKG_ALLZONES",
    "SUNW_PKG_HOLLOW",
    "SUNW_PKG_THISZONE",
};

static bool
is_printed_elsewhere(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(named_elsewhere) / sizeof(named_elsewhere[0]);
	     i++)
		if (strcmp(named_elsewhere[i], name) == 0)
			return true;
	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcmp(labels[i].name, name) == 0)
			return true;
	return page_patch_prints(name);
}

static void
print_labelled(const struct page *page, const struct package *p)
{
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		value = pkginfo_get(p->info, labels[i].name);
		if (value != NULL && value[0] != '\0')
			page_field(page, labels[i].label, value);
	}
}

/* `3 files, 1 directory' */
static void
add_count(struct buf *b, size_t n, const char *one, const char *many)
{
	if (n > 0)
		buf_printf(b, "%s%zu %s", b->len > 0 ? ", " : "", n,
		    n == 1 ? one : many);
}

static void
print_contents(const struct page *page, const struct summary *v)
{
	static const char *const words[][2] = {
	    {"file", "files"},
	    {"editable file", "editable files"},
	    {"volatile file", "volatile files"},
	    {"directory", "directories"},
	    {"exclusive directory", "exclusive directories"},
	    {"hard link", "hard links"},
	    {"symbolic link", "symbolic links"},
	    {"named pipe", "named pipes"},
	    {"character device", "character devices"},
	    {"block device", "block devices"},
	    {"information file", "information files"},
	};
	struct buf b = BUF_INIT;
	char size[32];
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		add_count(&b, v->types[i], words[i][0], words[i][1]);
	page_buf(page, "Contents", &b);
	text_size(size, v->bytes);
	page_field(page, "Size installed", size);
}

/* The first n components of an absolute path, as bytes. */
static size_t
prefix_len(const char *path, int n)
{
	size_t len = 0;

	while (n-- > 0 && path[len] == '/')
		len += 1 + strcspn(path + len + 1, "/");
	return len;
}

/*
 * The directories of absolute paths, cut to n components and separated by
 * commas.  False when they are too many to be listed.
 */
static bool
add_directories(struct buf *b, const struct objects *list, int n)
{
	const char *last = NULL;
	size_t i, len, last_len = 0;
	int directories = 0;

	for (i = 0; i < list->n; i++) {
		if (list->v[i].path[0] != '/')
			continue;
		len = prefix_len(list->v[i].path, n);
		if (last != NULL && len == last_len &&
		    strncmp(last, list->v[i].path, len) == 0)
			continue;
		last = list->v[i].path;
		last_len = len;
		if (++directories > DIRECTORIES_MAX)
			return false;
		buf_printf(
		    b, "%s%.*s", directories == 1 ? "" : ", ", (int)len, last);
	}
	return true;
}

static void
print_destination(
    const struct page *page, const struct package *p, const struct summary *v)
{
	const char *base = pkginfo_get(p->info, "BASEDIR");
	struct buf b = BUF_INIT, directories = BUF_INIT;

	if (v->relative)
		buf_printf(&b, "below %s",
		    base != NULL && base[0] != '\0'
			? base
			: "a directory that pkgadd asks for");
	if (v->relative && base != NULL && base[0] != '\0')
		buf_str(&b, " (the base directory, which can be changed)");
	if (v->absolute) {
		if (!add_directories(&directories, &p->map->objects, 2)) {
			directories.len = 0;
			if (!add_directories(&directories, &p->map->objects, 1))
				directories.len = 0;
		}
		buf_printf(&b, "%s %s", v->relative ? ", and at" : "at",
		    directories.len > 0 ? directories.data
					: "many fixed paths");
	}
	if (!v->relative && !v->absolute)
		buf_str(&b, "nothing but its scripts");
	page_buf(page, "Installs", &b);
	buf_free(&directories);
}

static bool
has_information(const struct package *p, const char *name)
{
	const struct object *o = objects_find(&p->map->objects, name);

	return o != NULL && o->ftype == 'i';
}

static void
print_classes(
    const struct page *page, const struct package *p, const struct summary *v)
{
	struct buf b = BUF_INIT;
	char *script;
	size_t i;

	if (v->nclasses == 0 ||
	    (v->nclasses == 1 && strcmp(v->classes[0].name, "none") == 0))
		return;
	for (i = 0; i < v->nclasses; i++) {
		script = xasprintf("i.%s", v->classes[i].name);
		buf_printf(&b, "%s%s (%zu object%s%s)", i > 0 ? ", " : "",
		    v->classes[i].name, v->classes[i].n,
		    v->classes[i].n == 1 ? "" : "s",
		    has_information(p, script) ? ", by a script" : "");
		free(script);
	}
	if (v->others > 0)
		buf_printf(&b, ", and more (%zu objects)", v->others);
	page_buf(page, "Classes", &b);
}

static void
print_zones(const struct page *page, const struct package *p)
{
	const char *text = NULL;

	if (package_is_true(p, "SUNW_PKG_HOLLOW"))
		text = "in all zones the package is recorded, in the global "
		       "one only its files are installed";
	else if (package_is_true(p, "SUNW_PKG_ALLZONES"))
		text = "the same in all zones";
	else if (package_is_true(p, "SUNW_PKG_THISZONE"))
		text = "only the zone in which pkgadd runs";
	if (text != NULL)
		page_field(page, "Zones", text);
}

static void
add_versions(struct buf *b, const struct dependency *dep)
{
	const struct depend_version *v;
	size_t i;

	for (i = 0; i < dep->nversions; i++) {
		v = &dep->versions[i];
		buf_printf(b, "%s%s", i == 0 ? " " : " or ",
		    v->version == NULL ? "any version" : v->version);
		if (v->arch != NULL)
			buf_printf(b, " for %s", v->arch);
	}
}

static void
print_depend(const struct page *page, const struct depend *depend)
{
	static const struct {
		char type;
		const char *label;
	} kinds[] = {
	    {'P', "Needs"},
	    {'I', "Not together with"},
	    {'R', "Needed by"},
	};
	const struct dependency *dep;
	struct buf b = BUF_INIT;
	const char *label;
	size_t i, k;

	for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		label = kinds[k].label;
		for (i = 0; depend != NULL && i < depend->n; i++) {
			dep = &depend->v[i];
			if (dep->type != kinds[k].type)
				continue;
			buf_str(&b, dep->package);
			add_versions(&b, dep);
			if (dep->name[0] != '\0')
				buf_printf(&b, ": %s", dep->name);
			page_buf(page, label, &b);
			label = "";
		}
	}
}

/* Scripts in the order in which they run (svr4-packaging 6.1, 6.10). */
static const struct {
	const char *name; /* `i.' and `r.': of a class */
	const char *text;
} scripts[] = {
    {"copyright", "is shown first"},
    {"request", "asks questions, as an ordinary user"},
    {"checkinstall",
	"looks whether the package may be installed, as an "
	"ordinary user, before anything changes"},
    {"preinstall", "runs as root before the files are installed"},
    {"i.", "installs the files of its class, as root"},
    {"postinstall", "runs as root after the files are installed"},
    {"preremove", "runs as root before the files are removed"},
    {"r.", "removes the files of its class, as root"},
    {"postremove", "runs as root after the files are removed"},
};

static bool
is_script(const char *name, const char *kind)
{
	size_t len = strlen(kind);

	return kind[len - 1] == '.' ? strncmp(name, kind, len) == 0
				    : strcmp(name, kind) == 0;
}

/* The name stands in a column of its own, if there is room. */
static void
print_script(const struct page *page, const char *label, const char *name,
    const char *text)
{
	char *clean = text_printable(name), *left;

	if (page->indent == INDENT) {
		left = xasprintf("%-*s%s", INDENT, label, clean);
		text_field(stdout, left, text, INDENT_SCRIPT, page->width);
	} else {
		if (label[0] != '\0')
			puts(label);
		left = xasprintf("%*s%s", INDENT_NARROW, "", clean);
		text_field(stdout, left, text, INDENT_NARROW + 2, page->width);
	}
	free(left);
	free(clean);
}

static void
print_scripts(const struct page *page, const struct package *p)
{
	const struct objects *list = &p->map->objects;
	const char *label = "  Scripts";
	const struct object *o;
	size_t i, k;

	for (k = 0; k < sizeof(scripts) / sizeof(scripts[0]); k++)
		for (i = 0; i < list->n; i++) {
			o = &list->v[i];
			if (o->ftype != 'i' ||
			    !is_script(o->path, scripts[k].name))
				continue;
			print_script(page, label, o->path, scripts[k].text);
			label = "";
		}
}

static void
print_other_params(const struct page *page, const struct package *p)
{
	const struct param *param;
	const char *label = "Parameters";
	char *text;
	size_t i;

	for (i = 0; i < p->info->n; i++) {
		param = &p->info->v[i];
		if (is_printed_elsewhere(param->name))
			continue;
		text = xasprintf("%s=%s", param->name, param->value);
		page_field(page, label, text);
		free(text);
		label = "";
	}
}

static void
print_package(const struct page *page, const struct info *info, size_t i)
{
	const struct package *p = reader_package(info->s, i);
	const struct summary *v = &info->summary[i];
	const char *name = pkginfo_get(p->info, "NAME");
	char *title, *clean;

	title = xasprintf("%s: %s", p->name, name == NULL ? "" : name);
	clean = text_printable(title);
	putchar('\n');
	text_field(stdout, "", clean, 0, page->width);
	free(clean);
	free(title);
	print_labelled(page, p);
	page_patch(page, p, info->changes[i]);
	print_destination(page, p, v);
	print_contents(page, v);
	if (p->nparts > 1) {
		title = xasprintf("%u, on as many media", p->nparts);
		page_field(page, "Parts", title);
		free(title);
	}
	print_classes(page, p, v);
	print_zones(page, p);
	print_depend(page, info->depend[i]);
	print_scripts(page, p);
	print_other_params(page, p);
}

static void
print_file(const struct page *page, const struct info *info)
{
	const struct package_reader *s = info->s;
	struct buf b = BUF_INIT;
	char size[32], *clean;
	size_t n = reader_count(s);

	buf_printf(&b, "%s: ", reader_name(s));
	buf_printf(&b,
	    reader_is_directory(s) ? "a directory with "
				   : "a Solaris package datastream with ");
	if (n == 1)
		buf_str(&b, "one package");
	else
		buf_printf(&b, "%zu packages", n);
	if (reader_file_size(s) > 0) {
		text_size(size, reader_file_size(s));
		buf_printf(&b, ", %s", size);
	}
	if (reader_compression(s) != NULL)
		buf_printf(&b, ", compressed with %s", reader_compression(s));
	if (!reader_is_directory(s))
		buf_str(&b,
		    reader_signature(s) != NULL ? ", signed" : ", not signed");
	clean = text_printable(buf_text(&b));
	text_field(stdout, "", clean, 0, page->width);
	free(clean);
	buf_free(&b);
}

/* For those who see a package for the first time. */
static void
print_hint(const struct page *page, const struct info *info)
{
	const struct package_reader *s = info->s;
	struct buf b = BUF_INIT;
	const char *name = "PACKAGE";
	char *clean;

	if (reader_count(s) == 1)
		name = reader_package(s, 0)->name;
	buf_printf(&b,
	    "On Solaris, root installs it with `pkgadd -d %s %s' "
	    "and removes it with `pkgrm %s'. `pkgstream list' shows its "
	    "files, `pkgstream cat' their contents.",
	    reader_name(s), name, name);
	clean = text_printable(buf_text(&b));
	putchar('\n');
	text_field(stdout, "", clean, 0, page->width);
	free(clean);
	buf_free(&b);
}

void
info_print_text(const struct info *info, const struct info_signature *signature,
    int width, bool hint)
{
	struct page page = {.width = width};
	size_t i;

	page.indent = width < NARROW ? INDENT_NARROW : INDENT;
	print_file(&page, info);
	page_signature(&page, signature);
	for (i = 0; i < reader_count(info->s); i++)
		if (info->picked[i])
			print_package(&page, info, i);
	if (hint)
		print_hint(&page, info);
}

void
info_print_lines(const struct package_reader *s, const bool *picked)
{
	const struct package *p;
	const char *category, *name;
	char *line, *clean;
	size_t i;

	for (i = 0; i < reader_count(s); i++) {
		p = reader_package(s, i);
		if (!picked[i])
			continue;
		category = pkginfo_get(p->info, "CATEGORY");
		name = pkginfo_get(p->info, "NAME");
		line = xasprintf("%-11s %-14s %s",
		    category == NULL ? "" : category, p->name,
		    name == NULL ? "" : name);
		clean = text_printable(line);
		puts(clean);
		free(clean);
		free(line);
	}
}
