/*
 * Where a command stands: under which conditions, in which shell.
 */
#include <string.h>

#include "lint/script.h"

#define CONDITION_MAX 4096 /* bytes of a condition that are looked at */

bool
source_contains(struct script *s, size_t from, size_t to, const char *text)
{
	size_t i, len = strlen(text);

	if (to > s->tree->len)
		to = s->tree->len;
	if (to > from + CONDITION_MAX)
		to = from + CONDITION_MAX;
	s->work += to > from ? to - from : 0;
	for (i = from; i + len <= to; i++)
		if (s->tree->text[i] == text[0] &&
		    memcmp(s->tree->text + i, text, len) == 0)
			return true;
	return false;
}

static bool
mentions(struct script *s, size_t from, size_t to, const char *const *texts)
{
	for (; *texts != NULL; texts++)
		if (source_contains(s, from, to, *texts))
			return true;
	return false;
}

/* The condition of a node in front of its child. */
static bool
condition_mentions(struct script *s, const struct shell_node *n,
    const struct shell_node *child, const char *const *texts)
{
	switch (n->kind) {
	case NODE_IF:
	case NODE_WHILE:
	case NODE_UNTIL:
	case NODE_AND:
	case NODE_OR:
	case NODE_CASE: return mentions(s, n->at, child->at, texts);
	default: return false;
	}
}

/* Does a sibling in front of the node leave the script when it mentions? */
static bool
earlier_mentions(
    struct script *s, const struct shell_node *n, const char *const *texts)
{
	const struct shell_node *e;

	if (n->parent == NULL || n->parent->kind != NODE_LIST)
		return false;
	for (e = n->parent->children; e != NULL && e != n; e = e->next) {
		if (s->work++ > SCRIPT_WORK_MAX)
			return true;
		if ((e->kind == NODE_IF || e->kind == NODE_CASE ||
			e->kind == NODE_AND || e->kind == NODE_OR) &&
		    mentions(s, e->at, e->end, texts) &&
		    (source_contains(s, e->at, e->end, "exit") ||
			source_contains(s, e->at, e->end, "return")))
			return true;
	}
	return false;
}

bool
is_guarded_by(
    struct script *s, const struct shell_node *n, const char *const *texts)
{
	for (; n->parent != NULL; n = n->parent)
		if (s->work > SCRIPT_WORK_MAX ||
		    condition_mentions(s, n->parent, n, texts) ||
		    earlier_mentions(s, n, texts))
			return true;
	return earlier_mentions(s, n, texts);
}

bool
is_guarded_by_root(struct script *s, const struct shell_node *n)
{
	return is_guarded_by(s, n, s->aliases);
}

bool
is_condition(const struct shell_node *n)
{
	const struct shell_node *p = n->parent;

	if (p == NULL)
		return false;
	if (p->kind == NODE_AND || p->kind == NODE_OR)
		return p->children == n;
	if (p->kind != NODE_LIST || p->last_child != n || p->parent == NULL)
		return false;
	n = p;
	p = p->parent;
	if (p->kind == NODE_WHILE || p->kind == NODE_UNTIL)
		return p->children == n;
	/* conditions come first, and one more child is `else' */
	if (p->kind == NODE_IF) {
		const struct shell_node *c = p->children;
		size_t i = 0;

		for (; c != NULL && c != n; c = c->next)
			i++;
		return i % 2 == 0 && !(p->has_else && n == p->last_child);
	}
	return false;
}

bool
is_in_subshell(const struct shell_node *n)
{
	for (; n != NULL; n = n->parent)
		if (n->kind == NODE_SUBSHELL || n->substituted)
			return true;
	return false;
}

bool
is_in_function(const struct shell_node *n)
{
	for (; n != NULL; n = n->parent)
		if (n->kind == NODE_FUNCTION)
			return true;
	return false;
}

bool
has_redirect(const struct shell_node *n, char direction)
{
	const struct shell_redirect *r;

	for (r = n->redirects; r != NULL; r = r->next)
		if (r->operator[0] ==
		    direction &&(direction == '>' || r->fd <= 0))
			return true;
	return false;
}

bool
has_own_input(const struct shell_node *n)
{
	for (; n != NULL; n = n->parent) {
		if (has_redirect(n, '<'))
			return true;
		if (n->parent != NULL && n->parent->kind == NODE_PIPELINE &&
		    n->parent->children != n)
			return true;
		if (n->kind == NODE_FUNCTION)
			return false;
	}
	return false;
}
