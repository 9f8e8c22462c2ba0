/*
 * The information file `patchfiles' of a patch: what it changes, one line for
 * each path (docs/patch-scripts.md).
 */
#ifndef MODEL_PATCH_TABLE_H
#define MODEL_PATCH_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "model/object.h"
#include "model/pkginfo.h"

#define PATCH_TABLE     "patchfiles"        /* its name */
#define PATCH_TABLE_MAX (16u * 1024 * 1024) /* bytes */

enum patch_action {
	PATCH_REPLACE,
	PATCH_ADD,
	PATCH_DELETE,
	PATCH_ATTRIBUTES,
	PATCH_ACTIONS
};

/* What stands there afterwards; of what is deleted, what stood there. */
enum patch_kind {
	PATCH_FILE,
	PATCH_SYMLINK,
	PATCH_HARDLINK,
	PATCH_DIRECTORY,
	PATCH_KINDS
};

struct patch_change {
	size_t line;
	char *path; /* as in the pkgmap */
	enum patch_action action;
	enum patch_kind kind;
	char *target; /* of a link that stays; of a hard link a path; or NULL */
	int64_t size; /* of a new file; else -1 */
};

struct patch_table {
	struct patch_change *v; /* in the order of the lines */
	size_t n;
};

/* The words for both in the table, and in reports. */
const char *patch_action_word(enum patch_action action);
const char *patch_kind_word(enum patch_kind kind);

/* Is the change made by the scripts, so that there is no object of the path? */
bool patch_change_is_made(const struct patch_change *c);

/*
 * Parses the table; file is its name in findings.  Returns what the caller
 * frees, or NULL after adding a finding for each line that is wrong.
 */
struct patch_table *patch_table_parse(
    const char *text, size_t len, const char *file, struct diag *d);

/*
 * Calls report(ctx, path, text) for each change without its object, each object
 * of a change that the scripts make, and each file of the class without a line.
 */
void patch_table_check(const struct patch_table *t, const struct objects *list,
    const char *class,
    void (*report)(void *ctx, const char *path, const char *text), void *ctx);

/* Has a package with these parameters and objects such a table? */
bool has_patch_table(const struct pkginfo *info, const struct objects *list);

void patch_table_free(struct patch_table *t);

/*
 * Why no patch can change a path of this name, or NULL.  The tools of the target
 * do not take it as it is: read of the Bourne shell goes on behind a line that
 * ends with a backslash, and pkgchk -p ends a path at a comma.  Measured with the
 * utilities of SVR4: installation refuses the one, and the line of the other
 * stays the patch's in the database.
 */
const char *patch_name_fault(const char *path);

#endif
