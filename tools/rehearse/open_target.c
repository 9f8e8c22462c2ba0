#include "rehearse/open_target.h"
#include "root/scratch.h"

/* What a rehearsal has for the running system is a new one. */
struct target *
open_target(const struct exec_env *where, const struct run_options *options,
    struct diag *d)
{
	struct target *t = target_open(
	    where->root, where->alternate, where->privileged, d);

	if (t != NULL && where->alternate && options->running_accounts)
		target_set_running(t, scratch_passwd, scratch_group);
	return t;
}
