#include <string.h>

#include "base/date.h"
#include "init/source_text.h"

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

void
digests_begin(struct file_digests *m)
{
	*m = (struct file_digests){.sha256 = sha256_new()};
}

void
digests_update(struct file_digests *m, const void *data, size_t len)
{
	sha256_update(m->sha256, data, len);
	m->cksum = cksum_update(m->cksum, data, len);
	m->sum = sum_update(m->sum, data, len);
	m->size += len;
}

void
digests_end(struct file_digests *m)
{
	sha256_final(m->sha256, m->hex);
	m->sha256 = NULL;
	m->cksum = cksum_final(m->cksum, m->size);
	m->sum = sum_final(m->sum);
}
