/*
 * pkginfo(4): the parameters of a package (svr4-packaging 4).  The same
 * syntax, NAME=value, is that of admin and response files.
 */
#ifndef MODEL_PKGINFO_H
#define MODEL_PKGINFO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"

/* Limits (svr4-packaging 4.1, 4.2, 1.8). */
#define PKGINFO_MAX        (1024u * 1024) /* bytes of a file */
#define PKGINFO_PARAMS_MAX 10000
#define PKGINFO_NAME_MAX   64  /* of a parameter's name */
#define PKGINFO_VALUE_MAX  256 /* of a documented value */
#define PKGINFO_TOKEN_MAX  16  /* of one ARCH or CATEGORY */
#define PKGNAME_MAX        31  /* of a package's name */
#define PKGNAME_ABI_MAX    9   /* what old releases allow */

struct param {
	char *name;
	char *value;
	size_t line; /* 0: not from a file */
};

struct pkginfo {
	struct param *v; /* in the order of the file */
	size_t n, size;
};

/*
 * Parses the text of a file.  Of a parameter that is named twice the first one
 * counts, as in the tools.  Returns the parameters, which the caller frees, or
 * NULL after adding findings.
 */
struct pkginfo *pkginfo_parse(
    const char *text, size_t len, const char *file, struct diag *d);

struct pkginfo *pkginfo_new(void);

/* The value, or NULL when there is no such parameter. */
const char *pkginfo_get(const struct pkginfo *info, const char *name);

/* Replaces the value, or appends the parameter. */
void pkginfo_set(struct pkginfo *info, const char *name, const char *value);

/* Appends a parameter that is not there yet. */
void pkginfo_add(
    struct pkginfo *info, const char *name, const char *value, size_t line);

/* The line of the parameter, 0 when it has none. */
size_t pkginfo_line(const struct pkginfo *info, const char *name);

/*
 * Checks the parameters of a package that is to be installed: required ones,
 * names, lengths, characters, zones (svr4-packaging 4.2, 4.3, 4.5).  What no
 * tool accepts is an error; what some consumer trips over is a warning.
 */
void pkginfo_check(
    const struct pkginfo *info, const char *file, struct diag *d);

/* The file as pkgmk writes it: names that begin with a capital letter only. */
void pkginfo_write(const struct pkginfo *info, struct buf *out);

void pkginfo_free(struct pkginfo *info);

/*
 * Why name cannot be that of a package, or NULL.  With instance set an
 * extension (.2) is allowed (svr4-packaging 4.2).
 */
const char *pkgname_fault(const char *name, bool instance);

#endif
