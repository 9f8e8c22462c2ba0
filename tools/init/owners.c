#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/string_pool.h"
#include "init/owners.h"

/* passwd and group of Solaris 10, those of services that come with it too. */
static const char *const users[] = {"root", "daemon", "bin", "sys", "adm", "lp",
    "uucp", "nuucp", "smmsp", "listen", "gdm", "webservd", "postgres", "svctag",
    "nobody", "noaccess", "nobody4", NULL};
static const char *const groups[] = {"root", "other", "bin", "sys", "adm",
    "uucp", "mail", "tty", "lp", "nuucp", "staff", "daemon", "smmsp",
    "sysadmin", "gdm", "webservd", "postgres", "unknown", "nobody", "noaccess",
    "nogroup", NULL};

static void
replace(char **name, const char *with)
{
	free(*name);
	*name = with == NULL ? NULL : xstrdup(with);
}

/* An RPM has the owners in its header, and only numbers with the files. */
static void
take_from_header(const struct inventory *inv, struct inventory_entry *entry,
    const struct origin *origin)
{
	const char *path = entry->source != NULL ? entry->source : entry->path;
	char *whole = inv->prefix == NULL ? xstrdup(path)
					  : path_join(inv->prefix, path);
	const struct origin_file *file = origin_find_file(origin, whole);

	if (file != NULL) {
		replace(&entry->owner, file->owner);
		replace(&entry->group, file->group);
	}
	free(whole);
}

void
owners_keep(struct inventory *inv, const struct origin *origin,
    const struct init_settings *given)
{
	struct inventory_entry *entry;
	size_t i;

	if (inv->kind == INVENTORY_PACKAGE)
		return;
	for (i = 0; i < inv->n; i++) {
		entry = &inv->v[i];
		if (origin != NULL)
			take_from_header(inv, entry, origin);
		if (origin == NULL || given->owner != NULL)
			replace(&entry->owner, NULL);
		if (origin == NULL || given->group != NULL)
			replace(&entry->group, NULL);
	}
}

/* Warns of a name that is none of the known ones, once. */
static void
check_name(const char *name, const char *const *known,
    struct string_pool *warned, const char *what, const char *path,
    const char *source, struct diag *d)
{
	if (name == NULL || string_pool_find(warned, name) != NULL)
		return;
	for (; *known != NULL; known++)
		if (strcmp(name, *known) == 0)
			return;
	string_pool_add(warned, name);
	diag_warn(d, source, 0, NULL,
	    "%s: its %s %s is none of a new Solaris; pkgadd fails unless it is "
	    "made before, or --%s gives another",
	    path, what, name, what);
}

void
owners_check(const struct inventory *inv, const char *source, struct diag *d)
{
	struct string_pool warned[2] = {STRING_POOL_INIT, STRING_POOL_INIT};
	const struct inventory_entry *entry;
	size_t i;

	for (i = 0; i < inv->n; i++) {
		entry = &inv->v[i];
		if (entry->type == 's')
			continue;
		check_name(entry->owner, users, &warned[0], "owner",
		    entry->path, source, d);
		check_name(entry->group, groups, &warned[1], "group",
		    entry->path, source, d);
	}
	string_pool_free(&warned[0]);
	string_pool_free(&warned[1]);
}
