/*
 * Commands, by recursive descent.  The grammar is that of the Bourne shell;
 * what newer shells add is noted on the way.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "syntax/shell_parser.h"

#define CHAIN_MAX 1000 /* each link is a level of the tree */

static struct shell_node *read_command(struct shell_parser *p);

struct shell_node *
shell_new_node(struct shell_parser *p, enum shell_node_kind kind, size_t at)
{
	struct shell_node *n = arena_alloc(&p->tree->arena, sizeof(*n));

	n->kind = kind;
	n->at = shell_origin(p, at);
	return n;
}

void
shell_add_child(struct shell_node *parent, struct shell_node *child)
{
	if (child == NULL)
		return;
	if (parent->children == NULL)
		parent->children = child;
	else
		parent->last_child->next = child;
	parent->last_child = child;
	child->parent = parent;
	parent->nchildren++;
}

static void
add_word(struct shell_node *n, struct shell_word *w)
{
	if (n->words == NULL)
		n->words = w;
	else
		n->last_word->next = w;
	n->last_word = w;
	n->nwords++;
}

/* Is the token this reserved word, or another one that is not quoted? */
static bool
token_is(const struct shell_parser *p, const char *text)
{
	return p->token.kind == TOKEN_WORD && !p->token.word->quoted &&
	    shell_word_is(p->token.word, text);
}

