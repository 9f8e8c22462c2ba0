/*
 * A datastream as a source: header, then the info archive, then one archive
 * for each part of each package (svr4-packaging 1.1).
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "stream/cpio_reader.h"
#include "stream/header.h"
#include "stream/info_archive.h"
#include "stream/reader_package.h"
#include "stream/rule.h"

/* Zeros behind the last archive that are read before giving up. */
#define TAIL_MAX (16u * 1024 * 1024)

struct datastream {
	struct input *in;
	struct header header;
	struct cpio_reader archive;
	bool in_archive;
	size_t package; /* whose parts are read */
	unsigned part;
	size_t volume;  /* index of the next one */
	size_t span;    /* of the package: index of the volume it is on */
	unsigned ahead; /* of its parts, those still on this volume */
	input_tap_fn *tap;
	void *tap_ctx;
};

/* Files that are no datastreams, and what is said of them. */
static const struct {
	size_t offset;
	const char *magic;
	const char *text;
} other_formats[] = {
    {0, CPIO_MAGIC,
	"begins with an archive, as the second volume of a "
	"datastream does; it goes behind the first one, or with --volume"},
    {0, "070707", "is an odc cpio archive, not a datastream"},
    {0, "PK\003\004", "is a zip file, not a datastream"},
    {0, "\177ELF", "is a program, not a datastream"},
    {0, "\355\253\356\333", "is an RPM, not a datastream"},
    {0, "!<arch>\n", "is an ar archive (a .deb?), not a datastream"},
    {257, "ustar", "is a tar archive, not a datastream"},
};

static bool
check_magic(struct package_reader *s, struct input *in)
{
	const char *text = "is not a datastream", *data, *magic;
	const size_t magic_len = sizeof(HEADER_MAGIC) - 1;
	size_t i, len = input_peek(in, &data, HEADER_BLOCK);

	if (len >= magic_len && memcmp(data, HEADER_MAGIC, magic_len) == 0)
		return true;
	if (input_failed(in))
		return false;
	if (len == 0)
		text = "is empty";
	for (i = 0; i < sizeof(other_formats) / sizeof(other_formats[0]); i++) {
		magic = other_formats[i].magic;
		if (len >= other_formats[i].offset + strlen(magic) &&
		    memcmp(data + other_formats[i].offset, magic,
			strlen(magic)) == 0)
			text = other_formats[i].text;
	}
	rule_report(s->d, RULE_FORMAT, s->name, NULL, "%s", text);
	return false;
}

/* Reads whole blocks up to the end line; the bytes of the text, or 0. */
static size_t
read_header(struct package_reader *s, struct input *in, struct buf *b)
{
	const size_t overlap = sizeof("\n" HEADER_END "\n");
	size_t from, len;
	ssize_t n;

	while (b->len < HEADER_MAX) {
		from = b->len > overlap ? b->len - overlap : 0;
		n = input_read(in, buf_room(b, HEADER_BLOCK), HEADER_BLOCK);
		if (n != HEADER_BLOCK) {
			if (!input_failed(in))
				rule_report(s->d, RULE_TRUNCATED, s->name, NULL,
				    "ends within the header");
			return 0;
		}
		b->len += HEADER_BLOCK;
		len = header_text_len(b->data + from, b->len - from);
		if (len > 0)
			return from + len;
	}
	rule_report(s->d, RULE_HEADER, s->name, NULL,
	    "the first %u bytes hold no line `" HEADER_END "'", HEADER_MAX);
	return 0;
}

/*
 * The block of zeros that the old writer adds when the text fills its blocks
 * (svr4-packaging 1.2).
 */
static bool
skip_extra_block(struct package_reader *s, struct input *in)
{
	static const char zeros[HEADER_BLOCK];
	const char *data;

	if (input_peek(in, &data, HEADER_BLOCK) < HEADER_BLOCK ||
	    memcmp(data, zeros, HEADER_BLOCK) != 0)
		return true;
	rule_report(s->d, RULE_HEADER_BLOCK, s->name, NULL,
	    "a block of zeros follows the header; pkgadd refuses the stream");
	buf_zero(&s->header, HEADER_BLOCK);
	return input_skip(in, HEADER_BLOCK);
}

static bool
open_header(struct package_reader *s, struct datastream *ds)
{
	struct buf *b = &s->header;
	size_t len, i;
	bool ok = false;

	len = read_header(s, ds->in, b);
	if (len > 0)
		ok = header_parse(&ds->header, b->data, len, s->name, s->d);
	for (i = len; ok && i < b->len; i++)
		if (b->data[i] != '\0') {
			rule_report(s->d, RULE_PADDING, s->name, NULL,
			    "the padding of the header is not zero");
			break;
		}
	return ok && skip_extra_block(s, ds->in);
}

