#include <stdarg.h>
#include <string.h>

#include "cli/verb.h"

#ifndef VERSION
#define VERSION "unknown"
#endif

const struct verb *const verbs[] = {
    &verb_build,
    &verb_init,
    &verb_info,
    &verb_list,
    &verb_cat,
    &verb_extract,
    &verb_trans,
    &verb_verify,
    &verb_diff,
    &verb_rehearse,
    &verb_completion,
    &verb_help,
    &verb_manual,
    NULL,
};

struct options {
	struct common common;
	bool version;
};

static const struct opt options[] = {
    {'h', "help", NULL,
	"show this help; behind a verb, the help of that "
	"verb",
	OPT_FLAG, offsetof(struct options, common.help)},
    {0, "version", NULL, "show the version", OPT_FLAG,
	offsetof(struct options, version)},
    OPT_END,
};

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;

	(void)argc;
	(void)argv;
	if (o->version)
		printf("pkgstream %s\n", VERSION);
	return STATUS_OK;
}

const struct verb program = {
    .name = "",
    .synopsis = "VERB [options] [OPERAND]...",
    .summary = "SVR4 packages on any Unix host",
    .text = "Makes, reads, checks and rehearses Solaris SVR4 packages on any "
	    "Unix host.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
    .verbs = verbs,
};

/* Matches the words of a verb's name, "rehearse add", against argv. */
static int
match(const struct verb *v, int argc, char **argv)
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
		words = match(*list, argc, argv);
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
verb_find(int argc, char **argv, int *used)
{
	return find_in(verbs, argc, argv, used);
}

enum status
usage_error(const struct verb *v, const char *fmt, ...)
{
	const char *blank = v->name[0] == '\0' ? "" : " ";
	va_list ap;

	fprintf(stderr, "pkgstream%s%s: ", blank, v->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\ntry `pkgstream%s%s --help'\n", blank, v->name);
	return STATUS_USAGE;
}

enum status
finish(struct diag *d, const struct common *common)
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
