/*
 * Messages about objects.  What is wrong with many objects in the same way is
 * said once, with their number and some of them.
 */
#ifndef RUN_OBJECT_LOG_H
#define RUN_OBJECT_LOG_H

#include <stddef.h>

#include "base/buf.h"

struct context;

enum object_problem {
	OBJECT_NOT_MADE,
	OBJECT_CORRUPT,
	OBJECT_ATTRIBUTES,
	OBJECT_CONTENTS,
	OBJECT_NOT_REMOVED
};

/* The objects that have the same problem for the same reason. */
struct object_group {
	enum object_problem problem;
	char *why;    /* the reason, a line for each part of it */
	char **paths; /* one that has it twice is counted once */
	size_t n;
};

struct object_log {
	struct object_group *v;
	size_t n;
};

/* Notes the problem of an object; object_log_print prints it. */
void object_log_add(struct object_log *log, enum object_problem problem,
    const char *path, const struct buf *why);

/* Prints the problems as errors of ctx and forgets them. */
void object_log_print(struct object_log *log, struct context *ctx);

void object_log_free(struct object_log *log);

#endif
