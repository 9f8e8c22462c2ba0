#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "cycle/expected.h"
#include "init/inventory.h"
#include "os/tree.h"
#include "root/root_copy.h"
#include "root/scratch.h"
#include "stream/package_reader.h"
#include "target/object_check.h"

/* What the tools keep, and the table of accounts, say nothing of a product. */
static bool
is_record(const char *path)
{
	return strncmp(path, "/var/sadm", 9) == 0 &&
	    (path[9] == '/' || path[9] == '\0');
}

/* A path that is not there (NULL) is of no type. */
static const char *
find_difference(const struct snapshot_node *is, char type, const char *digest,
    const char *target)
{
	if (is == NULL)
		return "is missing, but is expected";
	if (type != ftype_of_mode(is->st.st_mode))
		return "is of another type than expected";
	if (type == 'f' && strcmp(digest, is->digest) != 0)
		return "the contents are not those that are expected";
	if (type == 's' && strcmp(target, is->target) != 0)
		return "the link is not the one that is expected";
	return NULL;
}

static void
compare_attributes(struct cycle_result *r, const struct snapshot_node *expected,
    const struct snapshot_node *is)
{
	if (expected->st.st_mode != is->st.st_mode)
		cycle_result_add_difference(r, STAGE_INSTALL, is->path,
		    "the mode is not the one that is expected");
	if (expected->st.st_uid != is->st.st_uid ||
	    expected->st.st_gid != is->st.st_gid)
		cycle_result_add_difference(r, STAGE_INSTALL, is->path,
		    "owner or group are not those that are expected");
}

/* Another root, in which packages were installed. */
static void
compare_root(struct cycle *c, const struct snapshot *expected,
    const struct snapshot *installed)
{
	const struct snapshot_node *node, *is;
	const char *text;
	size_t i;

	for (i = 0; i < expected->n; i++) {
		node = &expected->v[i];
		if (is_record(node->path))
			continue;
		is = snapshot_find(installed, node->path);
		text = find_difference(is, ftype_of_mode(node->st.st_mode),
		    node->digest, node->target);
		if (text != NULL)
			cycle_result_add_difference(
			    &c->result, STAGE_INSTALL, node->path, text);
		else if (!S_ISLNK(node->st.st_mode))
			compare_attributes(&c->result, node, is);
	}
}

/*
 * The base directory that all packages of the last source share, without its
 * first slash, or NULL; the caller frees.
 */
static char *
base_directory(const struct cycle_request *q, struct diag *d)
{
	const struct cycle_source *last = &q->sources[q->nsources - 1];
	struct package_reader *s = reader_open(last->path, d);
	const char *base, *shared = NULL;
	char *copy = NULL;
	ssize_t found;
	size_t i;

	for (i = 0; s != NULL && i < last->nnames; i++) {
		found = reader_find(s, last->names[i]);
		base = found < 0
		    ? NULL
		    : pkginfo_get(
			  reader_package(s, (size_t)found)->info, "BASEDIR");
		if (base == NULL || (shared != NULL && strcmp(base, shared)))
			break;
		shared = base;
	}
	if (shared != NULL && i == last->nnames)
		copy = xstrdup(shared + strspn(shared, "/"));
	reader_close(s);
	return copy;
}

/*
 * Paths of a tree are those below the root or, as for init, below the base
 * directory of the packages, unless the tree has that directory itself.
 */
static void
place_files(struct inventory *inv, char *basedir)
{
	if (basedir == NULL || !path_is_safe(basedir) || inv->prefix != NULL ||
	    inventory_has_directory(inv, basedir)) {
		free(basedir);
		return;
	}
	inv->prefix = basedir;
}

