/*
 * The shell for the scripts of packages, and a private directory with the
 * commands that Solaris has and this host lacks, and with the standard class
 * action scripts.
 */
#ifndef RUN_SHELL_H
#define RUN_SHELL_H

#include <stdio.h>

#include "base/diag.h"

struct shell {
	char *program; /* path of the shell, as scripts see it */
	char *dir;     /* private: tools/ extra/ scripts/ */
	char *search;  /* PATH of the scripts */
	char *lacking; /* utilities that the given directory lacks, or NULL */
};

/*
 * tools is a directory of utilities that come before the host's, NULL for none.
 * path is that of the shell, and self that of this program, both as scripts
 * see them; the private directory is made in within.  For shell_free; NULL
 * after findings.
 */
struct shell *shell_new(const char *path, const char *tools, const char *within,
    const char *self, struct diag *d);

/* The path of the strictest shell there is; the caller frees; NULL: none. */
char *shell_find(void);

/* The path of the standard script, as "i.sed"; the caller frees; or NULL. */
char *shell_class_script(const struct shell *s, const char *name);

/* Says which shell and utilities there are; the name is the host's. */
void shell_print(const struct shell *s, const char *name, FILE *out);

/* Removes the private directory. */
void shell_free(struct shell *s);

#endif
