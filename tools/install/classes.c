#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "install/classes.h"

#define BLANKS " \t\n"

static bool
is_listed(const struct env *env, const char *param, const char *class)
{
	return words_contain(env_get(env, param), BLANKS, class, strlen(class));
}

/* Takes over the name. */
static void
add_class(struct class_list *list, const struct env *env, char *name)
{
	bool first = strcmp(name, "none") == 0;
	struct class new = {.name = name,
	    .no_source_check = is_listed(env, "PKG_SRC_NOVERIFY", name),
	    .quick_check = is_listed(env, "PKG_DST_QKVERIFY", name),
	    .relative = is_listed(env, "PKG_CAS_PASSRELATIVE", name)};

	list->v = array_room(list->v, list->n, &list->size, sizeof(*list->v));
	if (first)
		memmove(list->v + 1, list->v, list->n * sizeof(*list->v));
	list->v[first ? 0 : list->n] = new;
	list->n++;
}

/* Writes the order of the list back to CLASSES (setlist in libinst). */
static void
set_classes_env(const struct class_list *list, struct env *env)
{
	struct buf text = BUF_INIT;
	size_t i;

	for (i = 0; i < list->n; i++)
		buf_printf(&text, "%s%s", i == 0 ? "" : " ", list->v[i].name);
	env_set(env, "CLASSES", buf_text(&text));
	buf_free(&text);
}

void
classes_load(struct class_list *list, struct env *env)
{
	const char *text = env_get(env, "CLASSES");
	bool has_none = false, moved = false;
	struct slice rest, word;

	if (text == NULL)
		return;
	rest = (struct slice){text, strlen(text)};
	while (word_next(&rest, BLANKS, &word)) {
		if (slice_equals(word, "none")) {
			if (has_none)
				continue;
			has_none = true;
			moved = list->n > 0;
		}
		add_class(list, env, slice_dup(word));
	}
	if (moved)
		set_classes_env(list, env);
}

void
classes_find_scripts(
    struct class_list *list, const struct context *ctx, const char *dir)
{
	char *name, *delivered, *below;
	struct class *class;
	size_t i;

	for (i = 0; i < list->n; i++) {
		class = &list->v[i];
		name = xasprintf("i.%s", class->name);
		delivered = xasprintf("%s/%s", dir, name);
		below = xasprintf("install/%s", name);
		free(class->script);
		class->script = access(delivered, R_OK) == 0
		    ? target_package(ctx->target, ctx->instance, below)
		    : shell_class_script(ctx->shell, name);
		free(below);
		free(delivered);
		free(name);
	}
}

ssize_t
class_index(const struct class_list *list, const char *name)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i].name, name) == 0)
			return (ssize_t)i;
	return -1;
}

void
classes_free(struct class_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++) {
		free(list->v[i].name);
		free(list->v[i].script);
	}
	free(list->v);
	*list = (struct class_list){.v = NULL};
}
