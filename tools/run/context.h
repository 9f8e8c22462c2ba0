/*
 * One rehearsal of a package: installation, removal or request script.  All
 * that its steps know stands here; there is no other state.
 */
#ifndef RUN_CONTEXT_H
#define RUN_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/string_pool.h"
#include "model/admin.h"
#include "model/contents.h"
#include "model/pkginfo.h"
#include "model/pkgmap.h"
#include "run/env.h"
#include "run/exit_code.h"
#include "run/shell.h"
#include "run/trace.h"
#include "target/target.h"

/* How a package tool was called; belongs to the caller. */
struct run_options {
	bool unattended;   /* -n: nobody is asked */
	bool shell_trace;  /* -v: scripts are run by sh -x */
	bool no_copyright; /* -S */
	bool no_unified;   /* -M */
	bool global_only;  /* -G */
	bool initial;      /* -I */
	FILE *out;         /* messages, unless unattended */
	FILE *err;         /* errors and the result */
};

struct response;

/* An object of the package on its way into the target. */
struct install_item {
	struct object object; /* path of the client; see below */
	char *path;           /* in the target, as we reach it */
	char *source;         /* file in the package; NULL: none */
	char *map_path;       /* as the pkgmap has it, expanded */
	size_t class;         /* index in the run's classes */
	bool shared;          /* has other owners, or was found */
	bool found;           /* on disk, but nobody's */
	bool new_contents;    /* is to be laid down */
	bool new_attributes;  /* needs mode, owner, link */
	bool sets_id;         /* set-uid or set-gid program */
	bool set_id_before;   /* the database's line is one, too */
	bool from_directory;  /* a directory is in its place */
	bool replaces;        /* the database's line is to change */
	bool denied;          /* could not take its place */
	bool safe_dir_link;   /* parent was a symbolic link */
};

struct class
{
	char *name;
	char *script;         /* i.CLASS or r.CLASS; NULL: none */
	bool no_source_check; /* PKG_SRC_NOVERIFY */
	bool quick_check;     /* PKG_DST_QKVERIFY */
	bool relative;        /* PKG_CAS_PASSRELATIVE */
};

struct run {
	const struct run_options *options;
	const struct admin *admin;
	struct target *target;
	struct env *env;
	struct shell *shell;
	struct trace *trace; /* NULL: nobody looks */
	struct contents *db;
	struct string_pool pool; /* names that outlive db */
	char *instance;          /* NULL: not chosen yet */
	char *caller_dir;        /* cwd of the caller */
	char *script_dir;        /* cwd of procedure scripts */
	char *temp;              /* private directory */

	/* installation */
	const struct pkgmap *map;
	const struct pkginfo *info;
	const char *name;          /* package in its source */
	char *source_dir;          /* the unpacked package */
	struct response *response; /* what -r gave */
	char *answers;             /* response file, or NULL */
	bool answers_fixed;        /* given by -r */
	bool answers_missing;      /* given, not readable */
	bool asking;               /* pkgask: request only */
	bool update, same_version;
	char *saved_classes; /* of the instance updated */
	char *basedir;       /* the client's; NULL: none */
	bool relocatable;
	bool keep_conflicts; /* conflict=nochange */
	bool drop_set_id;    /* setuid=nochange */
	bool merge_again;    /* an answer changed that */
	bool replaced;       /* a directory has given way */
	bool pending;        /* installf: marks are + */
	struct class *classes;
	size_t nclasses;
	struct install_item *items; /* by path; no `i` */
	size_t nitems;

	/* how it stands */
	bool removing;
	bool started; /* traces are left from now on */
	struct exit_notes notes;
};

/* A line for people, unless the run is unattended. */
void log_info(struct run *r, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));

/* A line about something wrong. */
void log_error(struct run *r, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));

/* Each line of why, indented, after the line that complain printed. */
void log_detail(struct run *r, const struct buf *why);

/* Prints findings and empties the list. */
void log_findings(struct run *r, struct diag *d);

/*
 * What to do about a script's status: 0 to go on (with warned or a reboot
 * noted), else the exit code that ends the run.  what is the script's name.
 */
int check_script_status(struct run *r, int status, const char *what);

/*
 * Asks, unless the admin file or -n answers: 0 to go on, else the exit code
 * (svr4-packaging 5.5, 5.8).
 */
int admin_decision(struct run *r, enum admin_key key, const char *question);

/* y or n from standard input; EXIT_INTERRUPTED for n and at its end. */
int ask_yes_no(struct run *r, const char *question);

/* Reads the database of the target, or begins an empty one. */
bool run_load_database(struct run *r);

/* Sorts and writes it, with the name of the tool. */
bool run_store_database(struct run *r, const char *tool);

/* Allocates a run; the target and the other parts are the caller's. */
struct run *run_new(const struct run_options *options,
    const struct admin *admin, struct target *t, struct shell *shell);
void run_free(struct run *r);

#endif
