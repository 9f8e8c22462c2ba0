/*
 * The parser of shell scripts: no input may break it; every place that it
 * names lies in the text, and the tree is whole.
 */
#include <stdlib.h>

#include "fuzz.h"
#include "syntax/shell.h"

static void check_node(const struct shell_node *n, size_t len);

static void
check_word(const struct shell_word *w, size_t len)
{
	const struct shell_part *part;

	if (w->at > len || w->end > len)
		abort();
	for (part = w->parts; part != NULL; part = part->next) {
		if (part->at > len)
			abort();
		if (part->word != NULL)
			check_word(part->word, len);
		if (part->list != NULL)
			check_node(part->list, len);
	}
}

static void
check_node(const struct shell_node *n, size_t len)
{
	const struct shell_node *child;
	const struct shell_redirect *r;
	const struct shell_word *w;
	size_t children = 0, words = 0;

	if (n->at > len || n->end > len)
		abort();
	for (w = n->words; w != NULL; w = w->next, words++)
		check_word(w, len);
	for (r = n->redirects; r != NULL; r = r->next) {
		check_word(r->word, len);
		if (r->document != NULL)
			check_word(r->document, len);
	}
	for (child = n->children; child != NULL; child = child->next) {
		if (child->parent != n)
			abort();
		check_node(child, len);
		children++;
	}
	if (children != n->nchildren || words != n->nwords)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct shell_tree *t = shell_parse((const char *)data, size);
	size_t i, line, column;

	check_node(t->root, size);
	for (i = 0; i < t->nnotes; i++) {
		shell_position(t, t->notes[i].at, &line, &column);
		if (t->notes[i].at > size || line == 0 || line > t->nlines)
			abort();
	}
	if (t->error != NULL && t->error_at > size)
		abort();
	shell_tree_free(t);
	return 0;
}
