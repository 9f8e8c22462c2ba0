#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "model/accounts.h"
#include "os/chroot_path.h"
#include "os/file.h"

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct account_name *)a)->name,
	    ((const struct account_name *)b)->name);
}

/* `NAME:PASSWORD:NUMBER:...'; other lines are passed over. */
static void
add_line(struct account_names *list, char *line)
{
	char *password = strchr(line, ':');
	char *number = password == NULL ? NULL : strchr(password + 1, ':');
	char *end;
	long id;

	if (number == NULL || password == line)
		return;
	*password = '\0';
	id = strtol(number + 1, &end, 10);
	if (end == number + 1 || id < 0)
		return;
	/* the capacity is the next power of two */
	if ((list->n & (list->n - 1)) == 0)
		list->v = xreallocarray(
		    list->v, list->n == 0 ? 1 : list->n * 2, sizeof(*list->v));
	list->v[list->n++] = (struct account_name){xstrdup(line), id};
}

void
accounts_read(struct account_names *list, int root, const char *path)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	char *name = chroot_path_resolve(root, path), *line, *rest;
	int fd;

	fd = name == NULL ? -1
			  : file_open_below(root, name, O_RDONLY | O_NONBLOCK);
	if (fd != -1 && file_read_fd(fd, path, ACCOUNTS_MAX, &b, &d)) {
		list->known = true;
		line = b.len == 0 ? NULL : strtok_r(b.data, "\n", &rest);
		while (line != NULL) {
			add_line(list, line);
			line = strtok_r(NULL, "\n", &rest);
		}
	}
	if (fd != -1)
		close(fd);
	if (list->n > 0)
		qsort(list->v, list->n, sizeof(*list->v), by_name);
	free(name);
	buf_free(&b);
	diag_free(&d);
}

long
accounts_find(const struct account_names *list, const char *name)
{
	struct account_name key = {(char *)(size_t)name, 0}, *found;

	found = list->n == 0
	    ? NULL
	    : bsearch(&key, list->v, list->n, sizeof(*list->v), by_name);
	return found == NULL ? -1 : found->id;
}

void
accounts_free(struct account_names *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		free(list->v[i].name);
	free(list->v);
}
