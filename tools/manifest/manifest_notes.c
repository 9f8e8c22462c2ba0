#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/words.h"
#include "base/xml.h"
#include "manifest/manifest_notes.h"
#include "manifest/manifest_text.h"

#define FILE_NAME_MAX 64 /* bytes of the package's file name */

/* The place of an element, for a finding. */
static struct location
location_at(const struct location *at, size_t line)
{
	struct location here = *at;

	here.line = line;
	return here;
}

static void
read_texts(const struct manifest *m, const xmlNode *parent, const char *name,
    struct manifest_text *t, const struct location *at)
{
	struct location here;
	const xmlNode *p;

	for (p = parent->children; p != NULL; p = p->next) {
		if (!xml_is(p, MANIFEST_NS, name))
			continue;
		here = location_at(at, xml_line(p));
		manifest_read_text(m, p, t, &here);
	}
}

static void
read_list(struct manifest *m, const xmlNode *parent, const char *name,
    const char *attribute, struct manifest_note_list *list,
    const struct location *at)
{
	struct manifest_note *note;
	const xmlNode *p;

	for (p = parent->children; p != NULL; p = p->next) {
		if (!xml_is(p, MANIFEST_NS, name))
			continue;
		list->v = array_append_room(list->v, list->n, sizeof(*list->v));
		note = &list->v[list->n++];
		*note = (struct manifest_note){.line = xml_line(p)};
		if (attribute != NULL)
			note->value = xml_attribute(p, attribute);
		read_texts(m, p, "text", &note->text, at);
	}
}

void
manifest_read_notes(
    struct manifest *m, const xmlNode *node, const struct location *at)
{
	struct manifest_notes *n = &m->notes;

	n->line = xml_line(node);
	n->file = xml_attribute(node, "file");
	n->console = xml_attribute(node, "console");
	read_texts(m, node, "summary", &n->summary, at);
	read_list(m, node, "module", "build", &n->modules, at);
	read_list(m, node, "prepare", NULL, &n->prepare, at);
	read_list(m, node, "after", "url", &n->after, at);
}

/* Addresses of web pages become links: nothing but http and https. */
static bool
is_url(struct slice word)
{
	size_t i;

	if (!(word.len > 7 && strncmp(word.p, "http://", 7) == 0) &&
	    !(word.len > 8 && strncmp(word.p, "https://", 8) == 0))
		return false;
	for (i = 0; i < word.len; i++)
		if (word.p[i] <= ' ' || word.p[i] > '~' ||
		    strchr("'\"\\<>`$", word.p[i]) != NULL)
			return false;
	return true;
}

static void
check_urls(const char *text, const char *name, const struct location *at)
{
	struct slice rest = {text, text == NULL ? 0 : strlen(text)}, word;
	bool is_empty = true;

	while (word_next(&rest, " \t\r\n", &word)) {
		is_empty = false;
		if (!is_url(word))
			diag_error_at(at,
			    "%s: `%.*s' is not an address that begins with "
			    "http:// or https://, without quotes",
			    name, SLICE_ARGS(word));
	}
	if (text != NULL && is_empty)
		diag_error_at(at, "%s=\"\" is no address", name);
}

/* Its name is a word of shell commands. */
static void
check_file_name(const char *name, const struct location *at)
{
	static const char first[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789";
	static const char all[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz0123456789._+-";

	if (name == NULL)
		return;
	if (name[0] == '\0' || strchr(first, name[0]) == NULL ||
	    name[strspn(name, all)] != '\0' || strlen(name) > FILE_NAME_MAX)
		diag_error_at(at,
		    "file=\"%s\" is not a letter or digit and up to %d more "
		    "of A-Z a-z 0-9 . _ + -",
		    name, FILE_NAME_MAX - 1);
}

static void
check_list(const struct manifest *m, const struct manifest_note_list *list,
    const char *what, const struct location *at)
{
	struct location here;
	size_t i;

	for (i = 0; i < list->n; i++) {
		here = location_at(at, list->v[i].line);
		manifest_check_text(m, &list->v[i].text, what, true, &here);
	}
}

void
manifest_check_notes(const struct manifest *m, const struct location *at)
{
	const struct manifest_notes *n = &m->notes;
	struct location here = location_at(at, n->line);
	size_t i;

	check_file_name(n->file, &here);
	check_urls(n->console, "console", &here);
	manifest_check_text(m, &n->summary, "summary", false, &here);
	check_list(m, &n->modules, "module", at);
	check_list(m, &n->prepare, "preparation", at);
	check_list(m, &n->after, "step after it", at);
	for (i = 0; i < n->modules.n; i++) {
		here = location_at(at, n->modules.v[i].line);
		if (n->modules.v[i].value != NULL &&
		    xmlValidateNMToken(
			(const xmlChar *)n->modules.v[i].value, 0) != 0)
			diag_error_at(&here, "build=\"%s\" is not one word",
			    n->modules.v[i].value);
	}
	for (i = 0; i < n->after.n; i++) {
		here = location_at(at, n->after.v[i].line);
		check_urls(n->after.v[i].value, "url", &here);
	}
}

static void
clear_list(const struct manifest *m, struct manifest_note_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++) {
		free(list->v[i].value);
		manifest_clear_text(m, &list->v[i].text);
	}
	free(list->v);
}

void
manifest_clear_notes(struct manifest *m)
{
	struct manifest_notes *n = &m->notes;

	free(n->file);
	free(n->console);
	manifest_clear_text(m, &n->summary);
	clear_list(m, &n->modules);
	clear_list(m, &n->prepare);
	clear_list(m, &n->after);
}
