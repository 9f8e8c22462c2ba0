#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "cycle/changed_files.h"
#include "os/file.h"

#define SADM       "/var/sadm/"
#define DIGITS_MAX 9
/* larger files have no build that is told */
#define FILE_MAX (256u * 1024 * 1024)

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number of at most DIGITS_MAX digits, up to end; 0: there is none. */
static unsigned long
read_digits(const char *p, const char *end)
{
	unsigned long n = 0;
	int digits = 0;

	for (; p < end && is_digit(*p); p++) {
		if (++digits > DIGITS_MAX)
			return 0;
		n = n * 10 + (unsigned long)(*p - '0');
	}
	return n;
}

unsigned long
build_find(const char *data, size_t len, const char *mark)
{
	const char *end = data + len, *p = data;
	size_t n = strlen(mark);
	unsigned long most = 0, build;

	while ((size_t)(end - p) > n &&
	    (p = memchr(p, mark[0], (size_t)(end - p) - n)) != NULL) {
		if (memcmp(p, mark, n) == 0 &&
		    (p == data || (!is_digit(p[-1]) && p[-1] != '.'))) {
			build = read_digits(p + n, end);
			most = build > most ? build : most;
		}
		p++;
	}
	return most;
}

/* The build in a file of a root; NULL: none. */
static char *
read_build(const char *root, const char *path, const char *mark)
{
	int dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd;
	struct buf text = BUF_INIT;
	struct diag ignored = DIAG_INIT;
	unsigned long build = 0;

	fd = dir == -1 ? -1 : file_open_below(dir, path + 1, O_RDONLY);
	if (fd != -1 && file_read_fd(fd, path, FILE_MAX, &text, &ignored))
		build = build_find(buf_text(&text), text.len, mark);
	if (fd != -1)
		close(fd);
	if (dir != -1)
		close(dir);
	diag_free(&ignored);
	buf_free(&text);
	return build == 0 ? NULL : xasprintf("%s%lu", mark, build);
}

static const struct snapshot_node *
find_file(const struct snapshot *s, const char *path)
{
	const struct snapshot_node *node = snapshot_find(s, path);

	return node != NULL && S_ISREG(node->st.st_mode) ? node : NULL;
}

/* What differs() of the comparison needs. */
struct search {
	const struct file_states *states;
	const char *mark;
	struct changed_files files;
};

static void
add_file(void *arg, const struct snapshot_difference *found)
{
	struct search *s = arg;
	const char *path = found->path;
	const struct snapshot_node *was = find_file(s->states->before, path);
	const struct snapshot_node *is = find_file(s->states->after, path);
	struct changed_file *f;

	if (strncmp(path, SADM, strlen(SADM)) == 0 ||
	    (was == NULL && is == NULL) ||
	    (was != NULL && is != NULL && strcmp(was->digest, is->digest) == 0))
		return;
	s->files.v = array_append_room(
	    s->files.v, s->files.n, sizeof(*s->files.v));
	f = &s->files.v[s->files.n++];
	*f = (struct changed_file){.path = xstrdup(path),
	    .old_size = was == NULL ? -1 : (int64_t)was->st.st_size,
	    .new_size = is == NULL ? -1 : (int64_t)is->st.st_size};
	if (s->mark == NULL || *s->mark == '\0')
		return;
	if (was != NULL)
		f->old_build = read_build(
		    s->states->root_before, path, s->mark);
	if (is != NULL)
		f->new_build = read_build(s->states->root_after, path, s->mark);
}

static int
compare_files(const void *a, const void *b)
{
	return strcmp(((const struct changed_file *)a)->path,
	    ((const struct changed_file *)b)->path);
}

struct changed_files
changed_files_find(const struct file_states *states, const char *mark)
{
	struct search s = {.states = states, .mark = mark};
	struct comparison how = {
	    .paths_only = true, .differs = add_file, .arg = &s};

	(void)snapshot_compare(states->before, states->after, &how);
	if (s.files.n > 0)
		qsort(s.files.v, s.files.n, sizeof(*s.files.v), compare_files);
	return s.files;
}

void
changed_files_free(struct changed_files *files)
{
	size_t i;

	for (i = 0; i < files->n; i++) {
		free(files->v[i].path);
		free(files->v[i].old_build);
		free(files->v[i].new_build);
	}
	free(files->v);
	*files = (struct changed_files){.v = NULL};
}
