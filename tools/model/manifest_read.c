/*
 * From the elements of a manifest to its struct.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/xml.h"
#include "model/manifest_private.h"

static const char rule[] = MANIFEST_RULE;

struct reader {
	struct manifest *m;
	const char *file;
	struct diag *d;
};

/* The next element of this name from p on, p included. */
static const xmlNode *
next_named(const xmlNode *p, const char *name)
{
	while (p != NULL && !xml_is(p, MANIFEST_NS, name))
		p = p->next;
	return p;
}

static const xmlNode *
first_named(const xmlNode *parent, const char *name)
{
	return next_named(parent->children, name);
}

static size_t
count_named(const xmlNode *parent, const char *name)
{
	const xmlNode *p;
	size_t n = 0;

	for (p = first_named(parent, name); p != NULL;
	     p = next_named(p->next, name))
		n++;
	return n;
}

/* A number from least to most, or otherwise when it is not given or wrong. */
static int64_t
take_number(struct reader *r, const xmlNode *node, const char *name,
    int64_t least, int64_t most, int64_t otherwise)
{
	char *text = xml_attribute(node, name);
	long long value;

	if (text == NULL)
		return otherwise;
	errno = 0;
	value = strtoll(text, NULL, 10);
	if (text[0] == '\0' || text[strspn(text, "0123456789")] != '\0' ||
	    errno != 0 || value < least || value > most) {
		if (most == INT64_MAX)
			diag_error(r->d, r->file, xml_line(node), rule,
			    "%s=\"%s\" is not a number", name, text);
		else
			diag_error(r->d, r->file, xml_line(node), rule,
			    "%s=\"%s\" is not a number from %lld to %lld", name,
			    text, (long long)least, (long long)most);
		value = otherwise;
	}
	free(text);
	return value;
}

static int64_t
take_size(struct reader *r, const xmlNode *node, const char *name)
{
	return take_number(r, node, name, 0, INT64_MAX, MANIFEST_UNKNOWN);
}

static int64_t
take_date(struct reader *r, const xmlNode *node, const char *name)
{
	char *text = xml_attribute(node, name);
	int64_t seconds = MANIFEST_UNKNOWN;

	if (text != NULL && !date_parse(text, &seconds))
		diag_error(r->d, r->file, xml_line(node), rule,
		    "%s=\"%s\" is not a date from 1970 to 2105, as in "
		    "2005-05-11 or 2005-05-11T10:00:00Z",
		    name, text);
	free(text);
	return seconds;
}

/* The index of the word that the attribute is, or 0. */
static size_t
take_word(struct reader *r, const xmlNode *node, const char *name,
    const char *const *words, size_t otherwise)
{
	char *text = xml_attribute(node, name);
	size_t i = otherwise;

	if (text == NULL)
		return i;
	for (i = 0; words[i] != NULL && strcmp(words[i], text) != 0; i++)
		;
	if (words[i] == NULL) {
		diag_error(r->d, r->file, xml_line(node), rule,
		    "%s=\"%s\" is unknown; `%s' and `%s' are known", name, text,
		    words[0], words[1]);
		i = otherwise;
	}
	free(text);
	return i;
}

/*
 * Does the character with this first byte stand without blanks around it?
 * Chinese characters, kana and their full-width companions do.
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
 * Blanks and line ends become one blank, or none where a line of Japanese is
 * broken between two of its characters.
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

/* One text of an element whose language tells which. */
static void
take_text(struct reader *r, const xmlNode *node, struct manifest_text *t)
{
	xmlChar *lang = xmlGetNsProp(
	    node, (const xmlChar *)"lang", XML_XML_NAMESPACE);
	xmlChar *content;
	char **where = NULL;

	if (lang == NULL)
		return;
	if (strcmp((const char *)lang, "en") == 0)
		where = &t->en;
	else if (strcmp((const char *)lang, "ja") == 0)
		where = &t->ja;
	if (where == NULL)
		diag_error(r->d, r->file, xml_line(node), rule,
		    "xml:lang=\"%s\" is unknown; `en' and `ja' are known",
		    (const char *)lang);
	else if (*where != NULL)
		diag_error(r->d, r->file, xml_line(node), rule,
		    "a second `%s' in the language `%s'",
		    (const char *)node->name, (const char *)lang);
	else {
		content = xmlNodeGetContent(node);
		*where = fold_blanks(
		    content == NULL ? "" : (const char *)content);
		xmlFree(content);
	}
	xmlFree(lang);
}

