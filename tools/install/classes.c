#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "install/classes.h"

#define BLANKS " \t\n"

/* The classes that parameters name, as pkgadd passes them on. */
struct class_params {
	struct string_pool no_source_check, quick_check, relative;
};

static void
read_params(struct class_params *p, const struct env *env)
{
	string_pool_add_words(
	    &p->no_source_check, env_get(env, "PKG_SRC_NOVERIFY"), BLANKS);
	string_pool_add_words(
	    &p->quick_check, env_get(env, "PKG_DST_QKVERIFY"), BLANKS);
	string_pool_add_words(
	    &p->relative, env_get(env, "PKG_CAS_PASSRELATIVE"), BLANKS);
}

static void
free_params(struct class_params *p)
{
	string_pool_free(&p->no_source_check);
	string_pool_free(&p->quick_check);
	string_pool_free(&p->relative);
}

static bool
is_listed(const struct string_pool *list, const char *class)
{
	return string_pool_find(list, class) != NULL;
}

/* Takes over the name. */
static void
add_class(struct class_list *list, const struct class_params *p, char *name)
{
	bool first = strcmp(name, "none") == 0;
	struct class new = {.name = name,
	    .no_source_check = is_listed(&p->no_source_check, name),
	    .quick_check = is_listed(&p->quick_check, name),
	    .relative = is_listed(&p->relative, name)};

	list->v = array_room(list->v, list->n, &list->size, sizeof(*list->v));
	if (first)
		memmove(list->v + 1, list->v, list->n * sizeof(*list->v));
	list->v[first ? 0 : list->n] = new;
	list->n++;
}

static void
add_classes(struct class_list *list, const char *text,
    const struct class_params *p, bool *moved)
{
	struct slice rest = {text, strlen(text)}, word;
	bool has_none = false;

	while (word_next(&rest, BLANKS, &word)) {
		if (slice_equals(word, "none")) {
			if (has_none)
				continue;
			has_none = true;
			*moved = list->n > 0;
		}
		add_class(list, p, slice_dup(word));
	}
}

static void
index_names(struct class_list *list)
{
	size_t i, k, known;
	const char *name;

	for (i = 0; i < list->n; i++) {
		known = list->names.n;
		name = list->v[i].name;
		k = string_pool_insert(&list->names, name, strlen(name));
		if (k < known)
			continue;
		list->first = array_append_room(
		    list->first, k, sizeof(*list->first));
		list->first[k] = i;
	}
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
	struct class_params params = {.relative = STRING_POOL_INIT};
	bool moved = false;

	if (text == NULL)
		return;
	read_params(&params, env);
	add_classes(list, text, &params, &moved);
	free_params(&params);
	index_names(list);
	if (moved)
		set_classes_env(list, env);
}

void
log_class_script(struct context *ctx, const char *name, const char *path)
{
	if (strcmp(name + 2, "none") != 0)
		log_error(ctx, "%s: %s", name,
		    shell_script_origin(ctx->shell, ctx->target->root, path));
}

void
classes_find_scripts(
    struct class_list *list, struct context *ctx, const char *dir)
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
		    : shell_class_script(ctx->shell, ctx->target->root, name);
		log_class_script(ctx, name, class->script);
		free(below);
		free(delivered);
		free(name);
	}
}

ssize_t
class_index(const struct class_list *list, const char *name)
{
	size_t i = string_pool_index(&list->names, name, strlen(name));

	return i == STRING_POOL_NONE ? -1 : (ssize_t)list->first[i];
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
	free(list->first);
	string_pool_free(&list->names);
	*list = (struct class_list){.v = NULL};
}
