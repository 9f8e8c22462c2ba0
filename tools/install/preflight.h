/*
 * The checks before anything changes; the admin file says what a finding
 * means (svr4-packaging 5.5, 6.1).  Each returns 0, or the exit code that ends
 * the run, after messages.
 */
#ifndef INSTALL_PREFLIGHT_H
#define INSTALL_PREFLIGHT_H

#include "install/merge.h"

/* An earlier installation or removal of the instance that did not end. */
int check_partial(struct context *ctx);

/*
 * Does the way to a path of the client lead out of an alternate root?  The real
 * tools would go on with the files of the host.
 */
int check_link_out(struct context *ctx, const char *client);

/* ISTATES and RSTATES: the run levels that the package suggests. */
int check_install_runlevel(struct context *ctx);
int check_removal_runlevel(struct context *ctx);

/* ULIMIT has to be a number of blocks. */
int check_ulimit(struct context *ctx);

/* Size and checksum of the information files. */
int check_information_files(
    struct context *ctx, const struct package_source *source);

/* The line above dependencies that are not met begins with this. */
#define UNMET_TITLE "dependencies that are not met"

/* depend of the package (depends.c; svr4-packaging 5.3). */
int check_dependencies(
    struct context *ctx, const struct package_source *source);

/* Which other packages need the one that is removed? */
int check_dependents(struct context *ctx);

/* Free blocks and inodes of each file system (space.c; svr4-packaging 5.4). */
int check_space(struct context *ctx, const struct package_source *source,
    const char *basedir, const struct object_list *objects);

/*
 * Paths that are in use, and set-uid or set-gid programs.  Without a decision
 * of the admin file the user can leave these objects: the policy changes then,
 * and the objects have to be merged again.
 */
int check_conflicts(struct context *ctx, const struct object_list *objects,
    struct merge_policy *policy);
int check_set_id(struct context *ctx, const struct object_list *objects,
    struct merge_policy *policy);

/* Scripts that run as root. */
int check_install_scripts(
    struct context *ctx, const struct package_source *source);
int check_removal_scripts(struct context *ctx);

#endif
