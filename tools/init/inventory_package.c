/*
 * The inventory of what a package delivers.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "init/inventory_reader.h"
#include "stream/package_reader.h"

#define CHUNK (256u * 1024)

static bool
digest_member(struct package_reader *s, struct inventory_entry *entry)
{
	char *chunk = xmalloc(CHUNK);
	struct file_digests m;
	ssize_t n;

	digests_begin(&m);
	while ((n = reader_read(s, chunk, CHUNK)) > 0)
		digests_update(&m, chunk, (size_t)n);
	inventory_set_digests(entry, &m);
	free(chunk);
	return n == 0;
}

/* A copy of an owner or group; NULL for one that is not known. */
static char *
known_name(const char *name)
{
	return name == NULL || strcmp(name, "?") == 0 ? NULL : xstrdup(name);
}

static bool
add_object(struct inventory *inv, const struct object *o,
    struct package_reader *s, const struct member *m, struct diag *d)
{
	bool dir = ftype_is_directory(o->ftype);
	struct inventory_entry entry = {.mtime = o->mtime,
	    .type = dir                           ? 'd'
		: strchr("fev", o->ftype) == NULL ? o->ftype
						  : 'f'};

	entry.has_mode = o->mode != OBJECT_UNKNOWN;
	entry.mode = entry.has_mode ? (unsigned)o->mode : dir ? 0755 : 0644;
	entry.owner = known_name(o->owner);
	entry.group = known_name(o->group);

	if (m != NULL && o->mtime == OBJECT_UNKNOWN)
		entry.mtime = m->mtime;
	if (m != NULL && !digest_member(s, &entry)) {
		inventory_entry_clear(&entry);
		return false;
	}
	entry.path = o->ftype == 'i' ? xasprintf(INVENTORY_INFO "%s", o->path)
				     : xstrdup(o->path);
	if (o->target != NULL)
		entry.target = xstrdup(o->target);
	else if (ftype_is_device(o->ftype))
		entry.target = xasprintf("%d %d", (int)o->major, (int)o->minor);
	return inventory_add(inv, &entry, reader_name(s), d);
}

bool
inventory_read_package(struct inventory *inv, const char *path, struct diag *d)
{
	struct package_reader *s = reader_open(path, d);
	const struct package *p;
	const struct object *o;
	struct member m;
	bool ok = s != NULL;
	size_t i;

	if (s != NULL && reader_count(s) != 1) {
		diag_error(d, path, 0, NULL,
		    "holds %zu packages; one is "
		    "needed",
		    reader_count(s));
		ok = false;
	}
	if (!ok) {
		reader_close(s);
		return false;
	}
	reader_decode(s);
	p = reader_package(s, 0);
	inv->info = pkginfo_new();
	for (i = 0; i < p->info->n; i++)
		pkginfo_set(inv->info, p->info->v[i].name, p->info->v[i].value);
	for (i = 0; ok && i < p->map->objects.n; i++) {
		o = &p->map->objects.v[i];
		if (strchr("dxslpcb", o->ftype) != NULL)
			ok = add_object(inv, o, s, NULL, d);
	}
	while (ok && reader_next(s, &m))
		if (m.object != NULL && strcmp(m.object->path, "pkginfo") != 0)
			ok = add_object(inv, m.object, s, &m, d);
	ok = ok && !reader_failed(s);
	reader_close(s);
	return ok;
}
