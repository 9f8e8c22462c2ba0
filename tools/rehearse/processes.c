#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "rehearse/processes.h"

/* The name of a process, or nothing when it has ended meanwhile. */
static void
add_name(struct buf *names, const char *pid)
{
	char *path = xasprintf("/proc/%s/comm", pid);
	struct buf text = BUF_INIT;
	struct diag ignored = DIAG_INIT;

	if (file_read(path, 4096, &text, &ignored))
		buf_printf(names, "%s%.*s", names->len > 0 ? " " : "",
		    (int)strcspn(text.data, "\n"), text.data);
	diag_free(&ignored);
	buf_free(&text);
	free(path);
}

size_t
processes_left(struct buf *names)
{
	DIR *dir = opendir("/proc");
	struct dirent *e;
	size_t n = 0;
	char *end;
	long pid;

	while (dir != NULL && (e = readdir(dir)) != NULL) {
		pid = strtol(e->d_name, &end, 10);
		if (*end != '\0' || pid <= 1 || pid == (long)getpid())
			continue;
		n++;
		add_name(names, e->d_name);
	}
	if (dir != NULL)
		closedir(dir);
	return n;
}
