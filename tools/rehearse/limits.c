#include <string.h>

#include "rehearse/limits.h"

static bool
has_ftype(const struct pkgmap *map, const char *ftypes)
{
	size_t i;

	for (i = 0; i < map->objects.n; i++)
		if (strchr(ftypes, map->objects.v[i].ftype) != NULL)
			return true;
	return false;
}

static bool
has_class(const struct pkgmap *map, const char *class)
{
	size_t i;

	for (i = 0; i < map->objects.n; i++)
		if (map->objects.v[i].class != NULL &&
		    strcmp(map->objects.v[i].class, class) == 0)
			return true;
	return false;
}

static bool
has_param(const struct pkginfo *info, const char *name)
{
	return pkginfo_get(info, name) != NULL;
}

static bool
needs_zones(const struct pkginfo *info, const struct pkgmap *map,
    const struct target *t)
{
	(void)map, (void)t;
	return has_param(info, "SUNW_PKG_ALLZONES") ||
	    has_param(info, "SUNW_PKG_HOLLOW") ||
	    has_param(info, "SUNW_PKG_THISZONE");
}

static bool
needs_devices(const struct pkginfo *info, const struct pkgmap *map,
    const struct target *t)
{
	(void)info;
	return !t->privileged && has_ftype(map, "cb");
}

static bool
needs_owners(const struct pkginfo *info, const struct pkgmap *map,
    const struct target *t)
{
	(void)info, (void)map;
	return !t->owners;
}

static bool
needs_smf(const struct pkginfo *info, const struct pkgmap *map,
    const struct target *t)
{
	(void)info, (void)t;
	return has_class(map, "manifest");
}

static bool
needs_archives(const struct pkginfo *info, const struct pkgmap *map,
    const struct target *t)
{
	(void)t;
	return has_class(map, "CompCpio") || has_class(map, "rbac") ||
	    has_param(info, "PKG_SRC_NOVERIFY");
}

static bool
needs_runlevel(const struct pkginfo *info, const struct pkgmap *map,
    const struct target *t)
{
	(void)map, (void)t;
	return has_param(info, "ISTATES") || has_param(info, "RSTATES");
}

const struct limit limits[] = {
    {"zones",
	"there is one zone: SUNW_PKG_ALLZONES, HOLLOW and "
	"THISZONE are kept and otherwise without effect",
	needs_zones},
    {"pkgserv",
	"the contents database is a file that is written at "
	"once; Solaris 10 8/07 and later write it late",
	NULL},
    {"devices", "device nodes can be made by root only", needs_devices},
    {"owners",
	"who is not root can give no files away, and the owners of this root "
	"are not noted (rehearse root makes one where they are): owners and "
	"groups are neither set nor checked",
	needs_owners},
    {"services",
	"there is no SMF: class manifest installs its files, "
	"as for the next boot",
	needs_smf},
    {"archives",
	"class archives (CompCpio) and the class rbac are not "
	"known",
	needs_archives},
    {"run level",
	"a scratch root is at no run level, so ISTATES and "
	"RSTATES never fit",
	needs_runlevel},
    {"programs",
	"scripts use the host's utilities and kernel, not "
	"those of Solaris; what the product itself brings runs only if "
	"the host can run it",
	NULL},
    {"clients",
	"vfstab, mounts of servers, `%' objects and the options "
	"-V and -M are without effect",
	NULL},
    {"mail", "nobody gets mail, whatever the admin file says", NULL},
    {"media",
	"packages come from a file or directory; there are no "
	"devices, further volumes or URLs",
	NULL},
    {"network", "live scripts see the network of the host", NULL},
    {NULL, NULL, NULL},
};
