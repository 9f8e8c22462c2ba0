/*
 * One call of a package tool: several packages, one target, one shell.
 */
#ifndef REHEARSE_SESSION_H
#define REHEARSE_SESSION_H

#include "rehearse/run.h"
#include "rehearse/sandbox.h"

/*
 * Reads an admin file: a name that exists, an absolute path, or a name in
 * var/sadm/install/admin of the root; NULL is `default`, "none" asks
 * everything (svr4-packaging 5.5).  root is a host path.  NULL: findings.
 */
struct admin *session_admin(const char *name, const char *root,
	    struct diag *d);

/* What pkgadd and pkgask are called with. */
struct add_request {
	const char	*source;	/* stream or directory */
	const char	**names;	/* packages, or "all" */
	size_t		 nnames;
	const char	*admin;		/* -a, or NULL */
	const char	*response;	/* -r, or NULL */
	bool		 asking;	/* pkgask: response is written */
};

/*
 * Installs or asks; the exit code of the tool.
 *
 * The recorded pkgadd begins to read a stream anew for every package and so
 * lays down the parts of the first one, whatever package it is at (golden
 * scenario 23; illumos finds the right ones).  That is what happens here, too,
 * with a warning, unless own_parts is set.
 */
int	session_add(const struct settings *set, const struct add_request *q,
	    struct trace *trace);

/*
 * The same in two steps: first all of the host is read, then it is done in
 * the place where that is (place_run).  NULL: findings,
 * and code is what the tool ends with.
 */
struct adding *adding_prepare(const struct settings *set,
	    const struct add_request *q, struct trace *trace, int *code,
	    struct diag *d);
int	adding_run(void *adding, const struct place *place);
void	adding_free(struct adding *a);

/* What pkgrm is called with. */
struct remove_request {
	const char	**names;
	size_t		 nnames;
	const char	*admin;
};

int	session_remove(const struct settings *set,
	    const struct remove_request *q, struct trace *trace);

int	removal_run(const struct settings *set,
	    const struct remove_request *q, const struct admin *admin,
	    struct trace *trace, const struct place *place);

/* This program's own path, for scripts to call it back; the caller frees. */
char	*session_self(void);

/* The host's directory for private files. */
const char *session_temporary(void);

#endif
