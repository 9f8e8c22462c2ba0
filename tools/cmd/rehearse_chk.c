/*
 * rehearse chk, and the same as pkgchk for the scripts of packages.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/rehearse.h"
#include "os/file.h"
#include "rehearse/session.h"

#define PATH_FILE_MAX (16u * 1024 * 1024) /* bytes of -i */

struct options {
	struct common common;
	struct rehearse_common rehearse;
	struct strings paths, parts;
	const char *path_file, *source;
	struct pkgchk_request q;
	bool no_unified;
};

#define AT(field) offsetof(struct options, field)

static const struct opt options[] = {
    OPTS_REHEARSE(struct options),
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
    OPTS_COMMON(struct options),
};

/*
 * Appends the words of the text, which blanks and commas separate; they stay in
 * the text, which is changed.
 */
static void
add_words(char *text, const char ***list, size_t *n)
{
	char *p;

	for (p = strtok(text, " ,\t\n"); p != NULL;
	     p = strtok(NULL, " ,\t\n")) {
		*list = xreallocarray(*list, *n + 1, sizeof(**list));
		(*list)[(*n)++] = p;
	}
}

/*
 * Appends the words of all arguments of an option; returns the text that the
 * list points into, which the caller frees.
 */
static char *
add_all_words(const struct strings *from, const char ***list, size_t *n)
{
	struct buf text = BUF_INIT;
	char *all;
	size_t i;

	for (i = 0; i < from->n; i++)
		buf_printf(&text, "%s ", from->v[i]);
	buf_str(&text, "");
	all = buf_steal(&text);
	if (all != NULL)
		add_words(all, list, n);
	return all;
}

static int
check_root(struct options *o, const struct exec_env_options *env_options,
    const struct run_options *run_options)
{
	struct pkgchk_request *q = &o->q;
	struct buf file = BUF_INIT;
	struct diag d = DIAG_INIT;
	char *paths, *parts;
	int code = EXIT_FATAL;

	paths = add_all_words(&o->paths, &q->paths, &q->npaths);
	parts = add_all_words(&o->parts, &q->parts, &q->nparts);
	if (o->path_file == NULL ||
	    file_read(o->path_file, PATH_FILE_MAX, &file, &d)) {
		if (file.data != NULL)
			add_words(file.data, &q->paths, &q->npaths);
		q->source = o->source;
		q->quiet = o->common.quiet;
		code = session_pkgchk(env_options, run_options, q);
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
	struct options *o = values;
	struct exec_env_options env_options;
	struct run_options run_options;

	if (o->source != NULL && o->rehearse.root == NULL &&
	    o->rehearse.live == NULL) {
		/* only the package in the source is checked, no root */
		o->rehearse.root = "/";
		o->rehearse.callback = true;
	}
	if (!rehearse_set_options(
		&verb_rehearse_chk, &o->rehearse, &env_options, &run_options))
		return STATUS_USAGE;
	o->q.names = (const char **)(uintptr_t)argv;
	o->q.nnames = (size_t)argc;
	return rehearse_status(check_root(o, &env_options, &run_options));
}

const struct verb verb_rehearse_chk = {
    .name = "rehearse chk",
    .synopsis = "[-lancxfqvM] [-p PATH,...] [-i FILE] -R ROOT | "
		"--live ROOT [PKGINST...]",
    .summary = "compare a scratch root with its database, as pkgchk does",
    .options = options,
    .size = sizeof(struct options),
    .run = run_chk,
};

/* The root of scripts is that of the environment. */
static enum status
run_pkgchk(void *values, int argc, char **argv)
{
	struct options *o = values;
	const char *root = getenv("PKG_INSTALL_ROOT");

	o->rehearse.callback = true;
	if (o->rehearse.root == NULL && o->rehearse.live == NULL)
		o->rehearse.root = root == NULL || *root == '\0' ? "/" : root;
	return run_chk(values, argc, argv);
}

const struct verb verb_rehearse_pkgchk = {
    .name = "rehearse pkgchk",
    .synopsis = "[OPTION...] [PKGINST...]",
    .summary = "pkgchk for the scripts of packages",
    .options = options,
    .size = sizeof(struct options),
    .run = run_pkgchk,
    .hidden = true,
};
