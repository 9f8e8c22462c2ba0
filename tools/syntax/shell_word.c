/*
 * Words: quotes, parameters, substitutions.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "syntax/shell_parser.h"

/* A word while it is read. */
struct builder {
	struct shell_parser *p;
	struct shell_word *word;
	struct shell_part *last;
	size_t text_from; /* plain text that is no part yet */
	bool quoted;      /* between double quotes */
};

static void read_dollar(struct builder *b);
static void read_backquote(struct builder *b);

int
shell_peek(const struct shell_parser *p, size_t ahead)
{
	if (ahead >= p->len - p->at)
		return '\0';
	return (unsigned char)p->text[p->at + ahead];
}

static bool
at_end(const struct shell_parser *p)
{
	return p->at >= p->len;
}

static bool
is_name_start(int c)
{
	return isalpha(c) || c == '_';
}

static bool
is_name(int c)
{
	return isalnum(c) || c == '_';
}

static struct shell_part *
add_part(struct builder *b, enum shell_part_kind kind, size_t at,
    const char *text, size_t len)
{
	struct shell_part *part;

	part = arena_alloc(&b->p->tree->arena, sizeof(*part));
	part->kind = kind;
	part->quoted = b->quoted;
	part->at = shell_origin(b->p, at);
	part->text = text;
	part->len = len;
	if (b->last == NULL)
		b->word->parts = part;
	else
		b->last->next = part;
	b->last = part;
	return part;
}

/* What was read since text_from becomes a part. */
static void
end_text(struct builder *b)
{
	if (b->p->at > b->text_from)
		add_part(b, PART_TEXT, b->text_from, b->p->text + b->text_from,
		    b->p->at - b->text_from);
}

/* Goes on with plain text here. */
static void
begin_text(struct builder *b)
{
	b->text_from = b->p->at;
}

static void
begin_word(struct builder *b, struct shell_parser *p)
{
	*b = (struct builder){.p = p, .text_from = p->at};
	b->word = arena_alloc(&p->tree->arena, sizeof(*b->word));
	b->word->at = shell_origin(p, p->at);
}

/* The text without quotes, when there is nothing to expand. */
static const char *
literal_of(struct builder *b)
{
	const struct shell_part *part;
	size_t len = 0;
	char *text, *to;

	for (part = b->word->parts; part != NULL; part = part->next) {
		if (part->kind > PART_ESCAPED)
			return NULL;
		len += part->len;
	}
	to = text = arena_alloc(&b->p->tree->arena, len + 1);
	for (part = b->word->parts; part != NULL; part = part->next)
		if (part->len > 0) {
			memcpy(to, part->text, part->len);
			to += part->len;
		}
	return text;
}

static struct shell_word *
end_word(struct builder *b)
{
	end_text(b);
	b->word->end = shell_origin(b->p, b->p->at);
	b->word->literal = literal_of(b);
	return b->word;
}

static void
read_single_quotes(struct builder *b)
{
	struct shell_parser *p = b->p;
	size_t at = p->at, from = at + 1;
	const char *end;

	end_text(b);
	b->word->quoted = true;
	end = memchr(p->text + from, '\'', p->len - from);
	if (end == NULL)
		shell_note(p, SHELL_UNTERMINATED, at, "'");
	p->at = end == NULL ? p->len : (size_t)(end - p->text);
	add_part(b, PART_SINGLE, at, p->text + from, p->at - from);
	if (end != NULL)
		p->at++;
	begin_text(b);
}

/* A backslash and what it takes the meaning of; in front of a newline both go. */
static void
read_backslash(struct builder *b)
{
	struct shell_parser *p = b->p;

	end_text(b);
	b->word->quoted = true;
	p->at++;
	if (at_end(p)) {
		add_part(b, PART_ESCAPED, p->at - 1, "\\", 1);
	} else {
		if (shell_peek(p, 0) != '\n')
			add_part(b, PART_ESCAPED, p->at, p->text + p->at, 1);
		p->at++;
	}
	begin_text(b);
}

