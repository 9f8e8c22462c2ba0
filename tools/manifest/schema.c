#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/xml.h"
#include "manifest/schema.h"

static const char rng[] = "http://relaxng.org/ns/structure/1.0";

/* An attribute or a child element. */
struct name {
	char *name;
	bool is_required;
	bool repeats; /* may be there more than once */
};

struct names {
	struct name *v;
	size_t n, size;
};

/* An element and what it may contain. */
struct element {
	char *name;
	bool has_text;
	struct names attributes;
	struct names children;
};

struct schema {
	char *ns; /* namespace of the documents */
	struct element *v;
	size_t n, size;
};

static void
add_name(struct names *names, char *name, bool required, bool repeats)
{
	names->v = array_room(
	    names->v, names->n, &names->size, sizeof(*names->v));
	names->v[names->n++] = (struct name){name, required, repeats};
}

static size_t
find_name(const struct names *names, const char *name)
{
	size_t i;

	for (i = 0; i < names->n && strcmp(names->v[i].name, name) != 0; i++)
		;
	return i;
}

/* Adds the attributes and children that an element pattern holds. */
static void
read_content(
    struct element *e, const xmlNode *pattern, bool required, bool repeats)
{
	const xmlNode *p;

	for (p = pattern->children; p != NULL; p = p->next) {
		if (xml_is(p, rng, "attribute"))
			add_name(&e->attributes, xml_attribute(p, "name"),
			    required, false);
		else if (xml_is(p, rng, "ref"))
			add_name(&e->children, xml_attribute(p, "name"),
			    required, repeats);
		else if (xml_is(p, rng, "text"))
			e->has_text = true;
		else if (xml_is(p, rng, "optional"))
			read_content(e, p, false, repeats);
		else if (xml_is(p, rng, "zeroOrMore"))
			read_content(e, p, false, true);
		else if (xml_is(p, rng, "oneOrMore"))
			read_content(e, p, required, true);
		else if (xml_is(p, rng, "interleave"))
			read_content(e, p, required, repeats);
	}
}

static void
read_definition(struct schema *s, const xmlNode *define)
{
	const xmlNode *p;

	for (p = define->children; p != NULL; p = p->next) {
		if (!xml_is(p, rng, "element"))
			continue;
		s->v = array_room(s->v, s->n, &s->size, sizeof(*s->v));
		s->v[s->n] = (struct element){.name = xml_attribute(p, "name")};
		read_content(&s->v[s->n++], p, true, false);
	}
}

struct schema *
schema_new(const char *text, size_t len)
{
	struct schema *s = xcalloc(1, sizeof(*s));
	const xmlNode *root, *p;
	xmlDocPtr doc = NULL;

	if (len <= INT_MAX)
		doc = xmlReadMemory(text, (int)len, NULL, NULL,
		    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (doc == NULL)
		abort();
	root = xmlDocGetRootElement(doc);
	s->ns = xml_attribute(root, "ns");
	for (p = root->children; p != NULL; p = p->next)
		if (xml_is(p, rng, "define"))
			read_definition(s, p);
	xmlFreeDoc(doc);
	return s;
}

static void
free_names(struct names *names)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		free(names->v[i].name);
	free(names->v);
}

void
schema_free(struct schema *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->n; i++) {
		free(s->v[i].name);
		free_names(&s->v[i].attributes);
		free_names(&s->v[i].children);
	}
	free(s->v);
	free(s->ns);
	free(s);
}

/* The document while it is checked. */
struct checker {
	const struct schema *s;
	struct location at;
};

/* The place of a node, for a finding. */
static const struct location *
location_of(struct checker *c, const xmlNode *node)
{
	c->at.line = xml_line(node);
	return &c->at;
}

static const struct element *
find_element(const struct schema *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->v[i].name, name) == 0)
			return &s->v[i];
	return NULL;
}

#define NEAR_MAX 24 /* bytes; longer names are not compared */

/*
 * How many bytes have to be inserted, deleted or changed to make b from a
 * (Levenshtein's distance); UINT_MAX when one is too long.
 */
static unsigned
edit_distance(const char *a, const char *b)
{
	unsigned row[NEAR_MAX + 1], left, above, next;
	size_t i, k, na = strlen(a), nb = strlen(b);

	if (na > NEAR_MAX || nb > NEAR_MAX)
		return UINT_MAX;
	for (k = 0; k <= nb; k++)
		row[k] = (unsigned)k;
	for (i = 1; i <= na; i++) {
		above = row[0];
		left = row[0] = (unsigned)i;
		for (k = 1; k <= nb; k++) {
			next = above + (a[i - 1] != b[k - 1]);
			above = row[k];
			if (left + 1 < next)
				next = left + 1;
			if (above + 1 < next)
				next = above + 1;
			row[k] = left = next;
		}
	}
	return row[nb];
}

