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

static bool
add_object(struct inventory *inv, const struct object *o,
    struct package_reader *s, const struct member *m, struct diag *d)
{
	bool dir = ftype_is_directory(o->ftype);
	struct inventory_entry entry = {.mtime = o->mtime,
	    .type = dir                      ? 'd'
		: ftype_has_target(o->ftype) ? o->ftype
					     : 'f'};

	entry.mode = o->mode != OBJECT_UNKNOWN ? (unsigned)o->mode
	    : dir                              ? 0755
					       : 0644;

	if (m != NULL && o->mtime == OBJECT_UNKNOWN)
		entry.mtime = m->mtime;
	if (m != NULL && !digest_member(s, &entry))
		return false;
	entry.path = xstrdup(o->path);
	if (o->target != NULL)
		entry.target = xstrdup(o->target);
	return inventory_add(inv, &entry, reader_name(s), d);
}

bool
inventory_read_package(struct inventory *inv, const char *path, struct diag *d)
{
	struct package_reader *s = reader_open(path, d);
	const struct package *p;
	const struct object *o;
	const char *version;
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
	p = reader_package(s, 0);
	version = pkginfo_get(p->info, "VERSION");
	inv->package = xstrdup(p->name);
	inv->version = version == NULL ? NULL : xstrdup(version);
	for (i = 0; ok && i < p->map->objects.n; i++) {
		o = &p->map->objects.v[i];
		if (strchr("dxsl", o->ftype) != NULL)
			ok = add_object(inv, o, s, NULL, d);
		else if (strchr("pcb", o->ftype) != NULL)
			diag_warn(d, path, 0, NULL, "%s: left out: it is a %s",
			    o->path, ftype_name(o->ftype));
	}
	while (ok && reader_next(s, &m))
		if (m.object != NULL && m.object->ftype != 'i')
			ok = add_object(inv, m.object, s, &m, d);
	ok = ok && !reader_failed(s);
	reader_close(s);
	return ok;
}
