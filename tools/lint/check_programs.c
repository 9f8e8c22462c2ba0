/*
 * Programs in other languages that a script holds: awk, sed.
 */
#include <ctype.h>
#include <string.h>

#include "lint/script.h"
#include "syntax/awk.h"

/* The word that holds the program of awk; NULL: it is in a file. */
static const struct shell_word *
awk_program(const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);

	for (; w != NULL && w->literal != NULL && w->literal[0] == '-' &&
	     w->literal[1] != '\0';
	     w = w->next) {
		if (w->literal[1] == 'f')
			return NULL;
		if (strcmp(w->literal, "-F") == 0 ||
		    strcmp(w->literal, "-v") == 0)
			w = w->next;
		if (w == NULL)
			return NULL;
	}
	/* -F"$x" and -v x="$y" are no programs */
	return w != NULL && w->literal != NULL ? w : NULL;
}

static void
check_awk(struct script *s, const struct shell_node *n, const char *name)
{
	const struct shell_word *w = awk_program(n), *o = command_operands(n);
	struct awk_check c;

	if (strcmp(name, "awk") == 0 && o != NULL && o->literal != NULL &&
	    strncmp(o->literal, "-v", 2) == 0)
		script_add(s, o->at, "old-awk", "-v");
	if (w == NULL)
		return;
	awk_parse(&c, w->literal, strlen(w->literal));
	if (c.error.found)
		script_add(s, w->at, "awk-program", c.error.text);
	if (c.pattern.found)
		script_add(s, w->at, "awk-regular-expression", c.pattern.text);
	if (c.function.found)
		script_add(s, w->at, "awk-function", c.function.text);
	if (strcmp(name, "awk") == 0 && c.newer.found)
		script_add(s, w->at, "old-awk", c.newer.text);
}

/* Does the program have an escape that only other systems know? */
static bool
has_gnu_escape(const char *program)
{
	const char *p, *slash;
	char delimiter;

	for (p = program; *p != '\0'; p++) {
		if (p[0] != '\\' || p[1] == '\0')
			continue;
		if (strchr("+?|", p[1]) != NULL)
			return true;
		p++;
	}
	/* s/a/b\nc/: a newline in what replaces */
	if (program[0] != 's' || isalnum((unsigned char)program[1]) ||
	    program[1] == '\0')
		return false;
	delimiter = program[1];
	slash = strchr(program + 2, delimiter);
	return slash != NULL && strstr(slash, "\\n") != NULL;
}

static void
check_sed(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w;

	for (w = command_operands(n); w != NULL; w = w->next) {
		if (w->literal == NULL)
			return;
		if (strcmp(w->literal, "-e") == 0 || w->literal[0] != '-') {
			if (w->literal[0] == '-')
				w = w->next;
			if (w != NULL && w->literal != NULL &&
			    has_gnu_escape(w->literal))
				script_add(s, w->at, "sed-gnu-escape", NULL);
			if (w == NULL || w->next == NULL ||
			    !shell_word_is(w->next, "-e"))
				return;
		}
	}
}

void
check_programs(struct script *s, const struct shell_node *n)
{
	const char *name = command_name(n);

	if (name == NULL || function_named(s, name) != NULL)
		return;
	if (word_is_one_of(name, "awk nawk"))
		check_awk(s, n, name);
	else if (strcmp(name, "sed") == 0)
		check_sed(s, n);
}
