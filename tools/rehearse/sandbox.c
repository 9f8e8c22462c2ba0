#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "rehearse/sandbox.h"
#include "rehearse/session.h"

int
place_run(const struct settings *set,
    int (*work)(void *, const struct place *), void *arg, struct diag *d)
{
	char *self = session_self();
	struct place place = { .root = set->root, .alternate = true,
	    .privileged = geteuid() == 0, .shell = set->shell, .self = self,
	    .temporary = session_temporary() };
	int code;

	(void)d;
	code = work(arg, &place);
	free(self);
	return code;
}
