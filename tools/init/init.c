#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/path.h"
#include "init/init.h"
#include "init/source_text.h"
#include "model/manifest.h"
#include "model/pkginfo.h"

#define CLASS "patch" /* of the files of a patch */

char *
init_name(const char *path)
{
	static const char *const suffixes[] = {
	    ".gz",
	    ".bz2",
	    ".xz",
	    ".zst",
	    ".Z",
	    ".tar",
	    ".tgz",
	    ".zip",
	    ".cpio",
	    ".pkg",
	};
	char *base = xstrdup(path_basename(path)), *from, *to = base;
	size_t i, len, cut;

	for (i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		len = strlen(base);
		cut = strlen(suffixes[i]);
		if (len > cut && strcmp(base + len - cut, suffixes[i]) == 0)
			base[len - cut] = '\0';
	}
	for (from = base; *from != '\0'; from++)
		if (isalpha((unsigned char)*from) ||
		    (to > base && isdigit((unsigned char)*from)))
			*to++ = *from;
	*to = '\0';
	if (strlen(base) > PKGNAME_MAX)
		base[PKGNAME_MAX] = '\0';
	if (pkgname_fault(base, false) == NULL)
		return base;
	free(base);
	return xstrdup("MYpkg");
}

static int64_t
newest_time(const struct inventory *inv)
{
	int64_t t = 0;
	size_t i;

	for (i = 0; i < inv->n; i++)
		if (inv->v[i].type == 'f' && inv->v[i].mtime > t)
			t = inv->v[i].mtime;
	return t;
}

static void
begin_manifest(
    struct buf *b, const struct inventory *inv, const struct init_settings *set)
{
	char date[DATE_LEN];

	date_format(newest_time(inv), date);
	date[strcspn(date, "T")] = '\0';
	buf_str(b,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<manifest xmlns=\"" MANIFEST_NS "\">\n"
	    "  <sources prototype=\"pkgproto\" pkginfo=\"pkginfo\"/>\n"
	    "  <payload");
	add_attribute(b, "name", set->payload);
	if (inv->prefix != NULL)
		add_attribute(b, "prefix", inv->prefix);
	buf_str(b, "/>\n  <product");
	add_attribute(b, "name", set->title);
	add_attribute(
	    b, "version", inv->version == NULL ? "1.0" : inv->version);
	buf_printf(b, "/>\n  <build number=\"1\" date=\"%s\"/>\n", date);
}

/* The attributes that <file> and <before> have in common. */
static void
add_digests(struct buf *b, const struct inventory_entry *entry, bool cksum)
{
	buf_printf(b, " size=\"%llu\" sha256=\"%s\"",
	    (unsigned long long)entry->size, entry->sha256);
	if (cksum)
		buf_printf(b, " cksum=\"%lu\"", (unsigned long)entry->cksum);
}

static void
begin_file(struct buf *b, const char *path, const char *action)
{
	buf_str(b, "    <file");
	add_attribute(b, "path", path);
	if (action != NULL)
		add_attribute(b, "action", action);
}

static void
add_file(struct buf *b, const struct inventory_entry *entry, const char *action)
{
	char date[DATE_LEN];

	begin_file(b, entry->path, action);
	date_format(entry->mtime, date);
	date[strcspn(date, "T")] = '\0';
	buf_printf(b, " date=\"%s\"", date);
	add_digests(b, entry, false);
}

static void
add_before(struct buf *b, const struct inventory_entry *entry)
{
	buf_str(b, ">\n      <before");
	add_digests(b, entry, true);
	buf_str(b, "/>\n    </file>\n");
}

static void
add_pkginfo(struct buf *b, const struct inventory *inv,
    const struct init_settings *set, const char *version, const char *classes)
{
	char date[DATE_LEN];

	date_format(newest_time(inv), date);
	buf_printf(b,
	    "PKG=%s\nNAME=%s\nARCH=all\nVERSION=%s\n"
	    "CATEGORY=application\nPSTAMP=%s-%.10s\nBASEDIR=%s\n"
	    "CLASSES=%s\n",
	    set->package, set->title, version, set->package, date, set->basedir,
	    classes);
}

void
init_first(const struct inventory *inv, const struct init_settings *set,
    struct init_sources *out)
{
	const struct inventory_entry *entry;
	size_t i;

