/*
 * Texts of a manifest in the languages that it declares.
 */
#ifndef MANIFEST_MANIFEST_TEXT_H
#define MANIFEST_MANIFEST_TEXT_H

#include <libxml/tree.h>

#include "manifest/manifest.h"

/*
 * Sets the languages of m from the attribute of the root element, English when
 * it declares none; adds findings for what is no language tag and for one that
 * is there twice.  at has the line of the element.
 */
void manifest_read_languages(
    struct manifest *m, const xmlNode *root, const struct location *at);

/*
 * Sets the text of the language that xml:lang of the node names, its blanks
 * folded; adds a finding for a language that m does not declare, and for a
 * second text in one language.  at has the line of the node.
 */
void manifest_read_text(const struct manifest *m, const xmlNode *node,
    struct manifest_text *t, const struct location *at);

/*
 * Adds findings for each declared language that the text lacks and for texts
 * that are empty or too long; what names the text in them.  A text that is not
 * required may lack all of them.
 */
void manifest_check_text(const struct manifest *m,
    const struct manifest_text *t, const char *what, bool is_required,
    const struct location *at);

void manifest_clear_text(const struct manifest *m, struct manifest_text *t);

#endif
