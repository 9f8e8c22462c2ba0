/*
 * Which instance a package becomes, and what an update takes over from the
 * installed one (svr4-packaging 5.7, 6.14).
 */
#ifndef INSTALL_INSTANCE_H
#define INSTALL_INSTANCE_H

#include "run/context.h"

enum update {
	UPDATE_NONE, /* a new instance */
	UPDATE_SAME_VERSION,
	UPDATE_OTHER_VERSION
};

/* Sets the instance of ctx and *update; 0, or the exit code. */
int choose_instance(struct context *ctx, enum update *update);

/*
 * For an update: parameters of the installed instance go into the environment
 * (its CLASSES to *saved_classes, for the caller to free), and its directory
 * is saved as .save.INSTANCE.  0, or the exit code.
 */
int begin_update(struct context *ctx, enum update update, char **saved_classes);

/* Moves the saved directory back, when an update changed nothing. */
void restore_saved_pkgdir(struct context *ctx);

/* Removes the saved directory, when an update has ended. */
void discard_saved_pkgdir(struct context *ctx);

#endif