/* Between double quotes, or in a here-document with `specials' for them. */
static void
read_quoted_character(struct builder *b, const char *specials)
{
	int c = shell_peek(b->p, 0), next = shell_peek(b->p, 1);

	if (c == '\\' && next != '\0' && strchr(specials, next) != NULL)
		read_backslash(b);
	else if (c == '\\' && next != '\0')
		b->p->at += 2;
	else if (c == '$')
		read_dollar(b);
	else if (c == '`')
		read_backquote(b);
	else
		b->p->at++;
}

static void
read_double_quotes(struct builder *b)
{
	struct shell_parser *p = b->p;
	size_t at = p->at;
	bool outer = b->quoted;

	end_text(b);
	p->at++;
	begin_text(b);
	b->word->quoted = true;
	b->quoted = true;
	while (!p->failed && !at_end(p) && shell_peek(p, 0) != '"')
		read_quoted_character(b, "$`\"\\\n");
	end_text(b);
	if (b->last == NULL || b->last->at < shell_origin(p, at))
		add_part(b, PART_TEXT, at, "", 0);
	b->quoted = outer;
	if (at_end(p))
		shell_note(p, SHELL_UNTERMINATED, at, "\"");
	else
		p->at++;
	begin_text(b);
}

/* Parses commands that begin at p->at and end with `)'. */
static struct shell_node *
read_parenthesized(struct shell_parser *p)
{
	struct shell_parser inner = *p;
	struct shell_node *list;

	if (!shell_enter(&inner)) {
		p->failed = true;
		return NULL;
	}
	shell_next_token(&inner);
	list = shell_read_list(&inner, true);
	p->failed = inner.failed;
	p->at = inner.failed ? p->len : inner.token.end;
	return list;
}

/*
 * The offset behind the `))' that belongs to `((' in front of from; 0: there is
 * none.
 */
static size_t
arithmetic_end(struct shell_parser *p, size_t from)
{
	size_t i, depth = 2;

	if (p->tree->arithmetic_open)
		return 0;
	for (i = from; i < p->len; i++) {
		if (p->text[i] == '(')
			depth++;
		else if (p->text[i] == ')' && --depth == 0)
			return p->text[i - 1] == ')' ? i + 1 : 0;
	}
	p->tree->arithmetic_open = true;
	return 0;
}

static void
read_substitution(struct builder *b)
{
	struct shell_parser *p = b->p;
	struct shell_part *part;
	size_t at = p->at, end = 0;

	if (shell_peek(p, 2) == '(')
		end = arithmetic_end(p, at + 3);
	if (end > 0) {
		shell_note_quoted(
		    p, SHELL_ARITHMETIC_EXPANSION, at, NULL, b->quoted);
		add_part(
		    b, PART_ARITHMETIC, at, p->text + at + 3, end - at - 5);
		p->at = end;
		return;
	}
	shell_note_quoted(p, SHELL_COMMAND_SUBSTITUTION, at, NULL, b->quoted);
	part = add_part(b, PART_SUBSTITUTION, at, NULL, 0);
	p->at += 2;
	part->list = read_parenthesized(p);
}

/* What backquotes enclose, as the commands inside see it. */
static void
unescape(struct shell_parser *inner, size_t from, size_t to, bool quoted)
{
	struct arena *arena = &inner->tree->arena;
	char *text = arena_alloc(arena, to - from + 1);
	size_t *origin = arena_alloc(arena, (to - from + 1) * sizeof(*origin));
	size_t i, n = 0;
	const char *t = inner->text;

	for (i = from; i < to; i++) {
		if (t[i] == '\\' && i + 1 < to &&
		    (strchr("`$\\", t[i + 1]) != NULL ||
			(quoted && t[i + 1] == '"')))
			i++;
		origin[n] = shell_origin(inner, i);
		text[n++] = t[i];
	}
	origin[n] = shell_origin(inner, to);
	inner->text = text;
	inner->origin = origin;
	inner->at = 0;
	inner->len = n;
}

