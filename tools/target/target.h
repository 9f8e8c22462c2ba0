/*
 * The target: a directory that stands for the root of a Solaris system, with
 * its own users and groups.
 */
#ifndef TARGET_TARGET_H
#define TARGET_TARGET_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/diag.h"
#include "target/accounts.h"

struct target {
	char *root;      /* "" for a live one */
	bool alternate;  /* scripts get PKG_INSTALL_ROOT */
	bool privileged; /* we may become other users */
	bool owners;     /* owners are set and checked */
	bool follows;    /* PKG_NONABI_SYMLINKS: links are followed */
	struct accounts users, groups;
	/* accounts of the running system, as texts; NULL: they do not count */
	const char *running_users, *running_groups;
	struct accounts *past; /* tables whose names objects still point to */
	size_t npast;
};

/* Opens the directory of a root; -1 after a finding when it is none. */
int target_open_root(const char *root, struct diag *d);

/*
 * Opens the target in the directory root, an absolute path.  A live one is
 * opened inside its sandbox, where root is "/" and alternate is false.  For
 * target_close; NULL after findings when it is not a root.  Who is not privileged
 * leaves owners alone, unless those of the root are noted (os/owner.h).
 */
struct target *target_open(
    const char *root, bool alternate, bool privileged, struct diag *d);

/*
 * Reads users and groups again, as a script may have added some.  Names that
 * were handed out stay valid.
 */
void target_read_accounts(struct target *t);

/*
 * From now on accounts that the root does not have are those of the running
 * system, as pkgadd takes them.  The texts, like etc/passwd and etc/group, stay
 * the caller's.
 */
void target_set_running(
    struct target *t, const char *users, const char *groups);

/* The host path of a path of the client; the caller frees. */
char *target_path(const struct target *t, const char *client);

/*
 * The first absolute symbolic link on the way to a path of the client, as path
 * of the host.  With an alternate root it is resolved on the host, and leads
 * out of the root.  NULL: there is none.  The caller frees.
 */
char *target_link_out(const struct target *t, const char *client);

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
