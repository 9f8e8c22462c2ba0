#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "stream/cpio_reader.h"
#include "stream/info_archive.h"
#include "stream/reader_package.h"
#include "stream/rule.h"

#define CHUNK 65536

/* The archive while it is read. */
struct info_reader {
	struct package_reader *s;
	struct cpio_reader r;
	uint64_t total; /* bytes read into memory */
	bool *seen;     /* pkginfo, pkgmap of each package; signature */
	bool failed;
};

/*
 * Reads a member into out.  The buffer grows with the bytes that are there, not
 * with the size in the header.
 */
static bool
read_text(struct info_reader *in, const struct cpio_header *h, size_t max,
    struct buf *out)
{
	size_t all = in->s->compression != NULL ? INFO_COMPRESSED_MAX
						: PKGMAP_MAX;
	size_t chunk;
	ssize_t n;

	in->total += h->size;
	if (h->size > max || in->total > all) {
		rule_report(in->s->d, RULE_LIMIT, in->s->name, NULL,
		    "%s: larger than the limit of %zu bytes", in->r.name,
		    max < all ? max : all);
		in->failed = true;
		return true;
	}
	/* most files are small, and there may be thousands of packages */
	chunk = h->size < CHUNK ? h->size + 1 : CHUNK;
	while (
	    (n = cpio_reader_read(&in->r, buf_room(out, chunk), chunk)) > 0) {
		out->len += (size_t)n;
		out->data[out->len] = '\0';
	}
	return n == 0;
}

/* The package whose directory is the first len bytes of name, or NULL. */
static struct package *
find_package(struct package_reader *s, const char *name, size_t len)
{
	size_t i = string_pool_index(&s->names, name, len);

	return i == STRING_POOL_NONE ? NULL : &s->v[i];
}

static void
report_surplus(struct info_reader *in)
{
	rule_report(in->s->d, RULE_INFO_SURPLUS, in->s->name, NULL,
	    "the info archive holds `%s'", in->r.name);
}

/* Notes that member i is there; false, after a finding, the second time. */
static bool
mark_seen(struct info_reader *in, size_t i)
{
	if (in->seen[i]) {
		rule_report(in->s->d, RULE_MEMBER_TWICE, in->s->name, NULL,
		    "the info archive holds `%s' twice", in->r.name);
		in->failed = true;
		return false;
	}
	in->seen[i] = true;
	return true;
}

static void
keep_header(struct info_reader *in, const struct cpio_header *h,
    const struct package *p, bool is_map)
{
	struct package_reader *s = in->s;

	s->info = array_room(
	    s->info, s->ninfo, &s->info_size, sizeof(*s->info));
	s->info[s->ninfo++] = (struct info_member){.header = *h,
	    .name = xstrdup(in->r.name),
	    .package = (size_t)(p - s->v),
	    .is_map = is_map};
}

static bool
take_member(struct info_reader *in, const struct cpio_header *h)
{
	const char *name = in->r.name, *slash;
	struct package_reader *s = in->s;
	struct package *p;
	bool is_info;
	size_t index;

	if ((h->mode & CPIO_TYPE) != CPIO_REGULAR) {
		report_surplus(in);
		return true;
	}
	if (strncmp(name, "./", 2) == 0) {
		rule_report(s->d, RULE_MEMBER_DOT, s->name, NULL,
		    "the info archive holds `%s': the package cannot be "
		    "chosen by name",
		    name);
		name += 2;
	}
	if (strcmp(name, INFO_ARCHIVE_SIGNATURE) == 0) {
		s->is_signed = true;
		return !mark_seen(in, 2 * s->n) ||
		    read_text(in, h, SIGNATURE_MAX, &s->signature);
	}
	slash = strchr(name, '/');
	p = slash == NULL ? NULL
			  : find_package(s, name, (size_t)(slash - name));
	is_info = p != NULL && strcmp(slash, "/pkginfo") == 0;
	if (p == NULL || (!is_info && strcmp(slash, "/pkgmap") != 0)) {
		report_surplus(in);
		return true;
	}
	index = 2 * (size_t)(p - s->v) + !is_info;
	if (!mark_seen(in, index))
		return true;
	keep_header(in, h, p, !is_info);
	if (is_info)
		p->time = h->mtime;
	return is_info ? read_text(in, h, PKGINFO_MAX, &p->info_text)
		       : read_text(in, h, PKGMAP_MAX, &p->map_text);
}

static void
check_complete(struct info_reader *in)
{
	struct package_reader *s = in->s;
	size_t i;

	for (i = 0; i < 2 * s->n; i++) {
		if (in->seen[i])
			continue;
		rule_report(s->d, RULE_INFO_MISSING, s->name, NULL,
		    "the info archive lacks %s/%s", s->v[i / 2].name,
		    i % 2 == 0 ? "pkginfo" : "pkgmap");
		in->failed = true;
	}
}

/* Cuts off an unfinished last line; false when nothing is left. */
static bool
keep_lines(struct buf *text)
{
	while (text->len > 0 && text->data[text->len - 1] != '\n')
		text->len--;
	if (text->len > 0)
		text->data[text->len] = '\0';
	return text->len > 0;
}

/*
 * Of an archive that ends too early the packages whose pkginfo has begun stay,
 * with the lines that were read; false when there are none.
 */
static bool
keep_begun(struct package_reader *s)
{
	struct package *p;
	size_t i;

	for (i = 0; i < s->n && keep_lines(&s->v[i].info_text); i++) {
		p = &s->v[i];
		if (!keep_lines(&p->map_text))
			buf_printf(&p->map_text, ": %u %llu\n", p->nparts,
			    (unsigned long long)p->maxpart);
	}
	while (s->n > i)
		reader_drop_package(s);
	s->failed = true;
	return s->n > 0;
}

char *
info_archive_member(const char *package, const char *file)
{
	return xasprintf("%s/%s", package, file);
}

bool
info_archive_read(struct package_reader *s, struct input *input)
{
	struct info_reader in = {.s = s};
	struct cpio_header h;
	enum cpio_result result;

	in.seen = xcalloc(2 * s->n + 1, sizeof(*in.seen));
	cpio_reader_begin(&in.r, input, s->d);
	while ((result = cpio_reader_next(&in.r, &h)) == CPIO_MEMBER)
		if (!take_member(&in, &h)) {
			result = CPIO_FAILED;
			break;
		}
	if (result == CPIO_END) {
		s->info_trailer = h;
		check_complete(&in);
	}
	free(in.seen);
	if (result == CPIO_FAILED && !in.failed && s->partial)
		return keep_begun(s);
	return result == CPIO_END && !in.failed;
}
