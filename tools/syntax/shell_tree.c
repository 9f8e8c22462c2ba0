/*
 * The tree as a whole: made, asked, freed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "syntax/shell_parser.h"

static void
find_lines(struct shell_tree *t)
{
	size_t i, size = 0;

	t->lines = array_room(NULL, 0, &size, sizeof(*t->lines));
	t->lines[t->nlines++] = 0;
	for (i = 0; i < t->len; i++) {
		if (t->text[i] != '\n')
			continue;
		t->lines = array_room(
		    t->lines, t->nlines, &size, sizeof(*t->lines));
		t->lines[t->nlines++] = i + 1;
	}
}

struct shell_tree *
shell_parse(const char *text, size_t len)
{
	struct shell_tree *t = xcalloc(1, sizeof(*t));
	struct shell_documents documents = {NULL, 0};
	struct shell_parser p = {
	    .tree = t, .text = text, .len = len, .documents = &documents};

	t->text = text;
	t->len = len;
	find_lines(t);
	shell_next_token(&p);
	t->root = shell_read_list(&p, false);
	free(documents.v);
	return t;
}

void
shell_position(
    const struct shell_tree *t, size_t at, size_t *line, size_t *column)
{
	size_t low = 0, high = t->nlines, mid;

	/* the last line that does not begin behind it */
	while (high - low > 1) {
		mid = low + (high - low) / 2;
		if (t->lines[mid] <= at)
			low = mid;
		else
			high = mid;
	}
	*line = low + 1;
	*column = at - t->lines[low] + 1;
}

struct shell_word *
shell_word_at(const struct shell_node *n, size_t index)
{
	struct shell_word *w;

	for (w = n->words; w != NULL && index > 0; w = w->next)
		index--;
	return w;
}

bool
shell_word_is(const struct shell_word *w, const char *text)
{
	return w != NULL && w->literal != NULL && strcmp(w->literal, text) == 0;
}

void
shell_tree_free(struct shell_tree *t)
{
	if (t == NULL)
		return;
	arena_free(&t->arena);
	free(t->notes);
	free(t->lines);
	free(t);
}
