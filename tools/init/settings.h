/*
 * The values that sources begin with: given by options, told by the inputs, or
 * assumed.
 */
#ifndef INIT_SETTINGS_H
#define INIT_SETTINGS_H

#include <stdint.h>

#include "base/buf.h"
#include "init/inventory.h"

#define SETTINGS_OWN_MAX 4
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
	struct buf assumed; /* a line for each value that nobody gave */
	struct buf missing; /* options that are needed, for a message */
};

/* Sets what is NULL from the input at path, whose inventory is given. */
void settings_first(
    struct init_settings *set, const char *path, const struct inventory *inv);

/*
 * The same for a patch.  False when neither inputs nor options tell what cannot
 * be assumed: then missing names the options.
 */
bool settings_patch(struct init_settings *set, const struct inventory *from,
    const struct inventory *to);

void settings_free(struct init_settings *set);

#endif
