#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "root/host_guard.h"

static bool
is_same_directory(const char *a, const char *b)
{
	struct stat sa, sb;

	return stat(a, &sa) == 0 && stat(b, &sb) == 0 &&
	    sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

const char *
host_guard_match(const char *root)
{
	static const char *const directories[] = {
	    "/",
	    "/etc",
	    "/opt",
	    "/usr",
	    "/var",
	    "/var/sadm",
	    "/var/sadm/install",
	    "/var/sadm/pkg",
	};
	size_t i;
	char *path;
	bool same;

	for (i = 0; i < sizeof(directories) / sizeof(directories[0]); i++) {
		path = xasprintf("%s%s", root, directories[i]);
		same = is_same_directory(path, directories[i]);
		free(path);
		if (same)
			return directories[i];
	}
	return NULL;
}