/* The name that was probably meant, or NULL. */
static const char *
find_nearest(const struct names *names, const char *name)
{
	const char *best = NULL;
	unsigned least = strlen(name) < 4 ? 2 : 3, n;
	size_t i;

	for (i = 0; i < names->n; i++) {
		n = edit_distance(name, names->v[i].name);
		if (n < least) {
			least = n;
			best = names->v[i].name;
		}
	}
	return best;
}

static void
report_unknown(struct checker *c, const xmlNode *node, const char *kind,
    const char *name, const char *parent, const struct names *names)
{
	const char *meant = find_nearest(names, name);

	if (meant == NULL)
		diag_error_at(location_of(c, node), "`%s' has no %s `%s'",
		    parent, kind, name);
	else
		diag_error_at(location_of(c, node),
		    "`%s' has no %s `%s'; is `%s' meant?", parent, kind, name,
		    meant);
}

static void
check_attributes(
    struct checker *c, const xmlNode *node, const struct element *e)
{
	const struct names *names = &e->attributes;
	bool *seen = xcalloc(names->n + 1, sizeof(*seen));
	const xmlAttr *a;
	char *name;
	size_t i;

	for (a = node->properties; a != NULL; a = a->next) {
		if (a->ns != NULL && a->ns->prefix != NULL)
			name = xasprintf("%s:%s", (const char *)a->ns->prefix,
			    (const char *)a->name);
		else
			name = xstrdup((const char *)a->name);
		i = find_name(names, name);
		if (i == names->n)
			report_unknown(
			    c, node, "attribute", name, e->name, names);
		seen[i] = true;
		free(name);
	}
	for (i = 0; i < names->n; i++)
		if (names->v[i].is_required && !seen[i])
			diag_error_at(location_of(c, node),
			    "`%s' lacks the attribute `%s'", e->name,
			    names->v[i].name);
	free(seen);
}

static bool
is_blank_text(const xmlNode *node)
{
	const char *s = (const char *)node->content;

	return s == NULL || s[strspn(s, " \t\r\n")] == '\0';
}

static void check_element(
    struct checker *c, const xmlNode *node, const struct element *e);

/* Checks a child element and what is in it; seen counts names. */
static void
check_child(struct checker *c, const xmlNode *node, const struct element *e,
    unsigned *seen)
{
	const struct names *names = &e->children;
	const char *name = (const char *)node->name;
	size_t i = find_name(names, name);
	const struct element *child;

	if (!xml_is(node, c->s->ns, NULL)) {
		diag_error_at(location_of(c, node),
		    "`%s' is not in the namespace %s", name, c->s->ns);
		return;
	}
	if (i == names->n) {
		report_unknown(c, node, "element", name, e->name, names);
		return;
	}
	if (seen[i]++ == 1 && !names->v[i].repeats)
		diag_error_at(location_of(c, node), "`%s' has a second `%s'",
		    e->name, name);
	child = find_element(c->s, name);
	if (child != NULL)
		check_element(c, node, child);
}

/*
 * Checks an element and what is in it.  Recursion is no deeper than the
 * schema, since it ends at unknown names.
 */
static void
check_element(struct checker *c, const xmlNode *node, const struct element *e)
{
	const struct names *names = &e->children;
	unsigned *seen = xcalloc(names->n + 1, sizeof(*seen));
	const xmlNode *p;
	size_t i;

	check_attributes(c, node, e);
	for (p = node->children; p != NULL; p = p->next) {
		if (p->type == XML_ELEMENT_NODE)
			check_child(c, p, e, seen);
		else if ((p->type == XML_TEXT_NODE ||
			     p->type == XML_CDATA_SECTION_NODE) &&
		    !e->has_text && !is_blank_text(p))
			diag_error_at(location_of(c, p),
			    "text is not allowed in `%s'", e->name);
	}
	for (i = 0; i < names->n; i++)
		if (names->v[i].is_required && seen[i] == 0)
			diag_error_at(location_of(c, node),
			    "`%s' lacks the element `%s'", e->name,
			    names->v[i].name);
	free(seen);
}

void
schema_check_names(
    const struct schema *s, const xmlDoc *doc, const struct location *at)
{
	struct checker c = {s, *at};
	const xmlNode *root = xmlDocGetRootElement(doc);
	const struct element *first = &s->v[0];

	if (root == NULL)
		return;
	if (!xml_is(root, s->ns, first->name))
		diag_error_at(location_of(&c, root),
		    "the root element is not `%s' in the namespace %s",
		    first->name, s->ns);
	else
		check_element(&c, root, first);
}
