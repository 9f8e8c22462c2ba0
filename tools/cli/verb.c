#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/help.h"
#include "cli/verb.h"

bool
verb_is_program(const struct verb *v)
{
	return v->name[0] == '\0';
}

/*
 * How many words of argv are the name of the verb, "rehearse add"; 0 when they
 * are another.
 */
static int
match_name(const struct verb *v, int argc, char **argv)
{
	const char *name = v->name;
	size_t len;
	int n;

	for (n = 0; *name != '\0'; n++) {
		len = strcspn(name, " ");
		if (n >= argc || strlen(argv[n]) != len ||
		    strncmp(argv[n], name, len) != 0)
			return 0;
		name += len;
		name += strspn(name, " ");
	}
	return n;
}

static const struct verb *
find_in(const struct verb *const *list, int argc, char **argv, int *used)
{
	const struct verb *v;
	int inner, words;

	for (; *list != NULL; list++) {
		words = match_name(*list, argc, argv);
		if (words == 0)
			continue;
		v = (*list)->verbs == NULL
		    ? NULL
		    : find_in((*list)->verbs, argc, argv, &inner);
		*used = v == NULL ? words : inner;
		return v == NULL ? *list : v;
	}
	return NULL;
}

const struct verb *
verb_find(const struct verb *program, int argc, char **argv, int *used)
{
	return find_in(program->verbs, argc, argv, used);
}

enum status
usage_error(const struct verb *v, const char *fmt, ...)
{
	const char *blank = verb_is_program(v) ? "" : " ";
	va_list ap;

	fprintf(stderr, "pkgstream%s%s: ", blank, v->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\ntry `pkgstream%s%s --help'\n", blank, v->name);
	return STATUS_USAGE;
}

enum status
print_findings(struct diag *d, const struct common *common)
{
	enum status status = diag_status(d);

	diag_print(d,
	    common->quiet         ? SEVERITY_ERROR
		: common->verbose ? SEVERITY_INFO
				  : SEVERITY_WARNING,
	    stderr);
	diag_free(d);
	return status;
}

static enum status
run_one(const struct verb *v, int argc, char **argv)
{
	struct common *common;
	enum status status;
	void *values = xcalloc(1, v->size);

	argc = opt_parse(v, values, argc, argv);
	common = values;
	if (argc < 0)
		status = STATUS_USAGE;
	else if (common->help) {
		help_print(v, stdout);
		status = STATUS_OK;
	} else
		status = v->run(values, argc, argv);
	opt_free(v->options, values);
	free(values);
	return status;
}

/* A group without one of its verbs: help that was asked for, or a mistake. */
static enum status
run_group(const struct verb *v, int argc, char **argv)
{
	if (argc == 0) {
		help_print(v, stderr);
		return STATUS_USAGE;
	}
	if (strcmp(argv[0], "--help") != 0 && strcmp(argv[0], "-h") != 0)
		return usage_error(v, "there is no verb `%s'", argv[0]);
	help_print(v, stdout);
	return STATUS_OK;
}

enum status
verb_run(const struct verb *program, int argc, char **argv)
{
	const struct verb *v;
	int used = 0;

	v = verb_find(program, argc, argv, &used);
	if (v == NULL)
		v = program;
	argc -= used;
	argv += used;
	if (v->verbs == NULL)
		return run_one(v, argc, argv);
	/* options where a verb is expected are those of the group itself */
	if (v->run != NULL && argc > 0 && argv[0][0] == '-' &&
	    argv[0][1] != '\0' && strcmp(argv[0], "--") != 0)
		return run_one(v, 1, argv);
	return run_group(v, argc, argv);
}
