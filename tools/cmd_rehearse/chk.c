/*
 * rehearse chk, and the same as pkgchk for the scripts of packages.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/words.h"
#include "cmd_rehearse/rehearse.h"
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
    {'m', NULL, "PKGMAP",
	"check what this pkgmap lists, in place of the database", OPT_STRING,
	AT(q.map)},
    {'e', NULL, "FILE", "with -m: parameters such as those of a pkginfo file",
	OPT_STRING, AT(q.params)},
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

/* Appends copies of the words of a text, which blanks and commas separate. */
static void
add_words(const char *text, const char ***list, size_t *n)
{
	struct slice rest = {text, strlen(text)}, word;

	while (word_next(&rest, " ,\t\n", &word)) {
		*list = array_append_room(*list, *n, sizeof(**list));
		(*list)[(*n)++] = slice_dup(word);
	}
}

/* The same for each argument of an option. */
static void
add_all_words(const struct strings *from, const char ***list, size_t *n)
{
	size_t i;

	for (i = 0; i < from->n; i++)
		add_words(from->v[i], list, n);
}

static void
free_words(const char **list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free((char *)(uintptr_t)list[i]);
	free(list);
}

static int
check_root(struct options *o, const struct exec_env_options *env_options,
    const struct run_options *run_options)
{
	struct pkgchk_request *q = &o->q;
	struct buf file = BUF_INIT;
	struct diag d = DIAG_INIT;
	int code = EXIT_FATAL;

	add_all_words(&o->paths, &q->paths, &q->npaths);
	add_all_words(&o->parts, &q->parts, &q->nparts);
	if (o->path_file == NULL ||
	    file_read(o->path_file, PATH_FILE_MAX, &file, &d)) {
		add_words(buf_text(&file), &q->paths, &q->npaths);
		q->source = o->source;
		q->quiet = o->common.quiet;
		code = session_pkgchk(env_options, run_options, q);
	}
	diag_print(&d, SEVERITY_WARNING, stderr);
	diag_free(&d);
	buf_free(&file);
	free_words(q->paths, q->npaths);
	free_words(q->parts, q->nparts);
	return code;
}

static enum status
check_usage(const struct options *o, int argc)
{
	if (o->q.map != NULL && (o->source != NULL || argc > 0))
		return usage_error(&verb_rehearse_chk,
		    "-m goes neither with packages nor with -d");
	if (o->q.params != NULL && o->q.map == NULL)
		return usage_error(&verb_rehearse_chk, "-e goes with -m");
	return STATUS_OK;
}

static enum status
run_chk(void *values, int argc, char **argv)
{
	struct options *o = values;
	struct exec_env_options env_options;
	struct run_options run_options;
	enum status status = STATUS_USAGE;

	if (o->source != NULL && o->rehearse.root == NULL &&
	    o->rehearse.live == NULL) {
		/* only the package in the source is checked, no root */
		o->rehearse.root = "/";
		o->rehearse.callback = true;
	}
	o->q.names = (const char **)(uintptr_t)argv;
	o->q.nnames = (size_t)argc;
	if (rehearse_set_options(
		&verb_rehearse_chk, &o->rehearse, &env_options, &run_options))
		status = check_usage(o, argc);
	if (status == STATUS_OK)
		status = rehearse_status(
		    check_root(o, &env_options, &run_options));
	rehearse_free_options(&o->rehearse);
	return status;
}

const struct verb verb_rehearse_chk = {
    .name = "rehearse chk",
    .synopsis = "[-lancxfqvM] [-p PATH,...] [-i FILE] -R ROOT | "
		"--live ROOT [-m PKGMAP [-e FILE] | PKGINST...]",
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

	o->rehearse.callback = true;
	o->rehearse.live = NULL;
	o->rehearse.root = rehearse_callback_root(o->rehearse.root);
	return o->rehearse.root == NULL ? STATUS_USAGE
					: run_chk(values, argc, argv);
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
