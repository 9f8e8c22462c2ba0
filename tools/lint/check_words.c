/*
 * Words: what the shell would have to expand, and variables.
 */
#include <ctype.h>
#include <string.h>

#include "lint/script.h"

/* {a,b} and {1..3}; `}' is in the text, without blanks. */
static bool
has_brace_list(const char *text, size_t len)
{
	const char *open = memchr(text, '{', len), *p;

	for (p = open; p != NULL && p < text + len; p++) {
		if (*p == '}' || *p == '$')
			return false;
		/* {, alone is two characters of a text */
		if ((*p == ',' && (p > open + 1 || open > text)) ||
		    (*p == '.' && p + 1 < text + len && p[1] == '.'))
			return memchr(p, '}', (size_t)(text + len - p)) != NULL;
	}
	return false;
}

static void
check_parameter(struct script *s, const struct shell_part *part)
{
	const char *name = part->text;

	if (part->operator!= 0 || is_assigned(s, name))
		return;
	if (word_is_one_of(
		name, "PPID RANDOM LINENO SECONDS OLDPWD EUID HOSTNAME"))
		script_add(s, part->at, "ksh-variable", name);
	if (!script_is_procedure(s))
		return;
	if (word_is_one_of(name, "HOME USER LOGNAME SHELL TERM"))
		script_add(s, part->at, "home-variable", name);
	if (strcmp(name, "TMPDIR") == 0 && s->kind != LINT_POSTINSTALL &&
	    s->kind != LINT_CLASS_INSTALL && s->kind != LINT_CLASS_REMOVE)
		script_add(s, part->at, "tmpdir-assumed", NULL);
}

static void
check_positional(
    struct script *s, const struct shell_node *n, const struct shell_part *part)
{
	if (!((isdigit((unsigned char)part->text[0]) && part->text[0] != '0') ||
		part->text[0] == '@' || part->text[0] == '*'))
		return;
	if (s->sets_u &&
	    part->operator== 0 && isdigit((unsigned char)part->text[0]))
		script_add(s, part->at, "set-u-positional", part->text);
	if (is_in_function(n) || s->sets_arguments || s->line > 0)
		return;
	if (s->kind == LINT_PREINSTALL || s->kind == LINT_POSTINSTALL ||
	    s->kind == LINT_PREREMOVE || s->kind == LINT_POSTREMOVE ||
	    s->kind == LINT_CLASS_REMOVE)
		script_add(s, part->at, "request-argument-outside-request",
		    part->text);
}

/* $PKG_INSTALL_ROOT in front of what has it already. */
static void
check_root_twice(struct script *s, const struct shell_part *part)
{
	const struct shell_part *next = part->next;
	const struct event *e;

	if (strcmp(part->text, "PKG_INSTALL_ROOT") != 0 || next == NULL)
		return;
	if (next->kind == PART_TEXT && next->len == 1 && next->text[0] == '/')
		next = next->next;
	if (next == NULL || next->kind != PART_PARAMETER)
		return;
	e = first_event_behind(s, next->text, 0);
	if ((strcmp(next->text, "BASEDIR") == 0 && s->kind != LINT_REQUEST &&
		s->kind != LINT_CHECKINSTALL) ||
	    (script_is_class_action(s) && e != NULL && e->assigned &&
		e->value == NULL))
		script_add(s, part->at, "install-root-twice", next->text);
}

/* ~, ~/x or ~user */
static bool
is_tilde(const char *text, size_t len)
{
	return len > 0 && text[0] == '~' &&
	    (len == 1 || strchr("/+-", text[1]) != NULL ||
		isalpha((unsigned char)text[1]));
}

/* x=~/y; the text of the first part has the name in front. */
static void
check_value(struct script *s, const struct shell_word *w)
{
	const struct shell_part *part = w->parts;
	size_t prefix = strcspn(part->text, "=") + 1;

	if (prefix < part->len &&
	    is_tilde(part->text + prefix, part->len - prefix))
		script_add(s, part->at + prefix, "tilde-expansion", NULL);
}

static void
check_text(
    struct script *s, const struct shell_word *w, const struct shell_part *part)
{
	if (part->quoted || part->kind != PART_TEXT || part->len == 0)
		return;
	if (part == w->parts && is_tilde(part->text, part->len))
		script_add(s, part->at, "tilde-expansion", NULL);
	if (has_brace_list(part->text, part->len))
		script_add(s, part->at, "brace-expansion", NULL);
}

/*
 * Does the word name a file that is only read: of a command that writes to
 * standard output, of `<', or in a variable?
 */
static bool
is_only_read(const struct shell_node *n, const struct shell_word *w)
{
	const struct shell_redirect *r;
	const char *command = command_name(n);

	for (r = n->redirects; r != NULL; r = r->next)
		if (r->word == w)
			return strcmp(r->operator, "<") == 0;
	return command == NULL ||
	    word_is_one_of(
		command, "[ awk cat egrep fgrep grep nawk sed sort test");
}

/* Names of files that scripts must not touch, wherever they stand. */
static void
check_file_names(
    struct script *s, const struct shell_node *n, const struct shell_word *w)
{
	if (!script_is_procedure(s))
		return;
	if (source_contains(s, w->at, w->end, "sadm/install/contents") &&
	    (s->synced == 0 || s->synced > w->at || !is_only_read(n, w)))
		script_add(s, w->at, "touches-contents-db", NULL);
	if (source_contains(s, w->at, w->end, "sadm/pkg/") &&
	    source_contains(s, w->at, w->end, "/save"))
		script_add(s, w->at, "pkgsav-hard-coded", NULL);
	if (script_is_removal(s) &&
	    (source_contains(s, w->at, w->end, "install/i.") ||
		source_contains(s, w->at, w->end, "install/preinstall") ||
		source_contains(s, w->at, w->end, "install/postinstall")))
		script_add(s, w->at, "deleted-script-called", NULL);
}

void
check_word(
    struct script *s, const struct shell_node *n, const struct shell_word *w)
{
	const struct shell_part *part;
	const struct shell_word *a;
	size_t i;

	for (part = w->parts; part != NULL; part = part->next) {
		if (part->kind == PART_PARAMETER && part->len > 0) {
			check_parameter(s, part);
			check_positional(s, n, part);
			check_root_twice(s, part);
		} else
			check_text(s, w, part);
	}
	for (i = 0, a = n->words; i < n->assignments; i++, a = a->next)
		if (a == w)
			check_value(s, w);
	if (w->end - w->at < 4096)
		check_file_names(s, n, w);
}
