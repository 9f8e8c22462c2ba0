#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/closest.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/words.h"
#include "base/xml.h"
#include "manifest/manifest_notes.h"
#include "manifest/manifest_read.h"
#include "manifest/manifest_text.h"

struct reader {
	struct manifest *m;
	struct location at;
};

/* The place of a node, for a finding. */
static const struct location *
location_of(struct reader *r, const xmlNode *node)
{
	r->at.line = xml_line(node);
	return &r->at;
}

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

/* A number from least to most; otherwise when there is none or it is wrong. */
static int64_t
take_number(struct reader *r, const xmlNode *node, const char *name,
    int64_t least, int64_t most, int64_t otherwise)
{
	char *text = xml_attribute(node, name);
	uint64_t n;
	bool valid;

	if (text == NULL)
		return otherwise;
	valid = number_parse((struct slice){text, strlen(text)}, 10,
		    (uint64_t)most, &n) &&
	    n >= (uint64_t)least;
	if (!valid && most == INT64_MAX)
		diag_error_at(location_of(r, node), "%s=\"%s\" is not a number",
		    name, text);
	else if (!valid)
		diag_error_at(location_of(r, node),
		    "%s=\"%s\" is not a number from %lld to %lld", name, text,
		    (long long)least, (long long)most);
	free(text);
	return valid ? (int64_t)n : otherwise;
}

static int64_t
take_size(struct reader *r, const xmlNode *node, const char *name)
{
	return take_number(r, node, name, 0, INT64_MAX, MANIFEST_UNKNOWN);
}

/* Permissions in octal, or MANIFEST_UNKNOWN. */
static int32_t
take_mode(struct reader *r, const xmlNode *node)
{
	char *text = xml_attribute(node, "mode");
	uint64_t n = 0;

	if (text == NULL)
		return MANIFEST_UNKNOWN;
	if (!number_parse((struct slice){text, strlen(text)}, 8, 07777, &n))
		diag_error_at(location_of(r, node),
		    "mode=\"%s\" is not an octal number up to 7777", text);
	free(text);
	return (int32_t)n;
}

static int64_t
take_date(struct reader *r, const xmlNode *node, const char *name)
{
	char *text = xml_attribute(node, name);
	int64_t seconds = MANIFEST_UNKNOWN;

	if (text != NULL && !date_parse(text, &seconds))
		diag_error_at(location_of(r, node),
		    "%s=\"%s\" is not a date from 1970 to 2105, as in "
		    "2005-05-11 or 2005-05-11T10:00:00Z",
		    name, text);
	free(text);
	return seconds;
}

/* A finding that names them all. */
static void
refuse_word(struct reader *r, const xmlNode *node, const char *name,
    const char *text, const char *const *words)
{
	struct buf known = BUF_INIT;
	size_t i;

	for (i = 0; words[i] != NULL; i++)
		buf_printf(&known, "%s`%s'", i > 0 ? ", " : "", words[i]);
	diag_error_at(location_of(r, node),
	    "%s=\"%s\" is unknown; known are %s", name, text, buf_text(&known));
	buf_free(&known);
}

/* Which of the words the attribute is; otherwise when it is none. */
static size_t
take_word(struct reader *r, const xmlNode *node, const char *name,
    const char *const *words, size_t otherwise)
{
	char *text = xml_attribute(node, name);
	size_t i = otherwise;
	struct closest c;

	if (text == NULL)
		return i;
	closest_begin(&c, text);
	for (i = 0; words[i] != NULL && strcmp(words[i], text) != 0; i++)
		closest_offer(&c, words[i]);
	if (words[i] == NULL && c.best != NULL) {
		diag_error_at(location_of(r, node),
		    "%s=\"%s\" is unknown; did you mean `%s'?", name, text,
		    c.best);
		i = otherwise;
	} else if (words[i] == NULL) {
		refuse_word(r, node, name, text, words);
		i = otherwise;
	}
	free(text);
	return i;
}

