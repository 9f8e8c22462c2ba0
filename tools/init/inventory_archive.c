/*
 * The inventory of an archive of any kind, in one pass.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "init/inventory_reader.h"
#include "model/object.h"
#include "stream/archive.h"

#define CHUNK (256u * 1024)

static bool
digest_contents(struct archive_reader *r, struct inventory_entry *entry)
{
	char *chunk = xmalloc(CHUNK);
	struct file_digests m;
	ssize_t n;

	digests_begin(&m);
	while ((n = archive_reader_read(r, chunk, CHUNK)) > 0)
		digests_update(&m, chunk, (size_t)n);
	inventory_set_digests(entry, &m);
	free(chunk);
	return n == 0;
}

/* Can the member be in a package?  If not, it is left out. */
static bool
check_member(struct inventory *inv, const struct archive_member *m,
    const char *path, struct diag *d)
{
	if (m->name == NULL)
		inventory_leave_out(inv, m->stored, path, d, "%s", m->fault);
	else if (m->type == '?')
		inventory_leave_out(inv, m->name, path, d,
		    "it is a device, a pipe or a socket");
	else
		return inventory_check(inv, m->name, m->target, path, d);
	return false;
}

/* NULL for one that no package can have. */
static char *
copy_owner(const char *name)
{
	return name == NULL || object_owner_fault(name) != NULL ? NULL
								: xstrdup(name);
}

static bool
add_member(struct inventory *inv, struct archive_reader *r,
    const struct archive_member *m, const char *path, struct diag *d)
{
	struct inventory_entry entry = {.type = m->type,
	    .mode = m->mode,
	    .has_mode = true,
	    .mtime = m->mtime};

	if (m->name != NULL && m->name[0] == '\0')
		return true; /* the top itself */
	if (!check_member(inv, m, path, d))
		return true;
	entry.path = xstrdup(m->name);
	if (m->target != NULL)
		entry.target = xstrdup(m->target);
	if (m->link != NULL)
		entry.link = xstrdup(m->link);
	entry.owner = copy_owner(m->owner);
	entry.group = copy_owner(m->group);
	if (entry.type == 'f' && !digest_contents(r, &entry)) {
		inventory_entry_clear(&entry);
		return false;
	}
	return inventory_add(inv, &entry, path, d);
}

bool
inventory_read_archive(struct inventory *inv, const char *path, struct diag *d)
{
	struct archive_reader *r = archive_reader_open(path, false, d);
	struct archive_member m;
	bool ok = r != NULL;

	while (ok && archive_reader_next(r, &m))
		ok = add_member(inv, r, &m, path, d);
	ok = ok && !archive_reader_failed(r);
	archive_reader_close(r);
	return ok;
}
