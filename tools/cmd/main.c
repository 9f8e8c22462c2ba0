#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/verb.h"

#ifndef VERSION
#define VERSION	"unknown"
#endif

static enum status
run(const struct verb *v, int argc, char **argv)
{
	struct common *common;
	enum status status;
	void *values = xcalloc(1, v->size);

	argc = opt_parse(v->name, v->options, values, argc, argv);
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

/* A full disk behind standard output is a failure like any other. */
static enum status
close_stdout(enum status status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	perror("pkgstream: standard output");
	return STATUS_SYSTEM;
}

static bool
asks_help(const char *word)
{
	return strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 ||
	    strcmp(word, "-h") == 0;
}

static enum status
start(int argc, char **argv)
{
	const struct verb *v;
	int used;

	if (argc == 0) {
		help_print(NULL, stderr);
		return STATUS_USAGE;
	}
	if (strcmp(argv[0], "--version") == 0) {
		printf("pkgstream %s\n", VERSION);
		return STATUS_OK;
	}
	if (asks_help(argv[0])) {
		v = argc > 1 ? verb_find(argc - 1, argv + 1, &used) : NULL;
		help_print(v, stdout);
		return STATUS_OK;
	}
	v = verb_find(argc, argv, &used);
	if (v == NULL) {
		fprintf(stderr, "pkgstream: there is no verb `%s'\n"
		    "try `pkgstream --help'\n", argv[0]);
		return STATUS_USAGE;
	}
	if (v->options != NULL)
		return run(v, argc - used, argv + used);
	if (used < argc && asks_help(argv[used])) {
		help_print(v, stdout);
		return STATUS_OK;
	}
	help_print(v, stderr);
	return STATUS_USAGE;
}

int
main(int argc, char **argv)
{
	return (int)close_stdout(start(argc - 1, argv + 1));
}
