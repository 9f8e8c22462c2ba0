#include <string.h>
#include <strings.h>

#include <libxml/encoding.h>
#include <libxml/tree.h>

#include "readme/charset.h"

static const char *const names[] = {"UTF-8", "EUC-JP", "ISO-8859-1"};

const char *
charset_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(names[i], name) == 0)
			return names[i];
	return NULL;
}

/*
 * Encodes one character; libxml2 writes a character reference for one that the
 * character set lacks.  False: it does.
 */
static bool
encode_character(xmlCharEncodingHandlerPtr handler, const char *s, size_t len,
    struct buf *out)
{
	xmlBufferPtr from = xmlBufferCreate(), to = xmlBufferCreate();
	bool known;

	xmlBufferAdd(from, (const xmlChar *)s, (int)len);
	known = xmlCharEncOutFunc(handler, to, from) >= 0 &&
	    strncmp((const char *)xmlBufferContent(to), "&#", 2) != 0;
	if (known)
		buf_add(out, xmlBufferContent(to), (size_t)xmlBufferLength(to));
	xmlBufferFree(from);
	xmlBufferFree(to);
	return known;
}

static void
add_reference(const char *s, size_t len, struct buf *out)
{
	int n = (int)len;

	buf_printf(out, "&#%d;", xmlGetUTF8Char((const unsigned char *)s, &n));
}

void
charset_encode(const char *charset, const struct buf *text, bool references,
    const char *file, struct buf *out, struct diag *d)
{
	xmlCharEncodingHandlerPtr handler;
	const char *s = buf_text(text), *end = s + text->len;
	size_t len, lacking = 0;

	handler = xmlFindCharEncodingHandler(charset);
	if (strcmp(charset, "UTF-8") == 0 || handler == NULL) {
		if (handler == NULL)
			diag_add(d, SEVERITY_SYSTEM, file, 0, NULL, NULL,
			    "this system cannot write %s", charset);
		buf_add(out, s, text->len);
		return;
	}
	for (; s < end; s += len) {
		for (len = 1; s + len < end && (s[len] & 0xc0) == 0x80; len++)
			;
		if (len == 1)
			buf_char(out, *s);
		else if (encode_character(handler, s, len, out))
			continue;
		else if (references)
			add_reference(s, len, out);
		else {
			buf_char(out, '?');
			lacking++;
		}
	}
	xmlCharEncCloseFunc(handler);
	if (lacking > 0)
		diag_warn(d, file, 0, NULL,
		    "%zu characters are not in %s: `?' stands for them",
		    lacking, charset);
}
