#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "readme/document.h"

static char *
copy_cell(const char *s)
{
	char *copy = xstrdup(s == NULL ? "" : s), *p;

	for (p = copy; *p != '\0'; p++)
		if (((unsigned char)*p < ' ' && *p != DOCUMENT_CODE &&
			*p != DOCUMENT_CODE_END) ||
		    *p == 127)
			*p = '?';
	return copy;
}

void
document_add(struct document *doc, enum block_kind kind,
    const char *const *cells, size_t n)
{
	struct block *b;
	size_t i;

	doc->v = array_room(doc->v, doc->n, &doc->size, sizeof(*doc->v));
	b = &doc->v[doc->n++];
	*b = (struct block){.kind = kind, .n = n};
	for (i = 0; i < n; i++)
		b->cells[i] = copy_cell(cells[i]);
}

void
document_text(struct document *doc, enum block_kind kind, const char *s)
{
	document_add(doc, kind, &s, 1);
}

void
document_fact(struct document *doc, const char *label, const char *value)
{
	const char *const cells[] = {label, value};

	document_add(doc, BLOCK_FACT, cells, 2);
}

void
document_free(struct document *doc)
{
	size_t i, k;

	for (i = 0; i < doc->n; i++)
		for (k = 0; k < doc->v[i].n; k++)
			free(doc->v[i].cells[k]);
	free(doc->v);
	*doc = (struct document){0};
}
