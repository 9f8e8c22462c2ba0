#include <stdlib.h>

#include "base/mem.h"
#include "inspect/diff_side.h"

#define CHUNK (256u * 1024)

static bool
wants_text(const struct diff_side *side, const struct member *m,
    const struct diff_options *options)
{
	return (options->texts || m->object->ftype == 'i') &&
	    m->size <= DIFF_TEXT_MAX && m->size <= DIFF_TEXTS_MAX - side->kept;
}

static void
read_member(struct diff_side *side, const struct member *m,
    const struct diff_options *options, char *chunk)
{
	const struct package *p = reader_package(side->s, m->package);
	struct diff_content *c;
	struct sha256 *h;
	bool keep;
	ssize_t n;

	c = &side->v[m->package][m->object - p->map->objects.v];
	if (c->digest[0] != '\0') /* pkginfo of a further part */
		return;
	keep = wants_text(side, m, options);
	h = sha256_new();
	while ((n = reader_read(side->s, chunk, CHUNK)) > 0) {
		sha256_update(h, chunk, (size_t)n);
		if (keep)
			buf_add(&c->text, chunk, (size_t)n);
	}
	sha256_final(h, c->digest);
	side->kept += c->text.len;
}

bool
diff_side_read(struct diff_side *side, const char *path,
    const struct diff_options *options, struct diag *d)
{
	struct member m;
	char *chunk;
	size_t i;

	side->s = reader_open(path, d);
	if (side->s == NULL)
		return false;
	reader_decode(side->s);
	side->v = xcalloc(reader_count(side->s) + 1, sizeof(*side->v));
	for (i = 0; i < reader_count(side->s); i++)
		side->v[i] = xcalloc(
		    reader_package(side->s, i)->map->objects.n + 1,
		    sizeof(**side->v));
	chunk = xmalloc(CHUNK);
	while (reader_next(side->s, &m))
		if (m.object != NULL)
			read_member(side, &m, options, chunk);
	free(chunk);
	return !reader_failed(side->s);
}

void
diff_side_free(struct diff_side *side)
{
	size_t i, k;

	for (i = 0; side->v != NULL && i < reader_count(side->s); i++) {
		for (k = 0; k < reader_package(side->s, i)->map->objects.n; k++)
			buf_free(&side->v[i][k].text);
		free(side->v[i]);
	}
	free(side->v);
}
