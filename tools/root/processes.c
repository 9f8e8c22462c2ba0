#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/mem.h"
#include "os/dirlist.h"
#include "os/file.h"
#include "root/live.h"
#include "root/processes.h"

#define ARGUMENTS_MAX 65536

/* Arguments with blanks between; NULL: none (kernel threads, zombies). */
static char *
read_arguments(const char *pid)
{
	char *path = xasprintf(LIVE_PROC "/%s/cmdline", pid);
	struct diag ignored = DIAG_INIT;
	struct buf text = BUF_INIT;
	size_t i;

	if (file_read(path, ARGUMENTS_MAX, &text, &ignored))
		while (text.len > 0 && text.data[text.len - 1] == '\0')
			text.len--;
	for (i = 0; i < text.len; i++)
		if (text.data[i] == '\0' || text.data[i] == '\n')
			text.data[i] = ' ';
	diag_free(&ignored);
	free(path);
	if (text.len > 0)
		return buf_steal(&text);
	buf_free(&text);
	return NULL;
}

static char *
own_arguments(void)
{
	char *pid = xasprintf("%ld", (long)getpid());
	char *line = read_arguments(pid);

	free(pid);
	return line;
}

static int
compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char *
processes_list(void)
{
	DIR *dir = opendir(LIVE_PROC);
	const struct dirent *e;
	struct buf all = BUF_INIT;
	char **v = NULL, *end, *line, *own = own_arguments();
	size_t i, n = 0;
	long pid;

	while (dir != NULL && (e = directory_next(dir)) != NULL) {
		pid = strtol(e->d_name, &end, 10);
		if (*end != '\0' || pid <= 1 || pid == (long)getpid())
			continue;
		line = read_arguments(e->d_name);
		if (line == NULL || (own != NULL && strcmp(line, own) == 0)) {
			free(line);
			continue;
		}
		v = array_append_room(v, n, sizeof(*v));
		v[n++] = line;
	}
	if (dir != NULL)
		closedir(dir);
	if (n > 0)
		qsort(v, n, sizeof(*v), compare_lines);
	for (i = 0; i < n; i++) {
		buf_printf(&all, "%s\n", v[i]);
		free(v[i]);
	}
	free(v);
	free(own);
	buf_str(&all, "");
	return buf_steal(&all);
}
