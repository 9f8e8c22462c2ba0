#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

char *
buf_room(struct buf *b, size_t len)
{
	size_t size = b->size;

	if (len >= SIZE_MAX - b->len)
		len = SIZE_MAX - b->len - 1; /* xreallocarray ends */
	if (b->len + len + 1 > size) {
		size = size > SIZE_MAX / 2 ? SIZE_MAX : size * 2;
		if (size < b->len + len + 1)
			size = b->len + len + 1;
		if (size < 64)
			size = 64;
		b->data = xreallocarray(b->data, size, 1);
		b->size = size;
	}
	return b->data + b->len;
}

void
buf_add(struct buf *b, const void *data, size_t len)
{
	char *room = buf_room(b, len);

	if (len > 0)
		memcpy(room, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_zero(struct buf *b, size_t len)
{
	memset(buf_room(b, len), 0, len + 1);
	b->len += len;
}

void
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	size_t room = b->size - b->len;
	int len;

	va_copy(again, ap);
	len = vsnprintf(b->data == NULL ? NULL : b->data + b->len,
	    b->data == NULL ? 0 : room, fmt, ap);
	if (len >= 0 && (size_t)len >= room)
		len = vsnprintf(
		    buf_room(b, (size_t)len), (size_t)len + 1, fmt, again);
	va_end(again);
	if (len > 0)
		b->len += (size_t)len;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

const char *
buf_text(const struct buf *b)
{
	return b->data == NULL ? "" : b->data;
}

char *
buf_steal(struct buf *b)
{
	char *text = b->data == NULL ? xstrdup("") : b->data;

	*b = BUF_INIT;
	return text;
}

void
buf_free(struct buf *b)
{
	free(b->data);
	*b = BUF_INIT;
}
