/*
 * Members against pkgmap (svr4-packaging 1.9).
 */
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/mem.h"
#include "inspect/verify.h"
#include "model/patch_table.h"
#include "stream/cpio.h"
#include "stream/rule.h"

#define CHUNK (256u * 1024)

/* One package while its members are read. */
struct walk {
	struct package_reader *s;
	struct diag *d;
	const struct package *p;
	size_t index;         /* of the package */
	char *label;          /* for messages */
	bool *seen;           /* by index in the pkgmap */
	unsigned part;        /* of the last member */
	bool pkginfo, pkgmap; /* of this part, seen */
	bool files;           /* root or reloc of this part, seen */
	char *chunk;
	bool is_patch; /* has a table */
	struct buf table;
};

/* Compares the member with the copy in the info archive. */
static void
compare_copy(struct walk *w, const struct member *m, const struct buf *want)
{
	uint64_t at = 0;
	bool same = m->size == want->len;
	ssize_t n;

	while ((n = reader_read(w->s, w->chunk, CHUNK)) > 0) {
		if (same && memcmp(want->data + at, w->chunk, (size_t)n) != 0)
			same = false;
		at += (uint64_t)n;
	}
	if (n == 0 && !same)
		rule_report(w->d, RULE_INFO_COPY, w->label, m->name,
		    "differs from the copy in the info archive (part %u)",
		    m->part);
}

static void
check_contents(struct walk *w, const struct member *m)
{
	const struct object *o = m->object;
	bool is_table = w->is_patch && o->ftype == 'i' &&
	    strcmp(o->path, PATCH_TABLE) == 0;
	uint32_t sum = 0;
	ssize_t n;

	if (o->size != OBJECT_UNKNOWN && (uint64_t)o->size != m->size)
		rule_report(w->d, RULE_SIZE, w->label, o->path,
		    "%llu bytes, %lld in the pkgmap",
		    (unsigned long long)m->size, (long long)o->size);
	while ((n = reader_read(w->s, w->chunk, CHUNK)) > 0) {
		sum = sum_update(sum, w->chunk, (size_t)n);
		if (is_table && w->table.len < PATCH_TABLE_MAX)
			buf_add(&w->table, w->chunk, (size_t)n);
	}
	if (n == 0 && o->sum != OBJECT_UNKNOWN &&
	    (unsigned)o->sum != sum_final(sum))
		rule_report(w->d, RULE_SUM, w->label, o->path,
		    "checksum %u, %d in the pkgmap", sum_final(sum),
		    (int)o->sum);
	/*
	 * times of information files are not compared by pkgadd
	 * (svr4-packaging 3.3)
	 */
	if (o->ftype != 'i' && o->mtime != OBJECT_UNKNOWN &&
	    o->mtime != m->mtime)
		rule_report(w->d, RULE_MTIME, w->label, o->path,
		    "modification time %lld, %lld in the pkgmap",
		    (long long)m->mtime, (long long)o->mtime);
}

static void
check_pkginfo(struct walk *w, const struct member *m)
{
	const struct buf *text = &w->p->info_text;
	const struct object *o = m->object;

	if (w->pkginfo)
		rule_report(w->d, RULE_MEMBER_TWICE, w->label, m->name,
		    "is twice in part %u", m->part);
	w->pkginfo = true;
	compare_copy(w, m, text);
	if (o == NULL || w->seen[o - w->p->map->objects.v])
		return;
	w->seen[o - w->p->map->objects.v] = true;
	if (o->size != OBJECT_UNKNOWN && (uint64_t)o->size != text->len)
		rule_report(w->d, RULE_SIZE, w->label, o->path,
		    "%zu bytes, %lld in the pkgmap", text->len,
		    (long long)o->size);
	else if (o->sum != OBJECT_UNKNOWN &&
	    (unsigned)o->sum != sum_final(sum_update(0, text->data, text->len)))
		rule_report(w->d, RULE_SUM, w->label, o->path,
		    "the checksum is not %d, as in the pkgmap", (int)o->sum);
}

