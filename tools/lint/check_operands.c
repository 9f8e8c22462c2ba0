/*
 * Operands with a small language of their own: set, trap, printf, expr, find
 * and tr.  What they accept was tried with the tools of System V.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lint/script.h"

static void
check_set(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);
	const char *p;

	if (w == NULL || w->literal == NULL ||
	    (w->literal[0] != '-' && w->literal[0] != '+') ||
	    strncmp(w->literal, "--", 2) == 0)
		return;
	for (p = w->literal + 1; *p != '\0'; p++)
		if (*p == 'o')
			script_add(s, w->at, "set-o-option", NULL);
		else if (strchr("aefhkmntuvx", *p) == NULL)
			script_add(s, w->at, "set-option", w->literal);
}

static bool
is_number(const struct shell_word *w)
{
	return w->literal != NULL && w->literal[0] != '\0' &&
	    strspn(w->literal, "0123456789") == strlen(w->literal);
}

/* A signal that trap does not know, by name or number. */
static bool
is_bad_signal(const struct shell_word *w)
{
	if (is_number(w))
		return strtol(w->literal, NULL, 10) > 45;
	return strncmp(w->literal, "SIG", 3) == 0 ||
	    word_is_one_of(w->literal, "ERR DEBUG RETURN");
}

static void
check_trap(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);

	if (w == NULL)
		return;
	if (w->literal != NULL && !w->quoted && w->literal[0] == '-')
		script_add(s, w->at, "trap-operand", w->literal);
	else if (!is_number(w))
		check_inner_script(s, w);
	for (w = w->next; w != NULL; w = w->next) {
		if (w->literal == NULL || w->literal[0] == '\0')
			continue;
		if (isalpha((unsigned char)w->literal[0]))
			script_add(s, w->at, "trap-signal-name", w->literal);
		if (is_bad_signal(w))
			script_add(s, w->at, "trap-operand", w->literal);
	}
}

/* The first conversion or escape that printf(1) does not have; or NULL. */
static const char *
bad_conversion(const char *format)
{
	const char *p;

	for (p = format; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0') {
			if (strchr("xeEuU", *++p) != NULL)
				return p - 1;
		} else if (*p == '%') {
			p += 1 + strspn(p + 1, "-+ #0123456789.*");
			if (*p == '(' || *p == 'q')
				return p - 1;
			if (*p == '\0')
				break;
		}
	}
	return NULL;
}

static void
check_printf(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);
	const char *bad;

	if (w == NULL || w->literal == NULL)
		return;
	if (shell_word_is(w, "-v"))
		script_add(s, w->at, "printf-v", NULL);
	else if ((bad = bad_conversion(w->literal)) != NULL)
		script_add(s, w->at, "printf-format",
		    arena_strndup(&s->tree->arena, bad, strnlen(bad, 2)));
}

/* The text of a part ends where it does, not with a NUL. */
static bool
has_operator(const struct shell_part *part)
{
	size_t i;

	for (i = 0; i < part->len; i++)
		if (strchr("+-*/%", part->text[i]) != NULL &&
		    part->text[i] != '\0')
			return true;
	return false;
}

/* One operand in which an operator stands without blanks: $n+1. */
static bool
is_glued(const struct shell_word *w)
{
	const struct shell_part *part;

	if (w == NULL || w->next != NULL)
		return false;
	for (part = w->parts; part != NULL; part = part->next)
		if (part->kind == PART_TEXT && !part->quoted &&
		    has_operator(part) &&
		    (part->next != NULL || part != w->parts ||
			isdigit((unsigned char)part->text[0])))
			return true;
	return false;
}

/*
 * A redirection to a number, which was to be a comparison: nothing else of its
 * shape stands behind expr.
 */
static const struct shell_redirect *
lost_comparison(const struct shell_node *n)
{
	const struct shell_redirect *r;

	for (r = n->redirects; r != NULL; r = r->next)
		if (strchr(r->operator, '&') == NULL && r->document == NULL &&
		    r->fd < 0 && is_number(r->word))
			return r;
	return NULL;
}

