/*
 * The information files that say what a package needs: depend(4), compver(4)
 * and space(4) (svr4-packaging 5.3, 5.4).
 */
#ifndef MODEL_DEPEND_H
#define MODEL_DEPEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

#define DEPEND_MAX      (1024u * 1024) /* bytes of each of the files */
#define DEPEND_LINE_MAX 255            /* bytes of a line */

/* An instance that would do: each part NULL when any will do. */
struct depend_version {
	char *arch;
	char *version;
};

struct dependency {
	char type;                       /* P I R; others count as failed */
	char *package;                   /* abbreviation */
	char *name;                      /* for people, may be empty */
	struct depend_version *versions; /* none: any */
	size_t nversions;
	size_t line;
};

struct depend {
	struct dependency *v;
	size_t n;
};

/*
 * Parses depend(4).  Returns the entries, which the caller frees, or NULL
 * after adding findings.  An unknown type is an error only with strict set
 * (build); the tools count it as a dependency that failed.
 */
struct depend *depend_parse(const char *text, size_t len, const char *file,
    bool strict, struct diag *d);
void depend_free(struct depend *dep);

/* Versions that an instance is compatible with, one a line. */
struct compver {
	char **v;
	size_t n;
};

struct compver *compver_parse(
    const char *text, size_t len, const char *file, struct diag *d);
void compver_free(struct compver *cv);

/* Equal but for white space, as versions are compared. */
bool version_equal(const char *a, const char *b);

/* Room beyond the objects of the pkgmap. */
struct space_need {
	char *path;     /* relative: below BASEDIR; may hold $VAR */
	int64_t blocks; /* of 512 bytes */
	int64_t inodes;
	size_t line;
};

struct space {
	struct space_need *v;
	size_t n;
};

struct space *space_parse(
    const char *text, size_t len, const char *file, struct diag *d);
void space_free(struct space *s);

#endif
