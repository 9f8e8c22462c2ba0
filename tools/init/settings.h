/*
 * The values that sources begin with: given by options, told by the inputs, or
 * assumed.
 */
#ifndef INIT_SETTINGS_H
#define INIT_SETTINGS_H

#include <stdint.h>

#include "base/buf.h"
#include "init/inventory.h"
#include "init/origin.h"

#define SETTINGS_OWN_MAX 8
#define PATCH_LEVEL_MAX  999999

/* What the sources say besides the files; NULL: it is left out. */
struct init_settings {
	const char *payload; /* its name in the manifest */
	const char *package; /* name of the new package */
	const char *title;   /* what it is called for people */
	const char *version;
	const char *arch;
	const char *category;
	const char *basedir;
	const char *vendor, *email, *hotline, *desc;
	const char *owner, *group; /* of what has none */
	/* patch: the package that is changed, and its version */
	const char *base, *base_version;
	int64_t level;               /* 0: not given */
	char *own[SETTINGS_OWN_MAX]; /* texts that were made */
	size_t nown;
	struct buf depend;  /* lines of depend(4) that options give */
	struct buf assumed; /* a line for each value that nobody gave */
	struct buf missing; /* options that are needed, for a message */
};

/*
 * Sets what is NULL from the input at path, whose inventory is given, and from
 * what a package of another system says, or NULL.
 */
void settings_first(struct init_settings *set, const char *path,
    const struct inventory *inv, const struct origin *origin, struct diag *d);

/*
 * Gives the inventory the parameters PKG, VERSION and BASEDIR of a package of
 * another system, and its owners unless options give them, if path is one;
 * false after a finding.
 */
bool inventory_add_origin(struct inventory *inv, const char *path,
    const struct init_settings *given, struct diag *d);

/*
 * The same for a patch.  False when neither inputs nor options tell what cannot
 * be assumed: then missing names the options.
 */
bool settings_patch(struct init_settings *set, const struct inventory *from,
    const struct inventory *to, const char *path, struct diag *d);

/* Sets the parameters that options gave. */
void settings_list_given(const struct init_settings *set, struct pkginfo *out);

/* Sets the level of a patch; false when the text is no number from 1 on. */
bool settings_set_level(struct init_settings *set, const char *text);

/* Adds a dependency PKG[:VERSION]; false when the text is none. */
bool settings_add_depend(struct init_settings *set, const char *text);

/*
 * The name of the payload in the manifest, for the caller to free: relative to
 * the directory of the sources, which may still have to be made.  *is_found is
 * false when a manifest cannot name it; the user has to say where it is then,
 * with build -p.
 */
char *settings_name_payload(const char *sources, const char *input,
    const struct inventory *inv, bool *is_found);

void settings_free(struct init_settings *set);

#endif
