/*
 * A package object, which one line of a pkgmap(4), a prototype(4) or the
 * contents database describes.
 */
#ifndef MODEL_OBJECT_H
#define MODEL_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/string_pool.h"
#include "base/words.h"

/* Limits of untrusted input (svr4-packaging 1.8, 3.3). */
#define OBJECT_PATH_MAX  1023 /* bytes; APATH of cpio without the NUL */
#define OBJECT_CLASS_MAX 64   /* bytes in the tools; 12 documented */
#define OBJECT_CLASS_DOC 12
#define OBJECT_OWNER_MAX 64 /* bytes in the tools; 14 documented */
#define OBJECT_PARTS_MAX 9999
#define OBJECTS_MAX      4000000 /* entries of one package */

#define OBJECT_UNKNOWN   (-1) /* a number that is given as `?' or not at all */

struct object {
	char ftype;           /* one of "fevdxlspcbi" */
	uint16_t part;        /* from 1; 0: not given */
	uint32_t line;        /* in its file; 0: not from a file */
	uint32_t scope;       /* build: index in prototype.scopes */
	const char *class;    /* in a string pool; NULL for ftype i */
	const char *owner;    /* likewise; "?": unknown; NULL: has none */
	const char *group;    /* likewise */
	char *path;           /* as in the pkgmap, canonical */
	char *target;         /* l, s: as in the pkgmap; else NULL */
	char *source;         /* build: `path=source', or NULL */
	int32_t mode;         /* or OBJECT_UNKNOWN, as all below */
	int32_t major, minor; /* c, b */
	int32_t sum;          /* as sum_final() returns it */
	int64_t size;         /* bytes */
	int64_t mtime;        /* seconds since the epoch */
};

struct objects {
	struct object *v;
	size_t n, size;
	struct string_pool pool; /* classes, owners, groups */
};

#define OBJECTS_INIT ((struct objects){0})

/* Which fields an entry has, by its ftype. */
bool ftype_is_known(char ftype);
bool ftype_has_contents(char ftype); /* f e v i: size, sum, mtime */
bool ftype_has_mode(char ftype);     /* not l s i: mode, owner, group */
bool ftype_has_target(char ftype);   /* l s */
bool ftype_is_directory(char ftype); /* d x */
bool ftype_is_device(char ftype);    /* c b */

/* "regular file", ..., as reports call it; NULL for an unknown ftype. */
const char *ftype_name(char ftype);

/* Makes o an object without path whose attributes are unknown. */
void object_init(struct object *o);

/* Frees path, target and source, and sets them to NULL. */
void object_clear(struct object *o);

/*
 * Appends a copy of o, which takes over path, target and source; class, owner
 * and group are copied into the pool of the list.  Returns the entry, which is
 * valid until the next addition.
 */
struct object *objects_add(struct objects *list, const struct object *o);

/*
 * Sorts by the bytes of the path, as pkgmk and pkgadd do (svr4-packaging 3.7).
 */
void objects_sort(struct objects *list);

/* The entry of a path in a sorted list, or NULL. */
struct object *objects_find(const struct objects *list, const char *path);

/*
 * Sets mode, owner and group that are unknown in a from b.  Returns false, and
 * leaves a unchanged, when known ones differ.
 */
bool object_merge_attributes(struct object *a, const struct object *b);

/* The name of the file that an entry comes from, for findings. */
typedef const char *object_file(const void *ctx, const struct object *o);

/*
 * Adds an error for each path that a sorted list has more than once; entries
 * for one directory are merged when they agree (svr4-packaging 3.7).  ctx is
 * the first argument of file_of.
 */
void objects_check_unique(struct objects *list, object_file *file_of,
    const void *ctx, const char *rule, struct diag *d);

void objects_free(struct objects *list);

/*
 * Parses one line `[part] ftype class path ...', which holds no NUL.  Fields
 * that the line lacks are left unknown when lenient is set (prototype), else
 * they are an error (pkgmap).  Class, owner and group go into the pool.
 * Returns false after adding findings; on success the caller frees the other
 * strings of o (object_clear).
 */
bool object_parse(struct object *o, struct slice line, bool lenient,
    struct string_pool *pool, const struct location *at);

/* Appends the line of a pkgmap, part included, with its newline. */
void object_print(const struct object *o, struct buf *out);

/*
 * Appends the fields that follow the path, each with a blank before it; they
 * are the same in a pkgmap and in the contents database.
 */
void object_print_attributes(const struct object *o, struct buf *out);

/*
 * Why the formats cannot hold a path, or NULL: blanks, `=', control
 * characters, its length, a component `..'.  Made for `the path X REASON'.
 */
const char *object_path_fault(const char *path);

/* The same for the target of a link, which may have a component `..'. */
const char *object_target_fault(const char *target);

/* The same for the name of an owner or a group. */
const char *object_owner_fault(const char *name);

/* The same for the name of a class (svr4-packaging 1.8). */
const char *object_class_fault(const char *class);

/*
 * Can a line of a prototype, pkgmap or contents database describe the object,
 * and be read again as the same?  The path must be set; other texts may be
 * NULL, numbers unknown, and the ftype `?'.  Whoever writes such a line
 * calls it first for an object that object_parse did not make.  False after
 * appending what is wrong to why, as "the path `a b' holds a blank ...".
 */
bool object_validate(const struct object *o, struct buf *why);

#endif