	begin_manifest(&out->manifest, inv, set);
	buf_str(&out->manifest, "  <files>\n");
	buf_str(&out->prototype, "i pkginfo\n");
	for (i = 0; i < inv->n; i++) {
		entry = &inv->v[i];
		if (entry->target != NULL)
			buf_printf(&out->prototype, "%c none %s=%s\n",
			    entry->type, entry->path, entry->target);
		else
			buf_printf(&out->prototype,
			    "%c none %s %04o root "
			    "bin\n",
			    entry->type, entry->path, entry->mode);
		if (entry->type != 'f')
			continue;
		add_file(&out->manifest, entry, NULL);
		buf_str(&out->manifest, "/>\n");
	}
	buf_str(&out->manifest, "  </files>\n</manifest>\n");
	add_pkginfo(&out->pkginfo, inv, set,
	    inv->version == NULL ? "1.0" : inv->version, "none");
}

bool
init_is_new(const struct inventory *from, const struct inventory_entry *entry)
{
	const struct inventory_entry *old = inventory_find(from, entry->path);

	return entry->type == 'f' &&
	    (old == NULL || old->type != 'f' || old->size != entry->size ||
		strcmp(old->sha256, entry->sha256) != 0);
}

/*
 * Directories above path that the one before it did not have; those of the
 * base keep their attributes.
 */
static void
add_parents(struct buf *b, const struct inventory *from, const char *path,
    const char *last)
{
	const char *slash = path;
	const struct inventory_entry *old;
	size_t len;
	char *dir;

	while ((slash = strchr(slash, '/')) != NULL) {
		len = (size_t)(slash++ - path);
		if (len == 0 || strncmp(last, path, len + 1) == 0)
			continue;
		dir = xstrndup(path, len);
		old = inventory_find(from, dir);
		buf_printf(b, "d none %s %s\n", dir,
		    old != NULL && old->type == 'd' ? "? ? ?"
						    : "0755 root bin");
		free(dir);
	}
}

static void
add_new_files(const struct inventory *from, const struct inventory *to,
    struct init_sources *out, struct diag *d)
{
	const struct inventory_entry *entry, *old;
	const char *last = "";
	size_t i;

	for (i = 0; i < to->n; i++) {
		entry = &to->v[i];
		old = inventory_find(from, entry->path);
		if (entry->type == 's' &&
		    (old == NULL || old->type != 's' ||
			strcmp(old->target, entry->target) != 0))
			diag_warn(d, NULL, 0, NULL,
			    "%s: left out: a patch "
			    "cannot roll back a symbolic link",
			    entry->path);
		if (!init_is_new(from, entry))
			continue;
		add_parents(&out->prototype, from, entry->path, last);
		last = entry->path;
		buf_printf(&out->prototype, "e " CLASS " %s %04o root bin\n",
		    entry->path, entry->mode);
		add_file(&out->manifest, entry,
		    old != NULL && old->type == 'f' ? "replace" : "add");
		if (old != NULL && old->type == 'f')
			add_before(&out->manifest, old);
		else
			buf_str(&out->manifest, "/>\n");
	}
}

static void
add_deleted(const struct inventory *from, const struct inventory *to,
    struct init_sources *out)
{
	size_t i;

	for (i = 0; i < from->n; i++) {
		if (from->v[i].type != 'f' ||
		    inventory_find(to, from->v[i].path) != NULL)
			continue;
		begin_file(&out->manifest, from->v[i].path, "delete");
		add_before(&out->manifest, &from->v[i]);
	}
}

void
init_patch(const struct inventory *from, const struct inventory *to,
    const struct init_settings *set, struct init_sources *out, struct diag *d)
{
	char *version;

	begin_manifest(&out->manifest, to, set);
	buf_str(&out->manifest,
	    "  <patch class=\"" CLASS "\" level=\"1\">\n"
	    "    <base");
	add_attribute(&out->manifest, "package", set->base);
	if (from->version != NULL)
		add_attribute(&out->manifest, "version", from->version);
	buf_str(&out->manifest, "/>\n  </patch>\n  <files>\n");
	buf_str(&out->prototype, "i pkginfo\n");
	add_new_files(from, to, out, d);
	add_deleted(from, to, out);
	buf_str(&out->manifest, "  </files>\n</manifest>\n");
	version = xasprintf(
	    "%s.1", from->version == NULL ? "1.0" : from->version);
	add_pkginfo(&out->pkginfo, to, set, version, "none " CLASS);
	free(version);
}

void
init_free(struct init_sources *out)
{
	buf_free(&out->manifest);
	buf_free(&out->prototype);
	buf_free(&out->pkginfo);
}
