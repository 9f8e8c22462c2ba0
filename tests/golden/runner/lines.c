#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "lines.h"

#define SHOWN 12 /* lines of a difference */

void
lines_add(struct lines *l, const char *text)
{
	l->v = xreallocarray(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = xstrdup(text);
}

void
lines_addf(struct lines *l, const char *fmt, ...)
{
	struct buf b = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	lines_add(l, buf_text(&b));
	buf_free(&b);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
lines_sort(struct lines *l)
{
	if (l->n > 0)
		qsort(l->v, l->n, sizeof(*l->v), compare);
}

void
lines_unique(struct lines *l)
{
	size_t i, kept = 0;

	for (i = 0; i < l->n; i++) {
		if (kept > 0 && strcmp(l->v[kept - 1], l->v[i]) == 0)
			free(l->v[i]);
		else
			l->v[kept++] = l->v[i];
	}
	l->n = kept;
}

void
lines_free(struct lines *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->v[i]);
	free(l->v);
	*l = (struct lines){NULL, 0};
}

struct lines
lines_split(const char *text)
{
	struct lines l = {NULL, 0};
	size_t len;
	char *line;

	for (; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		line = xstrndup(text, len);
		lines_add(&l, line);
		free(line);
	}
	return l;
}

char *
read_text(const char *path)
{
	struct buf b = BUF_INIT;
	FILE *f = fopen(path, "r");
	size_t n;

	if (f == NULL)
		return NULL;
	while ((n = fread(buf_room(&b, 65536), 1, 65536, f)) > 0)
		b.len += n;
	(void)fclose(f);
	buf_char(&b, '\0');
	return buf_steal(&b);
}

struct lines
lines_read(const char *path)
{
	struct lines l = {NULL, 0};
	char *text = read_text(path);

	if (text != NULL)
		l = lines_split(text);
	free(text);
	return l;
}

bool
lines_equal(const struct lines *a, const struct lines *b)
{
	size_t i;

	if (a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++)
		if (strcmp(a->v[i], b->v[i]) != 0)
			return false;
	return true;
}

static size_t
print_missing(
    const struct lines *from, const struct lines *in, const char *sign)
{
	size_t i, j, n = 0;

	for (i = 0; i < from->n && n < SHOWN; i++) {
		for (j = 0; j < in->n; j++)
			if (strcmp(from->v[i], in->v[j]) == 0)
				break;
		if (j == in->n) {
			printf("#     %s %s\n", sign, from->v[i]);
			n++;
		}
	}
	return n;
}

void
lines_print_difference(const struct lines *expected, const struct lines *seen)
{
	if (print_missing(expected, seen, "-") +
		print_missing(seen, expected, "+") ==
	    0)
		printf("#     the same lines in another order\n");
}
