/*
 * Linux: a live root in namespaces of its own.
 */
#include <stdlib.h>

#include "root/live.h"
#include "root/live_mount.h"
#include "root/namespaces.h"

static const char *
make_view(void *arg, bool user_namespace)
{
	return live_mount(arg, user_namespace);
}

int
live_run(const struct live *live, int (*work)(void *), void *arg,
    char **missing, struct diag *d)
{
	struct live view = *live;
	struct namespaced_work w = {.make_view = make_view,
	    .view_arg = &view,
	    .work = work,
	    .arg = arg};
	struct mount_points points = {NULL, 0};
	char *why = NULL;
	int code = -1;

	*missing = NULL;
	if (!mount_points_make(&points, live->root))
		diag_system(d, live->root,
		    "no live rehearsal: directories for mounts cannot be made");
	else if ((code = namespaces_run(&w, &why, missing)) < 0)
		diag_add(d, SEVERITY_SYSTEM, live->root, 0, NULL, NULL,
		    "no live rehearsal: %s", why);
	mount_points_remove(&points, live->root);
	free(why);
	return code;
}
