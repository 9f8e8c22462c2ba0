/*
 * One call of a package tool: several packages, one target, one shell.
 */
#ifndef REHEARSE_SESSION_H
#define REHEARSE_SESSION_H

#include "install/pkgchk.h"
#include "root/exec_env.h"
#include "run/context.h"

/* What pkgadd and pkgask are called with. */
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
 * Installs or asks; the exit code of the tool.
 *
 * The recorded pkgadd begins to read a stream anew for every package and so
 * lays down the parts of the first one, whatever package it is at (golden
 * scenario 23; illumos finds the right ones).  That is what happens here, too,
 * with a warning, unless own_parts is set.
 */
int session_add(const struct exec_env_options *env_options,
    const struct run_options *options, const struct add_request *q,
    struct trace *trace);

/*
 * The same in two steps: first all of the host is read, then it is done in
 * the place where that is (exec_env_run).  NULL: findings,
 * and code is what the tool ends with.
 */
struct add_session *add_session_prepare(
    const struct exec_env_options *env_options,
    const struct run_options *options, const struct add_request *q,
    struct trace *trace, int *code, struct diag *d);
int add_session_run(void *add_session, const struct exec_env *where);
void add_session_free(struct add_session *a);

/* What pkgrm is called with. */
struct remove_request {
	const char **names;
	size_t nnames;
	const char *admin;
};

int session_remove(const struct exec_env_options *env_options,
    const struct run_options *options, const struct remove_request *q,
    struct trace *trace);

int remove_session_run(const struct run_options *options,
    const struct remove_request *q, const struct admin *admin,
    struct trace *trace, const struct exec_env *where);

/* pkgchk; its exit code. */
int session_pkgchk(const struct exec_env_options *env_options,
    const struct run_options *options, const struct pkgchk_request *q);

#endif
