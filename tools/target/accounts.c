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
	size_t i, known = a->names.n;
	uint64_t id;

	if (!next_field(&line, &name) || name.len == 0 ||
	    !next_field(&line, &password))
		return;
	if (!next_field(&line, &number))
		number = line;
	if (!number_parse(number, 10, LONG_MAX, &id))
		return;
	i = string_pool_insert(&a->names, name.p, strnlen(name.p, name.len));
	/* of a name that is there twice the first number counts */
	if (i == known) {
		a->ids = array_append_room(a->ids, i, sizeof(*a->ids));
		a->ids[i] = (long)id;
	}
	a->v = array_room(a->v, a->n, &a->size, sizeof(*a->v));
	a->v[a->n] = (struct account){a->names.v[i], (long)id, a->n};
	a->n++;
}

/* By number; of one that is there twice the first name counts. */
static int
compare_accounts(const void *a, const void *b)
{
	const struct account *x = a, *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static void
sort_accounts(struct accounts *a)
{
	size_t i, kept = 0;

	if (a->n == 0)
		return;
	qsort(a->v, a->n, sizeof(*a->v), compare_accounts);
	for (i = 0; i < a->n; i++)
		if (kept == 0 || a->v[kept - 1].id != a->v[i].id)
			a->v[kept++] = a->v[i];
	a->n = kept;
}

static void
add_lines(struct accounts *a, struct slice text)
{
	struct slice line;

	while (line_next(&text, &line))
		add_line(a, line);
	sort_accounts(a);
}

void
accounts_add(struct accounts *a, const char *text)
{
	size_t i;

	/* sorting has numbered nothing anew: what was there comes first */
	for (i = 0; i < a->n; i++)
		a->v[i].order = i;
	add_lines(a, (struct slice){text, strlen(text)});
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

	if (fd == -1)
		return;
	if (file_read_fd(fd, path, ACCOUNTS_MAX, &text, &ignored)) {
		a->known = true;
		add_lines(a, (struct slice){buf_text(&text), text.len});
	}
	close(fd);
	buf_free(&text);
	diag_free(&ignored);
}

long
accounts_id(const struct accounts *a, const char *name)
{
	size_t i = string_pool_index(&a->names, name, strlen(name));

	return i == STRING_POOL_NONE ? -1 : a->ids[i];
}

static int
compare_id(const void *key, const void *account)
{
	long a = *(const long *)key, b = ((const struct account *)account)->id;

	return (a > b) - (a < b);
}

const char *
accounts_name(const struct accounts *a, long id)
{
	const struct account *found = a->n == 0
	    ? NULL
	    : bsearch(&id, a->v, a->n, sizeof(*a->v), compare_id);

	return found == NULL ? NULL : found->name;
}

void
accounts_free(struct accounts *a)
{
	free(a->v);
	free(a->ids);
	string_pool_free(&a->names);
	*a = (struct accounts){.v = NULL};
}
