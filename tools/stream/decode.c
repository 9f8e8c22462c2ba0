#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/path.h"
#include "stream/cpio_reader.h"
#include "stream/decode.h"
#include "stream/pack.h"
#include "stream/reader_kind.h"
#include "stream/rule.h"
#include "stream/seven_zip.h"

#define COMPRESS_MAGIC "\037\235"
#define HEAD           2 /* bytes that tell compress(1) and pack(1) */

/* Bytes that class archives may hold beyond the files of the pkgmap. */
#define ARCHIVE_SURPLUS_MAX (16u * 1024 * 1024)

/* The file whose names have come without its contents. */
struct held {
	const struct object *object; /* NULL: none */
	uint32_t ino, devmajor, devminor;
};

struct decode {
	struct package_reader *s;
	struct member stored; /* the member of the source that is read */
	char *label;          /* of it in findings */
	char head[HEAD];      /* its first bytes, handed out again */
	size_t head_pos, head_len;
	bool *unread; /* by package */
	/* a compressed file: one of in and pack, to the end of the member */
	struct input *in;
	struct pack *pack;
	uint64_t left; /* bytes that may still come */
	bool failed;   /* this file: there is a finding */
	/* a class archive: in, from zip if there is one, from outer then; and */
	struct input *outer;
	struct seven_zip *zip;
	bool in_archive;
	struct cpio_reader archive;
	struct diag findings; /* about the archive */
	struct held held;
	size_t package;  /* whose budget it is, from 1; 0: none */
	uint64_t budget; /* bytes that archives of the package may hold */
	char *name;      /* of the current file */
};

struct decode *
decode_new(struct package_reader *s)
{
	struct decode *c = xcalloc(1, sizeof(*c));

	c->s = s;
	c->unread = xcalloc(reader_count(s) + 1, sizeof(*c->unread));
	return c;
}

bool
decode_has_unread(const struct decode *c, size_t package)
{
	return c->unread[package];
}

static void
close_member(struct decode *c)
{
	input_close(c->in);
	seven_zip_free(c->zip);
	input_close(c->outer);
	pack_free(c->pack);
	diag_free(&c->findings);
	free(c->name);
	free(c->label);
	c->in = c->outer = NULL;
	c->zip = NULL;
	c->pack = NULL;
	c->name = c->label = NULL;
	c->in_archive = c->failed = false;
	c->head_pos = c->head_len = 0;
	c->held.object = NULL;
}

void
decode_free(struct decode *c)
{
	if (c == NULL)
		return;
	close_member(c);
	free(c->unread);
	free(c);
}

/* The stored member from its first byte on. */
static ssize_t
read_stored(void *ctx, void *data, size_t len)
{
	struct decode *c = ctx;
	size_t left = c->head_len - c->head_pos;

	if (left == 0)
		return reader_read_stored(c->s, data, len);
	if (len > left)
		len = left;
	memcpy(data, c->head + c->head_pos, len);
	c->head_pos += len;
	return (ssize_t)len;
}

static const struct package *
package_of(const struct decode *c)
{
	return reader_package(c->s, c->stored.package);
}

/* Is it empty, or the number of a part, `.2', and then what end says? */
static bool
is_part_suffix(const char *text, char end)
{
	if (text[0] == '.')
		text += 1 + strspn(text + 1, "0123456789");
	return text[0] == end;
}

/* The members that hold files: below `archive', and these eight. */
static bool
is_class_archive(const struct member *m)
{
	static const char *const names[] = {"reloc", "reloc.cpio", "reloc.Z",
	    "reloc.cpio.Z", "root", "root.cpio", "root.Z", "root.cpio.Z"};
	size_t i, len;

	if ((m->mode & CPIO_TYPE) != CPIO_REGULAR)
		return false;
	if (strncmp(m->name, "archive", 7) == 0)
		return is_part_suffix(m->name + 7, '/');
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		len = strlen(names[i]);
		if (strncmp(m->name, names[i], len) == 0 &&
		    is_part_suffix(m->name + len, '\0'))
			return true;
	}
	return false;
}

/* All bytes of files of the package, and some more. */
static void
begin_budget(struct decode *c)
{
	const struct objects *list = &package_of(c)->map->objects;
	size_t i;

	if (c->package == c->stored.package + 1)
		return;
	c->package = c->stored.package + 1;
	c->budget = ARCHIVE_SURPLUS_MAX;
	for (i = 0; i < list->n; i++)
		if (ftype_has_contents(list->v[i].ftype) && list->v[i].size > 0)
			c->budget += (uint64_t)list->v[i].size;
}

