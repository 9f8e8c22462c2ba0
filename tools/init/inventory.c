#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "init/inventory_reader.h"
#include "model/elf.h"
#include "model/object.h"
#include "stream/cpio.h"

void
inventory_entry_clear(struct inventory_entry *entry)
{
	/* NOLINTBEGIN(clang-analyzer-unix.Malloc): sort frees each once */
	free(entry->path);
	free(entry->source);
	free(entry->target);
	free(entry->owner);
	free(entry->group);
	free(entry->link);
	/* NOLINTEND(clang-analyzer-unix.Malloc) */
}

/* Can a manifest hold the time as a date? */
static bool
time_fits(int64_t mtime)
{
	char date[DATE_LEN];

	if (!cpio_time_fits(mtime))
		return false;
	date_format(mtime, date);
	return date_parse(date, &mtime);
}

void
inventory_leave_out(struct inventory *inv, const char *path, const char *source,
    struct diag *d, const char *fmt, ...)
{
	struct buf why = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&why, fmt, ap);
	va_end(ap);
	diag_warn(d, source, 0, NULL, "%s: left out: %s", path, buf_text(&why));
	buf_free(&why);
	inv->left_out = array_append_room(
	    inv->left_out, inv->nleft_out, sizeof(*inv->left_out));
	inv->left_out[inv->nleft_out++] = xstrdup(path);
}

/* Can sources of a package describe the entry?  If not, it is left out. */
static bool
validate_entry(struct inventory *inv, const struct inventory_entry *entry,
    const char *file, struct diag *d)
{
	struct buf why = BUF_INIT;
	struct object o;
	bool ok;

	object_init(&o);
	o.ftype = entry->type;
	o.path = entry->path;
	o.target = ftype_has_target(entry->type) ? entry->target : NULL;
	ok = object_validate(&o, &why);
	if (ok && entry->type == 'f' && !time_fits(entry->mtime)) {
		buf_str(&why, "its modification time is not from 1970 to 2105");
		ok = false;
	}
	if (!ok)
		inventory_leave_out(
		    inv, entry->path, file, d, "%s", buf_text(&why));
	buf_free(&why);
	return ok;
}

bool
inventory_add(struct inventory *inv, struct inventory_entry *entry,
    const char *file, struct diag *d)
{
	bool room = inv->n < INVENTORY_MAX;

	if (!room)
		diag_error(
		    d, file, 0, NULL, "more than %d files", INVENTORY_MAX);
	if (!room || !validate_entry(inv, entry, file, d)) {
		inventory_entry_clear(entry);
		return room;
	}
	inv->v = array_room(inv->v, inv->n, &inv->size, sizeof(*inv->v));
	inv->v[inv->n] = *entry;
	inv->v[inv->n].order = inv->n;
	inv->n++;
	return true;
}

/* What a manifest, which is XML, cannot say of a name. */
static const char *
text_fault(const char *text)
{
	const char *c;

	if (!utf8_is_valid(text))
		return "is not UTF-8";
	for (c = text; *c != '\0'; c += utf8_length(c))
		if ((strncmp(c, "\302", 1) == 0 &&
			(unsigned char)c[1] < 0xa0) ||
		    strncmp(c, "\357\277\276", 3) == 0 ||
		    strncmp(c, "\357\277\277", 3) == 0)
			return "holds a control character";
	return NULL;
}

static bool
holds_variable(const char *path)
{
	return path[0] == '$' || strstr(path, "/$") != NULL;
}

static const char *
path_fault(const char *path)
{
	const char *fault = object_path_fault(path);

	/* build, or the installation, replaces variables in any component */
	if (fault == NULL && holds_variable(path))
		fault = "holds a variable";
	return fault != NULL ? fault : text_fault(path);
}

bool
inventory_check(struct inventory *inv, const char *path, const char *target,
    const char *source, struct diag *d)
{
	const char *fault = path_fault(path);

	if (fault != NULL) {
		inventory_leave_out(inv, path, source, d, "the path %s", fault);
		return false;
	}
	if (target != NULL)
		fault = object_target_fault(target);
	if (target != NULL && fault == NULL)
		fault = text_fault(target);
	if (target != NULL && fault == NULL && holds_variable(target))
		fault = "holds a variable";
	if (fault != NULL)
		inventory_leave_out(
		    inv, path, source, d, "the target `%s' %s", target, fault);
	return fault == NULL;
}

void
digests_begin(struct file_digests *m)
{
	*m = (struct file_digests){.sha256 = sha256_new()};
}

