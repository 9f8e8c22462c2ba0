#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/object.h"
#include "stream/header.h"
#include "stream/rule.h"

void
header_add(
    struct header *h, const char *name, unsigned nparts, uint64_t maxpart)
{
	if (h->n == h->size) {
		h->size = h->size == 0 ? 8 : h->size * 2;
		h->v = xreallocarray(h->v, h->size, sizeof(*h->v));
	}
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

/* A decimal number at *p, which is moved behind it. */
static bool
number(const char **p, unsigned long long max, unsigned long long *n)
{
	char *end;

	*p += strspn(*p, " \t");
	if (**p < '0' || **p > '9')
		return false;
	errno = 0;
	*n = strtoull(*p, &end, 10);
	*p = end;
	return errno == 0 && *n <= max &&
	    (*end == '\0' || *end == ' ' || *end == '\t');
}

static bool
is_named(const struct header *h, const char *name)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (strcmp(h->v[i].name, name) == 0)
			return true;
	return false;
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

/* `NAME PARTS BLOCKS [PARTS ON EACH VOLUME]` */
static const char *
parse_line(struct header *h, char *line)
{
	unsigned long long nparts, maxpart, n;
	const char *p;
	char *name = line + strspn(line, " \t");

	line = name + strcspn(name, " \t");
	if (*line == '\0')
		return "a package needs name, parts and blocks";
	*line = '\0';
	p = line + 1;
	if (!header_name_is_usable(name))
		return "no name that a package can have";
	if (is_named(h, name))
		return "the package is named twice";
	/* maxpart is an int in the old tools */
	if (!number(&p, OBJECT_PARTS_MAX, &nparts) || nparts < 1 ||
	    !number(&p, INT_MAX, &maxpart))
		return "a package needs name, parts and blocks";
	header_add(h, name, (unsigned)nparts, maxpart);
	while (number(&p, INT_MAX, &n))
		h->v[h->n - 1].volumes = true;
	if (p[strspn(p, " \t")] != '\0')
		return "the parts of a volume are not a number";
	return NULL;
}

/* The text of one line, without LF, into a string; why it is none. */
static const char *
copy_line(char copy[HEADER_LINE_MAX + 1], const char *text, size_t len)
{
	if (len > HEADER_LINE_MAX)
		return "the line is longer than 127 bytes";
	if (memchr(text, '\0', len) != NULL)
		return "the line holds a NUL byte";
	memcpy(copy, text, len);
	copy[len] = '\0';
	return NULL;
}

bool
header_parse(struct header *h, const char *text, size_t len, const char *file,
    struct diag *d)
{
	char line[HEADER_LINE_MAX + 1];
	const char *end, *fault;
	size_t lineno, n;
	bool ok = true;

	for (lineno = 1; len > 0 && h->n < HEADER_PACKAGES_MAX; lineno++) {
		end = memchr(text, '\n', len);
		n = end == NULL ? len : (size_t)(end - text);
		fault = copy_line(line, text, n);
		if (fault == NULL && lineno == 1 &&
		    strcmp(line, HEADER_MAGIC) != 0)
			fault = "the first line is not " HEADER_MAGIC;
		if (fault == NULL && line[0] != '\0' && line[0] != '#')
			fault = parse_line(h, line);
		if (fault != NULL) {
			diag_error(d, file, lineno, rule_name(RULE_HEADER),
			    "%s", fault);
			ok = false;
		}
		n += end != NULL;
		text += n;
		len -= n;
	}
	if (h->n == HEADER_PACKAGES_MAX && len > 0)
		rule_report(d, RULE_LIMIT, file, NULL, "more than %d packages",
		    HEADER_PACKAGES_MAX - 1);
	else if (ok && h->n == 0)
		rule_report(
		    d, RULE_HEADER, file, NULL, "the header names no package");
	return ok && h->n > 0 && len == 0;
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

	for (i = 0; i < h->n; i++)
		free(h->v[i].name);
	free(h->v);
	*h = HEADER_INIT;
}
