/*
 * One call of pkgchk: opens the target, or unpacks the package of -d.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/file.h"
#include "os/file_ops.h"
#include "os/own_path.h"
#include "os/tree.h"
#include "rehearse/open_target.h"
#include "rehearse/session.h"
#include "rehearse/unpack.h"
#include "target/installed.h"

struct pkgchk_call {
	const struct pkgchk_request *q;
	const struct run_options *options;
	struct pkgmap *map;     /* of -m; NULL: the database is checked */
	struct pkginfo *params; /* of -e, or NULL */
};

static int
check_target(void *arg, const struct exec_env *where)
{
	const struct pkgchk_call *call = arg;
	struct pkgchk_map map = {call->map, call->params};
	FILE *err = call->options->err;
	struct diag d = DIAG_INIT;
	int code = EXIT_FATAL;
	struct target *t;

	t = open_target(where, call->options, &d);
	diag_print(&d, SEVERITY_WARNING, err);
	diag_free(&d);
	if (t != NULL && call->map != NULL)
		code = pkgchk_map(t, &map, call->q, call->options->out, err);
	else if (t != NULL)
		code = pkgchk_installed(t, call->q, call->options->out, err);
	target_close(t);
	return code;
}

static bool
is_chosen_package(const struct pkgchk_request *q, const char *name)
{
	bool found = q->nnames == 0;
	size_t i;

	for (i = 0; i < q->nnames; i++)
		if (instance_matches_name(name, q->names[i]))
			found = true;
	return found;
}

/* False when a file differs, or after findings. */
static bool
check_packages(const struct pkgchk_call *call, struct package_reader *s,
    const char *dir, struct diag *d)
{
	size_t i, count = reader_count(s);
	bool *wanted = xcalloc(count + 1, sizeof(*wanted));
	const struct package *p;
	FILE *out = call->options->out;
	bool unpacked, ok;

	for (i = 0; i < count; i++)
		wanted[i] = is_chosen_package(
		    call->q, reader_package(s, i)->name);
	ok = unpacked = unpack_packages(s, wanted, dir, d);
	for (i = 0; unpacked && i < count; i++) {
		if (!wanted[i])
			continue;
		p = reader_package(s, i);
		(void)fprintf(
		    out, "Checking <%s> of %s\n", p->name, call->q->source);
		ok = pkgchk_unpacked(
			 p, dir, call->q, out, call->options->err) &&
		    ok;
	}
	free(wanted);
	return ok;
}

static int
check_source(const struct pkgchk_call *call)
{
	struct diag d = DIAG_INIT;
	struct package_reader *s = reader_open(call->q->source, &d);
	char *dir = make_temporary(temporary_directory(), "chk");
	bool ok;

	ok = s != NULL && dir != NULL && check_packages(call, s, dir, &d);
	diag_print(&d, SEVERITY_WARNING, call->options->err);
	diag_free(&d);
	reader_close(s);
	if (dir != NULL)
		tree_discard(dir);
	free(dir);
	return ok ? EXIT_OK : EXIT_FATAL;
}

/* Reads what -m and -e name, before a live root is entered. */
static bool
read_map(struct pkgchk_call *call, struct diag *d)
{
	const struct pkgchk_request *q = call->q;
	struct buf text = BUF_INIT;
	bool ok = true;

	if (q->map != NULL) {
		if (file_read(q->map, PKGMAP_MAX, &text, d))
			call->map = pkgmap_parse(
			    buf_text(&text), text.len, q->map, d);
		ok = call->map != NULL;
		buf_free(&text);
	}
	if (ok && q->params != NULL) {
		text = BUF_INIT;
		if (file_read(q->params, PKGINFO_MAX, &text, d))
			call->params = pkginfo_parse(
			    buf_text(&text), text.len, q->params, d);
		ok = call->params != NULL;
		buf_free(&text);
	}
	return ok;
}

/* As pkgchk does: no root, no database. */
static bool
root_is_there(const char *root, struct diag *d)
{
	int fd = target_open_root(root, d);

	if (fd != -1)
		close(fd);
	return fd != -1;
}

int
session_pkgchk(const struct exec_env_options *env_options,
    const struct run_options *options, const struct pkgchk_request *q)
{
	struct pkgchk_call call = {.q = q, .options = options};
	struct diag d = DIAG_INIT;
	int code = EXIT_FATAL;

	if (q->source != NULL)
		return check_source(&call);
	if (!root_is_there(env_options->root, &d))
		code = EXIT_INTERNAL;
	else if (read_map(&call, &d))
		code = exec_env_run(env_options, NULL, check_target, &call, &d);
	pkgmap_free(call.map);
	pkginfo_free(call.params);
	diag_print(&d, SEVERITY_WARNING, options->err);
	diag_free(&d);
	return code;
}
