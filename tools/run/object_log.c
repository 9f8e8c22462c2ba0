#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/words.h"
#include "run/context.h"
#include "run/object_log.h"

#define EXAMPLES_MAX 3

/* Around the path of one object, and behind the number of several. */
static const struct {
	const char *before, *after, *several;
} texts[] = {
    [OBJECT_NOT_MADE] = {"", " cannot be made", "objects cannot be made"},
    [OBJECT_CORRUPT] = {"", " is corrupt", "files of the package are corrupt"},
    [OBJECT_ATTRIBUTES] = {"the attributes of ", " are wrong",
	"objects have wrong attributes"},
    [OBJECT_CONTENTS] = {"the contents of ", " are wrong",
	"objects have wrong contents"},
    [OBJECT_NOT_REMOVED] = {"", " cannot be removed",
	"objects cannot be removed"},
};

static struct object_group *
find_group(struct object_log *log, enum object_problem problem, const char *why)
{
	struct object_group *g;
	size_t i;

	for (i = log->n; i-- > 0;)
		if (log->v[i].problem == problem &&
		    strcmp(log->v[i].why, why) == 0)
			return &log->v[i];
	log->v = array_append_room(log->v, log->n, sizeof(*log->v));
	g = &log->v[log->n++];
	*g = (struct object_group){.problem = problem, .why = xstrdup(why)};
	return g;
}

void
object_log_add(struct object_log *log, enum object_problem problem,
    const char *path, const struct buf *why)
{
	struct object_group *g = find_group(log, problem, buf_text(why));

	g->paths = array_append_room(g->paths, g->n, sizeof(*g->paths));
	g->paths[g->n++] = xstrdup(path);
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorts the paths and frees those that stand there twice. */
static void
sort_paths(struct object_group *g)
{
	size_t i, n = 0;

	qsort(g->paths, g->n, sizeof(*g->paths), compare_paths);
	for (i = 0; i < g->n; i++)
		if (n > 0 && strcmp(g->paths[n - 1], g->paths[i]) == 0)
			free(g->paths[i]);
		else
			g->paths[n++] = g->paths[i];
	g->n = n;
}

static void
print_why(struct context *ctx, const struct object_group *g)
{
	struct slice rest = {g->why, strlen(g->why)}, line;

	while (line_next(&rest, &line))
		log_error(ctx, "    %.*s", SLICE_ARGS(line));
}

static void
print_group(struct context *ctx, struct object_group *g)
{
	size_t i;

	sort_paths(g);
	if (g->n == 1)
		log_error(ctx, "%s%s%s", texts[g->problem].before, g->paths[0],
		    texts[g->problem].after);
	else
		log_error(ctx, "%zu %s:", g->n, texts[g->problem].several);
	print_why(ctx, g);
	for (i = 0; g->n > 1 && i < g->n && i < EXAMPLES_MAX; i++)
		log_error(ctx, "        %s", g->paths[i]);
	if (g->n > EXAMPLES_MAX)
		log_error(ctx, "        and %zu more", g->n - EXAMPLES_MAX);
}

void
object_log_print(struct object_log *log, struct context *ctx)
{
	size_t i;

	for (i = 0; i < log->n; i++)
		print_group(ctx, &log->v[i]);
	object_log_free(log);
}

void
object_log_free(struct object_log *log)
{
	size_t i, k;

	for (i = 0; i < log->n; i++) {
		for (k = 0; k < log->v[i].n; k++)
			free(log->v[i].paths[k]);
		free(log->v[i].paths);
		free(log->v[i].why);
	}
	free(log->v);
	*log = (struct object_log){NULL, 0};
}
