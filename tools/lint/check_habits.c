/*
 * What works where it was tried, and not on every root, file system or locale.
 */
#include <ctype.h>
#include <string.h>

#include "lint/script.h"

/*
 * "$@" of the script, and nothing asks whether there are arguments; functions
 * are called with them.
 */
static void
check_arguments(struct script *s, const struct shell_node *n)
{
	static const char *const texts[] = {"$#", NULL};
	const struct shell_word *w;
	const struct shell_part *part;

	if (is_in_function(n) || s->sets_arguments || s->line > 0)
		return;
	for (w = n->words; w != NULL; w = w->next)
		for (part = w->parts; part != NULL; part = part->next)
			if (part->kind == PART_PARAMETER && part->quoted &&
			    strcmp(part->text, "@") == 0 &&
			    !is_guarded_by(s, n, texts))
				script_add(
				    s, part->at, "at-without-guard", NULL);
}

/* cp -p whose status decides something */
static void
check_cp(struct script *s, const struct shell_node *n)
{
	if (has_option(n, 'p') && is_condition(n))
		script_add(s, n->at, "cp-preserve-acl", NULL);
}

/* A name that is moved to its place afterwards. */
static bool
is_new_name(struct script *s, const struct shell_word *w)
{
	static const char *const marks[] = {
	    "$$", ".$", ".new", ".tmp", ".old", ".bak", ".orig", NULL};
	size_t i;

	for (i = 0; marks[i] != NULL; i++)
		if (source_contains(s, w->at, w->end, marks[i]))
			return true;
	return false;
}

/* cp new /usr/bin/program */
static void
check_busy(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = last_operand(n);

	if (w == NULL || w == command_operands(n) || !script_is_procedure(s))
		return;
	if ((source_contains(s, w->at, w->end, "/bin/") ||
		source_contains(s, w->at, w->end, "/sbin/")) &&
	    !is_new_name(s, w))
		script_add(s, n->at, "busy-binary-copy", NULL);
}

static bool
is_temporary(const struct script *s, const struct shell_word *w)
{
	const char *p = s->tree->text + w->at;
	size_t len = w->end - w->at;

	if (len > 0 && p[0] == '"') {
		p++;
		len--;
	}
	return (len > 5 && strncmp(p, "/tmp/", 5) == 0) ||
	    (len > 9 && strncmp(p, "/var/tmp/", 9) == 0) ||
	    (len > 7 && strncmp(p, "$TMPDIR", 7) == 0) ||
	    (len > 8 && strncmp(p, "${TMPDIR", 8) == 0);
}

/* mv /tmp/x "$dst" */
static void
check_mv(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n), *last;

	while (w != NULL && w->literal != NULL && w->literal[0] == '-')
		w = w->next;
	last = last_operand(n);
	if (w != NULL && last != w && is_temporary(s, w) &&
	    !is_temporary(s, last))
		script_add(s, n->at, "mv-across-filesystems", NULL);
}

/* A name that is looked for in the current directory. */
static bool
is_relative(const struct shell_word *w)
{
	const char *t = w->literal;

	return t != NULL && t[0] != '\0' &&
	    (isalnum((unsigned char)t[0]) || t[0] == '_' ||
		strncmp(t, "./", 2) == 0 || strncmp(t, "../", 3) == 0);
}

/* Operands that are files, and how many in front of them are none. */
static const struct {
	const char *names;
	size_t others;
} files[] = {
    {"cp mv rm mkdir rmdir touch cat .", 0},
    {"chmod chown chgrp", 1},
};

static void
check_directory(struct script *s, const struct shell_node *n, const char *name)
{
	const struct shell_redirect *r;
	const struct shell_word *w;
	size_t i, skip;

	if (!script_is_procedure(s) || s->kind == LINT_ANY_SCRIPT ||
	    s->changes_directory)
		return;
	for (r = n->redirects; r != NULL; r = r->next)
		if (strchr(r->operator, '&') == NULL && r->document == NULL &&
		    is_relative(r->word))
			script_add(
			    s, r->word->at, "cwd-dependent", r->word->literal);
	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		if (!word_is_one_of(name, files[i].names))
			continue;
		skip = files[i].others;
		for (w = command_operands(n); w != NULL; w = w->next) {
			if (w->literal != NULL && w->literal[0] == '-')
				continue;
			if (skip > 0)
				skip--;
			else if (is_relative(w))
				script_add(
				    s, w->at, "cwd-dependent", w->literal);
		}
	}
}

/*
 * Commands whose order depends on the locale, or whose output does and is cut
 * to pieces; one finding is enough.
 */