/* A tree or archive of files, of which owners say nothing. */
static bool
compare_files(struct cycle *c, const char *source,
    const struct snapshot *installed, struct diag *d)
{
	struct inventory *inv = inventory_read(source, d);
	const struct inventory_entry *e;
	const char *text;
	char *path;
	size_t i;

	if (inv != NULL)
		place_files(inv, base_directory(c->request, d));
	for (i = 0; inv != NULL && i < inv->n; i++) {
		e = &inv->v[i];
		path = xasprintf("/%s%s%s",
		    inv->prefix == NULL ? "" : inv->prefix,
		    inv->prefix == NULL ? "" : "/", e->path);
		text = find_difference(snapshot_find(installed, path), e->type,
		    e->sha256, e->target);
		if (text != NULL)
			cycle_result_add_difference(
			    &c->result, STAGE_INSTALL, path, text);
		free(path);
	}
	inventory_free(inv);
	return inv != NULL;
}

/*
 * Installs packages in a root that the caller has made; a snapshot of it, or
 * NULL after findings.  An installation that fails shows in the result, and
 * there is nothing to compare with then.
 */
static struct snapshot *
install(struct cycle *c, const struct cycle_source *source, const char *root,
    const char *packages, struct diag *d)
{
	if (!cycle_step(
		c, STAGE_PREPARE, command_add_files(c, source, root), root, d))
		return NULL;
	cycle_name_step(c, packages);
	return snapshot_take(root, NULL, d);
}

/* The packages of another source, in a fresh root. */
static bool
compare_packages(struct cycle *c, const char *source,
    const struct snapshot *installed, struct diag *d)
{
	const struct cycle_source all = {.path = source};
	char *root = cycle_file(c, "expected");
	struct snapshot *expected = NULL;

	if (scratch_make(root, c->request->release, d))
		expected = install(c, &all, root, "what is expected", d);
	if (expected != NULL && step_is_clean(cycle_last_step(c)))
		compare_root(c, expected, installed);
	snapshot_free(expected);
	(void)tree_remove(root);
	free(root);
	return expected != NULL;
}

/* Notes what of the updated version the new one would not have. */
static void
note_left_behind(struct cycle *c, const struct cycle_source *source,
    const struct snapshot *fresh, const struct snapshot *installed)
{
	struct path_list *left = &c->result.left_behind;
	const struct entry *e;
	size_t i, k;

	for (i = 0; installed->db != NULL && i < installed->db->n; i++) {
		e = &installed->db->v[i];
		for (k = 0; k < source->nnames; k++)
			if (entry_owner(e, source->names[k]) != NULL)
				break;
		if (k == source->nnames ||
		    snapshot_find(fresh, e->object.path) != NULL)
			continue;
		left->v = array_append_room(left->v, left->n, sizeof(*left->v));
		left->v[left->n++] = xstrdup(e->object.path);
	}
}

/* The new version of an update, installed in a copy of the base. */
static bool
compare_update(struct cycle *c, const struct cycle_source *source,
    const struct snapshot *installed, struct diag *d)
{
	char *root = cycle_file(c, "expected");
	struct root_copy *copy = root_copy_new(c->base, c->base_state, root, d);
	struct snapshot *fresh = NULL;

	if (copy != NULL)
		fresh = install(c, source, root, "the new version at once", d);
	if (fresh != NULL && step_is_clean(cycle_last_step(c))) {
		compare_root(c, fresh, installed);
		note_left_behind(c, source, fresh, installed);
	}
	snapshot_free(fresh);
	root_copy_free(copy, false);
	free(root);
	return fresh != NULL;
}

bool
expected_compare(
    struct cycle *c, const struct snapshot *installed, struct diag *d)
{
	const struct cycle_request *q = c->request;
	size_t i;

	for (i = 0; i + 1 < q->nsources; i++)
		if (q->sources[i].is_updated &&
		    !compare_update(c, &q->sources[i + 1], installed, d))
			return false;
	if (q->expected == NULL)
		return true;
	return inventory_is_package(q->expected)
	    ? compare_packages(c, q->expected, installed, d)
	    : compare_files(c, q->expected, installed, d);
}
