#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "report/diff_value.h"

const struct diff_word diff_words[] = {
    {DIFF_TYPE, "type"},
    {DIFF_CLASS, "class"},
    {DIFF_TARGET, "target"},
    {DIFF_DEVICE, "device"},
    {DIFF_MODE, "mode"},
    {DIFF_OWNER, "owner"},
    {DIFF_GROUP, "group"},
    {DIFF_CONTENTS, "contents"},
    {DIFF_TIME, "time"},
    {0, NULL},
};

static char *
format_time(int64_t seconds)
{
	char text[DATE_TIME_LEN];

	if (seconds == OBJECT_UNKNOWN)
		return xstrdup("?");
	date_time_format(seconds, text);
	return xstrdup(text);
}

char *
diff_value(const struct object *o, unsigned bit)
{
	switch (bit) {
	case DIFF_TYPE: return xasprintf("%c", o->ftype);
	case DIFF_CLASS: return xstrdup(o->class == NULL ? "-" : o->class);
	case DIFF_TARGET: return xstrdup(o->target == NULL ? "-" : o->target);
	case DIFF_DEVICE:
		return xasprintf("%d,%d", (int)o->major, (int)o->minor);
	case DIFF_MODE:
		return o->mode == OBJECT_UNKNOWN
		    ? xstrdup("?")
		    : xasprintf("%04o", (unsigned)o->mode);
	case DIFF_OWNER: return xstrdup(o->owner == NULL ? "-" : o->owner);
	case DIFF_GROUP: return xstrdup(o->group == NULL ? "-" : o->group);
	case DIFF_CONTENTS:
		return o->size == OBJECT_UNKNOWN
		    ? xstrdup("?")
		    : xasprintf("%lld bytes", (long long)o->size);
	default: return format_time(o->mtime);
	}
}

char *
diff_changes(const struct diff_object *o)
{
	const struct diff_word *w;
	struct buf b = BUF_INIT;
	char *x, *y;

	for (w = diff_words; w->name != NULL; w++) {
		if ((o->changes & w->bit) == 0)
			continue;
		x = diff_value(o->a, w->bit);
		y = diff_value(o->b, w->bit);
		/* contents may differ although their sizes do not */
		if (strcmp(x, y) == 0)
			buf_printf(
			    &b, "%s%s differ", b.len > 0 ? ", " : "", w->name);
		else
			buf_printf(&b, "%s%s %s -> %s", b.len > 0 ? ", " : "",
			    w->name, x, y);
		free(x);
		free(y);
	}
	return buf_steal(&b);
}

char *
diff_describe(const struct object *o)
{
	struct buf b = BUF_INIT;

	buf_str(&b, ftype_name(o->ftype));
	if (o->target != NULL)
		buf_printf(&b, " to %s", o->target);
	if (o->class != NULL)
		buf_printf(&b, ", class %s", o->class);
	if (ftype_has_mode(o->ftype) && o->mode != OBJECT_UNKNOWN)
		buf_printf(
		    &b, ", %04o %s %s", (unsigned)o->mode, o->owner, o->group);
	if (ftype_has_contents(o->ftype) && o->size != OBJECT_UNKNOWN)
		buf_printf(&b, ", %lld bytes", (long long)o->size);
	return buf_steal(&b);
}

char *
diff_title(const struct package *p)
{
	const char *version = pkginfo_get(p->info, "VERSION");

	return xasprintf("%s %s", p->name, version == NULL ? "" : version);
}

const char *
diff_change_name(const void *a, const void *b)
{
	return a == NULL ? "added" : b == NULL ? "removed" : "changed";
}
