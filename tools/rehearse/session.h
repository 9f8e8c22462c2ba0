/*
 * One call of a package tool: several packages, one target, one shell.  Where
 * it runs is decided here (root/exec_env.h), what it does in install/.
 */
#ifndef REHEARSE_SESSION_H
#define REHEARSE_SESSION_H

#include "install/pkgchk.h"
#include "root/exec_env.h"
#include "run/context.h"

/* The arguments of pkgadd and pkgask; belongs to the caller. */
struct add_request {
	const char *source; /* stream or directory */
	const char **names; /* packages, or "all" */
	size_t nnames;
	const char *admin;    /* -a, or NULL */
	const char *response; /* -r, or NULL */
	bool asking;          /* pkgask: response is written */
	bool own_parts;       /* see session_add */
};

/*
 * pkgadd or pkgask; the exit code of the tool.
 *
 * The recorded pkgadd reads a stream from the beginning for every package and
 * so installs the parts of the first one, whichever package it is (golden
 * scenario 23; illumos finds the right ones).  We do the same, with a warning,
 * unless own_parts is set.
 */
int session_add(const struct exec_env_options *env_options,
    const struct run_options *options, const struct add_request *q,
    struct trace *trace);

/*
 * The same in two steps: prepare reads what is needed of the host, and run is
 * for exec_env_run, with the session as its argument.  prepare returns NULL
 * after findings, and *code is the exit code of the tool then.
 */
struct add_session *add_session_prepare(
    const struct exec_env_options *env_options,
    const struct run_options *options, const struct add_request *q,
    struct trace *trace, int *code, struct diag *d);
int add_session_run(void *add_session, const struct exec_env *where);
void add_session_free(struct add_session *a);

/* The arguments of pkgrm; belongs to the caller. */
struct remove_request {
	const char **names;
	size_t nnames;
	const char *admin;
};

/* pkgrm; the exit code of the tool. */
int session_remove(const struct exec_env_options *env_options,
    const struct run_options *options, const struct remove_request *q,
    struct trace *trace);

/* The same for work that exec_env_run already runs. */
int remove_session_run(const struct run_options *options,
    const struct remove_request *q, const struct admin *admin,
    struct trace *trace, const struct exec_env *where);

/* pkgchk; its exit code. */
int session_pkgchk(const struct exec_env_options *env_options,
    const struct run_options *options, const struct pkgchk_request *q);

#endif