/*
 * What the header says has to agree with what the pkgmap says
 * (svr4-packaging 1.2).
 */
static void
compare_parts(struct package_reader *s, const struct header_entry *e,
    const struct package *p)
{
	if (p->map->nparts != e->nparts)
		rule_report(s->d, RULE_PARTS, s->name, NULL,
		    "%s: %u parts in the header, %u in the pkgmap", e->name,
		    e->nparts, p->map->nparts);
	if (p->map->maxpart != e->maxpart && p->map->compressed != e->maxpart)
		rule_report(s->d, RULE_BLOCKS, s->name, NULL,
		    "%s: %llu blocks in the header, %llu in the pkgmap",
		    e->name, (unsigned long long)e->maxpart,
		    (unsigned long long)p->map->maxpart);
}

static bool
open_packages(struct package_reader *s, struct datastream *ds)
{
	struct package *p;
	size_t i;
	bool ok = true;

	for (i = 0; i < ds->header.n; i++) {
		p = reader_add_package(s, ds->header.v[i].name);
		p->nparts = ds->header.v[i].nparts;
		p->maxpart = ds->header.v[i].maxpart;
	}
	s->header_size = input_offset(ds->in);
	if (!info_archive_read(s, ds->in))
		return false;
	s->info_end = input_offset(ds->in);
	for (i = 0; i < s->n; i++) {
		if (!reader_parse_package(s, &s->v[i]))
			ok = false;
		else if (!s->failed)
			compare_parts(s, &ds->header.v[i], &s->v[i]);
	}
	return ok;
}

/*
 * After the last archive only zeros may follow: tapes are written in large
 * records (svr4-packaging 10.4).
 */
static void
check_tail(struct package_reader *s, struct datastream *ds)
{
	uint64_t start = input_offset(ds->in);
	const char *data;
	size_t n, i;

	if (ds->volume < s->nvolumes)
		rule_report(s->d, RULE_VOLUME, s->volumes[ds->volume], NULL,
		    "is not needed: %s ends before it", s->name);
	while ((n = input_peek(ds->in, &data, INPUT_PEEK_MAX)) > 0) {
		for (i = 0; i < n && data[i] == '\0'; i++)
			;
		if (i < n || input_offset(ds->in) - start > TAIL_MAX) {
			rule_report(s->d, RULE_TRAILING, s->name, NULL,
			    "something follows the last archive, at byte %llu",
			    (unsigned long long)(input_offset(ds->in) + i));
			s->tail += n;
			return;
		}
		(void)input_skip(ds->in, n);
		s->tail += n;
	}
	s->failed = input_failed(ds->in);
}

/* Passes over zeros, with which a medium may end; false at the end of it. */
static bool
skip_rest(struct datastream *ds)
{
	static const char zeros[HEADER_BLOCK];
	uint64_t start = input_offset(ds->in);
	const char *data;
	size_t n;

	while ((n = input_peek(ds->in, &data, HEADER_BLOCK)) > 0 &&
	    memcmp(data, zeros, n) == 0 &&
	    input_offset(ds->in) - start <= TAIL_MAX)
		(void)input_skip(ds->in, n);
	return n > 0;
}

/*
 * Goes on with the next volume: the next file, or what follows in the same one
 * when volumes were joined.  False when there is none, or after a finding.
 */
static bool
next_volume(struct package_reader *s, struct datastream *ds)
{
	struct input *in;

	if (ds->volume == s->nvolumes)
		return skip_rest(ds);
	in = input_open(s->volumes[ds->volume++], s->d);
	if (in == NULL) {
		s->failed = true;
		return false;
	}
	input_close(ds->in);
	ds->in = in;
	if (ds->tap != NULL)
		input_tap(in, ds->tap, ds->tap_ctx);
	return true;
}

/*
 * Stands before the archive of the next part, on another volume if the header
 * says so (svr4-packaging 1.6), or if this one has ended.
 */
static bool
find_part(struct package_reader *s, struct datastream *ds)
{
	const struct header_entry *e = &ds->header.v[ds->package];
	const char *data;

	if (ds->part == 1) {
		ds->span = 0;
		ds->ahead = e->nvolumes > 0 ? e->on_volume[0] : e->nparts;
	}
	while (ds->ahead == 0 && ds->span + 1 < e->nvolumes) {
		if (!next_volume(s, ds))
			return false;
		ds->ahead = e->on_volume[++ds->span];
	}
	ds->ahead -= ds->ahead > 0;
	if (ds->volume < s->nvolumes && !skip_rest(ds) &&
	    !input_failed(ds->in) && !next_volume(s, ds))
		return false;
	return input_peek(ds->in, &data, 1) > 0;
}

