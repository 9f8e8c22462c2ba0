/*
 * The system that is rehearsed on: a directory that stands for the root of a
 * Solaris system, with its own users and groups.
 */
#ifndef TARGET_TARGET_H
#define TARGET_TARGET_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/diag.h"

struct account {
	char *name;
	long id;
	long group; /* of a user: its primary group */
};

struct accounts {
	struct account *v;
	size_t n;
};

struct target {
	char *root;                    /* "" for a live one */
	bool alternate;                /* PKG_INSTALL_ROOT is set for scripts */
	bool chowns;                   /* we may give files away */
	bool follows;                  /* PKG_NONABI_SYMLINKS: a link counts
					   as what it leads to */
	struct accounts users, groups; /* of the target, not the host's */
};

/*
 * root is an absolute path, made canonical here.  Live targets are opened
 * inside their sandbox, where root is "/" and alternate is false.  Returns
 * NULL after adding findings when it is no root.
 */
struct target *target_open(
    const char *root, bool alternate, bool chowns, struct diag *d);

/* Where a path of the client lies; the caller frees. */
char *target_path(const struct target *t, const char *client);

/* ROOT/var/sadm/pkg/INSTANCE[/name]; the caller frees. */
char *target_package(
    const struct target *t, const char *instance, const char *name);

/* ROOT/var/sadm/install/name; the caller frees. */
char *target_admin(const struct target *t, const char *name);

/* By name; false when the target does not know it. */
bool target_user(const struct target *t, const char *name, uid_t *uid);
bool target_group(const struct target *t, const char *name, gid_t *gid);

/* By number; NULL when the target does not know it. */
const char *target_user_name(const struct target *t, uid_t uid);
const char *target_group_name(const struct target *t, gid_t gid);

void target_close(struct target *t);

#endif
