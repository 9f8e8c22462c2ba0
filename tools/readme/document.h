/*
 * A page as a sequence of blocks, and its forms: HTML and plain text.
 */
#ifndef README_DOCUMENT_H
#define README_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define DOCUMENT_CELLS_MAX 4

/* Marks around code in a block's text; other control characters become `?'. */
#define DOCUMENT_CODE     '\001'
#define DOCUMENT_CODE_END '\002'

enum block_kind {
	BLOCK_TITLE,
	BLOCK_HEADING,
	BLOCK_PARAGRAPH,
	BLOCK_ITEM,
	BLOCK_COMMAND,
	BLOCK_FACT, /* a label and what it is */
	BLOCK_HEADER /* of a table; the rows follow */,
	BLOCK_ROW
};

/* Neighbours of a kind are one list, table or sequence of commands. */
struct block {
	enum block_kind kind;
	char *cells[DOCUMENT_CELLS_MAX];
	size_t n; /* of the cells */
};

struct document {
	struct block *v;
	size_t n, size;
};

/* Adds a block with n cells, which are copied; NULL is an empty one. */
void document_add(struct document *doc, enum block_kind kind,
    const char *const *cells, size_t n);

/* Adds a block of one cell. */
void document_text(struct document *doc, enum block_kind kind, const char *s);

/* Adds a label and what it is. */
void document_fact(struct document *doc, const char *label, const char *value);

/*
 * Appends the page in UTF-8; the language and the character set are those that
 * it declares.  Everything is escaped, and there is no script.
 */
void document_write_html(const struct document *doc, const char *lang,
    const char *charset, struct buf *out);

/* Appends the page as text of 76 columns. */
void document_write_text(const struct document *doc, struct buf *out);

void document_free(struct document *doc);

#endif
