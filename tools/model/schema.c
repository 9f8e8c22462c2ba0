#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/relaxng.h>

#include "base/mem.h"
#include "base/xml.h"
#include "model/schema.h"

static const char rng[] = "http://relaxng.org/ns/structure/1.0";

struct name {
	char *name;
	bool required;
	bool repeats;
};

struct names {
	struct name *v;
	size_t n, size;
};

/* One element of the vocabulary and what may be in it. */
struct element {
	char *name;
	bool text;
	struct names attributes;
	struct names children;
};

struct schema {
	xmlDocPtr doc;
	char *ns; /* of the documents */
	struct element *v;
	size_t n, size;
};

static void
add_name(struct names *names, char *name, bool required, bool repeats)
{
	if (names->n == names->size) {
		names->size = names->size == 0 ? 8 : names->size * 2;
		names->v = xreallocarray(
		    names->v, names->size, sizeof(*names->v));
	}
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

/* What stands inside an element pattern, at any depth of its particles. */
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
			e->text = true;
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
		if (s->n == s->size) {
			s->size = s->size == 0 ? 16 : s->size * 2;
			s->v = xreallocarray(s->v, s->size, sizeof(*s->v));
		}
		s->v[s->n] = (struct element){.name = xml_attribute(p, "name")};
		read_content(&s->v[s->n++], p, true, false);
	}
}

struct schema *
schema_new(const char *text, size_t len)
{
	struct schema *s = xcalloc(1, sizeof(*s));
	const xmlNode *root, *p;

	if (len <= INT_MAX)
		s->doc = xmlReadMemory(text, (int)len, NULL, NULL,
		    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (s->doc == NULL)
		abort();
	root = xmlDocGetRootElement(s->doc);
	s->ns = xml_attribute(root, "ns");
	for (p = root->children; p != NULL; p = p->next)
		if (xml_is(p, rng, "define"))
			read_definition(s, p);
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
	xmlFreeDoc(s->doc);
	free(s);
}

/* The document while it is checked. */
struct checker {
	const struct schema *s;
	const char *file, *rule;
	struct diag *d;
};

static const struct element *
find_element(const struct schema *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->v[i].name, name) == 0)
			return &s->v[i];
	return NULL;
}

#define NEAR_MAX 24 /* bytes of a name that is compared */

/* Insertions, deletions and changes that lead from a to b. */
static unsigned
distance(const char *a, const char *b)
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
nearest(const struct names *names, const char *name)
{
	const char *best = NULL;
	unsigned least = strlen(name) < 4 ? 2 : 3, n;
	size_t i;

	for (i = 0; i < names->n; i++) {
		n = distance(name, names->v[i].name);
		if (n < least) {
			least = n;
			best = names->v[i].name;
		}
	}
	return best;
}

static void
report_unknown(const struct checker *c, const xmlNode *node, const char *kind,
    const char *name, const char *parent, const struct names *names)
{
	const char *meant = nearest(names, name);

	if (meant == NULL)
		diag_error(c->d, c->file, xml_line(node), c->rule,
		    "`%s' has no %s `%s'", parent, kind, name);
	else
		diag_error(c->d, c->file, xml_line(node), c->rule,
		    "`%s' has no %s `%s'; is `%s' meant?", parent, kind, name,
		    meant);
}

static void
check_attributes(
    const struct checker *c, const xmlNode *node, const struct element *e)
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
		if (names->v[i].required && !seen[i])
			diag_error(c->d, c->file, xml_line(node), c->rule,
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
    const struct checker *, const xmlNode *, const struct element *);

/* One child: is it allowed here, for the first time or again? */
static void
check_child(const struct checker *c, const xmlNode *node,
    const struct element *e, unsigned *seen)
{
	const struct names *names = &e->children;
	const char *name = (const char *)node->name;
	size_t i = find_name(names, name);
	const struct element *child;

	if (!xml_is(node, c->s->ns, NULL)) {
		diag_error(c->d, c->file, xml_line(node), c->rule,
		    "`%s' is not in the namespace %s", name, c->s->ns);
		return;
	}
	if (i == names->n) {
		report_unknown(c, node, "element", name, e->name, names);
		return;
	}
	if (seen[i]++ == 1 && !names->v[i].repeats)
		diag_error(c->d, c->file, xml_line(node), c->rule,
		    "`%s' has a second `%s'", e->name, name);
	child = find_element(c->s, name);
	if (child != NULL)
		check_element(c, node, child);
}

