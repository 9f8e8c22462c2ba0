#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "init/init.h"
#include "init/source_text.h"
#include "model/info_name.h"
#include "model/pkginfo.h"
#include "os/file.h"

#define SCRIPT_MAX      (1024u * 1024) /* bytes */
#define COPYRIGHT_WIDTH 250            /* bytes of a line; 255 are read */

char *
init_package_name(const char *text)
{
	char *name = xstrdup(text), *from, *to = name;

	for (from = name; *from != '\0'; from++)
		if (isalpha((unsigned char)*from) ||
		    (to > name &&
			(isdigit((unsigned char)*from) || *from == '-' ||
			    *from == '+')))
			*to++ = *from;
	*to = '\0';
	if (strlen(name) > PKGNAME_MAX)
		name[PKGNAME_MAX] = '\0';
	if (pkgname_fault(name, false) == NULL)
		return name;
	free(name);
	return xstrdup("MYpkg");
}

void
init_add_file(
    struct init_sources *out, const char *name, char *text, size_t len)
{
	struct init_file *file;

	out->files = array_append_room(
	    out->files, out->nfiles, sizeof(*out->files));
	file = &out->files[out->nfiles++];
	*file = (struct init_file){.name = xstrdup(name),
	    .text = {.data = text, .len = len, .size = len + 1}};
	buf_printf(&out->prototype, "i %s\n", name);
}

bool
init_add_script(struct init_sources *out, const char *text, struct diag *d)
{
	const char *file = strchr(text, '=');
	char *name = xstrndup(text, strcspn(text, "="));
	struct buf contents = BUF_INIT;
	bool ok = file != NULL && strcmp(name, "pkginfo") != 0 &&
	    info_name_is_known(name);
	size_t len;

	if (ok && file_read(file + 1, SCRIPT_MAX, &contents, d)) {
		len = contents.len;
		init_add_file(out, name, buf_steal(&contents), len);
	}
	free(name);
	return ok;
}

static bool
has_file(const struct init_sources *out, const char *name)
{
	size_t i;

	for (i = 0; i < out->nfiles; i++)
		if (strcmp(out->files[i].name, name) == 0)
			return true;
	return false;
}

/* How much the path looks like that of the licence; 0: not at all. */
static int
licence_rank(const char *path)
{
	static const char *const names[] = {
	    "LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "copyright"};
	const char *base = path_basename(path);
	size_t i, len;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		len = strlen(names[i]);
		if (strncmp(base, names[i], len) == 0 &&
		    (base[len] == '\0' || strcmp(base + len, ".txt") == 0 ||
			strcmp(base + len, ".md") == 0))
			break;
	}
	if (i == sizeof(names) / sizeof(names[0]))
		return 0;
	if (base == path)
		return 3;
	return strstr(path, "share/doc/") != NULL ||
		strstr(path, "share/licenses/") != NULL ||
		strstr(path, ".dist-info/") != NULL
	    ? 2
	    : 0;
}

/* Long lines are broken, as copyright(4) wants. */
static void
wrap_lines(const struct buf *text, struct buf *out)
{
	struct slice rest = {buf_text(text), text->len}, line;

	while (line_next(&rest, &line))
		do {
			size_t len = line.len < COPYRIGHT_WIDTH
			    ? line.len
			    : COPYRIGHT_WIDTH;

			buf_add(out, line.p, len);
			buf_char(out, '\n');
			line.p += len;
			line.len -= len;
		} while (line.len > 0);
}

/* LICENSE or COPYING becomes the file copyright. */
static void
add_copyright(const struct inventory *inv, const char *path,
    struct init_sources *out, struct diag *d)
{
	const struct inventory_entry *found = NULL;
	struct buf text = BUF_INIT, lines = BUF_INIT;
	int best = 0, rank;
	size_t i, len;

	for (i = 0; i < inv->n; i++) {
		rank = inv->v[i].type == 'f' ? licence_rank(inv->v[i].path) : 0;
		if (rank > best && inv->v[i].size <= INIT_COPYRIGHT_MAX) {
			best = rank;
			found = &inv->v[i];
		}
	}
	if (found == NULL || has_file(out, "copyright") ||
	    !inventory_text(inv, path, found, &text, d))
		return;
	if (text.len > 0 && memchr(text.data, '\0', text.len) == NULL) {
		wrap_lines(&text, &lines);
		len = lines.len;
		init_add_file(out, "copyright", buf_steal(&lines), len);
	}
	buf_free(&text);
}

