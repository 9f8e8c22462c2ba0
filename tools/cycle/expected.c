#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "cycle/expected.h"
#include "os/tree.h"
#include "root/scratch.h"

static bool
is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* What the tools keep, and the table of accounts, say nothing of a product. */
static bool
is_record(const char *path)
{
	return strncmp(path, "/var/sadm", 9) == 0 &&
	    (path[9] == '/' || path[9] == '\0');
}

static const char *
find_difference(
    const struct snapshot_node *expected, const struct snapshot_node *is)
{
	const mode_t a = expected->st.st_mode;

	if (is == NULL)
		return "is missing, but is expected";
	if ((a & S_IFMT) != (is->st.st_mode & S_IFMT))
		return "is of another type than expected";
	if (S_ISREG(a) && strcmp(expected->digest, is->digest) != 0)
		return "the contents are not those that are expected";
	if (S_ISLNK(a) && strcmp(expected->target, is->target) != 0)
		return "the link is not the one that is expected";
	return NULL;
}

static bool
compare(struct cycle *c, const char *root, const struct snapshot *installed,
    struct diag *d)
{
	struct snapshot *expected = snapshot_take(root, NULL, d);
	const struct snapshot_node *node;
	const char *text;
	size_t i;

	for (i = 0; expected != NULL && i < expected->n; i++) {
		node = &expected->v[i];
		if (is_record(node->path))
			continue;
		text = find_difference(
		    node, snapshot_find(installed, node->path));
		if (text != NULL)
			cycle_result_add_difference(
			    &c->result, STAGE_INSTALL, node->path, text);
	}
	snapshot_free(expected);
	return expected != NULL;
}

/* Installs the packages of the source in a fresh root; NULL after findings. */
static char *
install_expected(struct cycle *c, struct diag *d)
{
	char *root = cycle_file(c, "expected");
	bool ok = scratch_make(root, c->request->release, d) &&
	    cycle_step(c, STAGE_PREPARE,
		command_add_expected(c, root, c->request->expected), root, d);

	if (ok)
		return root;
	free(root);
	return NULL;
}

bool
expected_compare(
    struct cycle *c, const struct snapshot *installed, struct diag *d)
{
	const char *expected = c->request->expected;
	char *root;
	bool ok;

	if (expected == NULL)
		return true;
	if (is_directory(expected))
		return compare(c, expected, installed, d);
	root = install_expected(c, d);
	ok = root != NULL && compare(c, root, installed, d);
	if (root != NULL)
		(void)tree_remove(root);
	free(root);
	return ok;
}
