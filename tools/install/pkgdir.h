/*
 * The directory of an instance, var/sadm/pkg/INSTANCE (svr4-packaging 4.4,
 * 6.8).
 */
#ifndef INSTALL_PKGDIR_H
#define INSTALL_PKGDIR_H

#include "install/object_list.h"

/* Makes the directory with install/ and save/; 0, or the exit code. */
int make_pkgdir(struct context *ctx);

/*
 * Makes or removes INSTALL_LOCK or REMOVAL_LOCK (target/installed.h), the file
 * that says that an installation or a removal has not ended.  False after a
 * message.
 */
bool set_lock_file(struct context *ctx, const char *lock);
void clear_lock_file(struct context *ctx, const char *lock);

/*
 * Stores the environment as the instance's pkginfo and the information files
 * as install/; and pkginfo, pkgmap and information files as delivered in
 * save/pspool.  saved_classes is CLASSES of the instance before an update, or
 * NULL.  0, or the exit code.
 */
int store_pkgdir(struct context *ctx, const struct package_source *source,
    const struct class_list *classes, const char *saved_classes,
    const char *basedir);

/* Copies the file from, an e or v object as delivered, to save/pspool. */
void spool_object(
    struct context *ctx, const struct install_object *obj, const char *from);

/* Removes the scripts i.CLASS from the instance's install/. */
void remove_class_scripts(struct context *ctx);

/*
 * Adds the instance to the list of packages that were added with -G, or
 * removes it; false after a message.
 */
bool record_global_only(struct context *ctx, bool add);

#endif
