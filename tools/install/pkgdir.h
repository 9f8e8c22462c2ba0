/*
 * The package's own directory: var/sadm/pkg/INSTANCE (svr4-packaging 4.4,
 * 6.8).
 */
#ifndef INSTALL_PKGDIR_H
#define INSTALL_PKGDIR_H

#include "run/context.h"

/* Makes the directory with install/ and save/; 0 or the exit code. */
int make_pkgdir(struct run *r);

/* Leaves the mark of a partial installation or removal. */
bool set_lock(struct run *r, const char *lock);
void clear_lock(struct run *r, const char *lock);

/*
 * Stores the environment as the instance's pkginfo and the information files
 * as install/, and both as delivered in save/pspool; 0 or the exit code.
 */
int store_pkgdir(struct run *r);

/* Keeps an e or v file as delivered in save/pspool. */
void spool_item(
    struct run *r, const struct install_item *item, const char *from);

/* Removes the scripts i.* from the instance's install/. */
void drop_class_scripts(struct run *r);

/* Notes or forgets a package added with -G; false after a complaint. */
bool note_global_only(struct run *r, bool add);

#endif
