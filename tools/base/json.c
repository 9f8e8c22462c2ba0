#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"

struct level {
	char close;   /* } or ] */
	bool inline_; /* all on one line */
	bool filled;  /* has a value already */
};

struct json {
	FILE *out;
	struct level stack[JSON_DEPTH_MAX];
	size_t depth;
};

struct json *
json_new(FILE *out)
{
	struct json *j = xcalloc(1, sizeof(*j));

	j->out = out;
	return j;
}

static void
put_escape(FILE *out, unsigned char c)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *p = strchr(from, c);

	if (p != NULL)
		fprintf(out, "\\%c", to[p - from]);
	else
		fprintf(out, "\\u%04x", c);
}

static void
put_string(FILE *out, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t len;

	fputc('"', out);
	for (; *s != '\0'; s += len) {
		len = 1;
		if (*s < ' ' || *s == '"' || *s == '\\' || *s == 127)
			put_escape(out, *s);
		else if (*s < 127)
			fputc(*s, out);
		else if ((len = utf8_length((const char *)s)) > 0)
			fwrite(s, 1, len, out);
		else {
			fputs("\357\277\275", out);
			len = 1;
		}
	}
	fputc('"', out);
}

static void
new_line(struct json *j)
{
	size_t i;

	fputc('\n', j->out);
	for (i = 0; i < j->depth; i++)
		fputs("  ", j->out);
}

/* Writes what stands before a value: comma, blanks, key. */
static void
begin_value(struct json *j, const char *key)
{
	struct level *top;

	if (j->depth > 0) {
		top = &j->stack[j->depth - 1];
		assert((key != NULL) == (top->close == '}'));
		if (top->filled)
			fputc(',', j->out);
		if (!top->inline_)
			new_line(j);
		else if (top->filled)
			fputc(' ', j->out);
		top->filled = true;
	}
	if (key != NULL) {
		put_string(j->out, key);
		fputs(": ", j->out);
	}
}

static void
open_level(struct json *j, const char *key, char open, char close, bool row)
{
	assert(j->depth < JSON_DEPTH_MAX);
	begin_value(j, key);
	fputc(open, j->out);
	/* what a row holds is on its line, too */
	if (j->depth > 0 && j->stack[j->depth - 1].inline_)
		row = true;
	j->stack[j->depth++] = (struct level){close, row, false};
}

void
json_object(struct json *j, const char *key)
{
	open_level(j, key, '{', '}', false);
}

void
json_row(struct json *j, const char *key)
{
	open_level(j, key, '{', '}', true);
}

void
json_array(struct json *j, const char *key)
{
	open_level(j, key, '[', ']', false);
}

void
json_end(struct json *j)
{
	struct level top;

	assert(j->depth > 0);
	top = j->stack[--j->depth];
	if (top.filled && !top.inline_)
		new_line(j);
	fputc(top.close, j->out);
}

void
json_string(struct json *j, const char *key, const char *value)
{
	if (value == NULL) {
		json_null(j, key);
		return;
	}
	begin_value(j, key);
	put_string(j->out, value);
}

void
json_number(struct json *j, const char *key, int64_t value)
{
	begin_value(j, key);
	fprintf(j->out, "%" PRId64, value);
}

void
json_bool(struct json *j, const char *key, bool value)
{
	begin_value(j, key);
	fputs(value ? "true" : "false", j->out);
}

void
json_null(struct json *j, const char *key)
{
	begin_value(j, key);
	fputs("null", j->out);
}

void
json_free(struct json *j)
{
	while (j->depth > 0)
		json_end(j);
	fputc('\n', j->out);
	free(j);
}
