/*
 * Where the Bourne shell does something else than is written there.
 */
#include <string.h>

#include "lint/script.h"

static bool
is_compound(const struct shell_node *n)
{
	return n->kind == NODE_IF || n->kind == NODE_WHILE ||
	    n->kind == NODE_UNTIL || n->kind == NODE_FOR ||
	    n->kind == NODE_CASE || n->kind == NODE_GROUP;
}

/* The redirected compound command around a node, in the same shell; or NULL. */
static const struct shell_node *
redirected_compound(const struct shell_node *n)
{
	for (n = n->parent; n != NULL; n = n->parent) {
		if (n->kind == NODE_SUBSHELL || n->kind == NODE_FUNCTION ||
		    n->substituted)
			return NULL;
		if (is_compound(n) && n->redirects != NULL)
			return n;
	}
	return NULL;
}

/* Is the status of a node seen, or is it the last thing of the script? */
static bool
is_status_seen(struct script *s, const struct shell_node *n)
{
	if (is_condition(n))
		return true;
	while (n->next == NULL && n->parent != NULL &&
	    (n->parent->kind == NODE_LIST || n->parent->kind == NODE_AND ||
		n->parent->kind == NODE_OR || n->parent->kind == NODE_IF ||
		n->parent->kind == NODE_CASE || n->parent->kind == NODE_ITEM))
		n = n->parent;
	if (n->parent == NULL)
		return true;
	return n->next != NULL &&
	    source_contains(s, n->next->at, n->next->end, "$?");
}

/* Is the variable used behind the place before it is set again? */
static bool
is_used_behind(const struct script *s, const char *name, size_t at)
{
	const struct event *e = first_event_behind(s, name, at);

	return e != NULL && !e->assigned;
}

static const struct shell_node *
pipeline_element(const struct shell_node *n)
{
	for (; n->parent != NULL; n = n->parent) {
		if (n->kind == NODE_SUBSHELL || n->kind == NODE_FUNCTION ||
		    n->substituted)
			return NULL;
		if (n->parent->kind == NODE_PIPELINE)
			return n->parent;
	}
	return NULL;
}

/* A loop that a pipe leads to runs in a process of its own, too. */
static void
check_exit(struct script *s, const struct shell_node *n)
{
	const struct shell_node *compound = redirected_compound(n);

	if (compound == NULL && n->parent != NULL &&
	    n->parent->kind != NODE_PIPELINE)
		compound = pipeline_element(n);
	if (compound != NULL && !is_status_seen(s, compound))
		script_add(s, n->at, "exit-in-redirected-loop", NULL);
}

static void
check_lost_variable(
    struct script *s, const struct shell_node *n, size_t at, const char *name)
{
	const struct shell_node *compound = redirected_compound(n);
	const struct shell_node *pipeline = pipeline_element(n);

	if (compound != NULL && is_used_behind(s, name, compound->end))
		script_add(s, at, "loop-redirect-subshell", name);
	else if (pipeline != NULL && is_used_behind(s, name, pipeline->end))
		script_add(s, at, "pipeline-variable", name);
}

static void
check_assignments(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = n->words;
	const char *name;
	size_t i;

	if (n->nwords > n->assignments) {
		name = command_name(n);
		if (name != NULL && strcmp(name, "read") == 0)
			for (w = command_operands(n); w != NULL; w = w->next)
				if (w->literal != NULL)
					check_lost_variable(
					    s, n, w->at, w->literal);
		return;
	}
	for (i = 0; i < n->assignments; i++, w = w->next)
		check_lost_variable(s, n, w->at,
		    arena_strndup(&s->tree->arena, w->parts->text,
			strcspn(w->parts->text, "=+")));
}

/* Is the node the left side of `||', or the condition of `if'? */
static bool
has_handler(const struct shell_node *n)
{
	const struct shell_node *p = n->parent;

	if (p == NULL)
		return false;
	if (p->kind == NODE_OR)
		return p->children == n;
	return p->kind != NODE_AND && is_condition(n) && p->parent != NULL &&
	    p->parent->kind == NODE_IF;
}

static bool
is_tested_before(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);
	const struct shell_node *top = n;
	char name[256];
	size_t len = w == NULL ? 0 : w->end - w->at;
	const char *texts[2] = {name, NULL};

	if (len == 0 || len >= sizeof(name))
		return false;
	memcpy(name, s->tree->text + w->at, len);
	name[len] = '\0';
	if (top->parent != NULL && top->parent->kind == NODE_OR)
		top = top->parent;
	return is_guarded_by(s, top, texts);
}

static void
check_abort(struct script *s, const struct shell_node *n, const char *name)
{
	if (!has_handler(n) || is_in_subshell(n))
		return;
	if (strcmp(name, "cd") == 0 && !is_tested_before(s, n))
		script_add(s, n->at, "cd-guard", NULL);
	if (strcmp(name, ".") == 0 && !is_tested_before(s, n))
		script_add(s, n->at, "dot-missing-file", NULL);
}

/* Does the name begin with a variable that the script has set? */
static bool
is_own_name(const struct script *s, const struct shell_word *w)
{
	const struct shell_part *part;

	for (part = w->parts; part != NULL; part = part->next)
		if (part->kind == PART_PARAMETER)
			return is_assigned(s, part->text);
	return false;
}

/* A redirection to a name, of a builtin or compound command with a handler. */
static void
check_redirection(
    struct script *s, const struct shell_node *n, const char *name)
{
	const struct shell_redirect *r;
	const struct shell_node *handler;