static void
read_sources(struct reader *r, const xmlNode *node)
{
	r->m->sources = (struct manifest_sources){.line = xml_line(node),
	    .prototype = xml_attribute(node, "prototype"),
	    .pkginfo = xml_attribute(node, "pkginfo")};
}

static void
read_payload(struct reader *r, const xmlNode *node)
{
	r->m->payload = (struct manifest_payload){.line = xml_line(node),
	    .name = xml_attribute(node, "name"),
	    .size = take_size(r, node, "size"),
	    .sha256 = xml_attribute(node, "sha256"),
	    .prefix = xml_attribute(node, "prefix")};
}

static void
read_product(struct reader *r, const xmlNode *node)
{
	r->m->product = (struct manifest_product){.line = xml_line(node),
	    .name = xml_attribute(node, "name"),
	    .version = xml_attribute(node, "version"),
	    .vendor = xml_attribute(node, "vendor")};
}

static void
read_build(struct reader *r, const xmlNode *node)
{
	r->m->build = (struct manifest_build){.line = xml_line(node),
	    .number = xml_attribute(node, "number"),
	    .date = take_date(r, node, "date"),
	    .released = take_date(r, node, "released")};
}

static void
read_parameters(struct reader *r, const xmlNode *list)
{
	struct manifest *m = r->m;
	const xmlNode *p;

	m->parameters = xcalloc(
	    count_named(list, "parameter") + 1, sizeof(*m->parameters));
	for (p = first_named(list, "parameter"); p != NULL;
	     p = next_named(p->next, "parameter"))
		m->parameters[m->nparameters++] = (struct manifest_parameter){
		    .line = xml_line(p),
		    .name = xml_attribute(p, "name"),
		    .value = xml_attribute(p, "value")};
}

static void
read_before(struct reader *r, const xmlNode *node, struct manifest_file *f)
{
	const xmlNode *p;

	f->before = xcalloc(
	    count_named(node, "before") + 1, sizeof(*f->before));
	for (p = first_named(node, "before"); p != NULL;
	     p = next_named(p->next, "before"))
		f->before[f->nbefore++] = (struct manifest_before){
		    .line = xml_line(p),
		    .size = take_size(r, p, "size"),
		    .cksum = take_number(
			r, p, "cksum", 0, UINT32_MAX, MANIFEST_UNKNOWN),
		    .sha256 = xml_attribute(p, "sha256"),
		    .build = xml_attribute(p, "build")};
}

static void
read_file(struct reader *r, const xmlNode *node, bool patch)
{
	static const char *const actions[] = {
	    [MANIFEST_REPLACE] = "replace",
	    [MANIFEST_ADD] = "add",
	    [MANIFEST_DELETE] = "delete",
	    NULL,
	};
	struct manifest_file *f = &r->m->files[r->m->nfiles++];
	const xmlNode *p;

	*f = (struct manifest_file){.line = xml_line(node),
	    .action = (enum manifest_action)take_word(r, node, "action",
		actions, patch ? MANIFEST_REPLACE : MANIFEST_ADD),
	    .path = xml_attribute(node, "path"),
	    .source = xml_attribute(node, "source"),
	    .build = xml_attribute(node, "build"),
	    .sha256 = xml_attribute(node, "sha256"),
	    .date = take_date(r, node, "date"),
	    .size = take_size(r, node, "size")};
	for (p = first_named(node, "purpose"); p != NULL;
	     p = next_named(p->next, "purpose"))
		take_text(r, p, &f->purpose);
	read_before(r, node, f);
}

static void
read_files(struct reader *r, const xmlNode *list)
{
	const xmlNode *p;
	bool patch = first_named(list->parent, "patch") != NULL;

	r->m->files = xcalloc(
	    count_named(list, "file") + 1, sizeof(*r->m->files));
	for (p = first_named(list, "file"); p != NULL;
	     p = next_named(p->next, "file"))
		read_file(r, p, patch);
}

static void
read_fixes(struct reader *r, const xmlNode *list)
{
	struct manifest_fix *fix;
	const xmlNode *p, *text;

	r->m->fixes = xcalloc(
	    count_named(list, "fix") + 1, sizeof(*r->m->fixes));
	for (p = first_named(list, "fix"); p != NULL;
	     p = next_named(p->next, "fix")) {
		fix = &r->m->fixes[r->m->nfixes++];
		*fix = (struct manifest_fix){.line = xml_line(p),
		    .number = xml_attribute(p, "number"),
		    .ref = xml_attribute(p, "ref")};
		for (text = first_named(p, "text"); text != NULL;
		     text = next_named(text->next, "text"))
			take_text(r, text, &fix->text);
	}
}

