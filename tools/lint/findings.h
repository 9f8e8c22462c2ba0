/*
 * Findings of lint, and the overrides that take some of them back.
 */
#ifndef LINT_FINDINGS_H
#define LINT_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "tags/tags.h"

#define LINT_FINDINGS_MAX  10000 /* more are not kept */
#define LINT_OVERRIDES_MAX 1000

struct lint_finding {
	char *file;
	size_t line, column; /* from 1; 0: the file as a whole */
	const struct lint_tag *tag;
	char *message;
};

/* `TAG FILE[:LINE] REASON', a line of a file. */
struct lint_override {
	const struct lint_tag *tag;
	char *file;  /* `*': all */
	size_t line; /* 0: all */
	char *reason;
	char *from; /* where it stands itself */
	size_t from_line;
	bool used;
};

struct lint_findings {
	struct lint_finding *v;
	size_t n, size;
	size_t overridden;
	unsigned releases; /* that matter; 0: all */
	struct lint_override *overrides;
	size_t noverrides;
};

#define LINT_FINDINGS_INIT ((struct lint_findings){0})

/*
 * Adds a finding unless an override takes it back, the tag is about other
 * releases, or the same tag was found at this place.  name replaces `{name}' in
 * the message, and without one there follows it; NULL: nothing.
 */
void lint_add(struct lint_findings *f, const char *file, size_t line,
    size_t column, const char *tag, const char *name);

/*
 * Reads overrides.  What is no override is an error in d.
 */
void lint_read_overrides(struct lint_findings *f, const char *text, size_t len,
    const char *file, struct diag *d);

/* Sorts by file, line and column. */
void lint_sort(struct lint_findings *f);

/* How many there are of exactly this severity. */
size_t lint_count(const struct lint_findings *f, enum severity severity);

void lint_findings_free(struct lint_findings *f);

#endif