static bool
closes_list(const struct shell_parser *p)
{
	static const char *const words[] = {
	    "then", "else", "elif", "fi", "do", "done", "esac", "}", "in"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (token_is(p, words[i]))
			return true;
	return p->token.kind == TOKEN_END || p->token.kind == TOKEN_CLOSE ||
	    p->token.kind == TOKEN_CASE_END;
}

/* Says that the token cannot stand there. */
static void
fail_at_token(struct shell_parser *p, const char *expected)
{
	const struct shell_token *t = &p->token;

	if (t->kind == TOKEN_END)
		shell_fail(
		    p, t->at, "the end was reached, %s was expected", expected);
	else if (t->kind == TOKEN_NEWLINE)
		shell_fail(
		    p, t->at, "the line ends, %s was expected", expected);
	else
		shell_fail(p, t->at, "`%.*s' unexpected, %s was expected",
		    (int)(t->end - t->at > 40 ? 40 : t->end - t->at),
		    p->text + t->at, expected);
}

static void
skip_newlines(struct shell_parser *p)
{
	while (p->token.kind == TOKEN_NEWLINE)
		shell_next_token(p);
}

static void
require_word(struct shell_parser *p, const char *text, const char *expected)
{
	if (token_is(p, text))
		shell_next_token(p);
	else
		fail_at_token(p, expected);
}

static struct shell_word *
take_word(struct shell_parser *p)
{
	struct shell_word *w = p->token.word;

	shell_next_token(p);
	return w;
}

/* The redirection is the token; its word follows. */
static void
read_redirect(struct shell_parser *p, struct shell_node *n)
{
	struct shell_redirect *r = p->token.redirect;
	struct shell_documents *d = p->documents;

	/* the word, not the line behind it: documents begin there */
	shell_next_token(p);
	if (p->token.kind != TOKEN_WORD) {
		fail_at_token(p, "the name of a file");
		return;
	}
	r->word = p->token.word;
	if (n->redirects == NULL)
		n->redirects = r;
	else
		n->last_redirect->next = r;
	n->last_redirect = r;
	if (strncmp(r->operator, "<<", 2) == 0 && r->operator[2] != '<') {
		d->v = array_append_room(d->v, d->n, sizeof(*d->v));
		d->v[d->n++] = r;
	}
	shell_next_token(p);
}

static void
read_redirects(struct shell_parser *p, struct shell_node *n)
{
	while (p->token.kind == TOKEN_REDIRECT)
		read_redirect(p, n);
	n->end = shell_origin(p, p->token.at);
}

static bool
is_assignment(const struct shell_word *w, bool *append)
{
	const char *s;
	size_t i = 0, len;

	if (w->parts == NULL || w->parts->kind != PART_TEXT || w->parts->quoted)
		return false;
	s = w->parts->text;
	len = w->parts->len;
	if (len == 0 || isdigit((unsigned char)s[0]))
		return false;
	while (i < len && (isalnum((unsigned char)s[i]) || s[i] == '_'))
		i++;
	*append = i > 0 && i + 1 < len && s[i] == '+' && s[i + 1] == '=';
	return i > 0 && i < len && (s[i] == '=' || *append);
}

static bool
is_name(const struct shell_word *w)
{
	const char *s = w->literal;
	size_t i;

	if (s == NULL || w->quoted || isdigit((unsigned char)s[0]))
		return false;
	for (i = 0; s[i] != '\0'; i++)
		if (!isalnum((unsigned char)s[i]) && s[i] != '_')
			return false;
	return i > 0;
}

/* name() command; the token is `('. */
static struct shell_node *
read_function_body(
    struct shell_parser *p, struct shell_node *n, struct shell_word *name)
{
	n->kind = NODE_FUNCTION;
	n->words = n->last_word = name;
	n->nwords = 1;
	if (p->token.kind == TOKEN_OPEN) {
		shell_next_token(p);
		if (p->token.kind != TOKEN_CLOSE)
			fail_at_token(p, "`)' of a function");
		else
			shell_next_token(p);
	}
	skip_newlines(p);
	shell_add_child(n, read_command(p));
	n->end = shell_origin(p, p->token.at);
	return n;
}

static struct shell_node *
read_simple(struct shell_parser *p)
{
	struct shell_node *n = shell_new_node(p, NODE_SIMPLE, p->token.at);
	struct shell_word *w;
	bool append;

	for (;;) {
		if (p->token.kind == TOKEN_REDIRECT) {
			read_redirect(p, n);
			continue;
		}
		if (p->token.kind != TOKEN_WORD)
			break;
		w = p->token.word;
		if (n->assignments == n->nwords && is_assignment(w, &append)) {
			n->assignments++;
			if (append)
				shell_note(p, SHELL_APPEND_ASSIGNMENT,
				    p->token.at, NULL);
		}
		add_word(n, w);
		shell_next_token(p);
		if (p->token.kind == TOKEN_OPEN && n->nwords == 1 &&
		    n->assignments == 0 && n->redirects == NULL &&
		    w->literal != NULL && !w->quoted)
			return read_function_body(p, n, w);
	}
	if (n->nwords == 0 && n->redirects == NULL)
		fail_at_token(p, "a command");
	n->end = shell_origin(p, p->token.at);
	return n;
}

/* Commands with their separators, up to what closes them. */
static struct shell_node *read_and_or(struct shell_parser *p);

static struct shell_node *
read_items(struct shell_parser *p, bool may_be_empty)
{
	struct shell_node *list = shell_new_node(p, NODE_LIST, p->token.at);
	struct shell_node *item, *background;

	skip_newlines(p);
	if (closes_list(p) && !may_be_empty)
		fail_at_token(p, "a command");
	while (!p->failed && !closes_list(p)) {
		item = read_and_or(p);
		if (p->token.kind == TOKEN_AMPERSAND) {
			background = shell_new_node(
			    p, NODE_BACKGROUND, p->token.at);
			if (item != NULL)
				background->at = item->at;
			shell_add_child(background, item);
			item = background;
		}
		shell_add_child(list, item);
		if (p->token.kind != TOKEN_SEMICOLON &&
		    p->token.kind != TOKEN_AMPERSAND &&
		    p->token.kind != TOKEN_NEWLINE)
			break;
		shell_next_token(p);
		skip_newlines(p);
	}
	list->end = shell_origin(p, p->token.at);
	return list;
}

/* A list that the reserved word ends, which is taken. */
static struct shell_node *
read_items_until(struct shell_parser *p, const char *word, const char *expected)
{
	struct shell_node *list = read_items(p, false);

	require_word(p, word, expected);
	return list;
}

static struct shell_node *
read_if(struct shell_parser *p)
{
	struct shell_node *n = shell_new_node(p, NODE_IF, p->token.at);

	do {
		shell_next_token(p);
		shell_add_child(n, read_items_until(p, "then", "`then'"));
		shell_add_child(n, read_items(p, false));
	} while (!p->failed && token_is(p, "elif"));
	if (token_is(p, "else")) {
		shell_next_token(p);
		n->has_else = true;
		shell_add_child(n, read_items(p, false));
	}
	require_word(p, "fi", "`fi'");
	return n;
}

static struct shell_node *
read_loop(struct shell_parser *p, enum shell_node_kind kind)
{
	struct shell_node *n = shell_new_node(p, kind, p->token.at);

	shell_next_token(p);
	shell_add_child(n, read_items_until(p, "do", "`do'"));
	shell_add_child(n, read_items_until(p, "done", "`done'"));
	return n;
}

/* for ((...)): up to the `))'; the token is the first `('. */
static void
skip_arithmetic_for(struct shell_parser *p)
{
	size_t at = p->token.at, depth = 1;
	int c;

	shell_note(p, SHELL_ARITHMETIC_FOR, at, NULL);
	while (depth > 0) {
		c = shell_peek(p, 0);
		if (c == '\0' || c == '\n') {
			shell_fail(p, at, "`))' is missing behind `for (('");
			return;
		}
		if (c == '(')
			depth++;
		else if (c == ')')
			depth--;
		p->at++;
	}
	shell_next_token(p);
	if (p->token.kind == TOKEN_SEMICOLON)
		shell_next_token(p);
}

/* Name and list of `for' and `select', up to the body. */
static void
read_for_head(struct shell_parser *p, struct shell_node *n)
{
	if (p->token.kind != TOKEN_WORD) {
		fail_at_token(p, "the name of a variable");
		return;
	}
	if (!is_name(p->token.word)) {
		fail_at_token(p, "the name of a variable");
		return;
	}
	add_word(n, take_word(p));
	if (p->token.kind == TOKEN_SEMICOLON) {
		shell_note(p, SHELL_FOR_SEMICOLON_DO, p->token.at, NULL);
		shell_next_token(p);
	}
	skip_newlines(p);
	if (!token_is(p, "in"))
		return;
	n->has_list = true;
	shell_next_token(p);
	if (p->token.kind != TOKEN_WORD)
		shell_note(p, SHELL_FOR_EMPTY_LIST, p->token.at, NULL);
	while (p->token.kind == TOKEN_WORD)
		add_word(n, take_word(p));
	if (p->token.kind == TOKEN_SEMICOLON || p->token.kind == TOKEN_NEWLINE)
		shell_next_token(p);
	else
		fail_at_token(p, "`;' behind the list of `for'");
}

static struct shell_node *
read_for(struct shell_parser *p)
{
	struct shell_node *n = shell_new_node(p, NODE_FOR, p->token.at);

	if (token_is(p, "select"))
		shell_note(p, SHELL_SELECT_LOOP, p->token.at, NULL);
	shell_next_token(p);
	if (p->token.kind == TOKEN_OPEN && shell_peek(p, 0) == '(')
		skip_arithmetic_for(p);
	else
		read_for_head(p, n);
	skip_newlines(p);
	if (token_is(p, "{")) {
		shell_next_token(p);
		shell_add_child(n, read_items_until(p, "}", "`}'"));
	} else {
		require_word(p, "do", "`do'");
		shell_add_child(n, read_items_until(p, "done", "`done'"));
	}
	return n;
}

/* In a pattern of `case', what a `^' would join makes no sense. */
static void
mark_caret_classes(struct shell_parser *p, size_t from)
{
	struct shell_note *notes = p->tree->notes;
	size_t i;

	for (i = p->tree->nnotes; i > 0 && notes[i - 1].at >= from; i--)
		if (notes[i - 1].construct == SHELL_CARET_CLASS)
			notes[i - 1].breaks = true;
}

static struct shell_node *
read_case_item(struct shell_parser *p)
{
	struct shell_node *n = shell_new_node(p, NODE_ITEM, p->token.at);

	if (p->token.kind == TOKEN_OPEN) {
		shell_note(p, SHELL_CASE_OPEN_PAREN, p->token.at, NULL);
		shell_next_token(p);
	}
	for (;;) {
		if (p->token.kind != TOKEN_WORD) {
			fail_at_token(p, "a pattern of `case'");
			return n;
		}
		add_word(n, take_word(p));
		if (p->token.kind != TOKEN_PIPE)
			break;
		shell_next_token(p);
	}
	mark_caret_classes(p, n->at);
	if (p->token.kind != TOKEN_CLOSE) {
		fail_at_token(p, "`)' behind a pattern");
		return n;
	}
	shell_next_token(p);
	shell_add_child(n, read_items(p, true));
	n->end = shell_origin(p, p->token.at);
	return n;
}

static struct shell_node *
read_case(struct shell_parser *p)
{
	struct shell_node *n = shell_new_node(p, NODE_CASE, p->token.at);

	shell_next_token(p);
	if (p->token.kind != TOKEN_WORD) {
		fail_at_token(p, "a word");
		return n;
	}
	add_word(n, take_word(p));
	skip_newlines(p);
	require_word(p, "in", "`in'");
	skip_newlines(p);
	while (!p->failed && !token_is(p, "esac")) {
		shell_add_child(n, read_case_item(p));
		if (p->token.kind != TOKEN_CASE_END)
			break;
		shell_next_token(p);
		skip_newlines(p);
	}
	require_word(p, "esac", "`;;' or `esac'");
	return n;
}

static struct shell_node *
read_group(struct shell_parser *p)
{
	struct shell_node *n = shell_new_node(p, NODE_GROUP, p->token.at);

	shell_next_token(p);
	shell_add_child(n, read_items_until(p, "}", "`}'"));
	return n;
}

/*
 * Does `((' begin arithmetic?  A command cannot begin with a name and an
 * operator.  Returns the offset behind `))', or 0.
 */
static size_t
arithmetic_command_end(const struct shell_parser *p)
{
	size_t i = p->at + 1, end;

	if (shell_peek(p, 0) != '(')
		return 0;
	for (end = i; end + 1 < p->len && end < i + 200; end++)
		if (strchr("\n;`\"'", p->text[end]) != NULL ||
		    (p->text[end] == ')' && p->text[end + 1] == ')'))
			break;
	if (end + 1 >= p->len || p->text[end] != ')' || p->text[end + 1] != ')')
		return 0;
	while (i < end && strchr(" $!(", p->text[i]) != NULL)
		i++;
	while (i < end &&
	    (isalnum((unsigned char)p->text[i]) || p->text[i] == '_'))
		i++;
	while (i < end && p->text[i] == ' ')
		i++;
	return i < end && strchr("+-*/%<>=!?", p->text[i]) != NULL ? end + 2
								   : 0;
}

static struct shell_node *
read_subshell(struct shell_parser *p)
{
	struct shell_node *n = shell_new_node(p, NODE_SUBSHELL, p->token.at);
	size_t end = arithmetic_command_end(p);

	if (end > 0) {
		shell_note(p, SHELL_ARITHMETIC_COMMAND, p->token.at, NULL);
		n->kind = NODE_TEST;
		p->at = end;
		shell_next_token(p);
		return n;
	}
	shell_next_token(p);
	shell_add_child(n, read_items(p, false));
	if (p->token.kind == TOKEN_CLOSE)
		shell_next_token(p);
	else
		fail_at_token(p, "`)'");
	return n;
}

/* [[ ... ]]: its words, without a grammar of their own. */
static struct shell_node *
read_double_bracket(struct shell_parser *p)
{
	struct shell_node *n = shell_new_node(p, NODE_TEST, p->token.at);

	shell_note(p, SHELL_DOUBLE_BRACKET, p->token.at, NULL);
	while (!p->failed && !token_is(p, "]]") && p->token.kind != TOKEN_END) {
		if (p->token.kind == TOKEN_WORD)
			add_word(n, p->token.word);
		shell_next_token(p);
	}
	require_word(p, "]]", "`]]'");
	return n;
}

static struct shell_node *
read_function_keyword(struct shell_parser *p)
{
	struct shell_node *n = shell_new_node(p, NODE_FUNCTION, p->token.at);

	shell_note(p, SHELL_FUNCTION_KEYWORD, p->token.at, NULL);
	shell_next_token(p);
	return read_function_body(p, n, take_word(p));
}

/* A character that p->at is at or, behind blanks, in front of. */
static int
character_behind(const struct shell_parser *p)
{
	size_t i = 0;

	while (shell_peek(p, i) == ' ' || shell_peek(p, i) == '\t')
		i++;
	return shell_peek(p, i);
}

static struct shell_node *
read_compound(struct shell_parser *p)
{
	int next = character_behind(p);
	bool name = isalpha(next) || next == '_';

	if (p->token.kind == TOKEN_OPEN)
		return read_subshell(p);
	if (token_is(p, "if"))
		return read_if(p);
	if (token_is(p, "while"))
		return read_loop(p, NODE_WHILE);
	if (token_is(p, "until"))
		return read_loop(p, NODE_UNTIL);
	if (token_is(p, "for") || (token_is(p, "select") && name))
		return read_for(p);
	if (token_is(p, "case"))
		return read_case(p);
	if (token_is(p, "{"))
		return read_group(p);
	if (token_is(p, "[["))
		return read_double_bracket(p);
	if (token_is(p, "function") && name)
		return read_function_keyword(p);
	return NULL;
}

static struct shell_node *
read_not(struct shell_parser *p)
{
	struct shell_node *n = shell_new_node(p, NODE_NOT, p->token.at);

	shell_note(p, SHELL_BANG, p->token.at, NULL);
	shell_next_token(p);
	if (p->token.kind == TOKEN_WORD || p->token.kind == TOKEN_OPEN)
		shell_add_child(n, read_command(p));
	n->end = shell_origin(p, p->token.at);
	return n;
}

static struct shell_node *
read_command(struct shell_parser *p)
{
	struct shell_node *n = NULL;

	if (p->failed || !shell_enter(p))
		return NULL;
	if (token_is(p, "!"))
		n = read_not(p);
	else if (closes_list(p))
		fail_at_token(p, "a command");
	else if ((n = read_compound(p)) != NULL)
		read_redirects(p, n);
	else
		n = read_simple(p);
	p->depth--;
	return n;
}

static struct shell_node *
read_pipeline(struct shell_parser *p)
{
	struct shell_node *n, *first = read_command(p);

	if (p->token.kind != TOKEN_PIPE || first == NULL)
		return first;
	n = shell_new_node(p, NODE_PIPELINE, p->token.at);
	n->at = first->at;
	shell_add_child(n, first);
	while (!p->failed && p->token.kind == TOKEN_PIPE) {
		shell_next_token(p);
		skip_newlines(p);
		shell_add_child(n, read_command(p));
	}
	n->end = shell_origin(p, p->token.at);
	return n;
}

static struct shell_node *
read_and_or(struct shell_parser *p)
{
	struct shell_node *n, *left = read_pipeline(p);
	unsigned links = 0;

	while (!p->failed && left != NULL &&
	    (p->token.kind == TOKEN_AND || p->token.kind == TOKEN_OR)) {
		n = shell_new_node(p,
		    p->token.kind == TOKEN_AND ? NODE_AND : NODE_OR,
		    p->token.at);
		n->at = left->at;
		if (++links > CHAIN_MAX)
			shell_fail(p, p->token.at,
			    "more than %d commands joined by `&&' and `||'",
			    CHAIN_MAX);
		shell_next_token(p);
		skip_newlines(p);
		shell_add_child(n, left);
		shell_add_child(n, read_pipeline(p));
		n->end = shell_origin(p, p->token.at);
		left = n;
	}
	return left;
}

struct shell_node *
shell_read_list(struct shell_parser *p, bool in_parentheses)
{
	struct shell_node *list = read_items(p, true);

	if (in_parentheses && p->token.kind != TOKEN_CLOSE)
		fail_at_token(p, "`)'");
	if (!in_parentheses && p->token.kind != TOKEN_END)
		fail_at_token(p, "a command");
	return list;
}
