/*
 * Lines of a prototype(4) for files as they are, with the owners and modes that
 * they have: what pkgproto(1) writes.
 */
#ifndef INIT_PROTO_H
#define INIT_PROTO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"

#define PROTO_MAX      4000000             /* lines */
#define PROTO_LIST_MAX (64u * 1024 * 1024) /* bytes of a list of paths */

struct proto;

/*
 * Begins an empty prototype; all objects get the class.  follow: a symbolic
 * link is what it leads to, as pkgproto -i has it.
 */
struct proto *proto_new(const char *class, bool follow);

/* Why pkgproto takes no such class, or NULL. */
const char *proto_class_fault(const char *class);

/*
 * Adds the object PATH1, and all below it if it is a directory; with PATH1=PATH2
 * what begins with PATH1 is installed as PATH2, and what has contents says where
 * they are.  A path that does not exist or cannot be read is an error; what no
 * line can describe is left out with a warning.
 */
void proto_add_tree(struct proto *p, const char *operand, struct diag *d);

/* Adds the object of one path, and nothing below it. */
void proto_add_path(struct proto *p, const char *path, struct diag *d);

/* Appends the lines, sorted by path; each once.  For the end. */
void proto_print(struct proto *p, struct buf *out, struct diag *d);

/* How many objects were left out. */
size_t proto_left_out(const struct proto *p);

void proto_free(struct proto *p);

#endif