static void
read_backquote(struct builder *b)
{
	struct shell_parser *p = b->p, inner = *p;
	struct shell_documents documents = {NULL, 0};
	size_t at = p->at, end = at + 1;
	struct shell_part *part;

	end_text(b);
	part = add_part(b, PART_BACKQUOTE, at, NULL, 0);
	while (end < p->len && p->text[end] != '`')
		end += p->text[end] == '\\' ? 2 : 1;
	if (end >= p->len) {
		shell_note(p, SHELL_UNTERMINATED, at, "`");
		end = p->len;
	}
	if (shell_enter(&inner)) {
		unescape(&inner, at + 1, end, b->quoted);
		inner.documents = &documents;
		shell_next_token(&inner);
		part->list = shell_read_list(&inner, false);
		free(documents.v);
	}
	p->failed = inner.failed;
	p->at = end < p->len ? end + 1 : end;
	begin_text(b);
}

/* A character of the word behind the operator of ${v-word}, up to `}'. */
static void
read_brace_character(struct builder *b)
{
	struct shell_parser *p = b->p;
	int c = shell_peek(p, 0);

	if (!b->quoted && c == '\'')
		read_single_quotes(b);
	else if (!b->quoted && c == '"')
		read_double_quotes(b);
	else if (b->quoted || c == '$' || c == '`')
		read_quoted_character(b, "$`\"\\}\n");
	else if (c == '\\')
		read_backslash(b);
	else {
		if (isspace(c))
			shell_note(p, SHELL_PARAMETER_BLANK, p->at, NULL);
		p->at++;
	}
}

/* Reads the word and the brace behind it. */
static struct shell_word *
read_brace_word(struct builder *outer)
{
	struct shell_parser *p = outer->p;
	struct builder b;
	size_t at = p->at;

	begin_word(&b, p);
	b.quoted = outer->quoted;
	if (!shell_enter(p))
		return NULL;
	while (!p->failed && !at_end(p) && shell_peek(p, 0) != '}') {
		if (outer->quoted && shell_peek(p, 0) == '"') {
			/* quotes between quotes: they end and begin again */
			end_text(&b);
			p->at++;
			begin_text(&b);
		} else
			read_brace_character(&b);
	}
	end_word(&b);
	p->depth--;
	if (at_end(p) && !p->failed)
		shell_fail(p, at, "`}' is missing behind `${'");
	else if (!p->failed)
		p->at++;
	return b.word;
}

/* What may stand between the name and the brace. */
static void
read_operator(struct builder *b, struct shell_part *part)
{
	struct shell_parser *p = b->p;
	int c = shell_peek(p, 0);
	size_t at = p->at;

	if (c == ':' && strchr("-+=?", shell_peek(p, 1)) != NULL &&
	    shell_peek(p, 1) != '\0') {
		part->colon = true;
		p->at++;
		c = shell_peek(p, 0);
	}
	if (c == '-' || c == '+' || c == '=' || c == '?') {
		part->operator=(char) c;
		p->at++;
	} else if (c == '%' || c == '#')
		shell_note(p, SHELL_PARAMETER_PATTERN, at, NULL);
	else if (c == ':' || c == '/' || c == ',' || c == '^' || c == '@')
		shell_note(p, SHELL_PARAMETER_REPLACE, at, NULL);
	else if (c == '[')
		shell_note(p, SHELL_ARRAY, at, NULL);
	else if (c != '}')
		shell_note(p, SHELL_BAD_SUBSTITUTION, at, NULL);
	if (c == '}')
		p->at++;
	else
		part->word = read_brace_word(b);
}

