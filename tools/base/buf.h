/*
 * A byte buffer that grows.  The data is always followed by a NUL that does
 * not count, so text in it can be used as a string.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

struct buf {
	char *data;  /* NULL while nothing was added */
	size_t len;  /* bytes used */
	size_t size; /* bytes allocated */
};

#define BUF_INIT ((struct buf){0})

void buf_add(struct buf *b, const void *data, size_t len);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap);

/* len zero bytes more */
void buf_zero(struct buf *b, size_t len);

/* Room for len more bytes; the caller fills them and adds to b->len. */
char *buf_room(struct buf *b, size_t len);

/* The text; never NULL.  Belongs to the buffer. */
const char *buf_text(const struct buf *b);

/* Hands the text over to the caller, who frees it; the buffer is empty. */
char *buf_steal(struct buf *b);

void buf_free(struct buf *b);

#endif
