#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/file.h"
#include "os/file_ops.h"
#include "run/lock.h"

#define LOCK_SIZE  128 /* bytes of the file */
#define LOCK_TRIES 30  /* one a second */

bool
lock_packages(struct context *ctx)
{
	char *path = target_admin(ctx->target, ".lockfile");
	char text[LOCK_SIZE + 1];
	int fd, tries;
	bool ok = false;

	fd = make_parents(path)
	    ? open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644)
	    : -1;
	for (tries = 0; fd != -1 && !ok && tries < LOCK_TRIES; tries++) {
		ok = lockf(fd, F_TLOCK, 0) == 0;
		if (ok || (errno != EAGAIN && errno != EACCES))
			break;
		if (tries == 0)
			log_error(
			    ctx, "waiting for another package tool to end");
		(void)sleep(1);
	}
	if (!ok)
		log_error(ctx, "the packages cannot be locked (%s): %s", path,
		    strerror(errno));
	else {
		memset(text, 0, sizeof(text));
		(void)snprintf(text, sizeof(text), "%ld %s %s", (long)getpid(),
		    tool_name(ctx->tool),
		    ctx->instance == NULL ? ctx->package : ctx->instance);
		(void)file_pwrite_full(fd, text, LOCK_SIZE, 0);
	}
	free(path);
	return ok;
}
