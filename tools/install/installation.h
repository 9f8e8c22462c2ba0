/*
 * What one installation holds, from step to step.  The steps are in install.c
 * and install_objects.c; what they call in other files gets only the members
 * that it works with.
 */
#ifndef INSTALL_INSTALLATION_H
#define INSTALL_INSTALLATION_H

#include "install/instance.h"
#include "install/merge.h"
#include "install/request.h"

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
	struct object_list objects;
	struct merge_policy policy;
	struct merge_policy merged_policy; /* of the last merge */
	bool directory_removed;            /* in the place of an object */
};

#endif
