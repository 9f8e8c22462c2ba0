#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/mem.h"
#include "base/xml.h"

struct reader {
	xmlParserCtxtPtr ctxt;
	struct location at; /* line 0 */
	const struct xml_limits *limits;
	int depth;
	size_t elements;
	bool stopped; /* by stop(), which has added a finding */
};

/* Ends parsing with an error; libxml's own message about it is ignored. */
static void
stop(struct reader *r, const char *why)
{
	if (r->stopped)
		return;
	r->stopped = true;
	diag_error(r->at.d, r->at.file, (size_t)xmlSAX2GetLineNumber(r->ctxt),
	    r->at.rule, "%s", why);
	xmlStopParser(r->ctxt);
}

/*
 * Entities are declared in a DTD.  Parsing stops where it begins, so none is
 * declared, expanded or fetched.
 */
static void
on_dtd(void *data, const xmlChar *name, const xmlChar *public_id,
    const xmlChar *system_id)
{
	xmlParserCtxtPtr ctxt = data;

	(void)name;
	(void)public_id;
	(void)system_id;
	stop(
	    ctxt->_private, "a document type declaration (DTD) is not allowed");
}

/*
 * libxml gives an element the line where its start tag ends; a finding should
 * name the line where it begins.  No tag holds a second `<'.
 */
static void
correct_line(xmlParserCtxtPtr ctxt)
{
	const xmlChar *p = ctxt->input->cur;

	if (ctxt->node == NULL || ctxt->node->line == USHRT_MAX)
		return;
	for (; p > ctxt->input->base && *p != '<'; p--)
		if (*p == '\n' && ctxt->node->line > 1)
			ctxt->node->line--;
}

static void
on_start(void *data, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int nnamespaces, const xmlChar **namespaces,
    int nattributes, int ndefaulted, const xmlChar **attributes)
{
	xmlParserCtxtPtr ctxt = data;
	struct reader *r = ctxt->_private;

	if (r->stopped)
		return;
	if (++r->depth > r->limits->depth) {
		stop(r, "the elements are nested too deep");
		return;
	}
	if (++r->elements > r->limits->elements) {
		stop(r, "has too many elements");
		return;
	}
	xmlSAX2StartElementNs(data, name, prefix, uri, nnamespaces, namespaces,
	    nattributes, ndefaulted, attributes);
	correct_line(ctxt);
}

static void
on_end(
    void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	xmlParserCtxtPtr ctxt = data;
	struct reader *r = ctxt->_private;

	if (r->stopped)
		return;
	r->depth--;
	xmlSAX2EndElementNs(data, name, prefix, uri);
}

static void
on_error(void *data, xml_error_ptr e)
{
	xmlParserCtxtPtr ctxt = data;
	struct reader *r = ctxt->_private;
	const char *text = e->message == NULL ? "is not XML" : e->message;

	if (r->stopped || e->code == XML_ERR_USER_STOP)
		return;
	diag_add(r->at.d,
	    e->level == XML_ERR_WARNING ? SEVERITY_WARNING : SEVERITY_ERROR,
	    r->at.file, e->line > 0 ? (size_t)e->line : 0, NULL, r->at.rule,
	    "not well-formed XML: %.*s", (int)strcspn(text, "\n"), text);
}

static void
set_handlers(struct reader *r)
{
	xmlSAXHandlerPtr sax = r->ctxt->sax;

	r->ctxt->_private = r;
	sax->internalSubset = on_dtd;
	sax->startElementNs = on_start;
	sax->endElementNs = on_end;
	sax->serror = on_error;
}

static xmlDocPtr
read_document(struct reader *r, const char *text, size_t len)
{
	const int options = XML_PARSE_NONET | XML_PARSE_NOCDATA |
	    XML_PARSE_BIG_LINES | XML_PARSE_COMPACT;
	xmlDocPtr doc;
	bool good;

	r->ctxt = xmlNewParserCtxt();
	if (r->ctxt == NULL) {
		diag_add(r->at.d, SEVERITY_SYSTEM, r->at.file, 0, NULL, NULL,
		    "no memory for the XML parser");
		return NULL;
	}
	set_handlers(r);
	doc = xmlCtxtReadMemory(
	    r->ctxt, text, (int)len, NULL, "UTF-8", options);
	good = doc != NULL && r->ctxt->wellFormed && !r->stopped;
	xmlFreeParserCtxt(r->ctxt);
	if (good)
		return doc;
	xmlFreeDoc(doc);
	if (r->at.d->worst < SEVERITY_ERROR)
		diag_error_at(&r->at, "is not XML");
	return NULL;
}

static bool
has_too_many_equals(const char *text, size_t len)
{
	size_t i, equals = 0;

	for (i = 0; i < len; i++) {
		if (text[i] == '<')
			equals = 0;
		else if (text[i] == '=' && ++equals > XML_EQUALS_MAX)
			return true;
	}
	return false;
}

xmlDocPtr
xml_parse(const char *text, size_t len, const char *file,
    const struct xml_limits *limits, const char *rule, struct diag *d)
{
	struct diag own = DIAG_INIT;
	struct reader r = {.at = {file, 0, rule, &own}, .limits = limits};
	xmlDocPtr doc = NULL;

	if (len == 0)
		diag_error_at(&r.at, "is empty");
	else if (len > limits->bytes || len > INT_MAX)
		diag_error_at(&r.at, "has more than %zu bytes", limits->bytes);
	else if (memchr(text, '\0', len) != NULL)
		diag_error_at(&r.at, "holds a NUL byte");
	else if (has_too_many_equals(text, len))
		diag_error_at(&r.at,
		    "has a tag with too many attributes, or more than %d `=' "
		    "in one text",
		    XML_EQUALS_MAX);
	else
		doc = read_document(&r, text, len);
	diag_move(d, &own);
	return doc;
}

size_t
xml_line(const xmlNode *node)
{
	long line = xmlGetLineNo(node);

	return line > 0 ? (size_t)line : 0;
}

char *
xml_attribute(const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	char *copy;

	if (value == NULL)
		return NULL;
	copy = xstrdup((const char *)value);
	xmlFree(value);
	return copy;
}

bool
xml_is(const xmlNode *node, const char *ns, const char *name)
{
	return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
	    strcmp((const char *)node->ns->href, ns) == 0 &&
	    (name == NULL || strcmp((const char *)node->name, name) == 0);
}
