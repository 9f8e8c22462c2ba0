/*
 * What the package of another system says about itself: .deb and .rpm.
 */
#ifndef INIT_ORIGIN_H
#define INIT_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"

/* Limits of untrusted input. */
#define ORIGIN_TEXT_MAX  (1024u * 1024) /* bytes of a control file */
#define ORIGIN_LIST_MAX  10000          /* entries of a list */
#define ORIGIN_FILES_MAX 1000000        /* files in the header of an RPM */
#define ORIGIN_WORD_MAX  1000           /* bytes of a value */

struct origin_list {
	char **v;
	size_t n;
};

/* A file, as the header of an RPM has it. */
struct origin_file {
	char *path;          /* without the first slash */
	char *owner, *group; /* NULL: not told */
};

struct origin {
	const char *kind;                      /* "Debian", "RPM" */
	char *name, *version, *arch, *summary; /* NULL: not told */
	char *maintainer;                      /* NAME <ADDRESS> */
	char *vendor;                          /* or NULL */
	struct origin_list depends;            /* as they are written there */
	struct origin_list config;  /* paths without the first slash */
	struct origin_list scripts; /* names */
	struct origin_file *files;  /* of an RPM, sorted by path */
	size_t nfiles;
};

/*
 * Reads the file if it is such a package; NULL when it is none, without a
 * finding, or cannot be read, after one.  The caller frees.
 */
struct origin *origin_read(const char *path, struct diag *d);

/* Those of the two kinds; *is_kind: it is one. */
bool origin_read_deb(struct origin *o, const char *path, struct diag *d);
bool origin_read_rpm(struct origin *o, const char *path, struct diag *d);
bool origin_is_rpm(const char *path);

/* Is the path one of the configuration files? */
bool origin_has_config(const struct origin *o, const char *path);

/* The file of this path in the header; NULL: it has none. */
const struct origin_file *origin_find_file(
    const struct origin *o, const char *path);

/* Appends a copy of the text, control characters taken out, within limits. */
void origin_list_add(struct origin_list *list, const char *text, size_t len);

/* A copy of a value as one line, within limits; NULL for an empty one. */
char *origin_word(const char *text, size_t len);

/*
 * Appends the text of a depend(4) with a comment for each dependency, and the
 * package of Solaris that is the nearest guess.
 */
void origin_write_depend(const struct origin *o, struct buf *out);

/* NULL is fine. */
void origin_free(struct origin *o);

#endif
