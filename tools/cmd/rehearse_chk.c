/*
 * The verb chk of rehearse, and pkgchk for scripts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/rehearse.h"
#include "os/file.h"
#include "rehearse/session.h"

#define PATH_FILE_MAX (16u * 1024 * 1024) /* bytes of -i */

struct chk_values {
	struct common common;
	struct rehearse_common rehearse;
	struct strings paths, parts;
	const char *path_file, *source;
	struct pkgchk_request q;
	bool no_unified;
};

#define AT(field) offsetof(struct chk_values, field)

static const struct opt chk_options[] = {
    OPTS_REHEARSE(struct chk_values),
    {'p', NULL, "PATH,...", "only these paths", OPT_LIST, AT(paths)},
    {'P', NULL, "TEXT,...", "only paths that have the text", OPT_LIST,
	AT(parts)},
    {'i', NULL, "FILE",
	"only the paths of the file (- for standard "
	"input)",
	OPT_STRING, AT(path_file)},
    {'d', NULL, "SOURCE", "look at packages that are not installed", OPT_STRING,
	AT(source)},
    {'l', NULL, NULL, "list what is known", OPT_FLAG, AT(q.list)},
    {'a', NULL, NULL, "attributes only", OPT_FLAG, AT(q.attributes)},
    {'c', NULL, NULL, "contents only", OPT_FLAG, AT(q.contents)},
    {'n', NULL, NULL, "not the contents of editable files", OPT_FLAG,
	AT(q.no_editable)},
    {'x', NULL, NULL, "exclusive directories only", OPT_FLAG, AT(q.exclusive)},
    {'f', NULL, NULL, "put attributes right", OPT_FLAG, AT(q.fix)},
    {'v', NULL, NULL, "name every object", OPT_FLAG, AT(q.verbose)},
    {'M', NULL, NULL, "accepted as pkgchk does", OPT_FLAG, AT(no_unified)},
    OPTS_COMMON(struct chk_values),
};

#undef AT

/* Splits at blanks and commas and appends the words to the list. */
static void
split(char *text, const char ***list, size_t *n)
{
	char *p;

	for (p = strtok(text, " ,\t\n"); p != NULL;
	     p = strtok(NULL, " ,\t\n")) {
		*list = xreallocarray(*list, *n + 1, sizeof(**list));
		(*list)[(*n)++] = p;
	}
}

static char *
split_all(const struct strings *from, const char ***list, size_t *n)
{
	struct buf text = BUF_INIT;
	char *all;
	size_t i;

	for (i = 0; i < from->n; i++)
		buf_printf(&text, "%s ", from->v[i]);
	buf_str(&text, "");
	all = buf_steal(&text);
	if (all != NULL)
		split(all, list, n);
	return all;
}

static int
check(struct chk_values *a, const struct exec_env_options *env_options,
    const struct run_options *options)
{
	struct pkgchk_request *q = &a->q;
	struct buf file = BUF_INIT;
	struct diag d = DIAG_INIT;
	char *paths, *parts;
	int code = EXIT_FATAL;

	paths = split_all(&a->paths, &q->paths, &q->npaths);
	parts = split_all(&a->parts, &q->parts, &q->nparts);
	if (a->path_file == NULL ||
	    file_read(a->path_file, PATH_FILE_MAX, &file, &d)) {
		if (file.data != NULL)
			split(file.data, &q->paths, &q->npaths);
		q->source = a->source;
		q->quiet = a->common.quiet;
		code = session_pkgchk(env_options, options, q);
	}
	diag_print(&d, SEVERITY_WARNING, stderr);
	diag_free(&d);
	buf_free(&file);
	free(q->paths);
	free(q->parts);
	free(paths);
	free(parts);
	return code;
}

static enum status
run_chk(void *values, int argc, char **argv)
{
	struct chk_values *a = values;
	struct exec_env_options env_options;
	struct run_options options;

	if (a->source != NULL && a->rehearse.root == NULL &&
	    a->rehearse.live == NULL) {
		/* the package is looked at, and no root */
		a->rehearse.root = "/";
		a->rehearse.callback = true;
	}
	if (!rehearse_options(
		&verb_rehearse_chk, &a->rehearse, &env_options, &options))
		return STATUS_USAGE;
	a->q.names = (const char **)(uintptr_t)argv;
	a->q.nnames = (size_t)argc;
	return rehearse_status(check(a, &env_options, &options));
}

const struct verb verb_rehearse_chk = {
    .name = "rehearse chk",
    .synopsis = "[-lancxfqvM] [-p PATH,...] [-i FILE] -R ROOT | "
		"--live ROOT [PKGINST...]",
    .summary = "compare a scratch root with its database, as pkgchk does",
    .options = chk_options,
    .size = sizeof(struct chk_values),
    .run = run_chk,
};

/* For scripts: the root is that of the environment. */
static enum status
run_pkgchk(void *values, int argc, char **argv)
{
	struct chk_values *a = values;
	const char *root = getenv("PKG_INSTALL_ROOT");

	a->rehearse.callback = true;
	if (a->rehearse.root == NULL && a->rehearse.live == NULL)
		a->rehearse.root = root == NULL || *root == '\0' ? "/" : root;
	return run_chk(values, argc, argv);
}

const struct verb verb_rehearse_pkgchk = {
    .name = "rehearse pkgchk",
    .synopsis = "[OPTION...] [PKGINST...]",
    .summary = "pkgchk for the scripts of packages",
    .options = chk_options,
    .size = sizeof(struct chk_values),
    .run = run_pkgchk,
    .hidden = true,
};