/* The length of the name of a parameter at p->at; 0: there is none. */
static size_t
name_length(const struct shell_parser *p)
{
	size_t n = 0;

	if (isdigit(shell_peek(p, 0))) {
		while (isdigit(shell_peek(p, n)))
			n++;
		return n;
	}
	if (shell_peek(p, 0) != '\0' &&
	    strchr("@*#?-$!", shell_peek(p, 0)) != NULL)
		return 1;
	while (is_name(shell_peek(p, n)))
		n++;
	return n;
}

/* ${#v} and ${!v}, which are no operators on $# and $!. */
static void
read_prefix(struct builder *b)
{
	struct shell_parser *p = b->p;
	int c = shell_peek(p, 0), next = shell_peek(p, 1);

	if ((c != '#' && c != '!') ||
	    !(is_name(next) || next == '@' || next == '*'))
		return;
	shell_note(p,
	    c == '#' ? SHELL_PARAMETER_LENGTH : SHELL_PARAMETER_INDIRECT, p->at,
	    NULL);
	p->at++;
}

static void
read_braces(struct builder *b)
{
	struct shell_parser *p = b->p;
	struct shell_part *part;
	size_t at = p->at, n;

	p->at += 2;
	read_prefix(b);
	n = name_length(p);
	part = add_part(b, PART_PARAMETER, at,
	    arena_strndup(&p->tree->arena, p->text + p->at, n), n);
	if (n > 1 && isdigit(shell_peek(p, 0))) {
		shell_note(p, SHELL_POSITIONAL_ABOVE_NINE, at, part->text);
		p->tree->notes[p->tree->nnotes - 1].breaks = !p->in_document;
	}
	if (n == 0)
		shell_note(p, SHELL_BAD_SUBSTITUTION, at, NULL);
	p->at += n;
	read_operator(b, part);
}

/* A parameter without braces; n is the length of its name. */
static void
read_parameter(struct builder *b, size_t n)
{
	struct shell_parser *p = b->p;
	size_t at = p->at;

	if (n > 1 && isdigit(shell_peek(p, 1))) {
		n = 1;
		shell_note(p, SHELL_POSITIONAL_ABOVE_NINE, at,
		    arena_strndup(&p->tree->arena, p->text + at + 1, 2));
	}
	add_part(b, PART_PARAMETER, at,
	    arena_strndup(&p->tree->arena, p->text + at + 1, n), n);
	p->at += 1 + n;
}

static void
read_dollar(struct builder *b)
{
	struct shell_parser *p = b->p, name = *p;
	int next = shell_peek(p, 1);
	size_t n;

	name.at++;
	n = name_length(&name);
	if (next == '\'' && !b->quoted) {
		shell_note(p, SHELL_DOLLAR_SINGLE_QUOTE, p->at, NULL);
		p->at++;
		return;
	}
	if (next == '"' && !b->quoted)
		shell_note(p, SHELL_DOLLAR_DOUBLE_QUOTE, p->at, NULL);
	if (next != '{' && next != '(' && n == 0) {
		p->at++;
		return;
	}
	end_text(b);
	if (next == '{')
		read_braces(b);
	else if (next == '(')
		read_substitution(b);
	else
		read_parameter(b, n);
	begin_text(b);
}

/* Is what was read so far NAME= or NAME+=? */
static bool
is_assignment_prefix(const struct builder *b)
{
	const struct shell_parser *p = b->p;
	size_t i = b->text_from;

	if (b->word->parts != NULL || i >= p->at ||
	    !is_name_start((unsigned char)p->text[i]))
		return false;
	while (i < p->at && is_name((unsigned char)p->text[i]))
		i++;
	if (i < p->at && p->text[i] == '+')
		i++;
	return i + 1 == p->at && p->text[i] == '=';
}

/* a=(...): the elements are read, and belong to no word. */
static void
read_array(struct builder *b)
{
	struct shell_parser *p = b->p, inner = *p;

	shell_note(p, SHELL_ARRAY, p->at, NULL);
	end_text(b);
	inner.at++;
	if (shell_enter(&inner))
		do
			shell_next_token(&inner);
		while (!inner.failed &&
		    (inner.token.kind == TOKEN_WORD ||
			inner.token.kind == TOKEN_NEWLINE));
	if (!inner.failed && inner.token.kind != TOKEN_CLOSE)
		shell_fail(&inner, p->at, "`)' is missing behind `=('");
	p->failed = inner.failed;
	p->at = inner.at;
	begin_text(b);
}

