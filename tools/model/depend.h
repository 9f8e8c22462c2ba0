/*
 * The information files that say what a package needs: depend(4), compver(4)
 * and space(4) (svr4-packaging 5.3, 5.4).  The parsers return what the caller
 * frees, or NULL after adding findings.
 */
#ifndef MODEL_DEPEND_H
#define MODEL_DEPEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

#define DEPEND_MAX      (1024u * 1024) /* bytes of each of the files */
#define DEPEND_LINE_MAX 255            /* bytes of a line */

/* An instance that satisfies a dependency. */
struct depend_version {
	char *arch;    /* NULL: any */
	char *version; /* NULL: any */
};

struct dependency {
	char type;                       /* P, I, R; see depend_parse */
	char *package;                   /* the value of PKG */
	char *name;                      /* the value of NAME, or empty */
	struct depend_version *versions; /* any of these; none: any at all */
	size_t nversions;
	size_t line;
};

struct depend {
	struct dependency *v;
	size_t n;
};

/*
 * Parses depend(4).  Types and names of packages are checked only with strict
 * set (build); pkgadd counts a dependency of unknown type as failed.
 */
struct depend *depend_parse(const char *text, size_t len, const char *file,
    bool strict, struct diag *d);
void depend_free(struct depend *dep);

/* The versions that an instance is compatible with. */
struct compver {
	char **v;
	size_t n;
};

struct compver *compver_parse(
    const char *text, size_t len, const char *file, struct diag *d);
void compver_free(struct compver *cv);

/* Are two versions equal, without regard to white space? */
bool version_equal(const char *a, const char *b);

/* What a package needs besides the objects of its pkgmap. */
struct space_need {
	char *path;     /* relative: below BASEDIR; may have variables */
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
