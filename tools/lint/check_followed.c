/*
 * Symbolic links that a command follows where the script means the link, or out
 * of the alternate root.
 */
#include <string.h>

#include "base/words.h"
#include "lint/script.h"

/* A word as it is written, without double quotes around the whole. */
static struct slice
written(const struct script *s, const struct shell_word *w)
{
	struct slice text = {s->tree->text + w->at, w->end - w->at};

	if (text.len >= 2 && text.p[0] == '"' && text.p[text.len - 1] == '"') {
		text.p++;
		text.len -= 2;
	}
	return text;
}

static bool
begins_with(struct slice text, struct slice start)
{
	return text.len >= start.len && memcmp(text.p, start.p, start.len) == 0;
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
    struct script *s, const struct shell_node *n, struct slice name)
{
	struct arena *a = &s->tree->arena;
	size_t len = name.len + sizeof("! -h \"");
	static const char *const forms[] = {"-h ", "-L ", "-h \"", "-L \""};
	char *text = arena_alloc(a, len), *not = arena_alloc(a, len);
	const char *texts[] = {text, NULL}, *nots[] = {not, NULL};
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		(void)snprintf(
		    text, len, "%s%.*s", forms[i], (int)name.len, name.p);
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
	struct slice name, link;
	size_t i;

	if (source == NULL || has_option(n, 's'))
		return;
	name = written(s, source);
	for (i = 0; i < s->nlinks && s->links[i]->at < n->at; i++) {
		link = written(s, last_operand(s->links[i]));
		if (link.len == name.len && begins_with(name, link)) {
			script_add(s, source->at, "ln-symlink-source", NULL);
			return;
		}
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

/* Is it `ln -s' of an absolute name to one in the alternate root? */
static bool
leaves_root(struct script *s, const struct shell_node *link)
{
	const struct shell_word *target = source_of(link);

	return target != NULL && s->tree->text[target->at] == '/' &&
	    is_in_install_root(s, last_operand(link));
}

/* A name below an absolute link that the script itself has made in the root. */
static void
check_through_link(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w;
	struct slice name, link;
	size_t i;

	for (i = 0; i < s->nlinks && s->links[i]->at < n->at; i++) {
		if (!leaves_root(s, s->links[i]))
			continue;
		link = written(s, last_operand(s->links[i]));
		for (w = command_operands(n); w != NULL; w = w->next) {
			name = written(s, w);
			if (begins_with(name, link) &&
			    name.len > link.len + 1 && name.p[link.len] == '/')
				script_add(s, w->at, "symlink-in-root", NULL);
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
