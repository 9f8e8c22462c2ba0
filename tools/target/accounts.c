#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/words.h"
#include "os/chroot_path.h"
#include "os/file.h"
#include "target/accounts.h"

/* The text up to the next colon, which is skipped; false without a colon. */
static bool
next_field(struct slice *line, struct slice *field)
{
	const char *colon = memchr(line->p, ':', line->len);

	if (colon == NULL)
		return false;
	*field = (struct slice){line->p, (size_t)(colon - line->p)};
	line->len -= field->len + 1;
	line->p = colon + 1;
	return true;
}

/* `NAME:PASSWORD:NUMBER:...'; other lines are skipped. */
static void
add_line(struct accounts *a, struct slice line)
{
	struct slice name, password, number;
	uint64_t id;

	if (!next_field(&line, &name) || name.len == 0 ||
	    !next_field(&line, &password))
		return;
	if (!next_field(&line, &number))
		number = line;
	if (!number_parse(number, 10, LONG_MAX, &id))
		return;
	a->v = array_room(a->v, a->n, &a->size, sizeof(*a->v));
	a->v[a->n++] = (struct account){slice_dup(name), (long)id};
}

/* Opens the file for reading; -1 when there is none. */
static int
open_in_root(int root, const char *path)
{
	/* with a `/.` the resolver follows a link at the end as well */
	char *directory = xasprintf("%s/.", path);
	char *resolved = chroot_path_resolve(root, directory);
	int fd = resolved == NULL
	    ? -1
	    : file_open_below(root, resolved, O_RDONLY | O_NONBLOCK);

	free(resolved);
	free(directory);
	return fd;
}

void
accounts_read(struct accounts *a, int root, const char *path)
{
	int fd = open_in_root(root, path);
	struct buf text = BUF_INIT;
	struct diag ignored = DIAG_INIT;
	struct slice rest, line;

	if (fd == -1)
		return;
	if (file_read_fd(fd, path, ACCOUNTS_MAX, &text, &ignored)) {
		a->known = true;
		rest = (struct slice){buf_text(&text), text.len};
		while (line_next(&rest, &line))
			add_line(a, line);
	}
	close(fd);
	buf_free(&text);
	diag_free(&ignored);
}

long
accounts_id(const struct accounts *a, const char *name)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		if (strcmp(a->v[i].name, name) == 0)
			return a->v[i].id;
	return -1;
}

const char *
accounts_name(const struct accounts *a, long id)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		if (a->v[i].id == id)
			return a->v[i].name;
	return NULL;
}

void
accounts_free(struct accounts *a)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		free(a->v[i].name);
	free(a->v);
	*a = (struct accounts){.v = NULL};
}
