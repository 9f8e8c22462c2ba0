/*
 * A script as a whole: its tree, its variables, and the order of the checks.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "lint/script.h"

void
script_add(struct script *s, size_t at, const char *tag, const char *name)
{
	size_t line = s->line, column = s->column;

	if (line == 0) {
		shell_position(s->tree, at, &line, &column);
		line += s->lines_before;
	}
	lint_add(s->out, s->file, line, column, tag, name);
}

bool
script_is_procedure(const struct script *s)
{
	return s->kind != LINT_PROGRAM;
}

bool
script_is_class_action(const struct script *s)
{
	return s->kind == LINT_CLASS_INSTALL || s->kind == LINT_CLASS_REMOVE;
}

bool
script_is_removal(const struct script *s)
{
	return s->kind == LINT_PREREMOVE || s->kind == LINT_POSTREMOVE ||
	    s->kind == LINT_CLASS_REMOVE;
}

bool
word_is_one_of(const char *word, const char *list)
{
	return words_contain(list, " ", word, strlen(word));
}

const char *
without_directory(const char *command)
{
	static const char *const directories[] = {
	    "/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/"};
	size_t i, len;

	for (i = 0; i < sizeof(directories) / sizeof(*directories); i++) {
		len = strlen(directories[i]);
		if (strncmp(command, directories[i], len) == 0)
			return command + len;
	}
	return command;
}

const char *
command_name(const struct shell_node *n)
{
	const struct shell_word *w;

	if (n->kind != NODE_SIMPLE || n->nwords <= n->assignments)
		return NULL;
	w = shell_word_at(n, n->assignments);
	return w->literal == NULL ? NULL : without_directory(w->literal);
}

struct shell_word *
command_operands(const struct shell_node *n)
{
	return shell_word_at(n, n->assignments + 1);
}

const struct shell_word *
last_operand(const struct shell_node *n)
{
	return command_operands(n) == NULL ? NULL : n->last_word;
}

bool
has_option(const struct shell_node *n, char letter)
{
	const struct shell_word *w = command_operands(n);

	for (; w != NULL && w->literal != NULL && w->literal[0] == '-';
	     w = w->next)
		if (strchr(w->literal, letter) != NULL)
			return true;
	return false;
}

static int
compare_functions(const void *a, const void *b)
{
	const struct shell_node *const *x = a, *const *y = b;

	return strcmp((*x)->words->literal, (*y)->words->literal);
}

static int
compare_name(const void *name, const void *function)
{
	const struct shell_node *const *f = function;

	return strcmp(name, (*f)->words->literal);
}

const struct shell_node *
function_named(const struct script *s, const char *name)
{
	const struct shell_node *const *found = s->nfunctions == 0
	    ? NULL
	    : bsearch(name, s->functions, s->nfunctions, sizeof(*s->functions),
		  compare_name);

	return found == NULL ? NULL : *found;
}

/* The first of the events of a name at or behind a place, or the end. */
static const struct event *
find_event(const struct event *events, size_t n, const char *name, size_t at)
{
	size_t low = 0, high = n, mid;
	int order;

	while (low < high) {
		mid = low + (high - low) / 2;
		order = strcmp(events[mid].name, name);
		if (order < 0 || (order == 0 && events[mid].at < at))
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && strcmp(events[low].name, name) == 0 ? &events[low]
							      : NULL;
}

const struct event *
first_event_behind(const struct script *s, const char *name, size_t at)
{
	return find_event(s->events, s->nevents, name, at);
}

const struct event *
next_assignment(const struct script *s, const char *name, const struct event *e)
{
	if (e == NULL)
		return find_event(s->assignments, s->nassignments, name, 0);
	e++;
	return e < s->assignments + s->nassignments &&
		strcmp(e->name, name) == 0
	    ? e
	    : NULL;
}

/* Does the value of an assignment have text whatever happens? */
static bool
is_value_set(
    const struct script *s, const struct shell_word *value, unsigned depth)
{
	const struct shell_part *part = value->parts;
	const struct shell_node *list;

	/* the text of the first part has the name in front of it */
	if (part->len > strcspn(part->text, "=") + 1)
		return true;
	for (part = part->next; part != NULL; part = part->next) {
		list = part->list;
		if (part->kind <= PART_ESCAPED && part->len > 0)
			return true;
		if (part->kind == PART_PARAMETER && part->len == 1 &&
		    strchr("#?$0", part->text[0]) != NULL)
			return true;
		if (part->kind == PART_PARAMETER &&
		    ((part->colon && part->operator== '-') ||
			is_always_set(s, part->text, depth + 1)))
			return true;
		if (part->kind == PART_BACKQUOTE && list != NULL &&
		    list->children != NULL &&
		    command_name(list->children) != NULL &&
		    strcmp(command_name(list->children), "expr") == 0)
			return true;
	}
	return false;
}

bool
is_always_set(const struct script *s, const char *name, unsigned depth)
{
	const struct event *e = NULL;
	size_t n = 0;

	if (depth > 3)
		return false;
	while ((e = next_assignment(s, name, e)) != NULL)
		if (e->value == NULL || ++n > 50 ||
		    !is_value_set(s, e->value, depth))
			return false;
	return n > 0;
}

bool
is_assigned(const struct script *s, const char *name)
{
	return next_assignment(s, name, NULL) != NULL;
}

bool
mentions_variable(const struct shell_word *w, const char *name)
{
	const struct shell_part *part;

	for (part = w->parts; part != NULL; part = part->next)
		if (part->kind == PART_PARAMETER &&
		    strcmp(part->text, name) == 0)
			return true;
	return false;
}

bool
is_appended(const struct script *s, const char *name)
{
	const struct event *e = NULL;
	size_t n = 0;

	while ((e = next_assignment(s, name, e)) != NULL)
		if (++n > SCRIPT_VALUES_MAX ||
		    (e->value != NULL && mentions_variable(e->value, name)))
			return true;
	return false;
}

const struct shell_word *
only_value(const struct script *s, const char *name)
{
	const struct event *e = next_assignment(s, name, NULL);

	if (e == NULL || e->value == NULL ||
	    e->value->parts->text[strlen(name)] != '=' ||
	    next_assignment(s, name, e) != NULL ||
	    mentions_variable(e->value, name))
		return NULL;
	return e->value;
}

static void
add_event(struct script *s, const char *name, size_t at, bool assigned,
    const struct shell_word *value)
{
	s->events = array_room(
	    s->events, s->nevents, &s->events_size, sizeof(*s->events));
	s->events[s->nevents++] = (struct event){
	    .name = name, .at = at, .assigned = assigned, .value = value};
}

static int
compare_events(const void *a, const void *b)
{
	const struct event *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

typedef void visit_node(struct script *, struct shell_node *);
typedef void visit_word(
    struct script *, struct shell_node *, struct shell_word *);

static void walk(
    struct script *s, struct shell_node *n, visit_node *node, visit_word *word);

static void
walk_word(struct script *s, struct shell_node *n, struct shell_word *w,
    visit_node *node, visit_word *word)
{
	struct shell_part *part;

	word(s, n, w);
	for (part = w->parts; part != NULL; part = part->next) {
		if (part->word != NULL)
			walk_word(s, n, part->word, node, word);
		if (part->list != NULL) {
			part->list->parent = n;
			part->list->substituted = true;
			walk(s, part->list, node, word);
		}
	}
}

static void
walk(struct script *s, struct shell_node *n, visit_node *node, visit_word *word)
{
	struct shell_node *child;
	struct shell_word *w;
	struct shell_redirect *r;

	node(s, n);
	for (w = n->words; w != NULL; w = w->next)
		walk_word(s, n, w, node, word);
	for (r = n->redirects; r != NULL; r = r->next) {
		walk_word(s, n, r->word, node, word);
		if (r->document != NULL && r->document->literal == NULL)
			walk_word(s, n, r->document, node, word);
	}
	for (child = n->children; child != NULL; child = child->next)
		walk(s, child, node, word);
}

#define ROOT_LEVELS 4 /* of conditions around an assignment */

/* case $PKG_INSTALL_ROOT in /) live=yes */
static bool
is_by_root(struct script *s, const struct shell_node *n)
{
	const struct shell_node *p = n->parent;
	unsigned levels;

	for (levels = 0; p != NULL && levels < ROOT_LEVELS;
	     n = p, p = p->parent, levels++)
		if ((p->kind == NODE_IF || p->kind == NODE_CASE ||
			p->kind == NODE_AND || p->kind == NODE_OR) &&
		    (p->kind == NODE_CASE || n != p->children) &&
		    source_contains(s, p->at, n->at, "PKG_INSTALL_ROOT"))
			return true;
	return false;
}

static void
collect_assignments(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = n->words;
	bool by_root = n->assignments == n->nwords && is_by_root(s, n);
	size_t i;

	for (i = 0; i < n->assignments; i++, w = w->next) {
		add_event(s,
		    arena_strndup(&s->tree->arena, w->parts->text,
			strcspn(w->parts->text, "=+")),
		    w->end, true, w);
		s->events[s->nevents - 1].is_by_root = by_root &&
		    w->literal != NULL;
	}
}

static bool
has_letter(const struct shell_word *w, char letter)
{
	return w != NULL && w->literal != NULL && w->literal[0] == '-' &&
	    strchr(w->literal, letter) != NULL;
}

static void
collect_read(struct script *s, const struct shell_word *w)
{
	bool is_raw = w != NULL && shell_word_is(w, "-r");

	for (; w != NULL; w = w->next)
		if (w->literal != NULL) {
			add_event(s, w->literal, w->end, true, NULL);
			s->events[s->nevents - 1].is_read = true;
			s->events[s->nevents - 1].is_raw = is_raw;
		}
}

/* What commands set: variables, options, arguments, standard input. */
static void
collect_command(struct script *s, const struct shell_node *n)
{
	const char *name = command_name(n);
	const struct shell_word *w;

	if (name == NULL)
		return;
	w = command_operands(n);
	if (strcmp(name, "read") == 0)
		collect_read(s, w);
	if (strcmp(name, "set") == 0 && w != NULL) {
		s->sets_e = s->sets_e || has_letter(w, 'e');
		s->sets_u = s->sets_u || has_letter(w, 'u');
		if (w->literal == NULL || w->literal[0] != '-' ||
		    w->next != NULL)
			s->sets_arguments = true;
	}
	if (strcmp(name, "exit") == 0 && w != NULL && shell_word_is(w, "3"))
		s->exits_with_3 = true;
	if (word_is_one_of(name, "mkdir installf"))
		s->makes_directories = true;
	if (strcmp(name, "cd") == 0)
		s->changes_directory = true;
	if (strcmp(name, "ln") == 0 && has_option(n, 's') && w != NULL &&
	    w->next != NULL && s->nlinks < SCRIPT_LINKS_MAX) {
		s->links = array_append_room(
		    s->links, s->nlinks, sizeof(const struct shell_node *));
		s->links[s->nlinks++] = n;
	}
	if (strcmp(name, "wait") == 0)
		s->waits = true;
	if (strcmp(name, "exec") == 0 && has_redirect(n, '<'))
		s->redirects_input = true;
	if (strcmp(name, "pkgadm") == 0 && w != NULL &&
	    shell_word_is(w, "sync") && s->synced == 0)
		s->synced = w->end;
}

/* cat >FILE <<END */
static void
collect_writer(struct script *s, const struct shell_node *n)
{
	const struct shell_redirect *r;

	for (r = n->redirects; r != NULL && r->document == NULL; r = r->next)
		;
	if (r == NULL || !has_redirect(n, '>') ||
	    s->nwriters == SCRIPT_WRITERS_MAX)
		return;
	s->writers = array_append_room(
	    s->writers, s->nwriters, sizeof(const struct shell_node *));
	s->writers[s->nwriters++] = n;
}

static void
collect_node(struct script *s, struct shell_node *n)
{
	if (n->kind == NODE_FUNCTION && n->words != NULL &&
	    n->words->literal != NULL) {
		s->functions = array_append_room(s->functions, s->nfunctions,
		    sizeof(const struct shell_node *));
		s->functions[s->nfunctions++] = n;
	}
	if (n->kind == NODE_FOR && n->words != NULL) {
		add_event(s, n->words->literal, n->words->end, true, NULL);
		s->events[s->nevents - 1].list = n->words->next;
	}
	if (n->kind == NODE_SIMPLE) {
		collect_assignments(s, n);
		collect_command(s, n);
		collect_writer(s, n);
	}
}

static void
collect_word(struct script *s, struct shell_node *n, struct shell_word *w)
{
	const struct shell_part *part;

	(void)n;
	for (part = w->parts; part != NULL; part = part->next)
		if (part->kind == PART_PARAMETER)
			add_event(s, part->text, part->at, part->operator== '=',
			    NULL);
}

static void
check_node(struct script *s, struct shell_node *n)
{
	check_traps(s, n);
	check_habits(s, n);
	if (n->kind != NODE_SIMPLE)
		return;
	check_builtins(s, n);
	check_test(s, n);
	check_operands(s, n);
	check_utilities(s, n);
	check_followed_links(s, n);
	check_programs(s, n);
	check_context(s, n);
	check_class(s, n);
}

static void
check_one_word(struct script *s, struct shell_node *n, struct shell_word *w)
{
	check_word(s, n, w);
}

static const char *const construct_tags[] = {
    [SHELL_COMMAND_SUBSTITUTION] = "command-substitution",
    [SHELL_ARITHMETIC_EXPANSION] = "arithmetic-expansion",
    [SHELL_PARAMETER_PATTERN] = "parameter-pattern",
    [SHELL_PARAMETER_LENGTH] = "parameter-length",
    [SHELL_PARAMETER_REPLACE] = "parameter-replace",
    [SHELL_PARAMETER_INDIRECT] = "parameter-indirect",
    [SHELL_PARAMETER_BLANK] = "parameter-blank",
    [SHELL_BAD_SUBSTITUTION] = "bad-substitution",
    [SHELL_POSITIONAL_ABOVE_NINE] = "positional-above-nine",
    [SHELL_FUNCTION_KEYWORD] = "function-keyword",
    [SHELL_CASE_OPEN_PAREN] = "case-open-paren",
    [SHELL_CASE_FALLTHROUGH] = "case-fallthrough",
    [SHELL_NOCLOBBER_REDIRECT] = "noclobber-redirect",
    [SHELL_HERE_STRING] = "here-string",
    [SHELL_PROCESS_SUBSTITUTION] = "process-substitution",
    [SHELL_ARRAY] = "array-use",
    [SHELL_SELECT_LOOP] = "select-loop",
    [SHELL_AMPERSAND_REDIRECT] = "ampersand-redirect",
    [SHELL_PIPE_AMPERSAND] = "pipe-ampersand",
    [SHELL_CARET_PIPE] = "caret-pipe",
    [SHELL_CARET_CLASS] = "caret-class",
    [SHELL_FOR_SEMICOLON_DO] = "for-semicolon-do",
    [SHELL_FOR_EMPTY_LIST] = "for-empty-list",
    [SHELL_ARITHMETIC_FOR] = "arithmetic-command",
    [SHELL_ARITHMETIC_COMMAND] = "arithmetic-command",
    [SHELL_DOUBLE_BRACKET] = "double-bracket",
    [SHELL_BANG] = "bang-negation",
    [SHELL_DOLLAR_SINGLE_QUOTE] = "dollar-single-quote",
    [SHELL_DOLLAR_DOUBLE_QUOTE] = "dollar-double-quote",
    [SHELL_EXTENDED_GLOB] = "extended-glob",
    [SHELL_APPEND_ASSIGNMENT] = "append-assignment",
    [SHELL_HIGH_DESCRIPTOR] = "high-descriptor",
    [SHELL_UNTERMINATED] = "unterminated-quote",
};

static void
add_constructs(struct script *s)
{
	const struct shell_note *note;
	size_t i;

	for (i = 0; i < s->tree->nnotes; i++) {
		note = &s->tree->notes[i];
		if (construct_tags[note->construct] != NULL)
			script_add(
			    s, note->at, construct_tags[note->construct], NULL);
	}
	if (s->tree->error != NULL)
		script_add(
		    s, s->tree->error_at, "syntax-error", s->tree->error);
}

/* Variables that were made from PKG_INSTALL_ROOT say as much as it does. */
static void
find_aliases(struct script *s)
{
	const size_t most = sizeof(s->aliases) / sizeof(*s->aliases) - 1;
	size_t i, n = 0;

	s->aliases[n++] = "INSTALL_ROOT";
	for (i = 0; i < s->nevents && n < most; i++)
		if (s->events[i].value != NULL &&
		    strlen(s->events[i].name) > 2 &&
		    strcmp(s->events[i].name, s->aliases[n - 1]) != 0 &&
		    (s->events[i].is_by_root ||
			source_contains(s, s->events[i].value->at,
			    s->events[i].value->end, "PKG_INSTALL_ROOT")))
			s->aliases[n++] = s->events[i].name;
	s->work = 0;
}

static void
copy_assignments(struct script *s)
{
	size_t i;

	s->assignments = xcalloc(s->nevents + 1, sizeof(*s->assignments));
	for (i = 0; i < s->nevents; i++)
		if (s->events[i].assigned)
			s->assignments[s->nassignments++] = s->events[i];
}

static void
check_tree(struct script *s)
{
	walk(s, s->tree->root, collect_node, collect_word);
	if (s->nevents > 1)
		qsort(
		    s->events, s->nevents, sizeof(*s->events), compare_events);
	if (s->nfunctions > 1)
		qsort(s->functions, s->nfunctions, sizeof(*s->functions),
		    compare_functions);
	copy_assignments(s);
	find_aliases(s);
	s->sets_path = is_assigned(s, "PATH");
	s->tells_locale = !is_assigned(s, "LC_ALL") && !is_assigned(s, "LANG");
	add_constructs(s);
	walk(s, s->tree->root, check_node, check_one_word);
	if (s->line == 0)
		check_context_whole(s);
	shell_tree_free(s->tree);
	free(s->events);
	free(s->assignments);
	free(s->functions);
	free(s->writers);
	free(s->links);
}

void
check_inner_script(struct script *s, const struct shell_word *w)
{
	struct script inner = {.out = s->out,
	    .file = s->file,
	    .kind = s->kind,
	    .line = s->line,
	    .column = s->column,
	    .depth = s->depth + 1};

	if (w->literal == NULL || inner.depth > SCRIPT_DEPTH_MAX)
		return;
	if (inner.line == 0) {
		shell_position(s->tree, w->at, &inner.line, &inner.column);
		inner.line += s->lines_before;
	}
	inner.tree = shell_parse(w->literal, strlen(w->literal));
	check_tree(&inner);
}

void
check_document_script(struct script *s, const char *text, size_t len, size_t at)
{
	struct script inner = {.out = s->out,
	    .file = s->file,
	    .kind = LINT_PROGRAM,
	    .line = s->line,
	    .column = s->column,
	    .depth = s->depth + 1};
	size_t column;

	if (inner.depth > SCRIPT_DEPTH_MAX)
		return;
	if (s->line == 0) {
		shell_position(s->tree, at, &inner.lines_before, &column);
		inner.lines_before += s->lines_before - 1;
	}
	inner.tree = shell_parse(text, len);
	check_tree(&inner);
}

enum lint_script
lint_script_kind(const char *name)
{
	static const char *const names[] = {"request", "checkinstall",
	    "preinstall", "postinstall", "preremove", "postremove"};
	const char *base = path_basename(name);
	size_t i, len = strlen(base);

	if (len > 3 && strcmp(base + len - 3, ".sh") == 0)
		len -= 3;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == len &&
		    strncmp(base, names[i], len) == 0)
			return (enum lint_script)i;
	if (len > 2 && strncmp(base, "i.", 2) == 0)
		return LINT_CLASS_INSTALL;
	if (len > 2 && strncmp(base, "r.", 2) == 0)
		return LINT_CLASS_REMOVE;
	return LINT_ANY_SCRIPT;
}

/* Line ends of other systems; one finding is enough. */
static void
check_line_ends(struct script *s)
{
	const char *cr = memchr(s->tree->text, '\r', s->tree->len);

	if (cr != NULL && cr + 1 < s->tree->text + s->tree->len &&
	    cr[1] == '\n')
		script_add(
		    s, (size_t)(cr - s->tree->text), "carriage-return", NULL);
}

static void
check_first_line(struct script *s)
{
	const char *t = s->tree->text, *end;
	size_t len = s->tree->len;

	if (!script_is_procedure(s) || len < 3 || memcmp(t, "#!", 2) != 0)
		return;
	end = memchr(t, '\n', len);
	if (end != NULL)
		len = (size_t)(end - t);
	if (!source_contains(s, 2, len, "/bin/sh") &&
	    !source_contains(s, 2, len, "/sbin/sh"))
		script_add(s, 0, "bash-shebang", NULL);
}

void
lint_check_script(struct lint_findings *f, const char *file, const char *text,
    size_t len, enum lint_script kind)
{
	struct script s = {.out = f, .file = file, .kind = kind};

	if ((kind == LINT_ANY_SCRIPT || kind == LINT_PROGRAM) &&
	    lint_check_program(f, file, text, len))
		return;
	s.tree = shell_parse(text, len);
	check_line_ends(&s);
	check_first_line(&s);
	check_tree(&s);
}
