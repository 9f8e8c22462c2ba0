#include <string.h>

#include "base/date.h"
#include "init/source_text.h"
#include "manifest/manifest.h"

void
add_escaped(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++)
		switch (*s) {
		case '&': buf_str(b, "&amp;"); break;
		case '<': buf_str(b, "&lt;"); break;
		case '"': buf_str(b, "&quot;"); break;
		default: buf_char(b, *s);
		}
}

void
add_attribute(struct buf *b, const char *name, const char *value)
{
	buf_printf(b, " %s=\"", name);
	add_escaped(b, value);
	buf_char(b, '"');
}

void
add_date(struct buf *b, const char *name, int64_t seconds, bool day)
{
	char date[DATE_LEN];

	date_format(seconds, date);
	if (day)
		date[strcspn(date, "T")] = '\0';
	add_attribute(b, name, date);
}

static void
add_number(struct buf *b, int32_t n)
{
	if (n == OBJECT_UNKNOWN)
		buf_str(b, " ?");
	else
		buf_printf(b, " %d", (int)n);
}

void
add_prototype_line(struct buf *b, const struct object *o)
{
	buf_char(b, o->ftype);
	if (o->class != NULL)
		buf_printf(b, " %s", o->class);
	buf_printf(b, " %s", o->path);
	if (o->target != NULL)
		buf_printf(b, "=%s", o->target);
	else if (o->source != NULL)
		buf_printf(b, "=%s", o->source);
	if (ftype_is_device(o->ftype)) {
		add_number(b, o->major);
		add_number(b, o->minor);
	}
	if (ftype_has_mode(o->ftype)) {
		if (o->mode == OBJECT_UNKNOWN)
			buf_str(b, " ?");
		else
			buf_printf(b, " %04o", (unsigned)o->mode);
		buf_printf(b, " %s %s", o->owner == NULL ? "?" : o->owner,
		    o->group == NULL ? "?" : o->group);
	}
	buf_char(b, '\n');
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

void
begin_manifest(
    struct buf *b, const struct inventory *inv, const struct init_settings *set)
{
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
	add_attribute(b, "version", set->version);
	if (set->vendor != NULL)
		add_attribute(b, "vendor", set->vendor);
	buf_str(b, "/>\n  <build number=\"1\"");
	add_date(b, "date", newest_time(inv), true);
	buf_str(b, "/>\n");
}

void
add_digests(struct buf *b, const struct inventory_entry *entry, bool cksum)
{
	buf_printf(b, " size=\"%llu\" sha256=\"%s\"",
	    (unsigned long long)entry->size, entry->sha256);
	if (cksum)
		buf_printf(b, " cksum=\"%lu\"", (unsigned long)entry->cksum);
}

void
add_file_element(struct buf *b, const char *path,
    const struct inventory_entry *entry, const char *action)
{
	buf_str(b, "    <file");
	add_attribute(b, "path", path);
	if (action != NULL)
		add_attribute(b, "action", action);
	if (entry == NULL)
		return;
	if (entry->source != NULL)
		add_attribute(b, "source", entry->source);
	add_date(b, "date", entry->mtime, true);
	add_digests(b, entry, false);
}

static void
add_parameter(struct buf *b, const char *name, const char *value)
{
	if (value != NULL)
		buf_printf(b, "%s=%s\n", name, value);
}

void
add_pkginfo(struct buf *b, const struct inventory *inv,
    const struct init_settings *set, const char *classes)
{
	char date[DATE_LEN];

	date_format(newest_time(inv), date);
	add_parameter(b, "PKG", set->package);
	add_parameter(b, "NAME", set->title);
	add_parameter(b, "ARCH", set->arch);
	add_parameter(b, "VERSION", set->version);
	add_parameter(b, "CATEGORY", set->category);
	add_parameter(b, "DESC", set->desc);
	add_parameter(b, "VENDOR", set->vendor);
	add_parameter(b, "EMAIL", set->email);
	add_parameter(b, "HOTLINE", set->hotline);
	buf_printf(b, "PSTAMP=%s-%.10s\n", set->package, date);
	add_parameter(b, "BASEDIR", set->basedir);
	add_parameter(b, "CLASSES", classes);
}

void
add_entry_line(struct buf *b, const struct inventory_entry *entry, char ftype,
    const char *class, const struct init_settings *set)
{
	struct object o;

	object_init(&o);
	o.ftype = ftype;
	o.class = class;
	o.path = entry->path;
	o.target = entry->target;
	if (entry->has_mode) {
		o.mode = (int32_t)entry->mode;
		o.owner = entry->owner != NULL ? entry->owner : set->owner;
		o.group = entry->group != NULL ? entry->group : set->group;
	}
	add_prototype_line(b, &o);
}
