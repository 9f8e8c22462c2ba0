#include <stdlib.h>

#include "faults/faults.h"

void
fault_points_free(struct fault_points *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		free(p->v[i].script);
		free(p->v[i].path);
	}
	free(p->v);
	*p = FAULT_POINTS_INIT;
}