/* Patterns like @(a|b); the `(' is next. */
static bool
begins_extended_glob(const struct builder *b)
{
	const struct shell_parser *p = b->p;

	return p->at > b->text_from &&
	    strchr("@+*?!", p->text[p->at - 1]) != NULL &&
	    (p->at - b->text_from > 1 || b->word->parts != NULL ||
		strchr("@+*?", p->text[p->at - 1]) != NULL);
}

static void
read_extended_glob(struct builder *b)
{
	struct shell_parser *p = b->p;
	size_t depth = 0;
	int c;

	shell_note(p, SHELL_EXTENDED_GLOB, p->at - 1, NULL);
	for (; !at_end(p); p->at++) {
		c = shell_peek(p, 0);
		if (c == '\n' || (c == '(' && depth >= SHELL_DEPTH_MAX))
			return;
		if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0) {
			p->at++;
			return;
		}
	}
}

/* A `^' in the middle of a word; true when it is taken for its text. */
static bool
read_caret(struct builder *b)
{
	struct shell_parser *p = b->p;
	size_t at = p->at;
	bool class = at > b->text_from && p->text[at - 1] == '[';
	int next = shell_peek(p, 1);

	if (!class && at == b->text_from && b->word->parts == NULL &&
	    (next == '\0' || isspace(next)))
		return false;
	shell_note(p, class ? SHELL_CARET_CLASS : SHELL_CARET_PIPE, at, NULL);
	p->at++;
	return true;
}

/* One step of a word; false at its end. */
static bool
read_word_step(struct builder *b)
{
	struct shell_parser *p = b->p;
	int c = shell_peek(p, 0);

	if (p->failed || at_end(p) || isspace(c) ||
	    (c != '\0' && strchr(";&|<>)", c) != NULL))
		return false;
	if (c == '(' && is_assignment_prefix(b))
		read_array(b);
	else if (c == '(' && begins_extended_glob(b))
		read_extended_glob(b);
	else if (c == '(')
		return false;
	else if (c == '^')
		return read_caret(b);
	else if (c == '\'')
		read_single_quotes(b);
	else if (c == '"')
		read_double_quotes(b);
	else if (c == '\\')
		read_backslash(b);
	else if (c == '$')
		read_dollar(b);
	else if (c == '`')
		read_backquote(b);
	else
		p->at++;
	return true;
}

struct shell_word *
shell_read_word(struct shell_parser *p)
{
	struct builder b;
	size_t at = p->at;
	struct shell_part *part;

	begin_word(&b, p);
	if ((shell_peek(p, 0) == '<' || shell_peek(p, 0) == '>') &&
	    shell_peek(p, 1) == '(') {
		shell_note(p, SHELL_PROCESS_SUBSTITUTION, at, NULL);
		part = add_part(&b, PART_PROCESS, at, NULL, 0);
		p->at += 2;
		part->list = read_parenthesized(p);
		begin_text(&b);
	}
	while (read_word_step(&b))
		;
	if (p->at == at)
		return NULL;
	return end_word(&b);
}

struct shell_word *
shell_read_document(struct shell_parser *p, size_t from, size_t to)
{
	struct shell_parser inner = *p;
	struct shell_documents documents = {NULL, 0};
	struct builder b;

	inner.at = from;
	inner.len = to;
	inner.in_document = true;
	inner.documents = &documents;
	begin_word(&b, &inner);
	b.quoted = true;
	while (!inner.failed && !at_end(&inner))
		read_quoted_character(&b, "$`\\\n");
	end_word(&b);
	free(documents.v);
	p->failed = inner.failed;
	return b.word;
}
