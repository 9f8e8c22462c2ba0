#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/words.h"
#include "model/object.h"
#include "stream/header.h"
#include "stream/rule.h"

#define BLANKS " \t"

void
header_add(
    struct header *h, const char *name, unsigned nparts, uint64_t maxpart)
{
	(void)string_pool_add(&h->names, name);
	h->v = array_room(h->v, h->n, &h->size, sizeof(*h->v));
	h->v[h->n++] = (struct header_entry){
	    .name = xstrdup(name), .nparts = nparts, .maxpart = maxpart};
}

size_t
header_text_len(const char *data, size_t len)
{
	static const char end[] = "\n" HEADER_END "\n";
	const size_t need = sizeof(end) - 1;
	const char *p = data, *limit = data + len;

	while ((p = memchr(p, '\n', (size_t)(limit - p))) != NULL) {
		if ((size_t)(limit - p) < need)
			return 0;
		if (memcmp(p, end, need) == 0)
			return (size_t)(p - data) + need;
		p++;
	}
	return 0;
}

bool
header_name_is_usable(const char *name)
{
	const unsigned char *p;

	if (name[0] == '\0' || name[0] == '.' || strlen(name) > HEADER_NAME_MAX)
		return false;
	for (p = (const unsigned char *)name; *p != '\0'; p++)
		if (*p <= ' ' || *p >= 127 || *p == '/')
			return false;
	return true;
}

static bool
number_next(struct slice *line, uint64_t max, uint64_t *n)
{
	struct slice word;

	return word_next(line, BLANKS, &word) && number_parse(word, 10, max, n);
}

static bool
has_only_digits(struct slice s)
{
	size_t i;

	for (i = 0; i < s.len && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		;
	return i == s.len;
}

/*
 * The words behind the blocks are the parts on each volume.  A number that is
 * too large is a fault, but for the last one, which is ignored.
 */
static const char *
parse_volumes(struct header_entry *e, struct slice line)
{
	struct slice word;
	uint64_t n;

	while (word_next(&line, BLANKS, &word)) {
		if (number_parse(word, 10, INT_MAX, &n)) {
			e->on_volume = array_append_room(
			    e->on_volume, e->nvolumes, sizeof(*e->on_volume));
			e->on_volume[e->nvolumes++] = (unsigned)n;
		} else if (!has_only_digits(word) ||
		    slice_trim(line, BLANKS).len > 0)
			return "the parts of a volume are not a number";
	}
	return NULL;
}

/* `NAME PARTS BLOCKS [PARTS ON EACH VOLUME]`; NULL, or what is wrong. */
static const char *
parse_line(struct header *h, struct slice line)
{
	char name[HEADER_LINE_MAX + 1];
	struct slice word;
	uint64_t nparts, maxpart;

	(void)word_next(&line, BLANKS, &word);
	if (line.len == 0)
		return "a package needs name, parts and blocks";
	memcpy(name, word.p, word.len);
	name[word.len] = '\0';
	if (!header_name_is_usable(name))
		return "no name that a package can have";
	if (string_pool_find(&h->names, name) != NULL)
		return "the package is named twice";
	/* maxpart is an int in the old tools */
	if (!number_next(&line, OBJECT_PARTS_MAX, &nparts) || nparts < 1 ||
	    !number_next(&line, INT_MAX, &maxpart))
		return "a package needs name, parts and blocks";
	header_add(h, name, (unsigned)nparts, maxpart);
	return parse_volumes(&h->v[h->n - 1], line);
}

static const char *
check_line(struct slice line, size_t lineno)
{
	if (line.len > HEADER_LINE_MAX)
		return "the line is longer than 127 bytes";
	if (memchr(line.p, '\0', line.len) != NULL)
		return "the line holds a NUL byte";
	if (lineno == 1 && !slice_equals(line, HEADER_MAGIC))
		return "the first line is not " HEADER_MAGIC;
	return NULL;
}

bool
header_parse(struct header *h, const char *text, size_t len, const char *file,
    struct diag *d)
{
	struct slice rest = {text, len}, line;
	const char *fault;
	size_t lineno;
	bool ok = true;

	for (lineno = 1; h->n < HEADER_PACKAGES_MAX && line_next(&rest, &line);
	     lineno++) {
		fault = check_line(line, lineno);
		if (fault == NULL && line.len > 0 && line.p[0] != '#')
			fault = parse_line(h, line);
		if (fault != NULL) {
			diag_error(d, file, lineno, rule_name(RULE_HEADER),
			    "%s", fault);
			ok = false;
		}
	}
	if (h->n == HEADER_PACKAGES_MAX && rest.len > 0)
		rule_report(d, RULE_LIMIT, file, NULL, "more than %d packages",
		    HEADER_PACKAGES_MAX - 1);
	else if (ok && h->n == 0)
		rule_report(
		    d, RULE_HEADER, file, NULL, "the header names no package");
	return ok && h->n > 0 && rest.len == 0;
}

static void
add_text(const struct header *h, const char *comment, struct buf *out)
{
	size_t i;

	buf_str(out, HEADER_MAGIC "\n");
	for (i = 0; i < h->n; i++)
		buf_printf(out, "%s %u %llu\n", h->v[i].name, h->v[i].nparts,
		    (unsigned long long)h->v[i].maxpart);
	buf_str(out, comment);
	buf_str(out, HEADER_END "\n");
}

void
header_make(const struct header *h, struct buf *out)
{
	struct buf text = BUF_INIT;

	add_text(h, "", &text);
	if (text.len % HEADER_BLOCK == 0) {
		text.len = 0;
		add_text(h, "#\n", &text);
	}
	buf_zero(&text, HEADER_BLOCK - text.len % HEADER_BLOCK);
	buf_add(out, text.data, text.len);
	buf_free(&text);
}

void
header_free(struct header *h)
{
	size_t i;

	for (i = 0; i < h->n; i++) {
		free(h->v[i].name);
		free(h->v[i].on_volume);
	}
	free(h->v);
	string_pool_free(&h->names);
	*h = HEADER_INIT;
}
