/*
 * Which trials a fault campaign makes, and in which order.
 */
#ifndef CYCLE_FAULT_ORDERS_H
#define CYCLE_FAULT_ORDERS_H

#include "cycle/fault_trial.h"

/* A trial to be made: of which kind, and at which fault point. */
struct trial_order {
	enum trial_kind kind;
	size_t number; /* of the point, from 1 */
	const struct fault_point *point;
	size_t rank; /* how many similar ones come before it */
	bool is_done;
};

struct fault_orders {
	struct trial_order *v;
	size_t n;
};

/* Adds the trials of a kind at every n-th of the points, which must stay. */
void fault_orders_add(struct fault_orders *orders, enum trial_kind kind,
    const struct fault_points *points, size_t every);

/*
 * Sorts them by points, so that the trials with the same state come together.
 * most_telling_first: a point of each system call of each script comes first,
 * then a second one of each, and so on.
 */
void fault_orders_sort(struct fault_orders *orders, bool most_telling_first);

/* Sorts n of them by the tool that is cut, and its points. */
void trial_orders_sort_by_point(struct trial_order **orders, size_t n);

void fault_orders_free(struct fault_orders *orders);

#endif
