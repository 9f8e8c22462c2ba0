/*
 * Systems without namespaces and without Landlock.
 */
#include "base/mem.h"
#include "root/sandbox.h"

int
sandbox_run(const struct sandbox *s, int (*work)(void *), void *arg, char **why,
    char **missing)
{
	(void)s, (void)work, (void)arg;
	*missing = NULL;
	*why = xstrdup("this system cannot keep scripts off the host's files");
	return SANDBOX_REFUSED;
}
