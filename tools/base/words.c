#include <string.h>

#include "base/mem.h"
#include "base/words.h"

bool
line_next(struct slice *text, struct slice *line)
{
	const char *lf;

	if (text->len == 0)
		return false;
	lf = memchr(text->p, '\n', text->len);
	line->p = text->p;
	line->len = lf == NULL ? text->len : (size_t)(lf - text->p);
	text->p += line->len + (lf != NULL);
	text->len -= line->len + (lf != NULL);
	return true;
}

static bool
is_separator(char c, const char *separators)
{
	for (; *separators != '\0'; separators++)
		if (*separators == c)
			return true;
	return false;
}

bool
word_next(struct slice *text, const char *separators, struct slice *word)
{
	while (text->len > 0 && is_separator(*text->p, separators)) {
		text->p++;
		text->len--;
	}
	word->p = text->p;
	while (text->len > 0 && !is_separator(*text->p, separators)) {
		text->p++;
		text->len--;
	}
	word->len = (size_t)(text->p - word->p);
	return word->len > 0;
}

bool
words_contain(
    const char *list, const char *separators, const char *word, size_t len)
{
	struct slice rest, each;

	if (list == NULL)
		return false;
	rest = (struct slice){list, strlen(list)};
	while (word_next(&rest, separators, &each))
		if (each.len == len && memcmp(each.p, word, len) == 0)
			return true;
	return false;
}

bool
slice_equals(struct slice s, const char *text)
{
	return strlen(text) == s.len && memcmp(s.p, text, s.len) == 0;
}

struct slice
slice_trim(struct slice s, const char *separators)
{
	while (s.len > 0 && is_separator(s.p[0], separators)) {
		s.p++;
		s.len--;
	}
	while (s.len > 0 && is_separator(s.p[s.len - 1], separators))
		s.len--;
	return s;
}

char *
slice_dup(struct slice s)
{
	char *copy = xmalloc(s.len + 1);

	memcpy(copy, s.p, s.len);
	copy[s.len] = '\0';
	return copy;
}

/* The value of a hexadecimal digit; 16 for any other character. */
static unsigned
digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (unsigned)(c - 'A') + 10;
	return 16;
}

bool
number_parse(struct slice s, unsigned base, uint64_t max, uint64_t *n)
{
	uint64_t value = 0;
	unsigned digit;
	size_t i;

	for (i = 0; i < s.len; i++) {
		digit = digit_value(s.p[i]);
		if (digit >= base || digit > max ||
		    value > (max - digit) / base)
			return false;
		value = value * base + digit;
	}
	if (s.len == 0)
		return false;
	*n = value;
	return true;
}

bool
number_parse_signed(struct slice s, int64_t *n)
{
	bool negative = s.len > 0 && s.p[0] == '-';
	uint64_t value;

	if (s.len > 0 && (s.p[0] == '-' || s.p[0] == '+')) {
		s.p++;
		s.len--;
	}
	if (!number_parse(s, 10, INT64_MAX, &value))
		return false;
	*n = negative ? -(int64_t)value : (int64_t)value;
	return true;
}
