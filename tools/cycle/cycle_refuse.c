#include <stdlib.h>

#include "base/array.h"
#include "base/mem.h"
#include "cycle/cycle_refuse.h"

/* The package of the source that owns the entry; NULL: none. */
static const char *
find_owner(const struct cycle_source *source, const struct entry *e)
{
	size_t i;

	for (i = 0; i < source->nnames; i++)
		if (entry_owner(e, source->names[i]) != NULL)
			return source->names[i];
	return NULL;
}

static bool
is_covered(const struct cycle_request *q, const struct entry *e, size_t source,
    struct covered *covered)
{
	size_t i;

	covered->path = e->object.path;
	covered->name = find_owner(&q->sources[source], e);
	covered->by = NULL;
	for (i = q->nsources; covered->name != NULL && --i > source;) {
		covered->by = find_owner(&q->sources[i], e);
		if (covered->by != NULL)
			return true;
	}
	return false;
}

bool
find_covered(const struct cycle_request *q, const struct contents *db,
    size_t source, struct covered *covered)
{
	size_t i;

	if (db == NULL || q->sources[source].is_updated)
		return false;
	for (i = 0; i < db->n; i++)
		if (!ftype_is_directory(db->v[i].object.ftype) &&
		    is_covered(q, &db->v[i], source, covered))
			return true;
	return false;
}

void
add_unrefused(struct cycle_result *r, const struct covered *covered)
{
	char *text = xasprintf("%s was removed although %s, which came after "
			       "it, has replaced this file",
	    covered->name, covered->by);

	cycle_result_add_difference(r, STAGE_REFUSE, covered->path, text);
	free(text);
}

static void
add_difference(void *result, const struct snapshot_difference *found)
{
	char *text = xasprintf(
	    "%s, by a removal that was refused", found->text);

	cycle_result_add_difference(result, STAGE_REFUSE, found->path, text);
	free(text);
}

/* The names of all packages; the caller frees the array. */
static const char **
all_names(const struct cycle_request *q, size_t *n)
{
	const char **names = NULL;
	size_t i, k;

	*n = 0;
	for (i = 0; i < q->nsources; i++)
		for (k = 0; k < q->sources[i].nnames; k++) {
			names = array_append_room(names, *n, sizeof(*names));
			names[(*n)++] = q->sources[i].names[k];
		}
	return names;
}

bool
compare_refused(struct cycle *c, const char *root,
    const struct root_state *before, const char *processes, struct diag *d)
{
	/*
	 * neither the database nor the records: the tool has marked the entries
	 * and set its lock before it asked the package (svr4-packaging 6.11)
	 */
	struct comparison how = {.leave_out = LEAVE_OUT_RECORDS,
	    .ignore = c->request->ignore,
	    .nignore = c->request->nignore,
	    .paths_only = true,
	    .differs = add_difference,
	    .arg = &c->result};
	struct snapshot *files = snapshot_take(root, before->files, d);

	if (files == NULL)
		return false;
	how.instances = all_names(c->request, &how.ninstances);
	(void)snapshot_compare(before->files, files, &how);
	free(how.instances);
	snapshot_free(files);
	if (processes != NULL)
		compare_processes(
		    &c->result, STAGE_REFUSE, before->processes, processes);
	return true;
}
