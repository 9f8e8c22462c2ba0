#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "base/xml.h"
#include "manifest/manifest_text.h"

static const char separators[] = " \t\r\n";

/*
 * Does the UTF-8 character with this first byte need no blank between words?
 * Chinese characters, kana and full-width characters do not.
 */
static bool
is_wide(unsigned char lead)
{
	return (lead >= 0xe3 && lead <= 0xe9) || lead == 0xef;
}

static bool
ends_wide(const struct buf *b)
{
	size_t i = b->len;

	while (i > 0 && ((unsigned char)b->data[i - 1] & 0xc0) == 0x80)
		i--;
	return i > 0 && is_wide((unsigned char)b->data[i - 1]);
}

/*
 * A copy in which blanks and newlines are folded to one blank, or to none
 * where a newline stands between two wide characters.
 */
static char *
fold_blanks(const char *s)
{
	struct buf b = BUF_INIT;
	size_t blanks;
	bool broken;

	buf_str(&b, "");
	s += strspn(s, " \t\r\n");
	while (*s != '\0') {
		blanks = strspn(s, " \t\r\n");
		if (blanks == 0) {
			buf_char(&b, *s++);
			continue;
		}
		broken = memchr(s, '\n', blanks) != NULL;
		s += blanks;
		if (*s != '\0' &&
		    !(broken && ends_wide(&b) && is_wide((unsigned char)*s)))
			buf_char(&b, ' ');
	}
	return b.data == NULL ? xstrdup("") : buf_steal(&b);
}

/* A language tag of BCP 47: letters, then subtags of letters and digits. */
static bool
is_language(struct slice tag)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	static const char alnum[] = "abcdefghijklmnopqrstuvwxyz0123456789"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	struct slice part;
	bool is_first = true;
	size_t i;

	if (tag.len == 0 || tag.p[tag.len - 1] == '-')
		return false;
	while (tag.len > 0) {
		const char *dash = memchr(tag.p, '-', tag.len);

		part = (struct slice){
		    tag.p, dash == NULL ? tag.len : (size_t)(dash - tag.p)};
		if (part.len < (is_first ? 2u : 1u) ||
		    part.len > (is_first ? 3u : 8u))
			return false;
		for (i = 0; i < part.len; i++)
			if (part.p[i] == '\0' ||
			    strchr(is_first ? letters : alnum, part.p[i]) ==
				NULL)
				return false;
		tag.p += part.len + (dash != NULL);
		tag.len -= part.len + (dash != NULL);
		is_first = false;
	}
	return true;
}

/* The index of a declared language, or nlanguages. */
static size_t
find_language(const struct manifest *m, const char *lang)
{
	size_t i;

	for (i = 0; i < m->nlanguages; i++)
		if (strcmp(m->languages[i], lang) == 0)
			break;
	return i;
}

static void
add_language(struct manifest *m, struct slice tag, const struct location *at)
{
	char *lang = slice_dup(tag);

	if (!is_language(tag))
		diag_error_at(at, "`%s' is not a language tag", lang);
	else if (find_language(m, lang) < m->nlanguages)
		diag_error_at(at, "the language `%s' is declared twice", lang);
	else if (m->nlanguages == MANIFEST_LANGUAGES_MAX)
		diag_error_at(at, "more than %d languages are declared",
		    MANIFEST_LANGUAGES_MAX);
	else {
		m->languages = array_append_room(
		    m->languages, m->nlanguages, sizeof(*m->languages));
		m->languages[m->nlanguages++] = lang;
		return;
	}
	free(lang);
}

void
manifest_read_languages(
    struct manifest *m, const xmlNode *root, const struct location *at)
{
	char *text = xml_attribute(root, "languages");
	struct slice rest = {text, text == NULL ? 0 : strlen(text)}, tag;
	bool is_empty = true;

	while (word_next(&rest, separators, &tag)) {
		is_empty = false;
		add_language(m, tag, at);
	}
	if (text != NULL && is_empty)
		diag_error_at(at, "languages=\"\" names no language");
	if (m->nlanguages == 0)
		add_language(m, (struct slice){"en", 2}, at);
	free(text);
}

/* The languages, for a finding; the caller frees. */
static char *
list_languages(const struct manifest *m)
{
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < m->nlanguages; i++)
		buf_printf(&b, "%s%s", i > 0 ? " " : "", m->languages[i]);
	return buf_steal(&b);
}

static void
refuse_language(
    const struct manifest *m, const char *lang, const struct location *at)
{
	char *declared = list_languages(m);

	diag_error_at(at,
	    "xml:lang=\"%s\": the manifest declares languages=\"%s\"", lang,
	    declared);
	free(declared);
}

void
manifest_read_text(const struct manifest *m, const xmlNode *node,
    struct manifest_text *t, const struct location *at)
{
	xmlChar *lang = xmlGetNsProp(
	    node, (const xmlChar *)"lang", XML_XML_NAMESPACE);
	xmlChar *content;
	size_t i;

	if (lang == NULL)
		return;
	i = find_language(m, (const char *)lang);
	if (i == m->nlanguages)
		refuse_language(m, (const char *)lang, at);
	else if (t->v != NULL && t->v[i] != NULL)
		diag_error_at(at, "a second `%s' in the language `%s'",
		    (const char *)node->name, (const char *)lang);
	else {
		if (t->v == NULL)
			t->v = xcalloc(m->nlanguages, sizeof(*t->v));
		content = xmlNodeGetContent(node);
		t->v[i] = fold_blanks(
		    content == NULL ? "" : (const char *)content);
		xmlFree(content);
	}
	xmlFree(lang);
}

void
manifest_check_text(const struct manifest *m, const struct manifest_text *t,
    const char *what, bool is_required, const struct location *at)
{
	const char *lang, *text;
	size_t i;

	if (t->v == NULL && !is_required)
		return;
	for (i = 0; i < m->nlanguages; i++) {
		lang = m->languages[i];
		text = t->v == NULL ? NULL : t->v[i];
		if (text == NULL)
			diag_error_at(at,
			    "the %s lacks its text in the language `%s'", what,
			    lang);
		else if (text[0] == '\0')
			diag_error_at(at,
			    "the text of the %s in the language `%s' is empty",
			    what, lang);
		else if (strlen(text) > MANIFEST_TEXT_MAX)
			diag_error_at(at,
			    "the text of the %s in the language `%s' is "
			    "longer than %d bytes",
			    what, lang, MANIFEST_TEXT_MAX);
	}
}

const char *
manifest_text_in(
    const struct manifest *m, const struct manifest_text *t, const char *lang)
{
	size_t i = find_language(m, lang);

	return t->v == NULL || i == m->nlanguages ? NULL : t->v[i];
}

void
manifest_clear_text(const struct manifest *m, struct manifest_text *t)
{
	size_t i;

	for (i = 0; t->v != NULL && i < m->nlanguages; i++)
		free(t->v[i]);
	free(t->v);
}