/* Sets c->in to the archive without what is around it; false after a finding. */
static bool
unwrap(struct decode *c)
{
	const char *data;

	c->in = input_open_source(read_stored, c, c->label, c->s->d);
	if (c->in == NULL ||
	    input_peek(c->in, &data, SEVEN_ZIP_MAGIC_LEN) <
		SEVEN_ZIP_MAGIC_LEN ||
	    memcmp(data, SEVEN_ZIP_MAGIC, SEVEN_ZIP_MAGIC_LEN) != 0)
		return c->in != NULL;
	c->outer = c->in;
	c->in = NULL;
	c->zip = seven_zip_open(c->outer, c->label, c->s->d);
	if (c->zip != NULL)
		c->in = input_open_source(
		    seven_zip_read, c->zip, c->label, c->s->d);
	return c->in != NULL;
}

/* An archive that is passed over has a finding. */
static void
open_archive(struct decode *c)
{
	const char *data;
	size_t len;

	if (!unwrap(c)) {
		c->unread[c->stored.package] = true;
		return;
	}
	len = input_peek(c->in, &data, CPIO_HEADER_LEN);
	if (!input_failed(c->in) &&
	    (len < CPIO_MAGIC_LEN ||
		memcmp(data, CPIO_MAGIC, CPIO_MAGIC_LEN) != 0)) {
		rule_report(c->s->d, RULE_CLASS_ARCHIVE, c->label, NULL,
		    "is not looked into: it is no cpio archive of SVR4");
		c->unread[c->stored.package] = true;
		return;
	}
	begin_budget(c);
	cpio_reader_begin(&c->archive, c->in, &c->findings);
	c->in_archive = true;
}

/*
 * The object that a file of the archive belongs to, or NULL.  Names are below
 * the base directory, those of `root' below `/'; class action scripts that
 * unpack `archive' there do so with absolute objects as well when the base
 * directory is `/'.
 */
static const struct object *
find_object(const struct decode *c, const char *name)
{
	const struct objects *list = &package_of(c)->map->objects;
	const struct object *o = NULL;
	char *absolute;

	if (strncmp(c->stored.name, "root", 4) != 0)
		o = objects_find(list, name);
	if (o == NULL && strncmp(c->stored.name, "reloc", 5) != 0) {
		absolute = xasprintf("/%s", name);
		o = objects_find(list, absolute);
		free(absolute);
	}
	return o != NULL && o->ftype != 'i' && ftype_has_contents(o->ftype)
	    ? o
	    : NULL;
}

/*
 * Of several names of a file the last one has the contents, in a row with the
 * others (svr4-packaging 1.3); the pkgmap has one of them as a file.  Returns
 * the object that the contents are for; NULL: none, or they are still to come.
 */
static const struct object *
follow_links(struct decode *c, const struct cpio_header *h,
    const struct object *o, bool *later)
{
	struct held *held = &c->held;

	if (h->ino != held->ino || h->devmajor != held->devmajor ||
	    h->devminor != held->devminor)
		held->object = NULL;
	*later = h->nlink > 1 && h->size == 0 && (o == NULL || o->size != 0);
	if (o == NULL)
		o = held->object;
	*held = (struct held){
	    *later ? o : NULL, h->ino, h->devmajor, h->devminor};
	return o;
}

/* Where the file would lie in a package without class archives. */
static char *
plain_name(const struct decode *c, const struct object *o, const char *name)
{
	const struct package *p = package_of(c);
	const char *top = strncmp(c->stored.name, "root", 4) == 0 ? "root"
								  : "reloc";

	if (o != NULL)
		return pkgmap_member(p->map, o);
	if (p->nparts > 1)
		return xasprintf("%s.%u/%s", top, c->stored.part, name);
	return xasprintf("%s/%s", top, name);
}

/* Fills in m; false: nothing to show, or a finding. */
static bool
fill_archived(struct decode *c, const struct cpio_header *h, struct member *m)
{
	char *name = path_relative(c->archive.name, CPIO_NAME_MAX);
	const struct object *o;
	bool later = false;

	if ((h->mode & CPIO_TYPE) != CPIO_REGULAR) {
		free(name);
		return false;
	}
	if (name == NULL || !path_is_safe(name)) {
		rule_report(c->s->d, RULE_MEMBER_NAME, c->label, NULL,
		    "its file `%s' does not lie in the package",
		    c->archive.name);
		free(name);
		return false;
	}
	o = follow_links(c, h, find_object(c, name), &later);
	if (!later) {
		*m = c->stored;
		free(c->name);
		m->name = c->name = plain_name(c, o, name);
		m->object = o;
		m->mode = h->mode;
		m->mtime = h->mtime;
		m->size = h->size;
	}
	free(name);
	return !later;
}

/* The worst that was found is told; warnings are about a whole datastream. */
static void
end_archive(struct decode *c, bool complete)
{
	if (!complete) {
		diag_move(c->s->d, &c->findings);
		c->unread[c->stored.package] = true;
	}
	close_member(c);
}

