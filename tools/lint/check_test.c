/*
 * test and [.
 */
#include <string.h>

#include "lint/script.h"

/* Is the value one word whatever happens: $#, $?, $$, $!? */
static bool
is_always_a_word(const struct script *s, const struct shell_word *w)
{
	const struct shell_part *part;

	for (part = w->parts; part != NULL; part = part->next)
		if (part->quoted || part->kind <= PART_ESCAPED ||
		    (part->kind == PART_PARAMETER && part->len == 1 &&
			strchr("#?$!-0", part->text[0]) != NULL) ||
		    (part->kind == PART_PARAMETER && part->word != NULL &&
			(part->operator== '-' || part->operator== '=') &&
			part->colon && part->word->end > part->word->at))
			return true;
	part = w->parts;
	return w->quoted ||
	    (part != NULL && part->kind == PART_PARAMETER &&
		part->next == NULL && is_always_set(s, part->text, 0));
}

/* Is it a variable alone, quoted, whose value the script has not set itself? */
static bool
is_unprotected(const struct script *s, const struct shell_word *w)
{
	const struct shell_part *part = w->parts;
	const struct event *e = NULL;
	size_t n = 0;

	if (part == NULL || part->kind != PART_PARAMETER || !part->quoted ||
	    part->next != NULL)
		return false;
	if (part->len == 1 && strchr("#?$!-", part->text[0]) != NULL)
		return false;
	while ((e = next_assignment(s, part->text, e)) != NULL && n++ < 50)
		if (e->value == NULL || e->value->literal == NULL)
			return true;
	return !is_assigned(s, part->text);
}

static bool
is_binary(const struct shell_word *w)
{
	return w != NULL && w->literal != NULL && !w->quoted &&
	    word_is_one_of(
		w->literal, "= != == -eq -ne -lt -le -gt -ge -nt -ot -ef =~");
}

static void
check_operator(struct script *s, const struct shell_word *w, bool first)
{
	const char *op = w->literal;

	if (op == NULL)
		return;
	if (strcmp(op, "-e") == 0)
		script_add(s, w->at, "test-e", NULL);
	else if (word_is_one_of(op, "-nt -ot -ef") && !first)
		script_add(s, w->at, "test-age", op);
	else if (word_is_one_of(op, "-S -O -G -N -v -R"))
		script_add(s, w->at, "test-file-operator", op);
	else if (strcmp(op, "==") == 0)
		script_add(s, w->at, "test-double-equals", NULL);
	else if ((strcmp(op, "<") == 0 || strcmp(op, ">") == 0) && !first)
		script_add(s, w->at, "test-string-order", op);
}

static bool
is_unary(const struct shell_word *w)
{
	return w != NULL && w->literal != NULL && !w->quoted &&
	    w->literal[0] == '-' && strlen(w->literal) == 2;
}

static void
check_operand(struct script *s, const struct shell_word *before,
    const struct shell_word *w)
{
	bool compared = is_binary(before) || is_binary(w->next);
	bool numeric = compared &&
	    (is_binary(before) ? before : w->next)->literal[0] == '-';

	if (w->literal != NULL)
		return;
	if (w->parts != NULL && !is_always_a_word(s, w) &&
	    (compared || is_unary(before) || before == NULL) &&
	    !(is_unary(before) && strchr("zn", before->literal[1]) != NULL &&
		!compared && w->parts->kind == PART_PARAMETER &&
		strcmp(w->parts->text, "@") == 0))
		script_add(s, w->at, "test-unquoted-variable", NULL);
	else if (compared && !numeric && is_unprotected(s, w) &&
	    !is_binary(before))
		script_add(s, w->at, "test-unprotected-operand", NULL);
}

void
check_test(struct script *s, const struct shell_node *n)
{
	const char *name = command_name(n);
	const struct shell_word *w, *before = NULL;
	size_t count = 0;

	if (name == NULL ||
	    (strcmp(name, "[") != 0 && strcmp(name, "test") != 0))
		return;
	for (w = command_operands(n); w != NULL; before = w, w = w->next) {
		if (name[0] == '[' && w->next == NULL)
			break;
		/* `test -e' alone is a string */
		if (count > 0 || w->next != NULL)
			check_operator(s, w,
			    before == NULL ||
				!(before->literal == NULL ||
				    !is_unary(before)));
		check_operand(s, before, w);
		count++;
		if (w->literal != NULL &&
		    word_is_one_of(w->literal, "-a -o ! ("))
			count = 0;
	}
}
