/*
 * A byte buffer that grows.  The data is always followed by a NUL, which len
 * does not count, so that text in it can be used as a string.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

struct buf {
	char *data;  /* NULL until something is added */
	size_t len;  /* bytes used */
	size_t size; /* bytes allocated */
};

#define BUF_INIT ((struct buf){0})

/* Append bytes, a string, a character, a formatted text. */
void buf_add(struct buf *b, const void *data, size_t len);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap);

/* Appends len zero bytes. */
void buf_zero(struct buf *b, size_t len);

/*
 * Makes room for len more bytes and a NUL, and returns where they go; the
 * caller writes them and adds to b->len.
 */
char *buf_room(struct buf *b, size_t len);

/* The text, never NULL; belongs to the buffer. */
const char *buf_text(const struct buf *b);

/* The text, never NULL, for the caller to free; empties the buffer. */
char *buf_steal(struct buf *b);

void buf_free(struct buf *b);

#endif
