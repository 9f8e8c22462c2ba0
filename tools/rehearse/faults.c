#include <stdlib.h>

#include "rehearse/faults.h"

void
fault_points_free(struct fault_points *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		free(p->v[i].script);
		free(p->v[i].path);
	}
	free(p->v);
	*p = (struct fault_points)FAULT_POINTS_INIT;
}
