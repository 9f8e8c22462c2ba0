/*
 * First sources of a package, written from what there is: build manifest,
 * prototype, pkginfo.
 */
#ifndef INIT_INIT_H
#define INIT_INIT_H

#include "base/buf.h"
#include "init/difference.h"
#include "init/origin.h"
#include "init/rules.h"
#include "init/settings.h"
#include "init/staging.h"

#define INIT_COPYRIGHT_MAX (64u * 1024) /* bytes of a licence that is taken */

/* A file of the sources. */
struct init_file {
	char *name;
	struct buf text;
};

/* All of them but the payload. */
struct init_sources {
	struct buf manifest, prototype, pkginfo;
	struct init_file *files; /* further information files */
	size_t nfiles;
};

/*
 * A package with everything in the inventory, which is that of path.  What the
 * settings leave open is set; what a packager should know is a warning.
 * origin: what a package of another system says, or NULL.
 */
void init_first(struct inventory *inv, const char *path,
    struct init_settings *set, const struct init_rules *rules,
    const struct origin *origin, struct init_sources *out, struct diag *d);

/* Adds an information file; text (allocated) becomes that of the sources. */
void init_add_file(
    struct init_sources *out, const char *name, char *text, size_t len);

/*
 * Adds the information file of NAME=FILE.  False when the text is no such pair
 * or the name is none of an information file; that it cannot be read is a
 * finding.
 */
bool init_add_script(
    struct init_sources *out, const char *text, struct diag *d);

/*
 * A patch that makes the files of `to' from those of `from': the differences
 * that are covered, with sizes and digests of before and after.
 */
void init_patch(const struct inventory *from, const struct inventory *to,
    const struct differences *list, const struct init_settings *set,
    struct init_sources *out);

/* Writes all files of the sources; false after a finding. */
bool init_write(
    const struct init_sources *out, struct staging *st, struct diag *d);

void init_free(struct init_sources *out);

/*
 * A name for a package from a text, without characters that no package has;
 * the caller frees.
 */
char *init_package_name(const char *text);

#endif
