/*
 * A RELAX NG schema that is built into the program: checks a document against
 * it and says what is wrong in the document's own terms.
 *
 * The names, and which belong where, are read from the schema itself.  Its
 * shape must be as manifest.rng says at its top.
 */
#ifndef MODEL_SCHEMA_H
#define MODEL_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include <libxml/tree.h>

#include "base/diag.h"

struct schema;

/* Reads the schema; never fails on one that is built in (it aborts). */
struct schema *schema_new(const char *text, size_t len);

/*
 * Adds an error for every unknown, misplaced, repeated or missing element and
 * attribute, and for text where none belongs.
 */
void schema_check_names(const struct schema *s, const xmlDoc *doc,
    const char *file, const char *rule, struct diag *d);

/*
 * Validates with RELAX NG; libxml's own findings go to d.  They are exact but
 * hard to read: for what the other checks have not seen.  The document loses
 * parts of its lists.
 */
bool schema_validate(const struct schema *s, xmlDocPtr doc, const char *file,
    const char *rule, struct diag *d);

void schema_free(struct schema *s);

#endif
