#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/verb.h"

/*
 * A descriptor from 0 to 2 that was closed by the caller would be given to the
 * first file that is opened, and messages would end up in a package.  What
 * stands in for it fails when it is used, as the closed one would.
 */
static bool
fill_standard_descriptors(void)
{
	static const int flags[] = {O_WRONLY, O_RDONLY, O_RDONLY};
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 &&
		    open("/dev/null", flags[fd]) != fd)
			return false;
	return true;
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

static enum status
run_verb(const struct verb *v, int argc, char **argv)
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

/* Options behind a group in place of a verb are its own; they stand alone. */
static enum status
start(int argc, char **argv)
{
	const struct verb *v;
	int used = 0;

	v = verb_find(argc, argv, &used);
	if (v == NULL)
		v = &program;
	argc -= used;
	argv += used;
	if (v->verbs == NULL)
		return run_verb(v, argc, argv);
	if (v->run != NULL && argc > 0 && argv[0][0] == '-' &&
	    argv[0][1] != '\0' && strcmp(argv[0], "--") != 0)
		return run_verb(v, 1, argv);
	return run_group(v, argc, argv);
}

int
main(int argc, char **argv)
{
	if (!fill_standard_descriptors())
		return STATUS_SYSTEM;
	return (int)close_stdout(start(argc > 0 ? argc - 1 : 0, argv + 1));
}