static void
check_pkgmap(struct walk *w, const struct member *m)
{
	if (w->pkgmap)
		rule_report(w->d, RULE_MEMBER_TWICE, w->label, m->name,
		    "is there twice");
	w->pkgmap = true;
	compare_copy(w, m, &w->p->map_text);
}

/*
 * The path behind `root` or `reloc` of a member, with `.PART` where there are
 * several parts; NULL when it is neither.
 */
static const char *
object_path(const struct package *p, const char *name)
{
	bool absolute = strncmp(name, "root", 4) == 0;
	size_t digits;

	if (!absolute && strncmp(name, "reloc", 5) != 0)
		return NULL;
	name += absolute ? 4 : 5;
	if (p->nparts > 1) {
		digits = name[0] == '.' ? strspn(name + 1, "0123456789") : 0;
		if (digits == 0)
			return NULL;
		name += 1 + digits;
	}
	if (name[0] == '/')
		return absolute ? name : name + 1;
	return name[0] == '\0' ? name : NULL;
}

/* Is there an object with this path, or below it? */
static bool
leads_to_object(const struct objects *list, const char *path)
{
	size_t low = 0, high = list->n, mid, len = strlen(path);
	char *below;
	bool found;

	if (len == 0 || objects_find(list, path) != NULL)
		return true;
	below = xasprintf("%s/", path);
	while (low < high) {
		mid = low + (high - low) / 2;
		if (strcmp(list->v[mid].path, below) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	found = low < list->n &&
	    strncmp(list->v[low].path, below, len + 1) == 0;
	free(below);
	return found;
}

static void
check_surplus(struct walk *w, const struct member *m)
{
	const struct objects *list = &w->p->map->objects;
	const char *path = object_path(w->p, m->name);
	const struct object *o;

	o = path == NULL ? NULL : objects_find(list, path);
	if ((m->mode & CPIO_TYPE) == CPIO_DIRECTORY) {
		if (strcmp(m->name, "install") == 0 ||
		    strncmp(m->name, "archive", 7) == 0 ||
		    (path != NULL && leads_to_object(list, path)))
			return;
		rule_report(w->d, RULE_SURPLUS_DIRECTORY, w->label, m->name,
		    "a directory for which the pkgmap has no object");
	} else if (o != NULL && ftype_has_contents(o->ftype) &&
	    w->p->nparts > 1)
		rule_report(w->d, RULE_MEMBER_PART, w->label, o->path,
		    "lies in part %u as %s; the pkgmap has part %u", m->part,
		    m->name, (unsigned)o->part);
	else
		rule_report(w->d, RULE_SURPLUS, w->label, m->name,
		    "is not in the pkgmap");
}

static void
check_member(struct walk *w, const struct member *m)
{
	size_t index;

	if (strncmp(m->name, "root", 4) == 0 ||
	    strncmp(m->name, "reloc", 5) == 0)
		w->files = true;
	if (strcmp(m->name, "pkginfo") == 0)
		check_pkginfo(w, m);
	else if (strcmp(m->name, "pkgmap") == 0 && m->part == 1)
		check_pkgmap(w, m);
	else if (m->object == NULL)
		check_surplus(w, m);
	else {
		index = (size_t)(m->object - w->p->map->objects.v);
		if (w->seen[index])
			rule_report(w->d, RULE_MEMBER_TWICE, w->label,
			    m->object->path, "is there twice");
		w->seen[index] = true;
		check_contents(w, m);
	}
}

/* What pkgadd requires of a part when it opens it (svr4-packaging 1.7). */
static void
end_part(struct walk *w)
{
	if (w->part == 0)
		return;
	if (!w->pkginfo)
		rule_report(w->d, RULE_PARTS, w->label, NULL,
		    "part %u has no pkginfo", w->part);
	if (w->part == 1 && !w->pkgmap)
		rule_report(
		    w->d, RULE_PARTS, w->label, NULL, "part 1 has no pkgmap");
	if (w->part > 1 && !w->files && !reader_has_unread(w->s, w->index))
		rule_report(w->d, RULE_PARTS, w->label, NULL,
		    "part %u has neither root.%u nor reloc.%u", w->part,
		    w->part, w->part);
	w->pkginfo = w->files = false;
}

/* Objects whose contents the package lacks. */
static void
check_missing(struct walk *w)
{
	const struct objects *list = &w->p->map->objects;
	const struct object *o;
	bool unread = reader_has_unread(w->s, w->index);
	char *member;
	size_t i;

	for (i = 0; i < list->n; i++) {
		o = &list->v[i];
		if (w->seen[i] || !ftype_has_contents(o->ftype) ||
		    (unread && o->ftype != 'i'))
			continue;
		member = pkgmap_member(w->p->map, o);
		rule_report(w->d, RULE_MISSING, w->label, o->path,
		    "the package has no %s", member);
		free(member);
	}
}

static void
report_change(void *walk, const char *path, const char *text)
{
	struct walk *w = walk;

	rule_report(w->d, RULE_PATCH_TABLE, w->label, path, "%s", text);
}

/* The table of a patch against the pkgmap: the scripts go by the table. */
static void
check_table(struct walk *w)
{
	char *file = reader_label(w->s, w->p, "install/" PATCH_TABLE);
	struct patch_table *t = patch_table_parse(
	    w->table.data, w->table.len, file, w->d);

	if (t != NULL)
		patch_table_check(t, &w->p->map->objects,
		    pkginfo_get(w->p->info, "PATCH_CLASS"), report_change, w);
	patch_table_free(t);
	free(file);
}

static void
begin_package(struct walk *w, size_t index)
{
	w->index = index;
	w->p = reader_package(w->s, index);
	w->label = reader_label(w->s, w->p, NULL);
	w->seen = xcalloc(w->p->map->objects.n + 1, sizeof(*w->seen));
	w->part = 0;
	w->pkginfo = w->pkgmap = w->files = false;
	w->is_patch = has_patch_table(w->p->info, &w->p->map->objects);
	w->table.len = 0;
}

static void
end_package(struct walk *w)
{
	/* after a read error the rest is unknown, not missing */
	if (!reader_failed(w->s)) {
		end_part(w);
		check_missing(w);
		if (w->table.len > 0)
			check_table(w);
	}
	free(w->seen);
	free(w->label);
}

void
verify_source(struct package_reader *s, struct diag *d)
{
	struct walk w = {.s = s, .d = d, .chunk = xmalloc(CHUNK)};
	size_t i, current = 0, count = reader_count(s);
	struct member m;

	reader_decode(s);
	for (i = 0; i < count; i++)
		verify_package(s, reader_package(s, i), d);
	begin_package(&w, 0);
	while (reader_next(s, &m)) {
		while (current < m.package) {
			end_package(&w);
			begin_package(&w, ++current);
		}
		if (m.part != w.part) {
			end_part(&w);
			w.part = m.part;
		}
		check_member(&w, &m);
	}
	end_package(&w);
	while (++current < count && !reader_failed(s)) {
		begin_package(&w, current);
		end_package(&w);
	}
	free(w.chunk);
	buf_free(&w.table);
}

enum status
verify_status(const struct diag *d, bool opened)
{
	size_t i;

	if (d->worst == SEVERITY_SYSTEM)
		return STATUS_SYSTEM;
	for (i = 0; i < d->n && !opened; i++)
		if (d->v[i].rule == NULL ||
		    strcmp(d->v[i].rule, rule_name(RULE_FORMAT)) == 0)
			return STATUS_INPUT;
	return d->worst >= SEVERITY_WARNING ? STATUS_FINDINGS : STATUS_OK;
}
