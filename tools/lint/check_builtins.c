/*
 * Builtin commands: options that they lack, and commands that there are not.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lint/script.h"

static bool
is_option(const struct shell_word *w)
{
	return w != NULL && w->literal != NULL && w->literal[0] == '-' &&
	    w->literal[1] != '\0';
}

/* Does the word hold an unquoted `=' behind a name? */
static bool
has_assignment(const struct shell_word *w)
{
	return w->parts != NULL && w->parts->kind == PART_TEXT &&
	    memchr(w->parts->text, '=', w->parts->len) != NULL;
}

static void
check_export(struct script *s, const struct shell_node *n)
{
	bool export = strcmp(command_name(n), "export") == 0;
	const struct shell_word *w;

	for (w = command_operands(n); w != NULL; w = w->next) {
		if (is_option(w))
			script_add(s, w->at, "export-option", w->literal);
		else if (has_assignment(w))
			script_add(s, w->at,
			    export ? "export-assignment"
				   : "readonly-assignment",
			    NULL);
	}
}

/* Does the node hold a backslash that the reader of its output gets? */
static bool
writes_backslash(struct script *s, const struct shell_node *n)
{
	const char *name = command_name(n);
	const struct shell_word *w;

	if (name == NULL || !word_is_one_of(name, "echo printf"))
		return false;
	for (w = command_operands(n); w != NULL; w = w->next)
		if (source_contains(s, w->at, w->end, "\\\\"))
			return true;
	return false;
}

/* A file of the system: others write into it what they like. */
static bool
is_data_of_others(struct script *s, const struct shell_redirect *r)
{
	return strcmp(r->operator, "<") == 0 &&
	    source_contains(s, r->word->at, r->word->end, "/etc/");
}

/*
 * Can what a read gets, by its own redirection or by one around it, hold
 * backslashes, as far as the script shows?
 */
static bool
reads_backslashes(struct script *s, const struct shell_node *n)
{
	const struct shell_redirect *r;
	const struct shell_node *child = NULL;

	for (; n != NULL && n->kind != NODE_FUNCTION;
	     child = n, n = n->parent) {
		if (n->kind == NODE_PIPELINE && n->children != child)
			return writes_backslash(s, n->children);
		for (r = n->redirects; r != NULL; r = r->next)
			if (r->document != NULL)
				return source_contains(s, r->document->at,
				    r->document->end,
				    r->word->quoted ? "\\" : "\\\\");
			else if (r->operator[0] == '<')
				return is_data_of_others(s, r);
	}
	return false;
}

static void
check_read(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);

	if (!is_option(w)) {
		if (reads_backslashes(s, n))
			script_add(s, n->at, "read-backslash", NULL);
		return;
	}
	if (strcmp(w->literal, "-r") == 0)
		script_add(s, w->at, "read-raw", NULL);
	else
		script_add(s, w->at, "read-option", w->literal);
}

static void
check_echo(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);

	if (is_option(w) &&
	    strspn(w->literal + 1, "neE") == strlen(w->literal + 1))
		script_add(s, w->at, "echo-option", w->literal);
}

static void
check_cd(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);

	if (w != NULL && w->literal != NULL && w->literal[0] == '-')
		script_add(s, w->at, "cd-option", w->literal);
}

static void
check_unset(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w;

	for (w = command_operands(n); w != NULL; w = w->next)
		if (w->literal != NULL &&
		    word_is_one_of(w->literal, "PATH IFS PS1 PS2 MAILCHECK"))
			script_add(s, w->at, "unset-path", w->literal);
}

static bool
is_number(const struct shell_word *w)
{
	return w != NULL && w->literal != NULL && w->literal[0] != '\0' &&
	    strspn(w->literal, "0123456789") == strlen(w->literal);
}

static void
check_exit(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);
	long status;

	if (!is_number(w))
		return;
	status = strtol(w->literal, NULL, 10);
	if (status > 255)
		script_add(s, w->at, "exit-range", w->literal);
	if (!script_is_procedure(s) || s->line > 0)
		return;
	if (!word_is_one_of(w->literal, "0 1 2 3 10 20 12 22") && status <= 255)
		script_add(s, w->at, "non-contract-exit-status", w->literal);
	if (word_is_one_of(w->literal, "2 12 22"))
		script_add(s, w->at, "exit-two-partial", w->literal);
	if (script_is_removal(s) && word_is_one_of(w->literal, "20 22"))
		script_add(s, w->at, "reboot-code-at-removal", w->literal);
	if (s->kind == LINT_CHECKINSTALL && status == 1 && !s->exits_with_3)
		script_add(s, w->at, "checkinstall-refusal-code", NULL);
}

static void
check_kill(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);

	if (w != NULL && shell_word_is(w, "-s"))
		script_add(s, w->at, "kill-signal-option", NULL);
}

static void
check_eval(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);

	if (w != NULL && w->next == NULL && w->quoted)
		check_inner_script(s, w);
}

/* sh -c 'commands' */
static void
check_sh(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);

	if (w != NULL && shell_word_is(w, "-c") && w->next != NULL &&
	    w->next->quoted)
		check_inner_script(s, w->next);
}

static void
check_local(struct script *s, const struct shell_node *n)
{
	script_add(s, n->at, "local-variable", NULL);
}

static void
check_command(struct script *s, const struct shell_node *n)
{
	script_add(s, n->at, "command-builtin", NULL);
}

static void
check_alias(struct script *s, const struct shell_node *n)
{
	script_add(s, n->at, "alias-use", NULL);
}

static void
check_source(struct script *s, const struct shell_node *n)
{
	script_add(s, n->at, "source-builtin", NULL);
}

static void
check_ksh(struct script *s, const struct shell_node *n)
{
	script_add(s, n->at, "ksh-builtin", command_name(n));
}

static const struct {
	const char *names; /* with blanks between */
	void (*check)(struct script *s, const struct shell_node *n);
} checks[] = {
    {"export readonly", check_export},
    {"read", check_read},
    {"echo", check_echo},
    {"cd", check_cd},
    {"unset", check_unset},
    {"exit", check_exit},
    {"kill", check_kill},
    {"eval", check_eval},
    {"sh", check_sh},
    {"local", check_local},
    {"command", check_command},
    {"alias unalias", check_alias},
    {"source", check_source},
    {"let typeset declare mapfile readarray shopt builtin enable disown "
     "pushd popd dirs print whence compgen integer nameref",
	check_ksh},
};

/* VAR=x read, VAR=x function */
static void
check_assignment(struct script *s, const struct shell_node *n, const char *name)
{
	if (n->assignments == 0)
		return;
	if (function_named(s, name) != NULL)
		script_add(s, n->at, "assignment-before-function", name);
	else if (word_is_one_of(name, "read eval . set cd export exec"))
		script_add(s, n->at, "assignment-before-builtin", name);
}

void
check_builtins(struct script *s, const struct shell_node *n)
{
	const char *name = command_name(n);
	size_t i;

	if (name == NULL)
		return;
	check_assignment(s, n, name);
	if (function_named(s, name) != NULL)
		return;
	for (i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		if (word_is_one_of(name, checks[i].names))
			checks[i].check(s, n);
}
