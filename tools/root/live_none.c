/*
 * Systems without mount and process namespaces.
 */
#include "root/live.h"

int
live_run(struct live *live, int (*work)(void *), void *arg, char **missing,
    struct diag *d)
{
	(void)work, (void)arg;
	*missing = NULL;
	diag_error(d, live->root, 0, NULL,
	    LIVE_REFUSED
	    "this system "
	    "has no mount and process namespaces (Linux has); -R works");
	return -1;
}

const char *
live_enter_script(const void *live)
{
	(void)live;
	return NULL;
}

void
live_leave_script(void)
{
}

void
live_remove_whiteouts(const char *root)
{
	(void)root;
}