/* Directories that the inventory does not name. */
static void
add_parents(struct buf *b, const struct inventory *inv, const char *path,
    const char *last, const struct init_settings *set,
    const struct init_rules *rules, bool below_root)
{
	struct inventory_entry dir = {
	    .type = 'd', .mode = 0755, .has_mode = true};
	const char *slash = path;
	size_t len;

	while ((slash = strchr(slash, '/')) != NULL) {
		len = (size_t)(slash++ - path);
		if (len == 0 || strncmp(last, path, len + 1) == 0)
			continue;
		dir.path = xstrndup(path, len);
		if (inventory_find(inv, dir.path) == NULL) {
			dir.has_mode = !rules_kind(
			    rules, NULL, below_root, &dir)
					    .keeps_attributes;
			add_entry_line(b, &dir, 'd', "none", set);
		}
		free(dir.path);
	}
}

static void
warn_set_id(const struct inventory_entry *entry, const char *path,
    const struct init_settings *set, struct diag *d)
{
	if (entry->type == 'f' && (entry->mode & 06000) != 0)
		diag_warn(d, path, 0, NULL,
		    "%s: runs as its %s: mode %04o, %s:%s", entry->path,
		    (entry->mode & 04000) != 0 ? "owner" : "group", entry->mode,
		    entry->owner != NULL ? entry->owner : set->owner,
		    entry->group != NULL ? entry->group : set->group);
}

/* Appends the class to a list of words unless it has it. */
static void
add_class(struct buf *classes, const char *class)
{
	if (!words_contain(buf_text(classes), " ", class, strlen(class)))
		buf_printf(classes, " %s", class);
}

static void
report_scripts(const struct origin *origin, const char *path, struct diag *d)
{
	size_t i;

	for (i = 0; i < origin->scripts.n; i++)
		diag_warn(d, path, 0, NULL,
		    "its script %s is not taken over: it is written for "
		    "another system",
		    origin->scripts.v[i]);
}

static void
add_entries(const struct inventory *inv, const char *path,
    const struct init_settings *set, const struct init_rules *rules,
    const struct origin *origin, struct init_sources *out, struct buf *classes,
    struct diag *d)
{
	bool root = strcmp(set->basedir, "/") == 0;
	struct inventory_entry entry;
	struct entry_kind kind;
	const char *last = "";
	size_t i;

	for (i = 0; i < inv->n; i++) {
		entry = inv->v[i];
		/* pkgmk too refuses it: `duplicate pathname' */
		if (strcmp(entry.path, "pkginfo") == 0 ||
		    has_file(out, entry.path)) {
			diag_warn(d, path, 0, NULL,
			    "%s: left out: an information file has this name",
			    entry.path);
			continue;
		}
		kind = rules_kind(rules, origin, root, &entry);
		add_parents(
		    &out->prototype, inv, entry.path, last, set, rules, root);
		last = entry.path;
		if (kind.keeps_attributes)
			entry.has_mode = false;
		add_entry_line(
		    &out->prototype, &entry, kind.ftype, kind.class, set);
		add_class(classes, kind.class);
		warn_set_id(&entry, path, set, d);
		if (entry.type != 'f')
			continue;
		add_file_element(&out->manifest, entry.path, &entry, NULL);
		buf_str(&out->manifest, "/>\n");
	}
}

void
init_first(struct inventory *inv, const char *path, struct init_settings *set,
    const struct init_rules *rules, const struct origin *origin,
    struct init_sources *out, struct diag *d)
{
	struct buf classes = BUF_INIT, depend = BUF_INIT;
	size_t len;

	begin_manifest(&out->manifest, inv, set);
	buf_str(&out->manifest, "  <files>\n");
	buf_str(&out->prototype, "i pkginfo\n");
	buf_str(&classes, "none");
	add_copyright(inv, path, out, d);
	if (origin != NULL) {
		report_scripts(origin, path, d);
		origin_write_depend(origin, &depend);
	}
	if (set->depend.len > 0)
		buf_str(&depend, buf_text(&set->depend));
	if (depend.len > 0 && !has_file(out, "depend")) {
		len = depend.len;
		init_add_file(out, "depend", buf_steal(&depend), len);
	}
	buf_free(&depend);
	add_entries(inv, path, set, rules, origin, out, &classes, d);
	buf_str(&out->manifest, "  </files>\n</manifest>\n");
	add_pkginfo(&out->pkginfo, inv, set, buf_text(&classes));
	buf_free(&classes);
}

bool
init_write(const struct init_sources *out, struct staging *st, struct diag *d)
{
	bool ok = staging_write(st, "manifest.xml", &out->manifest, d) &&
	    staging_write(st, "pkgproto", &out->prototype, d) &&
	    staging_write(st, "pkginfo", &out->pkginfo, d);
	size_t i;

	for (i = 0; ok && i < out->nfiles; i++)
		ok = staging_write(
		    st, out->files[i].name, &out->files[i].text, d);
	return ok;
}

void
init_free(struct init_sources *out)
{
	size_t i;

	for (i = 0; i < out->nfiles; i++) {
		free(out->files[i].name);
		buf_free(&out->files[i].text);
	}
	free(out->files);
	buf_free(&out->manifest);
	buf_free(&out->prototype);
	buf_free(&out->pkginfo);
}