/* The archive of the next part, if the stream goes on. */
static bool
begin_part(struct package_reader *s, struct datastream *ds)
{
	const struct header_entry *e = &ds->header.v[ds->package];
	bool spans = e->nvolumes > 0;

	if (!find_part(s, ds)) {
		if (!input_failed(ds->in) && !s->failed)
			rule_report(s->d, spans ? RULE_VOLUME : RULE_TRUNCATED,
			    s->name, NULL, "ends before part %u of %u of %s%s",
			    ds->part, e->nparts, e->name,
			    spans ? ", which is on another volume; --volume "
				    "names it"
				  : "");
		s->failed = true;
		return false;
	}
	cpio_reader_begin(&ds->archive, ds->in, s->d);
	ds->in_archive = true;
	return true;
}

static void
end_part(struct package_reader *s, struct datastream *ds)
{
	ds->in_archive = false;
	if (ds->part++ < ds->header.v[ds->package].nparts)
		return;
	ds->part = 1;
	ds->package++;
	if (ds->package == s->n)
		check_tail(s, ds);
}

/* Are all members read that are wanted? */
static bool
is_finished(const struct package_reader *s, const struct datastream *ds)
{
	return ds->package == s->n ||
	    (s->selected >= 0 && ds->package > (size_t)s->selected);
}

/* Volumes that were given in another order end the reading. */
static bool
check_sequence(struct package_reader *s, const struct member *m)
{
	const struct package *p = &s->v[m->package];
	const char *dot = strchr(m->name, '.');
	struct slice word;
	uint64_t part;

	if (s->nvolumes == 0 || p->nparts == 1 || dot == NULL ||
	    (strncmp(m->name, "reloc.", 6) != 0 &&
		strncmp(m->name, "root.", 5) != 0))
		return true;
	word = (struct slice){dot + 1, strcspn(dot + 1, "/")};
	if (!number_parse(word, 10, p->nparts, &part) || part == m->part)
		return true;
	rule_report(s->d, RULE_VOLUME, s->name, NULL,
	    "part %u of %s is found where part %u should be: the volumes are "
	    "in another order",
	    (unsigned)part, p->name, m->part);
	s->failed = true;
	return false;
}

/* Fills m from the header just read; false when it is skipped. */
static bool
fill_member(struct package_reader *s, struct datastream *ds,
    const struct cpio_header *h, struct member *m)
{
	uint32_t type = h->mode & CPIO_TYPE;

	if (s->selected >= 0 && ds->package != (size_t)s->selected)
		return false;
	*m = (struct member){.package = ds->package,
	    .part = ds->part,
	    .mode = h->mode,
	    .mtime = h->mtime,
	    .size = h->size};
	if (!reader_name_member(s, m, ds->archive.name) ||
	    !check_sequence(s, m))
		return false;
	if (type != CPIO_REGULAR && (type != CPIO_DIRECTORY || h->size > 0)) {
		rule_report(s->d, RULE_MEMBER_TYPE, s->name, NULL,
		    "%s: the member `%s' is neither a file nor a directory "
		    "(mode %o)",
		    s->v[m->package].name, m->name, (unsigned)h->mode);
		return false;
	}
	return true;
}

static bool
next_member(struct package_reader *s, struct member *m)
{
	struct datastream *ds = s->state;
	struct cpio_header h;

	while (!is_finished(s, ds) && !s->failed) {
		if (!ds->in_archive && !begin_part(s, ds))
			break;
		switch (cpio_reader_next(&ds->archive, &h)) {
		case CPIO_MEMBER:
			if (fill_member(s, ds, &h, m))
				return true;
			break;
		case CPIO_END: end_part(s, ds); break;
		case CPIO_FAILED: s->failed = true; break;
		}
	}
	return false;
}

static ssize_t
read_member(struct package_reader *s, void *data, size_t len)
{
	struct datastream *ds = s->state;

	return cpio_reader_read(&ds->archive, data, len);
}

static void
tap_datastream(struct package_reader *s, input_tap_fn *tap, void *ctx)
{
	struct datastream *ds = s->state;

	ds->tap = tap;
	ds->tap_ctx = ctx;
	input_tap(ds->in, tap, ctx);
}

static void
close_datastream(void *state)
{
	struct datastream *ds = state;

	input_close(ds->in);
	header_free(&ds->header);
	free(ds);
}

static const struct reader_kind datastream_kind = {
    .next = next_member,
    .read = read_member,
    .tap = tap_datastream,
    .close = close_datastream,
};

bool
datastream_open(struct package_reader *s, struct input *in)
{
	struct datastream *ds = xcalloc(1, sizeof(*ds));

	s->kind = &datastream_kind;
	s->state = ds;
	ds->part = 1;
	ds->in = in;
	s->compression = input_compression(in);
	s->file_size = input_file_size(in);
	return check_magic(s, in) && open_header(s, ds) && open_packages(s, ds);
}
