/*
 * What lint can find: one table for the messages, --explain and the manual.
 */
#ifndef TAGS_TAGS_H
#define TAGS_TAGS_H

#include "base/diag.h"

/* Releases in which something fails; a set. */
#define LINT_8      1u
#define LINT_9      2u
#define LINT_10     4u
#define LINT_11     8u
#define LINT_BOURNE (LINT_8 | LINT_9 | LINT_10)
#define LINT_ALL    (LINT_BOURNE | LINT_11)

struct lint_tag {
	const char *id; /* NULL: the end of a table */
	enum severity severity;
	unsigned releases;
	const char *message; /* `{name}' stands for what was found */
	const char *effect;
	const char *instead;
	const char *more; /* or NULL */
};

/* The tables, in the order in which they are shown. */
extern const struct lint_tag lint_tags_shell[], lint_tags_trap[];
extern const struct lint_tag lint_tags_utility[], lint_tags_context[];
extern const struct lint_tag lint_tags_package[], lint_tags_elf[];

/* The tag with this name, or NULL. */
const struct lint_tag *lint_tag_find(const char *id);

/* The tag behind t, the first one for NULL; NULL at the end. */
const struct lint_tag *lint_tag_next(const struct lint_tag *t);

/* The bit of "8" to "11"; 0: there is no such release. */
unsigned lint_release(const char *name);

#endif
