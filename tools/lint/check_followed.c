/*
 * Symbolic links that a command follows where the script means the link, or out
 * of the alternate root.
 */
#include <string.h>

#include "lint/script.h"

/* A word as it is written, without double quotes around the whole. */
static const char *
written(const struct script *s, const struct shell_word *w)
{
	const char *text = s->tree->text + w->at;
	size_t len = w->end - w->at;

	if (len >= 2 && text[0] == '"' && text[len - 1] == '"') {
		text++;
		len -= 2;
	}
	return arena_strndup(&s->tree->arena, text, len);
}

static bool
is_same(const struct script *s, const struct shell_word *a, const char *text)
{
	return strcmp(written(s, a), text) == 0;
}

static bool
is_in_install_root(struct script *s, const struct shell_word *w)
{
	size_t i;

	for (i = 0; i < sizeof(s->aliases) / sizeof(*s->aliases) &&
	     s->aliases[i] != NULL;
	     i++)
		if (mentions_variable(w, s->aliases[i]))
			return true;
	return mentions_variable(w, "PKG_INSTALL_ROOT");
}

/* The operand in front of the last one of `ln': what the link leads to. */
static const struct shell_word *
source_of(const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);

	while (w != NULL && w->next != NULL && w->next->next != NULL)
		w = w->next;
	return w != NULL && w->next != NULL ? w : NULL;
}

/* A condition around the node says that the name is a symbolic link. */
static bool
is_tested_as_link(
    struct script *s, const struct shell_node *n, const char *name)
{
	struct arena *a = &s->tree->arena;
	size_t len = strlen(name) + sizeof("! -h \"\"");
	static const char *const forms[] = {"-h ", "-L ", "-h \"", "-L \""};
	char *text = arena_alloc(a, len), *not = arena_alloc(a, len);
	const char *texts[] = {text, NULL}, *nots[] = {not, NULL};
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		(void)snprintf(text, len, "%s%s", forms[i], name);
		(void)snprintf(not, len, "! %s", text);
		if (is_guarded_by(s, n, texts) && !is_guarded_by(s, n, nots))
			return true;
	}
	return false;
}

/* ln without -s of what the script has made or tested as a symbolic link. */
static void
check_hard_link(struct script *s, const struct shell_node *n)
{
	const struct shell_word *source = source_of(n);
	const char *name;
	size_t i;

	if (source == NULL || has_option(n, 's'))
		return;
	name = written(s, source);
	for (i = 0; i < s->nlinks && s->links[i]->at < n->at; i++)
		if (is_same(s, last_operand(s->links[i]), name)) {
			script_add(s, source->at, "ln-symlink-source", NULL);
			return;
		}
	if (is_tested_as_link(s, n, name))
		script_add(s, source->at, "ln-symlink-source", NULL);
}

/* find -follow, find -L */
static void
check_find(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w, *root = NULL;

	for (w = command_operands(n); w != NULL; w = w->next) {
		if (root == NULL && is_in_install_root(s, w))
			root = w;
		if (root != NULL && shell_word_is(w, "-follow"))
			script_add(s, w->at, "symlink-in-root", NULL);
	}
	if (root != NULL && has_option(n, 'L'))
		script_add(s, root->at, "symlink-in-root", NULL);
}

/* A name below an absolute link that the script itself has made in the root. */
static void
check_through_link(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w, *target, *link;
	const char *name, *link_name;
	size_t i, len;

	for (w = command_operands(n); w != NULL; w = w->next)
		for (i = 0; i < s->nlinks && s->links[i]->at < n->at; i++) {
			link = last_operand(s->links[i]);
			target = source_of(s->links[i]);
			if (target == NULL ||
			    s->tree->text[target->at] != '/' ||
			    !is_in_install_root(s, link))
				continue;
			name = written(s, w);
			link_name = written(s, link);
			len = strlen(link_name);
			if (strncmp(name, link_name, len) == 0 &&
			    name[len] == '/' && name[len + 1] != '\0') {
				script_add(s, w->at, "symlink-in-root", NULL);
				break;
			}
		}
}

void
check_followed_links(struct script *s, const struct shell_node *n)
{
	const char *name = command_name(n);

	if (name == NULL || function_named(s, name) != NULL)
		return;
	if (strcmp(name, "ln") == 0)
		check_hard_link(s, n);
	if (!script_is_procedure(s))
		return;
	if (strcmp(name, "find") == 0)
		check_find(s, n);
	check_through_link(s, n);
}
