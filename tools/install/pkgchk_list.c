#include <time.h>

#include "install/pkgchk_list.h"

static const char *
status_words(char status)
{
	switch (status) {
	case OWNER_PENDING: return " (installf was not finished)";
	case OWNER_LEAVING: return " (is being removed)";
	case OWNER_CONFIRM:
	case OWNER_ATTRIBUTES: return " (was not installed completely)";
	case OWNER_MISSING: return " (could not be installed)";
	case OWNER_SERVED: return " (on a server)";
	default: return "";
	}
}

static void
list_contents(const struct object *o, FILE *out)
{
	time_t t = (time_t)o->mtime;
	char text[64] = "?";
	struct tm tm;

	if (o->mtime != OBJECT_UNKNOWN && localtime_r(&t, &tm) != NULL)
		(void)strftime(text, sizeof(text), "%b %d %H:%M:%S %Y", &tm);
	(void)fprintf(out,
	    "Expected file size (bytes): %lld\n"
	    "Expected sum(1) of contents: %d\n"
	    "Expected last modification: %s\n",
	    (long long)o->size, o->sum, text);
}

void
pkgchk_print_entry(const struct entry *e, const char *path, FILE *out)
{
	const struct object *o = &e->object;
	const char *type = ftype_name(o->ftype);
	size_t i;

	(void)fprintf(out, "Pathname: %s\nType: %s\n", path,
	    type == NULL ? "unknown" : type);
	if (o->target != NULL)
		(void)fprintf(out, "Source of link: %s\n", o->target);
	if (ftype_is_device(o->ftype))
		(void)fprintf(out,
		    "Major device number: %d\n"
		    "Minor device number: %d\n",
		    o->major, o->minor);
	if (ftype_has_mode(o->ftype))
		(void)fprintf(out,
		    "Expected mode: %04o\nExpected owner: %s\n"
		    "Expected group: %s\n",
		    (unsigned)o->mode, o->owner, o->group);
	if (ftype_has_contents(o->ftype))
		list_contents(o, out);
	(void)fprintf(out, "Referenced by the following packages:\n");
	for (i = 0; i < e->nowners; i++)
		(void)fprintf(out, "        %s%s\n", e->owners[i].instance,
		    status_words(e->owners[i].status));
	(void)fprintf(out, "Current status: %s\n\n",
	    e->nowners > 0 && e->owners[0].status == OWNER_OK
		? "installed"
		: "partially installed");
}
