/*
 * Running one script of a package (svr4-packaging 6.2).
 */
#ifndef RUN_SCRIPT_H
#define RUN_SCRIPT_H

#include "run/context.h"

enum script_input {
	INPUT_NONE,   /* /dev/null */
	INPUT_CALLER, /* the terminal, or what the caller has */
	INPUT_LIST    /* the list of a class */
};

struct script {
	const char *name; /* "preinstall", "i.patch", ... */
	const char *path; /* the file */
	const char *arg;  /* its argument, or NULL */
	const char *dir;  /* where it runs */
	enum script_input input;
	const struct buf *list; /* for INPUT_LIST */
	const char *user;       /* NULL: root */
};

/*
 * Runs the script and waits.  Its exit status; -1 when it was killed or could
 * not be run; EXIT_INTERRUPTED when we were interrupted meanwhile.
 */
int script_run(struct run *r, const struct script *s);

/* The account of request and checkinstall scripts, or NULL. */
const char *script_plain_user(const struct run *r);

/* SIGINT and SIGHUP are noted from now on, see is_interrupted(). */
void catch_interrupts(void);
bool is_interrupted(void);

#endif
