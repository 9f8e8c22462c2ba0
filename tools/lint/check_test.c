/*
 * test and [.
 */
#include <string.h>

#include "lint/script.h"

/* Does the command print one plain word, or a number, whatever happens? */
static bool
prints_a_word(const struct shell_part *part)
{
	const struct shell_node *n = part->list;
	const char *name;

	if (part->kind != PART_BACKQUOTE || n == NULL || n->nchildren != 1)
		return false;
	n = n->children;
	if (n->kind == NODE_PIPELINE)
		n = n->last_child;
	name = command_name(n);
	if (name == NULL)
		return false;
	return (strcmp(name, "uname") == 0 && !has_option(n, 'a')) ||
	    strcmp(name, "expr") == 0 ||
	    (strcmp(name, "hostname") == 0 && command_operands(n) == NULL) ||
	    (strcmp(name, "wc") == 0 && last_operand(n) != NULL &&
		last_operand(n)->literal != NULL &&
		last_operand(n)->literal[0] == '-');
}

/* Is the value one word whatever happens: $#, $?, $$, $!? */
static bool
is_always_a_word(const struct script *s, const struct shell_word *w)
{
	const struct shell_part *part;

	for (part = w->parts; part != NULL; part = part->next)
		if (part->quoted || prints_a_word(part) ||
		    part->kind <= PART_ESCAPED ||
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

/* A value that pkgadd sets: a path, a name, ENDOFCLASS. */
static bool
is_from_tool(const struct script *s, const char *name)
{
	return script_is_procedure(s) &&
	    (word_is_one_of(name,
		 "PKG_INSTALL_ROOT BASEDIR CLIENT_BASEDIR PKGSAV INST_DATADIR "
		 "PKGINST PKG ARCH VERSION PKG_PROC_SCRIPT") ||
		(s->kind == LINT_CLASS_INSTALL && strcmp(name, "1") == 0));
}

/* Did the script make the value itself, of what can be neither ( nor !? */
static bool
is_own_value(const struct script *s, const struct event *e)
{
	const struct shell_part *part;

	/* names that a class action script reads */
	if (e->value == NULL)
		return e->is_read && script_is_class_action(s);
	/* NAME= stands in front */
	part = e->value->parts->next;
	return e->value->literal != NULL ||
	    (part != NULL && part->next == NULL &&
		(prints_a_word(part) ||
		    (part->kind == PART_PARAMETER &&
			is_from_tool(s, part->text))));
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
	if (is_from_tool(s, part->text))
		return false;
	/* "${x+set}" is empty or what stands there */
	if (part->operator== '+' && part->word->literal != NULL)
		return false;
	while ((e = next_assignment(s, part->text, e)) != NULL &&
	    n++ < SCRIPT_VALUES_MAX)
		if (!is_own_value(s, e))
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

/* The operands of one test, as the shell reads them. */
struct operands {
	struct script *s;
	const struct shell_word *next; /* NULL: no more */
	const struct shell_word *end;  /* the `]', or NULL */
	bool failed;
};

static const struct shell_word *
take(struct operands *o)
{
	const struct shell_word *w = o->next;

	if (w != NULL)
		o->next = w->next == o->end ? NULL : w->next;
	return w;
}

static bool
is_word_of(const struct shell_word *w, const char *list)
{
	return w != NULL && w->literal != NULL &&
	    word_is_one_of(w->literal, list);
}

static void
fail(struct operands *o, const struct shell_word *w, const char *why)
{
	if (!o->failed)
		script_add(o->s, w->at, "test-operands", why);
	o->failed = true;
}

static void read_or(struct operands *o, const struct shell_word *before);

/* One comparison, one look at a file, or one text alone. */
static void
read_primary(struct operands *o, const struct shell_word *before)
{
	const struct shell_word *w = take(o), *op = o->next;

	if (w == NULL) {
		fail(o, before, "something is missing behind it");
		return;
	}
	if (is_word_of(w, "(")) {
		read_or(o, w);
		if (!is_word_of(take(o), ")"))
			fail(o, w, "\\) is missing");
		return;
	}
	if (!is_word_of(op, "= !=") &&
	    is_word_of(w, "-r -w -x -d -c -b -f -u -g -k -p -s -h -L -z -n")) {
		if (take(o) == NULL)
			fail(o, w, "something is missing behind it");
		return;
	}
	if (is_word_of(w, "-t") && !is_word_of(op, "= !=")) {
		if (op != NULL && !is_word_of(op, "-a -o"))
			take(o);
		return;
	}
	if (op == NULL || is_word_of(op, "-a -o"))
		return;
	take(o);
	if (!is_word_of(op, "= != -eq -ne -gt -lt -ge -le"))
		fail(o, op, "no operator");
	else if (take(o) == NULL)
		fail(o, op, "something is missing behind it");
}

static void
read_and(struct operands *o, const struct shell_word *before)
{
	const struct shell_word *w = before;

	do {
		if (is_word_of(o->next, "!") &&
		    !is_word_of(o->next->next, "= !="))
			w = take(o);
		read_primary(o, w);
	} while (
	    !o->failed && is_word_of(o->next, "-a") && (w = take(o)) != NULL);
}

static void
read_or(struct operands *o, const struct shell_word *before)
{
	const struct shell_word *w = before;

	do
		read_and(o, w);
	while (
	    !o->failed && is_word_of(o->next, "-o") && (w = take(o)) != NULL);
}

/*
 * Does every word stay one, and have the operators that other tags are about no
 * part?
 */
static bool
is_countable(const struct script *s, const struct shell_word *w)
{
	for (; w != NULL; w = w->next)
		if ((w->literal == NULL && !is_always_a_word(s, w)) ||
		    (w->literal == NULL && w->parts->quoted &&
			w->parts->kind == PART_PARAMETER &&
			strcmp(w->parts->text, "@") == 0) ||
		    (w->literal != NULL && !w->quoted &&
			strpbrk(w->literal, "*?") != NULL) ||
		    is_word_of(w, "-e -nt -ot -ef -S -O -G -N -v -R == < > =~"))
			return false;
	return true;
}

/* Tried with the shell: it says "argument expected", and the script ends. */
static void
check_grammar(struct script *s, const struct shell_node *n)
{
	bool bracket = strcmp(command_name(n), "[") == 0;
	const struct shell_word *name = shell_word_at(n, n->assignments);
	struct operands o = {.s = s, .next = name->next};

	if (bracket && !shell_word_is(n->last_word, "]")) {
		script_add(s, name->at, "test-operands", "] is missing");
		return;
	}
	if (bracket)
		o.end = n->last_word;
	if (o.next == NULL || o.next == o.end || !is_countable(s, name->next))
		return;
	read_or(&o, name);
	if (!o.failed && o.next != NULL)
		fail(&o, o.next, "not expected here");
}

/* A program of the system, which is a file and executable. */
static bool
is_system_program(const struct shell_word *w)
{
	static const char *const places[] = {
	    "/usr/", "/bin/", "/sbin/", "/lib/"};
	size_t i;

	for (i = 0; w->literal != NULL && i < sizeof(places) / sizeof(*places);
	     i++)
		if (strncmp(w->literal, places[i], strlen(places[i])) == 0)
			return true;
	return false;
}

/* test -x x, and -f x nowhere around */
static void
check_executable(struct script *s, const struct shell_node *n)
{
	static const char *const files[] = {"-f ", NULL};
	const struct shell_word *w;

	for (w = command_operands(n); w != NULL; w = w->next)
		if (shell_word_is(w, "-x") && w->next != NULL &&
		    !shell_word_is(w->next, "]") &&
		    !is_system_program(w->next) &&
		    !source_contains(s, n->at, n->end, "-f ") &&
		    !source_contains(s, n->at, n->end, "-d ") &&
		    !is_guarded_by(s, n, files))
			script_add(s, w->at, "test-executable-root", NULL);
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
	check_grammar(s, n);
	check_executable(s, n);
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
