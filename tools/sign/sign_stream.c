#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "os/file.h"
#include "sign/sign_stream.h"
#include "stream/cpio.h"
#include "stream/header.h"
#include "stream/info_archive.h"
#include "stream/rule.h"

#define CHUNK (256u * 1024) /* bytes */

/* The new stream while it is written. */
struct stream_copy {
	int fd;
	struct signer *signer; /* NULL: none */
	struct buf b;          /* not written yet */
	uint64_t total;        /* bytes written before */
	uint64_t signature;    /* offset of its text */
	const char *file;
	struct diag *d;
	bool failed;
};

static void
flush(struct stream_copy *c)
{
	if (!c->failed && !file_write_full(c->fd, buf_text(&c->b), c->b.len)) {
		diag_system(c->d, c->file, "cannot write");
		c->failed = true;
	}
	c->total += c->b.len;
	c->b.len = 0;
	if (c->total > STREAM_MAX && !c->failed) {
		rule_report(c->d, RULE_LIMIT, c->file, NULL,
		    "the datastream would have more than 4 GiB");
		c->failed = true;
	}
}

/* Bytes that are signed: the header, and all behind the info archive. */
static void
add_signed(void *copy, const void *data, size_t len)
{
	struct stream_copy *c = copy;

	if (c->signer != NULL)
		signer_update(c->signer, data, len);
	buf_add(&c->b, data, len);
	if (c->b.len >= CHUNK)
		flush(c);
}

static void
add_padding(struct stream_copy *c, uint32_t align)
{
	buf_zero(&c->b, cpio_padding(c->total + c->b.len, align));
}

/* Room for the signature, which is known only at the end. */
static void
reserve_signature(struct stream_copy *c, uint32_t ino, uint32_t mtime)
{
	size_t size = signer_size(c->signer);
	struct cpio_header h = cpio_file_header(
	    ino, CPIO_MODE_UNKNOWN, mtime, size);

	cpio_print(&h, INFO_ARCHIVE_SIGNATURE, &c->b);
	c->signature = c->total + c->b.len;
	buf_zero(&c->b, size);
	add_padding(c, CPIO_ALIGN);
}

static void
add_info_archive(struct stream_copy *c, const struct package_reader *s)
{
	const struct info_member *m;
	const struct package *p;
	const struct buf *text;
	uint32_t ino = 0;
	size_t i, n;

	m = reader_info_members(s, &n);
	for (i = 0; i < n; i++) {
		p = reader_package(s, m[i].package);
		text = m[i].is_map ? &p->map_text : &p->info_text;
		cpio_print(&m[i].header, m[i].name, &c->b);
		buf_add(&c->b, buf_text(text), text->len);
		add_padding(c, CPIO_ALIGN);
		if (m[i].header.ino > ino)
			ino = m[i].header.ino;
	}
	if (c->signer != NULL)
		reserve_signature(c, ino == UINT32_MAX ? 1 : ino + 1,
		    n > 0 ? m[0].header.mtime : 0);
	cpio_print(reader_info_trailer(s), CPIO_TRAILER, &c->b);
	add_padding(c, CPIO_RECORD);
	flush(c);
}

/* The copy in a part, which is signed, and the one in front, which is not. */
static void
compare_copy(struct stream_copy *c, struct package_reader *s,
    const struct member *m, const struct buf *want)
{
	char *data = xmalloc(m->size + 1);
	ssize_t n = 0;
	size_t len = 0;

	while (len < m->size &&
	    (n = reader_read(s, data + len, m->size - len)) > 0)
		len += (size_t)n;
	if (n >= 0 &&
	    (len != want->len || memcmp(data, buf_text(want), len) != 0)) {
		rule_report(c->d, RULE_INFO_COPY, reader_name(s), m->name,
		    "differs from the copy in the info archive, which a "
		    "signature does not cover");
		c->failed = true;
	}
	free(data);
}

static void
copy_parts(struct stream_copy *c, struct package_reader *s)
{
	const struct package *p;
	const struct buf *want;
	struct member m;

	while (!c->failed && reader_next(s, &m)) {
		p = reader_package(s, m.package);
		want = NULL;
		if (strcmp(m.name, "pkginfo") == 0)
			want = &p->info_text;
		else if (strcmp(m.name, "pkgmap") == 0 && m.part == 1)
			want = &p->map_text;
		if (want != NULL && m.size == want->len)
			compare_copy(c, s, &m, want);
		else if (want != NULL) {
			rule_report(c->d, RULE_INFO_COPY, reader_name(s),
			    m.name,
			    "differs from the copy in the info archive");
			c->failed = true;
		}
	}
	flush(c);
	c->failed |= reader_failed(s);
}

/*
 * Faults after which signer and verifier digest different bytes, or which the
 * copy would not have any more (svr4-packaging 2.3).
 */
static bool
is_unsound(const struct package_reader *s, struct diag *d)
{
	static const enum rule rules[] = {RULE_HEADER_BLOCK, RULE_PADDING,
	    RULE_TRAILING, RULE_INFO_SURPLUS, RULE_PARTS, RULE_VOLUME};
	const char *found = reader_tail(s) > 0 ? rule_name(RULE_TRAILING)
					       : NULL;
	size_t i, k;

	for (i = 0; i < d->n && found == NULL; i++)
		for (k = 0; k < sizeof(rules) / sizeof(rules[0]); k++)
			if (d->v[i].rule != NULL &&
			    strcmp(d->v[i].rule, rule_name(rules[k])) == 0)
				found = rule_name(rules[k]);
	if (found == NULL)
		return false;
	diag_error(d, reader_name(s), 0, found,
	    "is not signed as it is; `pkgstream trans -o' puts it right");
	return true;
}

static void
store_signature(struct stream_copy *c)
{
	struct buf text = BUF_INIT;

	if (!signer_finish(c->signer, &text, c->d))
		c->failed = true;
	else if (!file_pwrite_full(
		     c->fd, text.data, text.len, (off_t)c->signature)) {
		diag_system(c->d, c->file, "cannot write");
		c->failed = true;
	}
	buf_free(&text);
}

bool
sign_stream(struct package_reader *s, struct signer *signer,
    const struct output *out, const char *file, struct diag *d)
{
	struct stream_copy c = {
	    .fd = output_fd(out), .signer = signer, .file = file, .d = d};

	if (reader_is_directory(s)) {
		diag_error(d, reader_name(s), 0, "svr4-packaging 2.1",
		    "is a directory; only a datastream has a signature");
		return false;
	}
	add_signed(&c, buf_text(reader_header(s)), reader_header(s)->len);
	add_info_archive(&c, s);
	reader_tap(s, add_signed, &c);
	copy_parts(&c, s);
	if (!c.failed && signer != NULL) {
		c.failed = is_unsound(s, d);
		if (!c.failed)
			store_signature(&c);
	}
	buf_free(&c.b);
	return !c.failed;
}
