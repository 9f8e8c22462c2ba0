/*
 * The shell for the scripts of packages, and a private directory with the
 * commands that Solaris has and this host lacks, and with the standard class
 * action scripts.
 */
#ifndef RUN_SHELL_H
#define RUN_SHELL_H

#include <stdio.h>

#include "base/diag.h"

/* What scripts see otherwise than the tool that runs them. */
struct script_view {
	/*
	 * Called in the process that becomes a script; returns NULL, or what
	 * failed with errno.  NULL: they see the same.
	 */
	const char *(*enter)(const void *arg);
	void (*leave)(void); /* called by the tool when it has ended */
	const void *arg;
};

/* The shell and what belongs to it, with paths as scripts see them. */
struct shell_options {
	const char *program;
	const char *name;   /* path of the shell on the host, for messages */
	const char *self;   /* this program */
	const char *tools;  /* utilities before those of the host, or NULL */
	const char *awk;    /* the strict awk of the host, or NULL */
	const char *within; /* where the private directory is made */
	struct script_view view;
};

/*
 * In the private directory: where commands that stand for missing ones write
 * that they were called (run/missing_commands.h).
 */
#define SHELL_CALLS "calls"

struct shell {
	struct shell_options options; /* belong to the caller */
	char *dir;                    /* private: tools/ extra/ scripts/ */
	char *search;                 /* PATH of the scripts */
	char *lacking; /* utilities that the given directory lacks, or NULL */
};

/* Makes the private directory.  For shell_free; NULL after findings. */
struct shell *shell_new(const struct shell_options *options, struct diag *d);

/* The path of the strictest shell there is; the caller frees; NULL: none. */
char *shell_find(void);

/*
 * The path of the class action script NAME, as "i.sed", that no package brings
 * for itself: that of the root, with which another package may have come, of
 * the running system, or ours.  The caller frees; NULL: there is none.
 */
char *shell_class_script(
    const struct shell *s, const char *root, const char *name);

/* Where the script at path, which may be NULL, came from. */
const char *shell_script_origin(
    const struct shell *s, const char *root, const char *path);

/* The path of the awk that takes no more than nawk does; as above. */
char *shell_find_awk(void);

#define SHELL_TITLE   "scripts are run by "
#define LACKING_TITLE "of this host, as --tools lacks them:"

/* Says which shell and utilities there are. */
void shell_print(const struct shell *s, FILE *out);

/* Removes the private directory. */
void shell_free(struct shell *s);

#endif
