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
#include "run/shell.h"
#include "run/trace.h"
#include "target/target.h"

/*
 * Exit statuses of the package tools (svr4-packaging 6.5); a script's 10 and
 * 20 ask for a reboot, added to the others.
 */
enum exit_code {
	EXIT_OK = 0,
	EXIT_FATAL = 1,
	EXIT_WARNING = 2,
	EXIT_INTERRUPTED = 3,
	EXIT_ADMINISTRATION = 4,
	EXIT_INTERACTION = 5,
	EXIT_REBOOT_LATER = 10,
	EXIT_REBOOT_NOW = 20,
	EXIT_INTERNAL = 99
};

/* What the command line asks for; belongs to the caller. */
struct settings {
	const char *root;  /* host path; NULL: not given */
	bool live;         /* the scripts see root as / */
	bool unattended;   /* -n */
	bool shell_trace;  /* -v: sh -x */
	bool no_copyright; /* -S */
	bool no_unified;   /* -M */
	bool global_only;  /* -G */
	bool initial;      /* -I */
	bool own_parts;    /* see session.h */
	const char *shell; /* --shell, or NULL */
	const char *start; /* live: command to run first; NULL */
	FILE *out;         /* for people */
	FILE *err;
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
	const struct settings *set;
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
	bool warned, failed;
	bool reboot_now, reboot_later;
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

/* The exit code of the whole run, from the code that ended it. */
int final_exit_code(const struct run *r, int code);

/* A word for people about an exit code, such as "was successful". */
const char *exit_code_text(int code);

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

/* Where a database of the target lies; the caller frees. */
char *database_path(const struct target *t);

/* Reads the database; an empty one when there is none; NULL: findings. */
struct contents *database_load(const struct target *t, struct diag *d);

/* Writes it beside the old one and renames; false after a finding. */
bool database_store(const struct target *t, struct contents *c,
    const char *tool, const char *instance, struct diag *d);

/* Allocates a run; the target and the other parts are the caller's. */
struct run *run_new(const struct settings *set, const struct admin *admin,
    struct target *t, struct shell *shell);
void run_free(struct run *r);

#endif