/* The next file of the archive; false at its end. */
static bool
next_archived(struct decode *c, struct member *m)
{
	struct cpio_header h;
	enum cpio_result result;

	if (c->failed) {
		end_archive(c, false);
		return false;
	}
	while ((result = cpio_reader_next(&c->archive, &h)) == CPIO_MEMBER) {
		if (h.size > c->budget) {
			rule_report(c->s->d, RULE_LIMIT, c->label, NULL,
			    "holds more than the files of the pkgmap");
			result = CPIO_FAILED;
			break;
		}
		c->budget -= h.size;
		if (fill_archived(c, &h, m))
			return true;
	}
	end_archive(c, result == CPIO_END);
	return false;
}

static bool
is_compressed(const struct package *p)
{
	const char *value = pkginfo_get(p->info, "COMPRESSED");

	return p->map->compressed > 0 ||
	    (value != NULL && strcasecmp(value, "true") == 0);
}

/*
 * pkgmk leaves files as they are that do not become smaller, and those from
 * elsewhere: their size is that of the pkgmap.
 */
static bool
may_be_compressed(const struct decode *c)
{
	const struct object *o = c->stored.object;

	return o != NULL && o->ftype != 'i' && is_compressed(package_of(c)) &&
	    (o->size == OBJECT_UNKNOWN || (uint64_t)o->size != c->stored.size);
}

/* Reads the first bytes; false after a finding. */
static bool
read_head(struct decode *c)
{
	ssize_t n = 1;

	while (c->head_len < HEAD && n > 0) {
		n = reader_read_stored(
		    c->s, c->head + c->head_len, HEAD - c->head_len);
		if (n > 0)
			c->head_len += (size_t)n;
	}
	return n >= 0;
}

static void
begin_decoding(struct decode *c, struct member *m)
{
	const struct object *o = c->stored.object;

	if (!read_head(c) || c->head_len < HEAD)
		return;
	if (memcmp(c->head, PACK_MAGIC, HEAD) == 0)
		c->pack = pack_new(read_stored, c);
	else if (memcmp(c->head, COMPRESS_MAGIC, HEAD) == 0) {
		c->in = input_open_source(read_stored, c, c->label, c->s->d);
		c->failed = c->in == NULL;
	} else
		return;
	c->left = o->size == OBJECT_UNKNOWN ? UINT32_MAX : (uint64_t)o->size;
	m->size = o->size == OBJECT_UNKNOWN ? MEMBER_SIZE_UNKNOWN
					    : (uint64_t)o->size;
}

static void
set_label(struct decode *c)
{
	free(c->label);
	c->label = reader_label(c->s, package_of(c), c->stored.name);
}

bool
decode_next(struct decode *c, struct member *m)
{
	for (;;) {
		if (c->in_archive) {
			if (next_archived(c, m))
				return true;
			continue;
		}
		close_member(c);
		if (!reader_next_stored(c->s, &c->stored))
			return false;
		*m = c->stored;
		if (is_class_archive(m)) {
			set_label(c);
			open_archive(c);
			continue;
		}
		if (may_be_compressed(c)) {
			set_label(c);
			begin_decoding(c, m);
		}
		return true;
	}
}

static ssize_t
report_size(struct decode *c, const char *text)
{
	rule_report(c->s->d, RULE_SIZE, c->label, NULL,
	    "%s the size that the pkgmap has, %lld bytes", text,
	    (long long)c->stored.object->size);
	c->failed = true;
	return -1;
}

/* No more than the pkgmap says, whatever a few bytes can become. */
static ssize_t
read_decoded(struct decode *c, void *data, size_t len)
{
	bool known = c->stored.object->size != OBJECT_UNKNOWN;
	ssize_t n;

	if (c->failed)
		return -1;
	n = c->in != NULL ? input_read(c->in, data, len)
			  : pack_read(c->pack, data, len);
	if (n < 0) {
		if (c->pack != NULL && pack_fault(c->pack) != NULL)
			rule_report(c->s->d, RULE_COMPRESSION, c->label, NULL,
			    "the packed data is damaged: %s",
			    pack_fault(c->pack));
		c->failed = true;
		return -1;
	}
	if ((uint64_t)n > c->left)
		return report_size(c, "decoded it has more than");
	if (n == 0 && known && c->left > 0)
		return report_size(c, "decoded it has less than");
	c->left -= (uint64_t)n;
	return n;
}

/* The finding of an archive that is damaged comes when it ends. */
ssize_t
decode_read(struct decode *c, void *data, size_t len)
{
	ssize_t n;

	if (c->in_archive) {
		n = c->failed ? -1 : cpio_reader_read(&c->archive, data, len);
		c->failed = n < 0;
		return n;
	}
	if (c->in != NULL || c->pack != NULL || c->failed)
		return read_decoded(c, data, len);
	return read_stored(c, data, len);
}
