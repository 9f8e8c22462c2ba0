#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/command.h"
#include "os/own_path.h"

/* Global because only main() knows it; set once. */
static char *remembered;

char *
program_path(const char *argv0)
{
	char *found = command_find(argv0);
	char *path = found == NULL ? NULL : realpath(found, NULL);

	free(found);
	return path;
}

void
own_program_remember(const char *argv0)
{
	free(remembered);
	remembered = program_path(argv0);
}

char *
own_program_path(void)
{
	char text[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", text, sizeof(text) - 1);

	if (n <= 0)
		return xstrdup(remembered == NULL ? "pkgstream" : remembered);
	text[n] = '\0';
	return xstrdup(text);
}

const char *
temporary_directory(void)
{
	const char *dir = getenv("TMPDIR");

	return dir == NULL || dir[0] != '/' ? "/var/tmp" : dir;
}
