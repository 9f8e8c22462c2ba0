/*
 * admin(4): what an installation may do without asking (svr4-packaging 5.5).
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
	char *v[ADMIN_KEYS]; /* NULL: unset, which means ask */
};

/* Asks everything; that of the admin file named `none`. */
struct admin *admin_new(void);

/*
 * Parses the text of a file.  A keyword that nobody knows is a warning, and
 * so is a value that will be taken for `ask`.  Returns the settings, which
 * the caller frees, or NULL after adding findings.
 */
struct admin *admin_parse(
    const char *text, size_t len, const char *file, struct diag *d);

/* Is the keyword set to exactly this value? */
bool admin_is(const struct admin *a, enum admin_key key, const char *value);

/* The value; NULL when it is unset. */
const char *admin_get(const struct admin *a, enum admin_key key);

void admin_set(struct admin *a, enum admin_key key, const char *value);

/* The keyword as it stands in the file. */
const char *admin_name(enum admin_key key);

void admin_free(struct admin *a);

#endif
