/*
 * What the formats cannot hold: names and numbers that would split a field or
 * a line of a prototype, pkgmap or contents database, or not be read again.
 */
#include <stdlib.h>
#include <string.h>

#include "model/object.h"

const char *
object_target_fault(const char *target)
{
	const unsigned char *p;

	if (target[0] == '\0')
		return "is empty";
	if (strlen(target) > OBJECT_PATH_MAX)
		return "is longer than 1023 bytes";
	for (p = (const unsigned char *)target; *p != '\0'; p++) {
		if (*p <= ' ' || *p == 127)
			return "holds a blank or a control character";
		if (*p == '=')
			return "holds a `='";
	}
	return NULL;
}

const char *
object_path_fault(const char *path)
{
	const char *reason = object_target_fault(path);

	if (reason != NULL)
		return reason;
	for (;;) {
		path += strspn(path, "/");
		if (strncmp(path, "..", 2) == 0 &&
		    (path[2] == '/' || path[2] == '\0'))
			return "leaves its directory with `..'";
		path += strcspn(path, "/");
		if (*path == '\0')
			return NULL;
	}
}

const char *
object_class_fault(const char *class)
{
	const char *p;

	if (class[0] == '\0')
		return "is empty";
	if (class[0] == '$')
		return "is a variable, which a class may not be";
	if (strlen(class) > OBJECT_CLASS_MAX)
		return "is longer than 64 bytes";
	for (p = class; *p != '\0'; p++)
		if (*p == '/' || *p == '=' || (unsigned char)*p <= ' ' ||
		    *p == 127)
			return "holds a character that no class may have";
	return NULL;
}

const char *
object_owner_fault(const char *name)
{
	const unsigned char *p;

	if (name[0] == '\0')
		return "is empty";
	if (strlen(name) > OBJECT_OWNER_MAX)
		return "is longer than 64 bytes";
	for (p = (const unsigned char *)name; *p != '\0'; p++)
		if (*p <= ' ' || *p == 127)
			return "holds a blank or a control character";
	return NULL;
}

/* Checks one text unless it is NULL; false after appending what is wrong. */
static bool
validate_text(const char *what, const char *text,
    const char *(*fault_of)(const char *), struct buf *why)
{
	const char *fault = text == NULL ? NULL : fault_of(text);
	char *shown;

	if (fault == NULL)
		return true;
	shown = text_printable(text);
	buf_printf(why, "the %s `%s' %s", what, shown, fault);
	free(shown);
	return false;
}

/* The same for a number, which is unknown or from 0 to max. */
static bool
validate_number(const char *what, int64_t n, int64_t max, struct buf *why)
{
	if (n >= OBJECT_UNKNOWN && n <= max)
		return true;
	buf_printf(why, "the %s %lld is out of range", what, (long long)n);
	return false;
}

static bool
validate_type(const struct object *o, struct buf *why)
{
	if (o->ftype != '?' && !ftype_is_known(o->ftype))
		buf_str(why, "no package can have this type of file");
	else if (ftype_has_target(o->ftype) && o->target == NULL)
		buf_str(why, "the link has no target");
	else if (!ftype_has_target(o->ftype) && o->target != NULL)
		buf_str(why, "something that is no link has a target");
	else
		return true;
	return false;
}

bool
object_validate(const struct object *o, struct buf *why)
{
	return validate_text("path", o->path, object_path_fault, why) &&
	    validate_type(o, why) &&
	    validate_text("target", o->target, object_target_fault, why) &&
	    validate_text("class", o->class, object_class_fault, why) &&
	    validate_text("owner", o->owner, object_owner_fault, why) &&
	    validate_text("group", o->group, object_owner_fault, why) &&
	    validate_number("major number", o->major, INT32_MAX, why) &&
	    validate_number("minor number", o->minor, INT32_MAX, why) &&
	    validate_number("mode", o->mode, 07777, why) &&
	    validate_number("size", o->size, INT64_MAX, why) &&
	    validate_number("checksum", o->sum, 65535, why) &&
	    validate_number("modification time", o->mtime, INT64_MAX, why);
}
