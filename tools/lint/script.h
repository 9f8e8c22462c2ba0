/*
 * A script under examination, and what its checks share.
 */
#ifndef LINT_SCRIPT_H
#define LINT_SCRIPT_H

#include "lint/lint.h"
#include "syntax/shell.h"

/* A variable is set or used. */
struct event {
	const char *name;
	size_t at;
	bool assigned;
	bool is_read, is_raw;           /* by read, by read -r */
	bool is_by_root;                /* where the install root decides */
	const struct shell_word *value; /* of name=value; or NULL */
	const struct shell_word *list;  /* of for name in list; or NULL */
};

struct script {
	struct lint_findings *out;
	const char *file;
	enum lint_script kind;
	struct shell_tree *tree;
	size_t line, column;  /* of a text within a script; 0: a script */
	size_t lines_before;  /* of a script in a here-document */
	struct event *events; /* by name, then place */
	size_t nevents, events_size;
	struct event *assignments; /* those of them that set */
	size_t nassignments;
	const struct shell_node **functions;
	size_t nfunctions;
	const struct shell_node **writers; /* of here-documents into files */
	size_t nwriters;
	const struct shell_node **links; /* ln -s */
	size_t nlinks;
	bool sets_e, sets_u, sets_path, sets_arguments, redirects_input,
	    exits_with_3, makes_directories, changes_directory, waits;
	size_t synced;     /* behind the first `pkgadm sync'; 0: none */
	bool tells_locale; /* still: no locale is set, and one finding enough */
	const char *aliases[8]; /* names that stand for the install root */
	size_t work;            /* done by guards so far */
	unsigned depth;         /* of texts within texts */
};

#define SCRIPT_DEPTH_MAX   4
#define SCRIPT_VALUES_MAX  50  /* of a variable */
#define SCRIPT_WRITERS_MAX 200 /* of here-documents into files */
#define SCRIPT_LINKS_MAX   100 /* that are known later */

/* Characters that guards are looked for in; then all is taken for guarded. */
#define SCRIPT_WORK_MAX (20u * 1024 * 1024)

/* Adds a finding at an offset. */
void script_add(struct script *s, size_t at, const char *tag, const char *name);

/* Is it run by the package tools, and not a program that is installed? */
bool script_is_procedure(const struct script *s);
bool script_is_class_action(const struct script *s);
bool script_is_removal(const struct script *s);

/* The name of a command without a directory of the system. */
const char *without_directory(const char *command);

/* The command of a simple command, without a system directory; or NULL. */
const char *command_name(const struct shell_node *n);

/* The operand words of it: all behind its name. */
struct shell_word *command_operands(const struct shell_node *n);

/* The last of them, or NULL. */
const struct shell_word *last_operand(const struct shell_node *n);

/* Is the letter an option of the command? */
bool has_option(const struct shell_node *n, char letter);

bool word_is_one_of(const char *word, const char *list);

/* Does the text between two offsets hold this one?  Long ones are cut. */
bool source_contains(
    struct script *s, size_t from, size_t to, const char *text);

/*
 * Is the node run only when a condition holds that mentions one of the texts
 * (NULL at the end), or behind one that else leaves the script?
 */
bool is_guarded_by(
    struct script *s, const struct shell_node *n, const char *const *texts);

/* Guarded by a look at the install root. */
bool is_guarded_by_root(struct script *s, const struct shell_node *n);

/* Is its status looked at: by `||', `&&', `if', `while'? */
bool is_condition(const struct shell_node *n);

/* Does it run in a shell of its own: ( ), backquotes? */
bool is_in_subshell(const struct shell_node *n);

bool is_in_function(const struct shell_node *n);

/* Does standard input come from a file, a document or a pipe? */
bool has_own_input(const struct shell_node *n);

bool has_redirect(const struct shell_node *n, char direction);

const struct shell_node *function_named(
    const struct script *s, const char *name);

/*
 * Is the value of the variable one word that is not empty, wherever the script
 * sets it?
 */
bool is_always_set(const struct script *s, const char *name, unsigned depth);

/*
 * The assignment of a variable that is set once, and not from itself; NULL: it
 * is set otherwise.
 */
const struct shell_word *only_value(const struct script *s, const char *name);

/* Is the variable a part of the word? */
bool mentions_variable(const struct shell_word *w, const char *name);

/* Is it made longer somewhere: v="$v x"? */
bool is_appended(const struct script *s, const char *name);

/* Is the variable set anywhere? */
bool is_assigned(const struct script *s, const char *name);

/* The assignment behind e, or the first one for NULL; NULL: no more. */
const struct event *next_assignment(
    const struct script *s, const char *name, const struct event *e);
const struct event *first_event_behind(
    const struct script *s, const char *name, size_t at);

/* Checks of one simple command, or of one node, each in a file. */
void check_builtins(struct script *s, const struct shell_node *n);
void check_test(struct script *s, const struct shell_node *n);
void check_traps(struct script *s, const struct shell_node *n);
void check_operands(struct script *s, const struct shell_node *n);
void check_followed_links(struct script *s, const struct shell_node *n);
void check_utilities(struct script *s, const struct shell_node *n);
void check_programs(struct script *s, const struct shell_node *n);
void check_context(struct script *s, const struct shell_node *n);
void check_class(struct script *s, const struct shell_node *n);
void check_habits(struct script *s, const struct shell_node *n);
void check_context_whole(struct script *s);
void check_word(
    struct script *s, const struct shell_node *n, const struct shell_word *w);

/* Checks a text that is a script itself, as the operand of eval. */
void check_inner_script(struct script *s, const struct shell_word *w);

/* Checks a script that a here-document holds, which begins at this place. */
void check_document_script(
    struct script *s, const char *text, size_t len, size_t at);

#endif
