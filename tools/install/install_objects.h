/*
 * Installs the objects of a package, part by part and class by class
 * (svr4-packaging 6.1 step 13, 6.6).
 */
#ifndef INSTALL_INSTALL_OBJECTS_H
#define INSTALL_INSTALL_OBJECTS_H

#include "install/instance.h"
#include "install/merge.h"
#include "install/request.h"

/*
 * What one installation holds, from step to step.  The steps are in install.c
 * and install_objects.c; what they call in other files gets only the members
 * that it works with.
 */
struct installation {
	struct context *ctx;
	struct package_source source;
	const struct response_source *given_response; /* of -r */
	struct request request;
	enum update update;
	char *saved_classes; /* CLASSES of the instance before the update */
	char *basedir;       /* of the client; NULL: none */
	struct class_list classes;
	struct contents *db;
	bool db_is_current; /* no script ran since it was read */
	bool db_is_changed; /* and has to be stored before one runs */
	struct object_list objects;
	struct object_groups groups; /* of objects, by classes */
	struct merge_policy policy;
	struct merge_policy merged_policy; /* of the last merge */
	bool directory_removed;            /* in the place of an object */
	struct dry_run_package dry;        /* what a dry run has found */
};

/* A step: all parts; 0, or the exit code after messages. */
int install_parts(struct installation *in);

#endif
