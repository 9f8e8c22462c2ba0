/*
 * The shell for the scripts of packages, the commands that a Solaris system
 * has and this host lacks, and the standard class scripts: a private
 * directory, made for one rehearsal.
 */
#ifndef RUN_SHELL_H
#define RUN_SHELL_H

#include "base/diag.h"

struct shell {
	char *program; /* the shell, as the scripts' host has it */
	char *dir;     /* private: tools/ extra/ scripts/ */
	char *search;  /* PATH of the scripts */
};

/*
 * path: the shell, as the scripts can reach it.
 * within: where the directory is made; self: this program, as the scripts
 * can reach it.  Returns NULL after adding findings.
 */
struct shell *shell_new(
    const char *path, const char *within, const char *self, struct diag *d);

/* The first usable shell of our list; the caller frees; NULL: none. */
char *shell_find(void);

/* A command by its path or name; the caller frees; NULL: there is none. */
char *shell_command(const char *name);

/* The standard script, such as "i.sed", if there is one; the caller frees. */
char *shell_class_script(const struct shell *s, const char *name);

/* Takes the directory away. */
void shell_free(struct shell *s);

#endif
