/*
 * Scratch roots: one that stays as it was, and copies of it to work on.
 */
#ifndef REHEARSE_SCRATCH_H
#define REHEARSE_SCRATCH_H

#include "base/diag.h"

struct scratch {
	char	*dir;		/* private */
	char	*pristine;	/* the root as it was */
	char	*root;		/* the copy that is worked on */
	char	*temp;		/* TMPDIR of the tools meanwhile */
	char	*log;		/* what the tools print */
};

/* base: a root to copy, or NULL for a bare one. */
struct scratch *scratch_new(const char *base, struct diag *d);

/* Makes root anew from pristine. */
bool	scratch_renew(struct scratch *s, struct diag *d);

/* root is what it will be made from in future. */
bool	scratch_keep(struct scratch *s, struct diag *d);

void	scratch_free(struct scratch *s);

#endif