static void
check_expr(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);

	if (w != NULL && w->next != NULL && w->literal != NULL &&
	    word_is_one_of(w->literal, "length substr index match") &&
	    !(w->next->literal != NULL &&
		word_is_one_of(w->next->literal, ": = + - * / % & |")))
		script_add(s, w->at, "expr-operand", w->literal);
	if (is_glued(w))
		script_add(
		    s, w->at, "expr-operand", "no blanks around an operator");
	if (lost_comparison(n) != NULL)
		script_add(s, lost_comparison(n)->at, "expr-operand",
		    "a redirection; quote the operator");
	for (; w != NULL; w = w->next)
		if (!w->quoted && shell_word_is(w, "*"))
			script_add(s, w->at, "expr-operand",
			    "* is replaced by names of files; quote it");
}

/* -perm /022 and +022, -size 1k and 1M */
static bool
is_bad_value(const struct shell_word *w)
{
	const char *value = w->next == NULL ? NULL : w->next->literal;
	size_t len;

	if (w->literal == NULL || value == NULL || value[0] == '\0')
		return false;
	len = strlen(value);
	if (strcmp(w->literal, "-perm") == 0)
		return value[0] == '/' || value[0] == '+';
	return strcmp(w->literal, "-size") == 0 &&
	    strchr("kMGbw", value[len - 1]) != NULL;
}

/* Options in front of the directories, which are there. */
static const struct shell_word *
first_directory(const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);

	while (w != NULL && w->literal != NULL && !w->quoted &&
	    word_is_one_of(w->literal, "-H -L"))
		w = w->next;
	return w;
}

static void
check_find(struct script *s, const struct shell_node *n)
{
	static const char missing[] =
	    "-maxdepth -mindepth -print0 -delete -path -iname -ipath -regex "
	    "-iregex -printf -fprint -empty -not -quit -readable -writable "
	    "-executable -wholename -newermt -samefile -lname -amin -mmin "
	    "-cmin -true -false -xtype -ls0 -or -and -execdir -okdir "
	    "-noleaf -daystart -fls -fprintf -used -cnewer -anewer";
	const struct shell_word *w = first_directory(n), *before = NULL;

	if (w == NULL || (w->literal != NULL && w->literal[0] == '-'))
		script_add(s, w == NULL ? n->at : w->at, "find-option",
		    "no directory to begin with");
	for (; w != NULL; before = w, w = w->next) {
		if (w->literal == NULL)
			continue;
		/* what -exec runs has options of its own */
		if (word_is_one_of(w->literal, "-exec -ok")) {
			while (w != NULL && !shell_word_is(w, ";") &&
			    !shell_word_is(w, "+"))
				w = w->next;
			if (w == NULL)
				break;
			continue;
		}
		if (before != NULL && before->literal != NULL &&
		    strcmp(before->literal, "-name") == 0)
			continue;
		if (word_is_one_of(w->literal, missing) || is_bad_value(w))
			script_add(s, w->at, "find-option", w->literal);
	}
}

/* a-z outside of brackets, or two ranges within. */
static bool
has_bare_range(const char *set)
{
	const char *p = set;
	size_t ranges = 0;
	bool inside = false;

	for (; *p != '\0'; p++) {
		if (*p == '[' && p[1] != ':') {
			inside = true;
			ranges = 0;
		} else if (*p == ']')
			inside = false;
		else if (p[1] == '-' && isalnum((unsigned char)p[0]) &&
		    isalnum((unsigned char)p[2]) && (!inside || ++ranges > 1))
			return true;
	}
	return false;
}

static void
check_tr(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w;

	for (w = command_operands(n); w != NULL; w = w->next) {
		if (w->literal == NULL ||
		    (w->literal[0] == '-' && w->literal[1] != '\0'))
			continue;
		if (has_bare_range(w->literal))
			script_add(s, w->at, "tr-range", NULL);
	}
}

static const struct {
	const char *name;
	void (*check)(struct script *s, const struct shell_node *n);
} checks[] = {
    {"set", check_set},
    {"trap", check_trap},
    {"printf", check_printf},
    {"expr", check_expr},
    {"find", check_find},
    {"tr", check_tr},
};

void
check_operands(struct script *s, const struct shell_node *n)
{
	const char *name = command_name(n);
	size_t i;

	if (name == NULL || function_named(s, name) != NULL)
		return;
	for (i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		if (strcmp(name, checks[i].name) == 0)
			checks[i].check(s, n);
}
