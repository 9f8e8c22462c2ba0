#include <string.h>
#include <strings.h>

#include "base/closest.h"
#include "model/info_name.h"
#include "model/object.h"

#define NKNOWN   (sizeof(known) / sizeof(known[0]))
#define NFOREIGN (sizeof(foreign) / sizeof(foreign[0]))

static const char *const known[] = {"checkinstall", "compver", "copyright",
    "depend", "pkginfo", "postinstall", "postremove", "preinstall", "preremove",
    "request", "space"};

/* Debian, RPM and the like; too far away to be found by their letters. */
static const struct {
	const char *name, *meant;
} foreign[] = {
    {"preinst", "preinstall"},
    {"postinst", "postinstall"},
    {"prerm", "preremove"},
    {"postrm", "postremove"},
    {"preun", "preremove"},
    {"postun", "postremove"},
    {"preuninstall", "preremove"},
    {"postuninstall", "postremove"},
};

bool
info_name_is_known(const char *name)
{
	size_t i;

	for (i = 0; i < NKNOWN; i++)
		if (strcmp(name, known[i]) == 0)
			return true;
	return (name[0] == 'i' || name[0] == 'r') && name[1] == '.' &&
	    object_class_fault(name + 2) == NULL;
}

const char *
info_name_meant(const char *name)
{
	struct closest c;
	size_t i;

	if (info_name_is_known(name))
		return NULL;
	for (i = 0; i < NFOREIGN; i++)
		if (strcasecmp(name, foreign[i].name) == 0)
			return foreign[i].meant;
	closest_begin(&c, name);
	for (i = 0; i < NKNOWN; i++)
		if (strcasecmp(name, known[i]) == 0)
			return known[i];
		else
			closest_offer(&c, known[i]);
	return c.best;
}
