#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/command.h"
#include "os/file_ops.h"
#include "os/own_path.h"

/* Where the system tells a process its program. */
#define OWN_PROGRAM "/proc/self/exe"

/* Global because only main() knows it; set once. */
static char *remembered;

/* The copy of own_program_copy(); NULL: there is none. */
static char *copied;

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
	ssize_t n;

	if (copied != NULL)
		return xstrdup(copied);
	n = readlink(OWN_PROGRAM, text, sizeof(text) - 1);
	if (n <= 0)
		return xstrdup(remembered == NULL ? "pkgstream" : remembered);
	text[n] = '\0';
	return xstrdup(text);
}

bool
own_program_copy(const char *dir, struct diag *d)
{
	char *path = own_program_path(), *to;
	/* the link leads to the program also when its path has another now */
	const char *from = access(OWN_PROGRAM, R_OK) == 0 ? OWN_PROGRAM : path;
	bool ok;

	to = xasprintf("%s/%s", dir, path_basename(path));
	ok = copy_file(from, to, 0755, d);
	/* a file system may forbid to execute what it has */
	if (ok && access(to, X_OK) == 0) {
		free(copied);
		copied = xstrdup(to);
	}
	free(to);
	free(path);
	return ok;
}

const char *
temporary_directory(void)
{
	const char *dir = getenv("TMPDIR");

	return dir == NULL || dir[0] != '/' ? "/var/tmp" : dir;
}
