#include "base/utf8.h"

/* The same for one of several bytes (RFC 3629 4). */
static size_t
long_length(const unsigned char *s)
{
	static const struct {
		unsigned char from, to;  /* first byte */
		unsigned char low, high; /* second byte */
		size_t len;
	} forms[] = {
	    {0xc2, 0xdf, 0x80, 0xbf, 2},
	    {0xe0, 0xe0, 0xa0, 0xbf, 3},
	    {0xe1, 0xec, 0x80, 0xbf, 3},
	    {0xed, 0xed, 0x80, 0x9f, 3},
	    {0xee, 0xef, 0x80, 0xbf, 3},
	    {0xf0, 0xf0, 0x90, 0xbf, 4},
	    {0xf1, 0xf3, 0x80, 0xbf, 4},
	    {0xf4, 0xf4, 0x80, 0x8f, 4},
	};
	size_t i, k;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (s[0] < forms[i].from || s[0] > forms[i].to)
			continue;
		if (s[1] < forms[i].low || s[1] > forms[i].high)
			return 0;
		for (k = 2; k < forms[i].len; k++)
			if (s[k] < 0x80 || s[k] > 0xbf)
				return 0;
		return forms[i].len;
	}
	return 0;
}

size_t
utf8_length(const char *s)
{
	unsigned char c = (unsigned char)s[0];

	return c > 0 && c < 0x80 ? 1 : long_length((const unsigned char *)s);
}

bool
utf8_is_valid(const char *s)
{
	size_t len;

	for (; *s != '\0'; s += len) {
		len = utf8_length(s);
		if (len == 0)
			return false;
	}
	return true;
}
