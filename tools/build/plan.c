#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "build/content.h"
#include "build/plan.h"

struct plan *
plan_new(void)
{
	struct plan *plan = xcalloc(1, sizeof(*plan));

	plan->map.nparts = 1;
	return plan;
}

const char *
plan_keep(struct plan *plan, char *s)
{
	plan->strings = array_append_room(
	    plan->strings, plan->nstrings, sizeof(*plan->strings));
	plan->strings[plan->nstrings++] = s;
	return s;
}

/* Inserts an object before the one at i, in both arrays. */
static void
insert_object(struct plan *plan, const struct object *o, size_t i)
{
	struct objects *list = &plan->map.objects;
	size_t after = list->n - i;

	(void)objects_add(list, o);
	plan->objects = xreallocarray(
	    plan->objects, list->n, sizeof(*plan->objects));
	memmove(&list->v[i + 1], &list->v[i], after * sizeof(*list->v));
	list->v[i] = *o;
	memmove(&plan->objects[i + 1], &plan->objects[i],
	    after * sizeof(*plan->objects));
	memset(&plan->objects[i], 0, sizeof(*plan->objects));
}

struct plan_object *
plan_object(const struct plan *plan, const struct object *o)
{
	return &plan->objects[o - plan->map.objects.v];
}

struct digests *
plan_digests(struct plan *plan, size_t i)
{
	struct plan_object *o = &plan->objects[i];

	if (o->digests == NULL)
		o->digests = xcalloc(1, sizeof(*o->digests));
	return o->digests;
}

void
plan_set_text(struct plan *plan, struct object *o, char *text, size_t len)
{
	struct content *c = &plan_object(plan, o)->content;

	*c = (struct content){
	    .kind = CONTENT_MEMORY, .data = plan_keep(plan, text), .size = len};
	(void)content_checksum(c, NULL, NULL, 0);
	o->size = (int64_t)c->size;
	o->sum = c->sum;
}

void
plan_add_info_file(struct plan *plan, const char *name, char *text, size_t len)
{
	struct objects *list = &plan->map.objects;
	struct object o;
	size_t i = 0;

	object_init(&o);
	o.ftype = 'i';
	o.path = xstrdup(name);
	while (i < list->n && strcmp(list->v[i].path, name) < 0)
		i++;
	insert_object(plan, &o, i);
	plan_set_text(plan, &list->v[i], text, len);
}

void
plan_finish(struct plan *plan)
{
	pkgmap_write(&plan->map, &plan->map_text);
}

void
plan_add_input(struct plan *plan, const char *path)
{
	plan->inputs = array_append_room(
	    plan->inputs, plan->ninputs, sizeof(*plan->inputs));
	plan->inputs[plan->ninputs++] = xstrdup(path);
}

void
plan_free(struct plan *plan)
{
	size_t i;

	if (plan == NULL)
		return;
	for (i = 0; i < plan->ntrees; i++) {
		if (plan->trees[i].fd != -1)
			(void)close(plan->trees[i].fd);
		free(plan->trees[i].name);
	}
	for (i = 0; i < plan->ninputs; i++)
		free(plan->inputs[i]);
	free(plan->inputs);
	for (i = 0; i < plan->nstrings; i++)
		free(plan->strings[i]);
	payload_free(plan->payload);
	free(plan->trees);
	free(plan->strings);
	free(plan->name);
	pkginfo_free(plan->info);
	for (i = 0; plan->objects != NULL && i < plan->map.objects.n; i++)
		free(plan->objects[i].digests);
	free(plan->objects);
	objects_free(&plan->map.objects);
	buf_free(&plan->info_text);
	buf_free(&plan->map_text);
	free(plan);
}
