/*
 * A package object: one line of a pkgmap(4), a prototype(4) or the contents
 * database, whatever the spelling there.
 */
#ifndef MODEL_OBJECT_H
#define MODEL_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/string_pool.h"

/* Limits for what comes from outside (svr4-packaging 1.8, 3.3). */
#define OBJECT_PATH_MAX  1023 /* bytes; cpio's APATH less the NUL */
#define OBJECT_CLASS_MAX 64   /* bytes in the tools; 12 documented */
#define OBJECT_CLASS_DOC 12
#define OBJECT_OWNER_MAX 64 /* bytes in the tools; 14 documented */
#define OBJECT_PARTS_MAX 9999
#define OBJECTS_MAX      4000000 /* entries of one package */

#define OBJECT_UNKNOWN   (-1) /* a number given as `?` */

struct object {
	char ftype;        /* one of "fevdxlspcbi" */
	uint16_t part;     /* from 1; 0: not given */
	uint32_t line;     /* where it stood; 0: made by us */
	uint32_t scope;    /* build: in which prototype, see there */
	const char *class; /* in the pool; NULL for ftype i */
	const char *owner; /* in the pool; "?"; NULL: has none */
	const char *group;
	char *path;           /* as in the pkgmap, canonical */
	char *target;         /* l, s: where it points; else NULL */
	char *source;         /* build: explicit source, or NULL */
	int32_t mode;         /* or OBJECT_UNKNOWN, as all below */
	int32_t major, minor; /* c, b */
	int32_t sum;          /* svr4-packaging 3.4 */
	int64_t size;         /* bytes */
	int64_t mtime;        /* seconds since the epoch */
};

struct objects {
	struct object *v;
	size_t n, size;
	struct string_pool pool; /* classes, owners, groups */
};

#define OBJECTS_INIT ((struct objects){0})

/* What the fields of an entry are, by its ftype. */
bool ftype_is_known(char ftype);
bool ftype_has_contents(char ftype); /* f e v i: bytes in the archive */
bool ftype_has_mode(char ftype);     /* mode owner group */
bool ftype_has_target(char ftype);   /* l s */
bool ftype_is_directory(char ftype); /* d x */
bool ftype_is_device(char ftype);    /* c b */

/* "regular file", ..., for people; NULL for an unknown ftype */
const char *ftype_name(char ftype);

/* All attributes unknown, no path. */
void object_init(struct object *o);

/* Frees path, target and source. */
void object_clear(struct object *o);

/*
 * Appends o, taking over its path, target and source and moving class, owner
 * and group into the pool of the list.  Returns the entry; it is valid until
 * the next addition.
 */
struct object *objects_add(struct objects *list, const struct object *o);

/* Bytewise by path, as pkgmk and pkgadd do (svr4-packaging 3.7). */
void objects_sort(struct objects *list);

/* Looks a path up in a sorted list; NULL when it is not there. */
struct object *objects_find(const struct objects *list, const char *path);

/*
 * Fills mode, owner and group that a leaves open from b; false, and a is as it
 * was, when the two disagree.
 */
bool object_merge_attributes(struct object *a, const struct object *b);

/* The name of the file that an entry stood in, for messages. */
typedef const char *object_file(const void *ctx, const struct object *o);

/*
 * Adds an error for each path that a sorted list has twice; two directories
 * of one name are merged when they agree (svr4-packaging 3.7).
 */
void objects_check_unique(struct objects *list, object_file *file_of,
    const void *ctx, const char *rule, struct diag *d);

void objects_free(struct objects *list);

/*
 * Parses one line `[part] ftype class path ...` of a pkgmap, which it cuts up.
 * Fields that the line lacks are left unknown when lenient is set (prototype),
 * else they are an error (pkgmap).  Returns false after adding findings; on
 * success the caller owns the strings of o (object_clear).
 */
bool object_parse(struct object *o, char *line, bool lenient,
    struct string_pool *pool, const char *file, size_t lineno, const char *rule,
    struct diag *d);

/* The line of a pkgmap, part included, with its LF. */
void object_print(const struct object *o, struct buf *out);

/*
 * Checks a path against what the formats can hold: no blanks, no `=`, no
 * control characters, length, and no `..` unless it is parametric.  The reason
 * why it cannot be used, or NULL.
 */
const char *object_path_fault(const char *path);

/* The same for the target of a link, which may well hold `..'. */
const char *object_target_fault(const char *target);

/* The same for the name of a class. */
const char *object_class_fault(const char *class);

#endif