static void
read_sources(struct reader *r, const xmlNode *node)
{
	struct manifest_sources *s = &r->m->sources;
	const xmlNode *p;

	*s = (struct manifest_sources){.line = xml_line(node),
	    .prototype = xml_attribute(node, "prototype"),
	    .pkginfo = xml_attribute(node, "pkginfo")};
	s->information = xcalloc(
	    count_named(node, "information") + 1, sizeof(*s->information));
	for (p = first_named(node, "information"); p != NULL;
	     p = next_named(p->next, "information"))
		s->information[s->ninformation++] =
		    (struct manifest_information){.line = xml_line(p),
			.name = xml_attribute(p, "name"),
			.date = take_date(r, p, "date")};
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
read_preimages(struct reader *r, const xmlNode *node, struct manifest_file *f)
{
	const xmlNode *p;

	f->preimages = xcalloc(
	    count_named(node, "before") + 1, sizeof(*f->preimages));
	for (p = first_named(node, "before"); p != NULL;
	     p = next_named(p->next, "before"))
		f->preimages[f->npreimages++] = (struct manifest_preimage){
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
	    [MANIFEST_ATTRIBUTES] = "attributes",
	    NULL,
	};
	static const char *const types[] = {
	    [MANIFEST_FILE] = "file",
	    [MANIFEST_SYMLINK] = "symlink",
	    [MANIFEST_HARDLINK] = "hardlink",
	    [MANIFEST_DIRECTORY] = "directory",
	    NULL,
	};
	struct manifest_file *f = &r->m->files[r->m->nfiles++];
	const xmlNode *p;

	*f = (struct manifest_file){.line = xml_line(node),
	    .action = (enum manifest_action)take_word(r, node, "action",
		actions, patch ? MANIFEST_REPLACE : MANIFEST_ADD),
	    .type = (enum manifest_type)take_word(
		r, node, "type", types, MANIFEST_FILE),
	    .target = xml_attribute(node, "target"),
	    .owner = xml_attribute(node, "owner"),
	    .group = xml_attribute(node, "group"),
	    .mode = take_mode(r, node),
	    .path = xml_attribute(node, "path"),
	    .source = xml_attribute(node, "source"),
	    .build = xml_attribute(node, "build"),
	    .sha256 = xml_attribute(node, "sha256"),
	    .date = take_date(r, node, "date"),
	    .size = take_size(r, node, "size")};
	for (p = first_named(node, "purpose"); p != NULL;
	     p = next_named(p->next, "purpose"))
		manifest_read_text(r->m, p, &f->purpose, location_of(r, p));
	read_preimages(r, node, f);
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
			manifest_read_text(
			    r->m, text, &fix->text, location_of(r, text));
	}
}

static struct manifest_package
read_package(const xmlNode *node)
{
	return (struct manifest_package){.line = xml_line(node),
	    .name = xml_attribute(node, "package"),
	    .version = xml_attribute(node, "version"),
	    .title = xml_attribute(node, "title")};
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

static const char blanks[] = " \t\r\n";

static void
read_service(struct reader *r, const xmlNode *node)
{
	struct manifest_service *s = xcalloc(1, sizeof(*s));
	char *process = xml_attribute(node, "process");
	struct slice rest = {process, process == NULL ? 0 : strlen(process)};
	struct slice word;

	s->line = xml_line(node);
	s->name = xml_attribute(node, "name");
	s->script = xml_attribute(node, "script");
	s->timeout = (int)take_number(
	    r, node, "timeout", 1, MANIFEST_TIMEOUT_MAX, 60);
	while (word_next(&rest, blanks, &word)) {
		s->processes = array_append_room(
		    s->processes, s->nprocesses, sizeof(*s->processes));
		s->processes[s->nprocesses++] = slice_dup(word);
	}
	if (process != NULL && s->nprocesses == 0)
		diag_error_at(
		    location_of(r, node), "process=\"\" names no program");
	free(process);
	r->m->patch->service = s;
}

static void
read_minutes(struct reader *r, const xmlNode *node, bool minutes[60])
{
	char *text = xml_attribute(node, "minutes");
	struct slice rest = {text, text == NULL ? 0 : strlen(text)}, word;
	bool is_empty = true;
	uint64_t n;

	while (word_next(&rest, blanks, &word)) {
		is_empty = false;
		if (word.len <= 2 && number_parse(word, 10, 59, &n))
			minutes[n] = true;
		else
			diag_error_at(location_of(r, node),
			    "the minute `%.*s' is not a number from 0 to 59",
			    SLICE_ARGS(word));
	}
	if (text != NULL && is_empty)
		diag_error_at(
		    location_of(r, node), "minutes=\"\" names no minute");
	free(text);
}

static void
read_quiet(struct reader *r, const xmlNode *node)
{
	static const char *const actions[] = {"refuse", "wait", NULL};
	struct manifest_quiet *q = &r->m->patch->quiet;

	q->line = xml_line(node);
	q->margin = (int)take_number(
	    r, node, "margin", 0, MANIFEST_MARGIN_MAX, 0);
	q->waits = take_word(r, node, "action", actions, 0) == 1;
	read_minutes(r, node, q->is_quiet);
}

static void
read_notes(struct reader *r, const xmlNode *node)
{
	manifest_read_notes(r->m, node, &r->at);
}

static void
read_patch(struct reader *r, const xmlNode *node)
{
	struct manifest_patch *patch = xcalloc(1, sizeof(*patch));
	const xmlNode *p;

	r->m->patch = patch;
	patch->line = xml_line(node);
	patch->class = xml_attribute(node, "class");
	patch->level = take_number(
	    r, node, "level", 0, MANIFEST_LEVEL_MAX, MANIFEST_UNKNOWN);
	patch->mark = xml_attribute(node, "mark");
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
    struct manifest *m, const xmlNode *root, const struct location *at)
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
	    {"notes", read_notes},
	};
	struct reader r = {m, *at};
	const xmlNode *p;
	size_t i;

	m->line = xml_line(root);
	manifest_read_languages(m, root, location_of(&r, root));
	m->build.date = m->build.released = MANIFEST_UNKNOWN;
	m->payload.size = MANIFEST_UNKNOWN;
	for (i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		p = first_named(root, sections[i].name);
		if (p != NULL)
			sections[i].read(&r, p);
	}
}