/* Are the bytes, behind this many, those of an ELF file? */
static bool
goes_on_as_elf(uint64_t before, const char *data, size_t len)
{
	static const char magic[] = "\177ELF";
	size_t i;

	for (i = 0; i < len && before + i < 4; i++)
		if (data[i] != magic[before + i])
			return false;
	return true;
}

void
digests_update(struct file_digests *m, const void *data, size_t len)
{
	sha256_update(m->sha256, data, len);
	m->cksum = cksum_update(m->cksum, data, len);
	m->sum = sum_update(m->sum, data, len);
	if (m->elf.len == m->size && goes_on_as_elf(m->size, data, len))
		buf_add(&m->elf, data,
		    len < DIGESTS_ELF_MAX - m->elf.len
			? len
			: DIGESTS_ELF_MAX - m->elf.len);
	m->size += len;
}

void
digests_end(struct file_digests *m)
{
	struct elf e;

	sha256_final(m->sha256, m->hex);
	m->sha256 = NULL;
	m->cksum = cksum_final(m->cksum, m->size);
	m->sum = sum_final(m->sum);
	if (elf_read(&e, buf_text(&m->elf), m->elf.len)) {
		m->machine = e.machine;
		m->is_foreign = elf_is_foreign(&e);
	}
	buf_free(&m->elf);
}

void
inventory_set_digests(struct inventory_entry *entry, struct file_digests *m)
{
	digests_end(m);
	memcpy(entry->sha256, m->hex, SHA256_HEX);
	entry->cksum = m->cksum;
	entry->size = m->size;
	entry->machine = m->machine;
	entry->is_foreign = m->is_foreign;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct inventory_entry *)a)->path,
	    ((const struct inventory_entry *)b)->path);
}

static int
by_path_and_order(const void *a, const void *b)
{
	const struct inventory_entry *x = a, *y = b;
	int order = by_path(a, b);

	return order != 0 ? order : x->order < y->order ? -1 : 1;
}

const struct inventory_entry *
inventory_find(const struct inventory *inv, const char *path)
{
	struct inventory_entry key = {.path = (char *)(uintptr_t)path};

	return inv->n == 0
	    ? NULL
	    : bsearch(&key, inv->v, inv->n, sizeof(*inv->v), by_path);
}

bool
inventory_has_directory(const struct inventory *inv, const char *path)
{
	const struct inventory_entry *entry = inventory_find(inv, path);
	char *below;
	size_t low = 0, high = inv->n, middle, len;
	bool found;

	if (entry != NULL && entry->type == 'd')
		return true;
	below = xasprintf("%s/", path);
	len = strlen(below);
	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(inv->v[middle].path, below) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	found = low < inv->n && strncmp(inv->v[low].path, below, len) == 0;
	free(below);
	return found;
}

bool
inventory_lies_below_other(const struct inventory *inv, const char *path)
{
	const struct inventory_entry *above;
	const char *slash = path;
	bool found = false;
	char *dir;

	while (!found && (slash = strchr(slash + 1, '/')) != NULL) {
		dir = xstrndup(path, (size_t)(slash - path));
		above = inventory_find(inv, dir);
		found = above != NULL && above->type != 'd';
		free(dir);
	}
	return found;
}

const char *
inventory_parameter(const struct inventory *inv, const char *name)
{
	return inv->info == NULL ? NULL : pkginfo_get(inv->info, name);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
inventory_sort(struct inventory *inv)
{
	size_t i, kept = 0;

	if (inv->nleft_out > 0)
		qsort(inv->left_out, inv->nleft_out, sizeof(*inv->left_out),
		    by_text);

	if (inv->n > 0)
		qsort(inv->v, inv->n, sizeof(*inv->v), by_path_and_order);
	for (i = 0; i < inv->n; i++) {
		if (kept > 0 &&
		    strcmp(inv->v[kept - 1].path, inv->v[i].path) == 0)
			inventory_entry_clear(&inv->v[--kept]);
		inv->v[kept++] = inv->v[i];
	}
	inv->n = kept;
}

void
inventory_free(struct inventory *inv)
{
	size_t i;

	if (inv == NULL)
		return;
	for (i = 0; i < inv->n; i++)
		inventory_entry_clear(&inv->v[i]);
	free(inv->v);
	free(inv->prefix);
	pkginfo_free(inv->info);
	for (i = 0; i < inv->nleft_out; i++)
		free(inv->left_out[i]);
	free(inv->left_out);
	free(inv);
}
