#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "cmd/verbs.h"
#include "os/own_path.h"

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

int
main(int argc, char **argv)
{
	if (!fill_standard_descriptors())
		return STATUS_SYSTEM;
	if (argc > 0)
		own_program_remember(argv[0]);
	return (int)close_stdout(
	    verb_run(&program, argc > 0 ? argc - 1 : 0, argv + 1));
}