static void
check_locale(struct script *s, const struct shell_node *n, const char *name)
{
	bool is_cut = n->parent != NULL && n->next != NULL &&
	    n->parent->kind == NODE_PIPELINE;

	if (!script_is_procedure(s) || !s->tells_locale || s->line > 0 ||
	    n->assignments > 0)
		return;
	if (word_is_one_of(name, "sort comm join") ||
	    (is_cut && word_is_one_of(name, "date who")) ||
	    (is_cut && strcmp(name, "ls") == 0 && has_option(n, 'l'))) {
		script_add(s, n->at, "locale-not-set", name);
		s->tells_locale = false;
	}
}

/* Programs that go on when the script has ended. */
static void
check_background(struct script *s, const struct shell_node *n)
{
	const struct shell_node *c = n->children;

	if (script_is_procedure(s) && !s->waits && s->line == 0 && c != NULL &&
	    c->kind == NODE_SIMPLE &&
	    !source_contains(s, c->at, c->end, "3<&-") &&
	    !source_contains(s, c->at, c->end, "3>&-"))
		script_add(s, c->at, "inherited-descriptor", NULL);
}

static bool
sets_variable(
    const struct script *s, const struct shell_node *function, const char *name)
{
	const struct event *e = NULL;
	size_t n = 0;

	while ((e = next_assignment(s, name, e)) != NULL &&
	    n++ < SCRIPT_VALUES_MAX)
		if (e->at > function->at && e->at <= function->end)
			return true;
	return false;
}

/* for i in ...; do f; done, where f sets i as well */
static void
check_scope(struct script *s, const struct shell_node *n, const char *name)
{
	const struct shell_node *function = function_named(s, name);
	const struct shell_node *p;

	if (function == NULL || is_in_subshell(n))
		return;
	for (p = n->parent; p != NULL && p->kind != NODE_FUNCTION;
	     p = p->parent)
		if (p->kind == NODE_FOR && p->words != NULL &&
		    sets_variable(s, function, p->words->literal))
			script_add(
			    s, n->at, "function-scope", p->words->literal);
}

/* Does a variable have what a file held, with its backslashes? */
static bool
may_have_backslash(const struct script *s, const struct shell_part *part)
{
	const struct event *e = NULL;
	const struct shell_part *value;
	const char *name;
	size_t n = 0;

	while ((e = next_assignment(s, part->text, e)) != NULL &&
	    n++ < SCRIPT_VALUES_MAX) {
		if (e->is_raw)
			return true;
		value = e->value == NULL ? NULL : e->value->parts->next;
		if (value == NULL || value->kind != PART_BACKQUOTE ||
		    value->list == NULL || value->list->nchildren != 1)
			continue;
		name = command_name(value->list->children);
		if (name != NULL && strcmp(name, "cat") == 0)
			return true;
	}
	return false;
}

/* Does the output go to a file, here or of what is around? */
static bool
writes_file(const struct shell_node *n)
{
	const struct shell_redirect *r;

	for (; n != NULL; n = n->parent)
		for (r = n->redirects; r != NULL; r = r->next)
			if (r->operator[0] == '>' &&
				strchr(r->operator, '&') == NULL &&
			    r->fd <= 1 &&
			    !(r->word->literal != NULL &&
				strncmp(r->word->literal, "/dev/", 5) == 0))
				return true;
	return false;
}

/* echo "$line" >>file */
static void
check_echo(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w;
	const struct shell_part *part;

	if (!writes_file(n))
		return;

	for (w = command_operands(n); w != NULL; w = w->next)
		for (part = w->parts; part != NULL; part = part->next)
			if (part->kind == PART_PARAMETER &&
			    may_have_backslash(s, part))
				script_add(
				    s, part->at, "echo-backslash", part->text);
}

void
check_habits(struct script *s, const struct shell_node *n)
{
	const char *name = command_name(n);

	if (n->kind == NODE_BACKGROUND)
		check_background(s, n);
	if (n->kind == NODE_SIMPLE || n->kind == NODE_FOR)
		check_arguments(s, n);
	if (name == NULL)
		return;
	check_scope(s, n, name);
	if (function_named(s, name) != NULL)
		return;
	check_directory(s, n, name);
	check_locale(s, n, name);
	if (strcmp(name, "cp") == 0) {
		check_cp(s, n);
		check_busy(s, n);
	} else if (strcmp(name, "mv") == 0)
		check_mv(s, n);
	else if (strcmp(name, "echo") == 0)
		check_echo(s, n);
}
