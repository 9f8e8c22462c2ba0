/*
 * The names in an XML document, checked against a RELAX NG schema that is
 * built into the program, in findings that libxml2 cannot give: it names the
 * branch that does not match, not the name that is wrong in it.
 *
 * Which element may contain which is read from the schema, whose shape must be
 * as manifest.rng says at its top.  Values are not checked: manifest_check
 * does, and a unit test compares it with RELAX NG.
 */
#ifndef MANIFEST_SCHEMA_H
#define MANIFEST_SCHEMA_H

#include <stddef.h>

#include <libxml/tree.h>

#include "base/diag.h"

struct schema;

/*
 * Reads a schema, which the caller frees.  It is part of the program, so one
 * that is not XML aborts.
 */
struct schema *schema_new(const char *text, size_t len);

/*
 * Adds an error for every unknown, misplaced, repeated or missing element and
 * attribute, and for text where none is allowed.  at has no line.
 */
void schema_check_names(
    const struct schema *s, const xmlDoc *doc, const struct location *at);

void schema_free(struct schema *s);

#endif
