/*
 * admin(4), the defaults of an installation: what pkgadd and pkgrm do, refuse
 * or ask the administrator about (svr4-packaging 5.5).
 */
#ifndef MODEL_ADMIN_H
#define MODEL_ADMIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

enum admin_key {
	ADMIN_MAIL,
	ADMIN_INSTANCE,
	ADMIN_PARTIAL,
	ADMIN_RUNLEVEL,
	ADMIN_IDEPEND,
	ADMIN_RDEPEND,
	ADMIN_SPACE,
	ADMIN_SETUID,
	ADMIN_ACTION,
	ADMIN_CONFLICT,
	ADMIN_BASEDIR,
	ADMIN_RSCRIPTALT,
	ADMIN_NETWORKTIMEOUT,
	ADMIN_NETWORKRETRIES,
	ADMIN_AUTHENTICATION,
	ADMIN_KEYSTORE,
	ADMIN_PROXY,
	ADMIN_KEYS
};

struct admin {
	char *v[ADMIN_KEYS]; /* NULL: not set, which counts as `ask' */
};

/* Nothing is set, as with `-a none'.  The caller frees. */
struct admin *admin_new(void);

/*
 * Parses the text of a file.  Unknown keywords and values are warnings; an
 * unknown value counts as `ask'.  Returns the settings, which the caller
 * frees, or NULL after adding findings.
 */
struct admin *admin_parse(
    const char *text, size_t len, const char *file, struct diag *d);

/* Is the keyword set to exactly this value? */
bool admin_is(const struct admin *a, enum admin_key key, const char *value);

/* The value, or NULL when it is not set. */
const char *admin_get(const struct admin *a, enum admin_key key);

void admin_set(struct admin *a, enum admin_key key, const char *value);

/* The keyword as an admin file spells it. */
const char *admin_name(enum admin_key key);

void admin_free(struct admin *a);

#endif
