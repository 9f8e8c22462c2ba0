/*
 * What the parts of the parser of nawk share: awk_token.c reads tokens,
 * awk_expression.c expressions, and awk.c statements; awk_old.c has the older
 * grammar.
 */
#ifndef SYNTAX_AWK_PARSER_H
#define SYNTAX_AWK_PARSER_H

#include "syntax/awk.h"

enum awk_token_kind {
	AWK_END,
	AWK_NEWLINE,
	AWK_NUMBER,
	AWK_STRING,
	AWK_NAME,
	AWK_CALL, /* a name with `(' right behind it */
	AWK_BUILTIN,
	AWK_KEYWORD,
	AWK_OPERATOR
};

struct awk_token {
	enum awk_token_kind kind;
	size_t at, len;
	const char *p;
};

/* Functions that the program calls, to be known at its end. */
#define AWK_CALLS_MAX 256

struct awk_parser {
	struct awk_check *check;
	const char *text;
	size_t len, at;
	struct awk_token token;
	bool brace_ends_statement; /* a `;' was made in front of `}' */
	bool failed, in_function;
	unsigned depth;
	struct awk_token calls[AWK_CALLS_MAX], functions[AWK_CALLS_MAX];
	size_t ncalls, nfunctions;
};

/* Says that the token cannot stand there, and ends the parsing. */
void awk_fail(struct awk_parser *p, const char *expected);

bool awk_is_word(const struct awk_token *t, const char *text);

/* Is the current token this operator, or this keyword? */
bool awk_is_operator(const struct awk_parser *p, const char *text);
bool awk_is_keyword(const struct awk_parser *p, const char *text);

/* A character behind the token, NUL at the end. */
int awk_peek(const struct awk_parser *p, size_t ahead);

/* Reads the next token. */
void awk_next(struct awk_parser *p);

/* Takes the operator if it is the token; require: or else fails. */
bool awk_accept(struct awk_parser *p, const char *operator);
void awk_require(
    struct awk_parser *p, const char *operator, const char * expected);
void awk_skip_newlines(struct awk_parser *p);

/* One level deeper; false when there are too many. */
bool awk_enter(struct awk_parser *p);

/*
 * A whole expression; behind print without comparisons, where `>' redirects.
 */
void awk_parse_pattern(struct awk_parser *p, bool in_print);

/* A block of statements, which each of the two grammars has of its own. */
void awk_parse_block(
    struct awk_parser *p, void (*statement)(struct awk_parser *p));

/* Expressions with commas between them; how many there are. */
size_t awk_parse_list(struct awk_parser *p);

/* The parts of an expression; *variable: it can be assigned to. */
void awk_parse_concatenation(struct awk_parser *p, bool *variable);
void awk_parse_sum(struct awk_parser *p, bool *variable);

bool awk_is_comparison(const struct awk_parser *p);
bool awk_is_assignment(const struct awk_parser *p);

/* May the token stand behind an operand, and join it? */
bool awk_begins_operand(const struct awk_parser *p);

/* Does `for (' go on with NAME in NAME )? */
bool awk_is_for_in(const struct awk_parser *p);

/* A regular expression, whose first slash is the token. */
void awk_parse_regular_expression(struct awk_parser *p);

/* Parses a program of the old awk, for its error only. */
void awk_parse_old(struct awk_check *c, const char *text, size_t len);

#endif
