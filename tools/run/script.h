/*
 * Running one script of a package: its shell, user, directory, standard input
 * and environment (svr4-packaging 6.2).
 */
#ifndef RUN_SCRIPT_H
#define RUN_SCRIPT_H

#include "run/context.h"

enum script_input {
	INPUT_NONE,   /* /dev/null */
	INPUT_CALLER, /* the terminal, else the standard input of the tool */
	INPUT_LIST    /* the list of a class action script */
};

struct script {
	const char *name; /* "preinstall", "i.patch", ... */
	const char *path; /* the file */
	const char *arg;  /* its argument, or NULL */
	const char *dir;  /* working directory */
	enum script_input input;
	const struct buf *list; /* for INPUT_LIST */
	const char *user;       /* NULL: root */
};

/*
 * Runs the script and waits for it.  Returns its exit status; -1 when it was
 * killed or could not be run; EXIT_INTERRUPTED when a signal that
 * catch_interrupts catches came meanwhile.
 */
int script_run(struct context *ctx, const struct script *s);

/*
 * Runs the procedure script NAME of the instance, if its install directory has
 * one, with the variable set to the name.  0, or the exit code that ends the
 * run.
 */
int run_procedure_script(
    struct context *ctx, const char *name, const char *variable);

/*
 * The account that request and checkinstall scripts run as, the first of
 * install, noaccess and nobody that the target has; or NULL.
 */
const char *script_unprivileged_user(const struct context *ctx);

#endif
