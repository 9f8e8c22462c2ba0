/*
 * The Bourne shell's language as a tree.  What only newer shells know is parsed
 * too, and noted, so that it can be named.
 */
#ifndef SYNTAX_SHELL_H
#define SYNTAX_SHELL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define SHELL_DEPTH_MAX 200 /* levels of nesting */

/* What the Bourne shell of System V has not. */
enum shell_construct {
	SHELL_COMMAND_SUBSTITUTION, /* $(...) */
	SHELL_ARITHMETIC_EXPANSION, /* $((...)) */
	SHELL_PARAMETER_PATTERN,    /* ${v%p} */
	SHELL_PARAMETER_LENGTH,     /* ${#v} */
	SHELL_PARAMETER_REPLACE,    /* ${v/a/b}, ${v:1} */
	SHELL_PARAMETER_INDIRECT,   /* ${!v} */
	SHELL_PARAMETER_BLANK,      /* ${v-a b} */
	SHELL_BAD_SUBSTITUTION,     /* ${v.x} */
	SHELL_POSITIONAL_ABOVE_NINE,
	SHELL_FUNCTION_KEYWORD,
	SHELL_CASE_OPEN_PAREN,
	SHELL_CASE_FALLTHROUGH,
	SHELL_NOCLOBBER_REDIRECT,
	SHELL_HERE_STRING,
	SHELL_PROCESS_SUBSTITUTION,
	SHELL_ARRAY,
	SHELL_SELECT_LOOP,
	SHELL_AMPERSAND_REDIRECT, /* &> */
	SHELL_PIPE_AMPERSAND,     /* |& */
	SHELL_CARET_PIPE,
	SHELL_CARET_CLASS,
	SHELL_FOR_SEMICOLON_DO,
	SHELL_FOR_EMPTY_LIST,
	SHELL_ARITHMETIC_FOR, /* for (( */
	SHELL_ARITHMETIC_COMMAND,
	SHELL_DOUBLE_BRACKET,
	SHELL_BANG,
	SHELL_DOLLAR_SINGLE_QUOTE,
	SHELL_DOLLAR_DOUBLE_QUOTE,
	SHELL_EXTENDED_GLOB,
	SHELL_APPEND_ASSIGNMENT,
	SHELL_HIGH_DESCRIPTOR,
	SHELL_UNTERMINATED /* a quote that is open at the end */
};

struct shell_note {
	enum shell_construct construct;
	size_t at;
	const char *text; /* what stands there; or NULL */
	bool breaks;      /* the Bourne shell does not run the script at all */
};

enum shell_part_kind {
	PART_TEXT,    /* as it stands */
	PART_SINGLE,  /* between single quotes */
	PART_ESCAPED, /* one character behind a backslash */
	PART_PARAMETER,
	PART_BACKQUOTE,
	PART_SUBSTITUTION, /* $(...) */
	PART_ARITHMETIC,   /* $((...)) */
	PART_PROCESS       /* <(...) */
};

struct shell_node;
struct shell_word;

struct shell_part {
	enum shell_part_kind kind;
	bool quoted; /* between double quotes */
	size_t at;
	const char *text; /* of TEXT, SINGLE, ESCAPED; PARAMETER: its name */
	size_t len;
	char operator;           /* of ${v-word}: one of - + = ?; or 0 */
	bool colon;              /* in front of it */
	struct shell_word *word; /* behind it */
	struct shell_node *list; /* of BACKQUOTE, SUBSTITUTION, PROCESS */
	struct shell_part *next;
};

struct shell_word {
	size_t at, end;
	struct shell_part *parts; /* in order */
	bool quoted;              /* some of it */
	const char *literal;      /* quotes removed; NULL: it has expansions */
	struct shell_word *next;
};

struct shell_redirect {
	size_t at;
	int fd;           /* as written; -1: none */
	char operator[4]; /* `<', `>', `>>', `<<', `<<-', `<&', `>&', `<>' */
	struct shell_word *word;
	struct shell_word *document; /* the contents of a here-document */
	struct shell_redirect *next;
};

enum shell_node_kind {
	NODE_SIMPLE, /* words, the first `assignments' of which are such */
	NODE_LIST,   /* children in order */
	NODE_BACKGROUND,
	NODE_AND,
	NODE_OR,
	NODE_PIPELINE,
	NODE_NOT,
	NODE_SUBSHELL,
	NODE_GROUP,
	NODE_IF,    /* condition, body, condition, body, ..., [else] */
	NODE_WHILE, /* condition, body */
	NODE_UNTIL,
	NODE_FOR,      /* words: name and list; body */
	NODE_CASE,     /* words: subject; items */
	NODE_ITEM,     /* words: patterns; [body] */
	NODE_FUNCTION, /* words: name; body */
	NODE_TEST      /* words between [[ and ]] */
};

struct shell_node {
	enum shell_node_kind kind;
	size_t at, end;
	bool has_list; /* FOR: with `in' */
	bool has_else; /* IF */
	struct shell_word *words, *last_word;
	size_t nwords, assignments;
	struct shell_redirect *redirects, *last_redirect;
	struct shell_node *children, *last_child; /* a chain of siblings */
	size_t nchildren;
	struct shell_node *parent; /* NULL: the whole script */
	bool substituted;          /* what backquotes or $( ) hold */
	struct shell_node *next;
};

struct shell_tree {
	struct arena arena;
	const char *text; /* the caller's */
	size_t len;
	struct shell_node *root; /* a NODE_LIST; never NULL */
	struct shell_note *notes;
	size_t nnotes, notes_size;
	bool arithmetic_open; /* no `))' follows any more */
	/* the mistake at which parsing ended; NULL: none */
	const char *error;
	size_t error_at;
	size_t *lines; /* where each line begins */
	size_t nlines;
};

/*
 * Parses a script.  text stays the caller's, and has to live as long as the
 * tree, which the caller frees.  After a mistake the tree has what stood before
 * it.
 */
struct shell_tree *shell_parse(const char *text, size_t len);

/* Line and column, from 1, of an offset in the text. */
void shell_position(
    const struct shell_tree *t, size_t at, size_t *line, size_t *column);

/* The word with this index, or NULL. */
struct shell_word *shell_word_at(const struct shell_node *n, size_t index);

/* Is the word exactly this text, without quotes and expansions? */
bool shell_word_is(const struct shell_word *w, const char *text);

void shell_tree_free(struct shell_tree *t);

#endif
