/*
 * Parses untrusted XML: a document in memory, without a DTD and so without
 * entities but the predefined ones, of limited size, depth and number of
 * elements.  Nothing is fetched and nothing is printed.
 */
#ifndef BASE_XML_H
#define BASE_XML_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#include "base/diag.h"

/* The argument of an error handler, which is const since libxml2 2.12. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error_ptr;
#else
typedef xmlErrorPtr xml_error_ptr;
#endif

struct xml_limits {
	size_t bytes; /* of the text */
	int depth;    /* of nested elements */
	size_t elements;
};

/*
 * The limit for `=' between two `<', and so for the attributes of a tag:
 * libxml compares each of them with all others, in quadratic time.
 */
#define XML_EQUALS_MAX 2000

/*
 * Parses len bytes of UTF-8; file and rule go into findings.  Returns the
 * document, which the caller frees (xmlFreeDoc), or NULL after adding
 * findings.
 */
xmlDocPtr xml_parse(const char *text, size_t len, const char *file,
    const struct xml_limits *limits, const char *rule, struct diag *d);

/* The line where the tag of an element begins, from 1; 0: not known. */
size_t xml_line(const xmlNode *node);

/* The value of an attribute without a namespace, or NULL; caller frees. */
char *xml_attribute(const xmlNode *node, const char *name);

/* Is the node an element of this namespace and name (NULL: of any name)? */
bool xml_is(const xmlNode *node, const char *ns, const char *name);

#endif
