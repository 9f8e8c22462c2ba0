/*
 * XML of strangers: one document in memory, without a DTD, without entities
 * but the predefined ones, bounded in size, depth and number of elements.
 * Nothing is fetched and nothing is printed.
 */
#ifndef BASE_XML_H
#define BASE_XML_H

#include <stddef.h>

#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#include "base/diag.h"

/* What a handler of errors gets; libxml2 2.12 made it const. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error_ptr;
#else
typedef xmlErrorPtr xml_error_ptr;
#endif

struct xml_limits {
	size_t bytes; /* of the text */
	int depth;    /* of elements in each other */
	size_t elements;
};

/*
 * `=' between two `<', which no tag with more attributes gets by: libxml
 * compares each attribute of a tag with all others.
 */
#define XML_EQUALS_MAX 2000

/*
 * Parses the text, UTF-8; file is its name in messages, rule what they refer
 * to.  Returns the document, which the caller frees (xmlFreeDoc), or NULL
 * after adding findings.
 */
xmlDocPtr xml_parse(const char *text, size_t len, const char *file,
    const struct xml_limits *limits, const char *rule, struct diag *d);

/* The line of an element, from 1. */
size_t xml_line(const xmlNode *node);

/*
 * The value of an attribute without namespace, or NULL; the caller frees it
 * (free).
 */
char *xml_attribute(const xmlNode *node, const char *name);

/*
 * Does the node stand for an element of this namespace, and name?  A name of
 * NULL is any.
 */
int xml_is(const xmlNode *node, const char *ns, const char *name);

#endif
