/*
 * What is the same for every step of one package tool that works on one
 * package: how it was called, the target, the shell, the environment of the
 * scripts, and what is known about the exit code.  What only an installation
 * or only a removal knows is in install/install_objects.h and install/remove.c.
 */
#ifndef RUN_CONTEXT_H
#define RUN_CONTEXT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/diag.h"
#include "model/admin.h"
#include "model/contents.h"
#include "run/dry_run.h"
#include "run/env.h"
#include "run/exit_code.h"
#include "run/missing_commands.h"
#include "run/object_log.h"
#include "run/shell.h"
#include "run/trace.h"
#include "target/installed.h"
#include "target/target.h"

enum tool { TOOL_PKGADD, TOOL_PKGASK, TOOL_PKGRM, TOOL_INSTALLF, TOOL_REMOVEF };

/* How a package tool was called; belongs to the caller. */
struct run_options {
	bool unattended;   /* -n: nobody is asked */
	bool shell_trace;  /* -v: scripts are run by sh -x */
	bool no_copyright; /* -S */
	bool no_unified;   /* -M */
	bool global_only;  /* -G */
	bool initial;      /* -I */
	bool unprotected;  /* scripts are not confined */
	/* accounts that an alternate root lacks are those of a new system */
	bool running_accounts;
	/* -D: what would be done is noted here and not done; NULL: do it */
	struct dry_run *dry_run;
	FILE *times; /* of scripts (run/script_times.h), or NULL */
	FILE *out;   /* messages, unless unattended */
	FILE *err;   /* errors and the result */
};

struct context {
	/* these belong to the caller of context_new */
	const struct run_options *options;
	enum tool tool;
	const struct admin *admin;
	struct target *target;
	struct shell *shell; /* NULL: no scripts are run */
	struct trace *trace; /* NULL: no trace is written */
	const char *package; /* its name in the source or database */

	struct env *env;    /* of the scripts */
	char *instance;     /* NULL: not chosen yet */
	char *script_dir;   /* working directory of procedure scripts */
	char *temp_dir;     /* private; NULL: not made yet */
	bool changes_begun; /* a failure leaves traces in the target now */
	struct exit_notes notes;
	struct object_log objects;       /* printed by finish_run */
	struct missing_commands missing; /* the same */
};

/* Copies the members that belong to the caller; the other ones begin empty. */
struct context *context_new(const struct context *callers);

/* Frees it and removes the private directory; NULL is allowed. */
void context_free(struct context *ctx);

/* The name of the tool in the database, in locks and in traces. */
const char *tool_name(enum tool tool);

/*
 * Makes the private directory below $TMPDIR, or for a live target below
 * /var/tmp; 0, or EXIT_INTERNAL after a message.
 */
int make_temp_dir(struct context *ctx, const char *prefix);

/* The installed packages; NULL after a message. */
struct installations *load_installations(struct context *ctx);

/* Reads the database anew, after freeing *db; false after a message. */
bool load_database(struct context *ctx, struct contents **db);

/* Sorts and writes the database; false after a message. */
bool store_database(struct context *ctx, struct contents *db);

/* Prints a line for people, unless the run is unattended. */
void log_info(struct context *ctx, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));

/* Prints a line about something that is wrong. */
void log_error(struct context *ctx, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));

/* Prints each line of why, indented, below a line of log_error. */
void log_detail(struct context *ctx, const struct buf *why);

/* Prints findings and empties the list. */
void log_findings(struct context *ctx, struct diag *d);

/*
 * What the exit status of a script means (svr4-packaging 6.5, 6.11): 0 to go
 * on, with a warning or reboot noted; else the exit code that ends the run.
 * Status -1 is that of a script that was killed.  name is that of the script.
 */
int check_script_status(struct context *ctx, int status, const char *name);

/*
 * Prints how the run ended, as "Installation of <PKG> was successful"; the
 * final exit code, from that of the step that ended it.
 */
int finish_run(struct context *ctx, const char *run, int code);

/*
 * Asks whether to go on, unless the admin file or -n answers the question: 0,
 * or the exit code that ends the run (svr4-packaging 5.5, 5.8).
 */
int admin_decision(
    struct context *ctx, enum admin_key key, const char *question);

/*
 * Asks on standard input: 0 for yes, EXIT_INTERRUPTED for no, EXIT_FATAL at
 * the end of the input.
 */
int ask_yes_no(const struct run_options *options, const char *question);

#endif
