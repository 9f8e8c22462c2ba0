#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/string_pool.h"
#include "cycle/fault_orders.h"

void
fault_orders_add(struct fault_orders *orders, enum trial_kind kind,
    const struct fault_points *points, size_t every)
{
	size_t i;

	for (i = 0; i < points->n; i += every) {
		orders->v = array_append_room(
		    orders->v, orders->n, sizeof(*orders->v));
		orders->v[orders->n++] = (struct trial_order){
		    .kind = kind, .number = i + 1, .point = &points->v[i]};
	}
}

static int
compare_points(const struct trial_order *a, const struct trial_order *b)
{
	enum cut_tool x = trial_kind_tool(a->kind);
	enum cut_tool y = trial_kind_tool(b->kind);

	if (x != y)
		return x < y ? -1 : 1;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return (a->kind > b->kind) - (a->kind < b->kind);
}

static int
compare_ranks(const void *a, const void *b)
{
	const struct trial_order *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return compare_points(x, y);
}

static int
compare_references(const void *a, const void *b)
{
	return compare_points(*(const struct trial_order *const *)a,
	    *(const struct trial_order *const *)b);
}

/*
 * Counts for each order how many of the same system call in the same script,
 * which tell about the same, come before it.
 */
static void
rank(struct fault_orders *orders)
{
	struct string_pool kinds = STRING_POOL_INIT;
	size_t *counts = xcalloc(orders->n + 1, sizeof(*counts)), i, k;
	const struct trial_order *o;
	char *kind;

	for (i = 0; i < orders->n; i++) {
		o = &orders->v[i];
		kind = xasprintf("%d %d %s %s", (int)o->kind, o->point->after,
		    o->point->call, o->point->script);
		k = string_pool_insert(&kinds, kind, strlen(kind));
		orders->v[i].rank = counts[k]++;
		free(kind);
	}
	string_pool_free(&kinds);
	free(counts);
}

void
fault_orders_sort(struct fault_orders *orders, bool most_telling_first)
{
	if (most_telling_first)
		rank(orders);
	if (orders->n > 0)
		qsort(orders->v, orders->n, sizeof(*orders->v), compare_ranks);
}

void
trial_orders_sort_by_point(struct trial_order **orders, size_t n)
{
	qsort(orders, n, sizeof(*orders), compare_references);
}

void
fault_orders_free(struct fault_orders *orders)
{
	free(orders->v);
	*orders = (struct fault_orders){NULL, 0};
}
