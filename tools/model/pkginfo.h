/*
 * pkginfo(4), the parameters of a package (svr4-packaging 4).  Admin and
 * response files have the same syntax, NAME=value, and the same parser.
 */
#ifndef MODEL_PKGINFO_H
#define MODEL_PKGINFO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/string_pool.h"

/* Limits (svr4-packaging 4.1, 4.2, 1.8). */
#define PKGINFO_MAX        (1024u * 1024) /* bytes of a file */
#define PKGINFO_PARAMS_MAX 10000
#define PKGINFO_NAME_MAX   64  /* bytes of a parameter's name */
#define PKGINFO_VALUE_MAX  256 /* bytes of a documented value */
#define PKGINFO_TOKEN_MAX  16  /* bytes of one ARCH or CATEGORY */
#define PKGNAME_MAX        31  /* bytes of a package's name */
#define PKGNAME_ABI_MAX    9   /* likewise, in old releases */

struct param {
	const char *name; /* in pkginfo.names */
	char *value;
	size_t line; /* 0: not from a file */
};

struct pkginfo {
	struct param *v; /* in the order of the file */
	size_t n, size;
	struct string_pool names; /* with the same indices as v */
};

/*
 * Parses the text of a file; file is its name in findings.  Of a parameter
 * that is set twice the first value counts, as in pkgmk and pkgadd.  Returns
 * the parameters, which the caller frees, or NULL after adding findings.
 */
struct pkginfo *pkginfo_parse(
    const char *text, size_t len, const char *file, struct diag *d);

/*
 * Parses a response file.  Of a parameter that is set twice the last value
 * counts, since checkinstall appends to what request has written; a line that
 * is wrong is a finding, and the others count; a NUL ends the text.  The caller
 * frees; never NULL.
 */
struct pkginfo *response_parse(
    const char *text, size_t len, const char *file, struct diag *d);

/* No parameters; the caller frees. */
struct pkginfo *pkginfo_new(void);

/* The value, or NULL when there is no such parameter. */
const char *pkginfo_get(const struct pkginfo *info, const char *name);

/* Replaces the value of a parameter, or appends the parameter. */
void pkginfo_set(struct pkginfo *info, const char *name, const char *value);

/* Appends a parameter; the caller knows that it is not set yet. */
void pkginfo_add(
    struct pkginfo *info, const char *name, const char *value, size_t line);

/* The line of a parameter; 0: not from a file, or not set. */
size_t pkginfo_line(const struct pkginfo *info, const char *name);

/*
 * Checks the parameters of a package: which are required, names, lengths,
 * characters, zones (svr4-packaging 4.2, 4.3, 4.5).  What the package tools
 * refuse is an error; what some of them misread is a warning.
 */
void pkginfo_check(
    const struct pkginfo *info, const char *file, struct diag *d);

/*
 * Appends the file as pkgmk writes it: only parameters that begin with a
 * capital letter.
 */
void pkginfo_write(const struct pkginfo *info, struct buf *out);

void pkginfo_free(struct pkginfo *info);

/*
 * Why name cannot be that of a package, or NULL.  With instance set it may
 * have the extension of a package instance, `.2' (svr4-packaging 4.2).
 */
const char *pkgname_fault(const char *name, bool instance);

#endif
