/*
 * What the parts of the shell parser share: shell_word.c reads words,
 * shell_token.c tokens, and shell_parser.c commands.
 */
#ifndef SYNTAX_SHELL_PARSER_H
#define SYNTAX_SHELL_PARSER_H

#include "syntax/shell.h"

enum shell_token_kind {
	TOKEN_END,
	TOKEN_NEWLINE,
	TOKEN_WORD,
	TOKEN_REDIRECT,
	TOKEN_SEMICOLON,
	TOKEN_AMPERSAND,
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_PIPE,
	TOKEN_CASE_END, /* `;;' and its newer forms */
	TOKEN_OPEN,
	TOKEN_CLOSE
};

struct shell_token {
	enum shell_token_kind kind;
	size_t at, end;
	struct shell_word *word;
	struct shell_redirect *redirect; /* its word is still to be read */
};

/* Here-documents that begin behind the next newline. */
struct shell_documents {
	struct shell_redirect **v;
	size_t n;
};

struct shell_parser {
	struct shell_tree *tree;
	const char *text;     /* the script, or what backquotes enclose */
	size_t len, at;       /* text ends at len */
	const size_t *origin; /* of each character in the script; NULL: same */
	struct shell_token token; /* the current one */
	struct shell_documents *documents;
	unsigned depth;
	bool in_document; /* of a here-document, expanded when it is used */
	bool failed;
};

/* Where an offset of the parser's text lies in the script. */
size_t shell_origin(const struct shell_parser *p, size_t at);

/*
 * Notes a construct.  quoted: it stands between double quotes, where some are
 * only text to the Bourne shell.
 */
void shell_note(struct shell_parser *p, enum shell_construct construct,
    size_t at, const char *text);
void shell_note_quoted(struct shell_parser *p, enum shell_construct construct,
    size_t at, const char *text, bool quoted);

/* Keeps the first mistake, and ends the parsing. */
void shell_fail(struct shell_parser *p, size_t at, const char *fmt, ...)
    __attribute__((__format__(__printf__, 3, 4)));

/* One level deeper; false, and a mistake, when there are too many. */
bool shell_enter(struct shell_parser *p);

/* Reads the next token into p->token. */
void shell_next_token(struct shell_parser *p);

/* The next character, or NUL at the end, without taking it. */
int shell_peek(const struct shell_parser *p, size_t ahead);

/* Reads a word, which begins at p->at; NULL: there is none. */
struct shell_word *shell_read_word(struct shell_parser *p);

/*
 * Reads the parts of text that expansions may stand in, up to the end of the
 * parser's text: the contents of a here-document.
 */
struct shell_word *shell_read_document(
    struct shell_parser *p, size_t from, size_t to);

/* Commands up to the end of the parser's text, or up to `)'. */
struct shell_node *shell_read_list(struct shell_parser *p, bool in_parentheses);

struct shell_node *shell_new_node(
    struct shell_parser *p, enum shell_node_kind kind, size_t at);
void shell_add_child(struct shell_node *parent, struct shell_node *child);

#endif