/* The depth is bounded by that of the schema: unknown names end it. */
static void
check_element(
    const struct checker *c, const xmlNode *node, const struct element *e)
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
		    !e->text && !is_blank_text(p))
			diag_error(c->d, c->file, xml_line(p), c->rule,
			    "text is not allowed in `%s'", e->name);
	}
	for (i = 0; i < names->n; i++)
		if (names->v[i].required && seen[i] == 0)
			diag_error(c->d, c->file, xml_line(node), c->rule,
			    "`%s' lacks the element `%s'", e->name,
			    names->v[i].name);
	free(seen);
}

void
schema_check_names(const struct schema *s, const xmlDoc *doc, const char *file,
    const char *rule, struct diag *d)
{
	const struct checker c = {s, file, rule, d};
	const xmlNode *root = xmlDocGetRootElement(doc);
	const struct element *first = &s->v[0];

	if (root == NULL)
		return;
	if (!xml_is(root, s->ns, first->name))
		diag_error(d, file, xml_line(root), rule,
		    "the root element is not `%s' in the namespace %s",
		    first->name, s->ns);
	else
		check_element(&c, root, first);
}

static void
on_error(void *data, xml_error_ptr e)
{
	const struct checker *c = data;
	const char *text = e->message == NULL ? "is not valid" : e->message;

	diag_error(c->d, c->file, e->line > 0 ? (size_t)e->line : 0, c->rule,
	    "%.*s", (int)strcspn(text, "\n"), text);
}

/*
 * libxml keeps a state for each element of a list and compares it with all
 * before.  So a list is validated in pieces, of this many nodes.
 */
#define PIECE 250

/* A list, and what of it waits for its turn. */
struct pieces {
	xmlNodePtr parent;
	xmlNodePtr rest, last; /* NULL: nothing */
};

/* Cuts what is behind the first piece off the children. */
static void
cut(struct pieces *l)
{
	xmlNodePtr p = l->parent->children;
	size_t n;

	l->rest = NULL;
	for (n = 0; p != NULL && n < PIECE; n++)
		p = p->next;
	if (p == NULL)
		return;
	l->rest = p;
	l->last = l->parent->last;
	l->parent->last = p->prev;
	p->prev->next = NULL;
	p->prev = NULL;
}

/* Puts the next piece in the place of the one that is done. */
static void
next_piece(struct pieces *l)
{
	xmlFreeNodeList(l->parent->children);
	l->parent->children = l->rest;
	l->parent->last = l->last;
	cut(l);
}

/* Has the element one kind of child only, any number of them? */
static bool
is_list(const struct schema *s, const xmlNode *node)
{
	const struct element *e;

	if (node->type != XML_ELEMENT_NODE)
		return false;
	e = find_element(s, (const char *)node->name);
	return e != NULL && e->children.n == 1 && e->children.v[0].repeats &&
	    !e->children.v[0].required;
}

/*
 * Validates the document with the first piece of each list below the root,
 * then with the others of each list in turn.
 */
static bool
validate_pieces(
    const struct schema *s, xmlRelaxNGValidCtxtPtr valid, xmlDocPtr doc)
{
	const size_t most = s->v[0].children.n;
	struct pieces *lists = xcalloc(most + 1, sizeof(*lists));
	xmlNodePtr root = xmlDocGetRootElement(doc), p;
	size_t i, n = 0;
	bool good;

	for (p = root == NULL ? NULL : root->children; p != NULL && n < most;
	     p = p->next)
		if (is_list(s, p)) {
			lists[n].parent = p;
			cut(&lists[n++]);
		}
	good = xmlRelaxNGValidateDoc(valid, doc) == 0;
	for (i = 0; i < n; i++)
		while (lists[i].rest != NULL) {
			next_piece(&lists[i]);
			good &= xmlRelaxNGValidateDoc(valid, doc) == 0;
		}
	free(lists);
	return good;
}

bool
schema_validate(const struct schema *s, xmlDocPtr doc, const char *file,
    const char *rule, struct diag *d)
{
	struct checker c = {s, file, rule, d};
	xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewDocParserCtxt(s->doc);
	xmlRelaxNGPtr compiled = NULL;
	xmlRelaxNGValidCtxtPtr valid = NULL;
	bool good = false;

	if (parser == NULL)
		goto out;
	xmlRelaxNGSetParserStructuredErrors(parser, on_error, &c);
	compiled = xmlRelaxNGParse(parser);
	if (compiled == NULL)
		goto out;
	valid = xmlRelaxNGNewValidCtxt(compiled);
	if (valid == NULL)
		goto out;
	xmlRelaxNGSetValidStructuredErrors(valid, on_error, &c);
	good = validate_pieces(s, valid, doc);
out:
	if (!good && d->worst < SEVERITY_ERROR)
		diag_error(d, file, 0, rule, "is not valid");
	xmlRelaxNGFreeValidCtxt(valid);
	xmlRelaxNGFree(compiled);
	xmlRelaxNGFreeParserCtxt(parser);
	return good;
}
