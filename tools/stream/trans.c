#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "os/file.h"
#include "stream/cpio.h"
#include "stream/header.h"
#include "stream/info_archive.h"
#include "stream/rule.h"
#include "stream/trans.h"

#define CHUNK (256u * 1024)

/* The stream while it is written. */
struct stream_writer {
	int fd;
	const char *file;
	struct diag *d;
	struct buf b;   /* not written yet */
	uint64_t total; /* bytes written before */
	uint32_t ino;   /* last one of this archive */
	bool failed;
};

static void
write_buffer(struct stream_writer *out)
{
	if (!out->failed &&
	    !file_write_full(out->fd, buf_text(&out->b), out->b.len)) {
		diag_system(out->d, out->file, "cannot write");
		out->failed = true;
	}
	out->total += out->b.len;
	out->b.len = 0;
	if (out->total > STREAM_MAX && !out->failed) {
		rule_report(out->d, RULE_LIMIT, out->file, NULL,
		    "the datastream would have more than 4 GiB");
		out->failed = true;
	}
}

static void
add_padding(struct stream_writer *out, uint32_t align)
{
	buf_zero(&out->b, cpio_padding(out->total + out->b.len, align));
}

/* False when a size or time does not fit a cpio header. */
static bool
fits_header(
    struct stream_writer *out, const char *name, int64_t mtime, uint64_t size)
{
	if (cpio_size_fits(size) && cpio_time_fits(mtime))
		return true;
	rule_report(out->d, RULE_LIMIT, out->file, name,
	    "its size or time is more than a datastream can hold");
	out->failed = true;
	return false;
}

/* The header of a file; its data follows. */
static void
begin_file(struct stream_writer *out, const char *name, uint32_t mode,
    int64_t mtime, uint64_t size)
{
	struct cpio_header h;

	if (!fits_header(out, name, mtime, size))
		return;
	h = cpio_file_header(++out->ino, mode, mtime, size);
	cpio_print(&h, name, &out->b);
}

static void
add_directory(struct stream_writer *out, const char *name, int64_t mtime)
{
	struct cpio_header h;

	if (!fits_header(out, name, mtime, 0))
		return;
	h = cpio_directory_header(++out->ino, mtime);
	cpio_print(&h, name, &out->b);
}

static void
add_text(struct stream_writer *out, const char *name, const struct package *p,
    const struct buf *text)
{
	begin_file(out, name, CPIO_MODE_UNKNOWN, p->time, text->len);
	buf_add(&out->b, text->data, text->len);
	add_padding(out, CPIO_ALIGN);
}

static void
end_archive(struct stream_writer *out)
{
	cpio_print_trailer(&out->b);
	add_padding(out, CPIO_RECORD);
	out->ino = 0;
	write_buffer(out);
}

/* The contents of the member that the source stands at. */
static void
copy_contents(struct stream_writer *out, struct package_reader *s)
{
	ssize_t n;

	while (!out->failed &&
	    (n = reader_read(s, buf_room(&out->b, CHUNK), CHUNK)) != 0) {
		if (n < 0) {
			out->failed = true;
			break;
		}
		out->b.len += (size_t)n;
		if (out->b.len >= CHUNK)
			write_buffer(out);
	}
	add_padding(out, CPIO_ALIGN);
}

static void
add_member(struct stream_writer *out, struct package_reader *s,
    const struct package *p, const struct member *m)
{
	const struct object *o = m->object;
	uint32_t mode = CPIO_MODE_UNKNOWN;
	int64_t mtime = m->mtime;

	if (strcmp(m->name, "pkginfo") == 0)
		add_text(out, m->name, p, &p->info_text);
	else if (strcmp(m->name, "pkgmap") == 0 && m->part == 1)
		add_text(out, m->name, p, &p->map_text);
	else if ((m->mode & CPIO_TYPE) == CPIO_DIRECTORY)
		add_directory(out, m->name, p->time);
	else {
		if (o == NULL)
			mode = m->mode;
		else if (o->mode != OBJECT_UNKNOWN)
			mode = (uint32_t)o->mode;
		if (o != NULL && o->mtime != OBJECT_UNKNOWN)
			mtime = o->mtime;
		begin_file(out, m->name, mode, mtime, m->size);
		copy_contents(out, s);
	}
	if (out->b.len >= CHUNK)
		write_buffer(out);
}

/* One archive for each part, also for one without members. */
static void
add_package(struct stream_writer *out, struct package_reader *s, size_t package)
{
	const struct package *p = reader_package(s, package);
	unsigned part = 1;
	struct member m;

	reader_select(s, package);
	while (!out->failed && reader_next(s, &m)) {
		for (; part < m.part; part++)
			end_archive(out);
		add_member(out, s, p, &m);
	}
	if (reader_failed(s))
		out->failed = true;
	for (; part <= p->nparts && !out->failed; part++)
		end_archive(out);
}

static void
add_info(struct stream_writer *out, const struct package *p)
{
	char *name = info_archive_member(p->name, "pkginfo");

	add_text(out, name, p, &p->info_text);
	free(name);
	name = info_archive_member(p->name, "pkgmap");
	add_text(out, name, p, &p->map_text);
	free(name);
	if (out->b.len >= CHUNK)
		write_buffer(out);
}

/* The header, unless a package comes from two sources. */
static void
add_header(struct stream_writer *out, const struct trans_input *in, size_t n)
{
	struct header header = HEADER_INIT;
	const struct package *p;
	size_t i, k, l;

	for (i = 0; i < n; i++)
		for (k = 0; k < reader_count(in[i].s); k++) {
			if (!in[i].picked[k])
				continue;
			p = reader_package(in[i].s, k);
			for (l = 0; l < header.n; l++)
				if (strcmp(header.v[l].name, p->name) == 0) {
					rule_report(out->d, RULE_HEADER,
					    reader_name(in[i].s), NULL,
					    "%s: another source has it too",
					    p->name);
					out->failed = true;
				}
			header_add(&header, p->name, p->nparts, p->maxpart);
		}
	header_make(&header, &out->b);
	header_free(&header);
}

bool
trans_stream(const struct trans_input *in, size_t n, const struct output *out,
    const char *file, struct diag *d)
{
	struct stream_writer w = {.fd = output_fd(out), .file = file, .d = d};
	size_t i, k;

	add_header(&w, in, n);
	for (i = 0; i < n; i++)
		for (k = 0; k < reader_count(in[i].s); k++)
			if (in[i].picked[k])
				add_info(&w, reader_package(in[i].s, k));
	if (!w.failed)
		end_archive(&w);
	for (i = 0; i < n; i++)
		for (k = 0; k < reader_count(in[i].s) && !w.failed; k++)
			if (in[i].picked[k])
				add_package(&w, in[i].s, k);
	buf_free(&w.b);
	return !w.failed;
}