	if (!has_handler(n) || is_in_subshell(n))
		return;
	if (name == NULL && !is_compound(n))
		return;
	if (name != NULL && function_named(s, name) == NULL &&
	    !word_is_one_of(name,
		": echo read test [ cd pwd umask set eval type times ulimit "
		"export readonly unset"))
		return;
	/* it ends with 1, as a handler that leaves the script would */
	handler = n->parent->last_child;
	if (name == NULL && n->parent->kind == NODE_OR &&
	    source_contains(s, handler->at, handler->end, "exit"))
		return;
	for (r = n->redirects; r != NULL; r = r->next)
		if (strchr(r->operator, '&') == NULL &&
		    strncmp(r->operator, "<<", 2) != 0 &&
		    !shell_word_is(r->word, "/dev/null") &&
		    !(name == NULL && is_own_name(s, r->word)))
			script_add(s, r->at, "builtin-redirect-failure", NULL);
}

static void
check_shift(struct script *s, const struct shell_node *n)
{
	static const char *const texts[] = {
	    "$#", "set ", "${1", "\"$1", "$1", NULL};
	const struct shell_node *p;
	size_t i, from;

	/* getopts counts no further than there are arguments */
	if (source_contains(s, n->at, n->end, "OPTIND"))
		return;
	if (is_guarded_by(s, n, texts))
		return;
	for (p = n; p->parent != NULL && p->kind != NODE_FUNCTION;)
		p = p->parent;
	from = n->at - p->at > 2000 ? n->at - 2000 : p->at;
	for (i = 0; texts[i] != NULL; i++)
		if (source_contains(s, from, n->at, texts[i]))
			return;
	script_add(s, n->at, "shift-past-end", NULL);
}

static bool
has_backquote(const struct shell_word *w)
{
	const struct shell_part *part;

	for (part = w->parts; part != NULL; part = part->next)
		if (part->kind == PART_BACKQUOTE)
			return true;
	return false;
}

static void
check_set_e(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w;
	size_t i;

	if (!s->sets_e || n->nwords > n->assignments || is_condition(n) ||
	    is_in_subshell(n) ||
	    (n->parent != NULL &&
		(n->parent->kind == NODE_AND || n->parent->kind == NODE_OR)))
		return;
	for (w = n->words, i = 0; i < n->assignments; i++, w = w->next)
		if (has_backquote(w))
			script_add(s, w->at, "set-e-backquote", NULL);
}

/* [ $? -eq 127 ] */
static void
check_status_127(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w;
	bool status = false, number = false;

	for (w = command_operands(n); w != NULL; w = w->next) {
		status = status || source_contains(s, w->at, w->end, "$?");
		number = number || shell_word_is(w, "127");
	}
	if (status && number)
		script_add(s, n->at, "status-127", NULL);
}

/* case $? in 127) */
static void
check_case(struct script *s, const struct shell_node *n)
{
	const struct shell_node *item;
	const struct shell_word *w;

	if (n->words == NULL || n->words->parts == NULL ||
	    !source_contains(s, n->words->at, n->words->end, "$?"))
		return;
	for (item = n->children; item != NULL; item = item->next)
		for (w = item->words; w != NULL; w = w->next)
			if (shell_word_is(w, "127"))
				script_add(s, w->at, "status-127", NULL);
}

/* Ends with 0 whatever it read, so it decides nothing. */
static bool
always_succeeds(const struct shell_node *n)
{
	const char *name = command_name(n);

	return name != NULL &&
	    word_is_one_of(
		name, "sed cat tr cut sort head tail wc tee uniq paste");
}

static void
check_pipeline(struct script *s, const struct shell_node *n)
{
	if (is_condition(n) && always_succeeds(n->last_child))
		script_add(s, n->at, "pipeline-status", NULL);
}

/* pkgadd ... | head */
static void
check_early_exit(struct script *s, const struct shell_node *n)
{
	const char *first = command_name(n->children), *name;
	const struct shell_node *c;

	if (first == NULL ||
	    !word_is_one_of(first, "pkgadd pkgrm patchadd patchrm"))
		return;
	for (c = n->children->next; c != NULL; c = c->next) {
		name = command_name(c);
		if (name != NULL &&
		    (word_is_one_of(name, "head") ||
			(strcmp(name, "sed") == 0 &&
			    source_contains(s, c->at, c->end, "q")) ||
			(strcmp(name, "grep") == 0 &&
			    source_contains(s, c->at, c->end, "-q"))))
			script_add(s, n->at, "pipe-to-early-exit", first);
	}
}

void
check_traps(struct script *s, const struct shell_node *n)
{
	const char *name;

	if (n->kind == NODE_PIPELINE) {
		check_pipeline(s, n);
		check_early_exit(s, n);
	}
	if (n->kind == NODE_CASE)
		check_case(s, n);
	if (n->kind != NODE_SIMPLE) {
		check_redirection(s, n, NULL);
		return;
	}
	check_assignments(s, n);
	check_set_e(s, n);
	name = command_name(n);
	if (name == NULL)
		return;
	check_redirection(s, n, name);
	if (function_named(s, name) != NULL)
		return;
	check_abort(s, n, name);
	if (strcmp(name, "exit") == 0)
		check_exit(s, n);
	else if (strcmp(name, "shift") == 0)
		check_shift(s, n);
	else if (strcmp(name, "[") == 0 || strcmp(name, "test") == 0)
		check_status_127(s, n);
}