static struct manifest_package
read_package(const xmlNode *node)
{
	return (struct manifest_package){.line = xml_line(node),
	    .name = xml_attribute(node, "package"),
	    .version = xml_attribute(node, "version")};
}

static void
read_packages(
    const xmlNode *patch, const char *name, struct manifest_packages *list)
{
	const xmlNode *p;

	list->v = xcalloc(count_named(patch, name) + 1, sizeof(*list->v));
	for (p = first_named(patch, name); p != NULL;
	     p = next_named(p->next, name))
		list->v[list->n++] = read_package(p);
}

static void
split_words(const char *text, char ***words, size_t *n)
{
	size_t len;

	*words = xcalloc(strlen(text) / 2 + 1, sizeof(**words));
	for (;; text += len) {
		text += strspn(text, " \t\r\n");
		len = strcspn(text, " \t\r\n");
		if (len == 0)
			return;
		(*words)[(*n)++] = xstrndup(text, len);
	}
}

static void
read_service(struct reader *r, const xmlNode *node)
{
	struct manifest_service *s = xcalloc(1, sizeof(*s));
	char *process = xml_attribute(node, "process");

	s->line = xml_line(node);
	s->name = xml_attribute(node, "name");
	s->script = xml_attribute(node, "script");
	s->timeout = (int)take_number(
	    r, node, "timeout", 1, MANIFEST_TIMEOUT_MAX, 60);
	if (process != NULL)
		split_words(process, &s->process, &s->nprocess);
	free(process);
	r->m->patch->service = s;
}

/* A word that is not a minute is told and left out. */
static void
mark_minute(struct reader *r, const xmlNode *node, const char *word)
{
	size_t len = strlen(word);
	long minute = -1;

	if (len <= 2 && word[strspn(word, "0123456789")] == '\0')
		minute = strtol(word, NULL, 10);
	if (minute < 0 || minute > 59)
		diag_error(r->d, r->file, xml_line(node), rule,
		    "the minute `%s' is not a number from 0 to 59", word);
	else
		r->m->patch->quiet.minute[minute] = true;
}

static void
read_quiet(struct reader *r, const xmlNode *node)
{
	static const char *const actions[] = {"refuse", "wait", NULL};
	struct manifest_quiet *q = &r->m->patch->quiet;
	char *minutes = xml_attribute(node, "minutes");
	char **words = NULL;
	size_t i, n = 0;

	q->line = xml_line(node);
	q->margin = (int)take_number(
	    r, node, "margin", 0, MANIFEST_MARGIN_MAX, 0);
	q->wait = take_word(r, node, "action", actions, 0) == 1;
	if (minutes == NULL)
		return;
	split_words(minutes, &words, &n);
	if (n == 0)
		diag_error(r->d, r->file, q->line, rule,
		    "minutes=\"\" names no minute");
	for (i = 0; i < n; i++) {
		mark_minute(r, node, words[i]);
		free(words[i]);
	}
	free(words);
	free(minutes);
}

static void
read_patch(struct reader *r, const xmlNode *node)
{
	struct manifest_patch *patch = xcalloc(1, sizeof(*patch));
	const xmlNode *p;

	r->m->patch = patch;
	patch->line = xml_line(node);
	patch->class = xml_attribute(node, "class");
	patch->level = take_number(r, node, "level", 0, 999999, 0);
	p = first_named(node, "base");
	if (p != NULL)
		patch->base = read_package(p);
	read_packages(node, "requires", &patch->requires);
	read_packages(node, "accepts", &patch->accepts);
	read_packages(node, "refuses", &patch->refuses);
	read_packages(node, "owner", &patch->owners);
	p = first_named(node, "service");
	if (p != NULL)
		read_service(r, p);
	p = first_named(node, "quiet");
	if (p != NULL)
		read_quiet(r, p);
}

void
manifest_read(
    struct manifest *m, const xmlNode *root, const char *file, struct diag *d)
{
	static const struct {
		const char *name;
		void (*read)(struct reader *, const xmlNode *);
	} sections[] = {
	    {"sources", read_sources},
	    {"payload", read_payload},
	    {"product", read_product},
	    {"build", read_build},
	    {"parameters", read_parameters},
	    {"files", read_files},
	    {"fixes", read_fixes},
	    {"patch", read_patch},
	};
	struct reader r = {m, file, d};
	const xmlNode *p;
	size_t i;

	m->line = xml_line(root);
	m->build.date = m->build.released = MANIFEST_UNKNOWN;
	m->payload.size = MANIFEST_UNKNOWN;
	for (i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		p = first_named(root, sections[i].name);
		if (p != NULL)
			sections[i].read(&r, p);
	}
}
