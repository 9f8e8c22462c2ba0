/*
 * What the verbs of rehearse share.
 */
#ifndef CMD_REHEARSE_REHEARSE_H
#define CMD_REHEARSE_REHEARSE_H

#include "cli/verb.h"
#include "root/exec_env.h"
#include "run/context.h"
#include "target/target.h"

/* What the scripts of a rehearsal run with, as options give it. */
struct script_options {
	const char *shell;
	const char *tools;
	const char *start;
	bool unprotected, untrusted, network;
};

#define OPTS_SCRIPTS(type, field) \
	{0, "shell", "PATH", \
	    "shell for the scripts; default: the " \
	    "strictest found", \
	    OPT_STRING, offsetof(type, field.shell)}, \
	    {0, "tools", "DIR", \
		"utilities that the scripts find before those " \
		"of the host", \
		OPT_STRING, offsetof(type, field.tools)}, \
	    {0, "untrusted", NULL, \
		"run nothing unless the host can be protected " \
		"from scripts in all respects", \
		OPT_FLAG, offsetof(type, field.untrusted)}, \
	    {0, "unprotected", NULL, \
		"run scripts although they can reach the host", OPT_FLAG, \
		offsetof(type, field.unprotected)}, \
	    {0, "network", NULL, "scripts may use the host's network", \
		OPT_FLAG, offsetof(type, field.network)}, \
	{ \
		0, "start", "COMMAND", \
		    "in a live root: run this first, as services are " \
		    "started when a system comes up", \
		    OPT_STRING, offsetof(type, field.start) \
	}

/*
 * How the host is protected from the scripts; false after a message about
 * options that exclude each other.
 */
bool rehearse_protection(const struct verb *v, const struct script_options *s,
    enum protection *protection);

/* The root and the scripts of a rehearsal, as options give them. */
struct rehearse_common {
	const char *root;
	const char *live;
	struct script_options scripts;
	bool strict;
	char *absolute; /* root or live as an absolute path, once it is set */
	bool callback;  /* called by a script: its root may be / */
};

#define OPTS_REHEARSE(type) \
	{'R', NULL, "ROOT", "an alternate root", OPT_STRING, \
	    offsetof(type, rehearse.root)}, \
	    {0, "live", "ROOT", "scripts see ROOT as the running system", \
		OPT_STRING, offsetof(type, rehearse.live)}, \
	    {0, "strict", NULL, \
		"a root that is missing or relative is what it is for the " \
		"native tools", \
		OPT_FLAG, offsetof(type, rehearse.strict)}, \
	    OPTS_SCRIPTS(type, rehearse.scripts)

struct trace_values {
	const char *file;
	bool json;
	const char *times;
};

#define OPTS_TRACE(type) \
	{0, "trace", "FILE", "record what every script does", OPT_STRING, \
	    offsetof(type, trace.file)}, \
	    {0, "json", NULL, "the record as JSON lines", OPT_FLAG, \
		offsetof(type, trace.json)}, \
	{ \
		0, "times", "FILE", \
		    "append when every script began and ended", OPT_STRING, \
		    offsetof(type, trace.times) \
	}

/* False, after a message, when root is the running system. */
bool rehearse_root_is_allowed(const struct verb *v, const char *root);

/*
 * Sets where and how the rehearsal runs from the options of the verb; false
 * after a message about wrong usage.  What is set holds until
 * rehearse_free_options.
 */
bool rehearse_set_options(const struct verb *v, struct rehearse_common *c,
    struct exec_env_options *env_options, struct run_options *options);
void rehearse_free_options(struct rehearse_common *c);

/*
 * Makes a root like a fresh Solaris where there is none yet, and says so; with
 * --strict an empty directory, as pkgadd does it.  STATUS_OK also when there is
 * one.
 */
enum status rehearse_provide_root(
    const struct verb *v, const struct rehearse_common *c);

/*
 * Reads the number of a release of Solaris; NULL is the usual one.  False after
 * a message about wrong usage.
 */
bool rehearse_parse_release(
    const struct verb *v, const char *text, unsigned *release);

#define OPT_RELEASE(type, field) \
	{ \
		0, "release", "N", \
		    "release of Solaris that a fresh root is like: 8, 9, 10 " \
		    "or 11 (default)", \
		    OPT_STRING, offsetof(type, field) \
	}

/*
 * Opens the trace that was asked for; *trace is NULL when none was; and the
 * file for times, which is the options' from then on.  False after a message.
 */
bool rehearse_open_trace(const struct trace_values *v, const char *root,
    struct run_options *options, struct trace **trace);

/*
 * A verb that stands for a package tool ends with the exit code of that tool
 * (run/exit_code.h), which main returns unchanged: this is the only place
 * where such a code becomes an enum status.
 */
enum status rehearse_status(int exit_code);

/* Closes the trace, if any; returns the status for the exit code of a tool. */
enum status rehearse_close_trace(struct trace *t, int code);

/*
 * Opens the root of -R, or without it the one that the environment of a script
 * names; NULL after a message.  Without both it is the running system, which is
 * right inside a live rehearsal only, whose processes have a root of their own.
 */
struct target *rehearse_open_target(const char *root);

extern const struct verb verb_rehearse;
extern const struct verb verb_rehearse_add, verb_rehearse_rm;
extern const struct verb verb_rehearse_chk, verb_rehearse_ask;
extern const struct verb verb_rehearse_cycle, verb_rehearse_root;
extern const struct verb verb_rehearse_installf, verb_rehearse_removef;
extern const struct verb verb_rehearse_pkginfo, verb_rehearse_pkgparam;
extern const struct verb verb_rehearse_pkgchk, verb_rehearse_account;

/*
 * The root that a script of a package means when it calls installf and the
 * like: root unless NULL, else PKG_INSTALL_ROOT, and / inside a live root only.
 * NULL, after a message, when that would be the running system.
 */
const char *rehearse_callback_root(const char *root);

#endif
