#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/own_path.h"

char *
own_program_path(void)
{
	char text[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", text, sizeof(text) - 1);

	if (n <= 0)
		return xstrdup("pkgstream");
	text[n] = '\0';
	return xstrdup(text);
}

const char *
temporary_directory(void)
{
	const char *dir = getenv("TMPDIR");

	return dir == NULL || dir[0] != '/' ? "/var/tmp" : dir;
}
