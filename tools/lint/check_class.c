/*
 * Class action scripts: what they do with the names that they read.
 */
#include <string.h>

#include "lint/script.h"

/* Does the word begin with a variable that `read' sets? */
static bool
is_read_name(const struct script *s, const struct shell_word *w)
{
	const struct shell_part *part = w->parts;
	const struct event *e = NULL;
	size_t n = 0;

	while (part != NULL && part->kind == PART_TEXT && part->len == 0)
		part = part->next;
	if (part == NULL || part->kind != PART_PARAMETER || part->next != NULL)
		return false;
	while ((e = next_assignment(s, part->text, e)) != NULL &&
	    n++ < SCRIPT_VALUES_MAX)
		if (e->is_read)
			return true;
	return false;
}

static bool
has_read_operand(const struct script *s, const struct shell_node *n)
{
	const struct shell_word *w;

	for (w = command_operands(n); w != NULL; w = w->next)
		if (is_read_name(s, w))
			return true;
	return false;
}

/* Is the place of an original below $PKGSAV, or a variable that is? */
static bool
is_in_save_area(struct script *s, const struct shell_word *w)
{
	const struct shell_part *part;
	const struct event *e;

	if (source_contains(s, w->at, w->end, "PKGSAV"))
		return true;
	for (part = w->parts; part != NULL; part = part->next) {
		e = part->kind == PART_PARAMETER
		    ? next_assignment(s, part->text, NULL)
		    : NULL;
		if (e != NULL && e->value != NULL &&
		    source_contains(s, e->value->at, e->value->end, "PKGSAV"))
			return true;
	}
	return false;
}

/* Is a condition about the text of the word, or about saved files? */
static bool
is_guarded_by_record(
    struct script *s, const struct shell_node *n, const struct shell_word *w)
{
	const char *texts[] = {"PKGSAV", NULL, NULL};
	const struct shell_part *part;

	for (part = w->parts; part != NULL; part = part->next)
		if (part->kind == PART_PARAMETER && part->len > 1)
			texts[1] = part->text;
	return is_guarded_by(s, n, texts);
}

/* cp "$dst" "$PKGSAV/x", whether it is there or not */
static void
check_backup(struct script *s, const struct shell_node *n, const char *name)
{
	const struct shell_word *w = last_operand(n);

	if ((s->kind != LINT_CLASS_INSTALL && s->kind != LINT_PREINSTALL) ||
	    w == NULL || w == command_operands(n))
		return;
	if (word_is_one_of(name, "cp mv ln") && is_in_save_area(s, w) &&
	    !is_guarded_by_record(s, n, w))
		script_add(s, n->at, "backup-overwritten", NULL);
}

/* rm "$dst" in r.CLASS, whatever dst is */
static void
check_removal(struct script *s, const struct shell_node *n, const char *name)
{
	static const char *const any[] = {
	    "[ ", "test ", "case ", "cmp", "grep", "PKGSAV", NULL};
	static const char *const kinds[] = {"-d ", "-f ", "-h ", "-L ", NULL};

	if (s->kind != LINT_CLASS_REMOVE || !has_read_operand(s, n))
		return;
	if (word_is_one_of(name, "rm cp mv") && !is_guarded_by(s, n, any))
		script_add(s, n->at, "restore-without-record", name);
	if (strcmp(name, "rm") == 0 && !has_option(n, 'r') &&
	    !has_option(n, 'R') && !is_guarded_by(s, n, kinds))
		script_add(s, n->at, "directory-in-class-script", NULL);
}

/* cp "$src" "$dst" in a script that makes no directory anywhere */
static void
check_parent(struct script *s, const struct shell_node *n, const char *name)
{
	const struct shell_word *w = last_operand(n);

	if (s->kind == LINT_CLASS_INSTALL && !s->makes_directories &&
	    w != NULL && w != command_operands(n) &&
	    word_is_one_of(name, "cp mv") && is_read_name(s, w))
		script_add(s, n->at, "parent-directory-missing", NULL);
}

void
check_class(struct script *s, const struct shell_node *n)
{
	const char *name = command_name(n);

	if (name == NULL || s->line > 0 || function_named(s, name) != NULL)
		return;
	check_backup(s, n, name);
	check_removal(s, n, name);
	check_parent(s, n, name);
}
