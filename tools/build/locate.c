#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "build/locate.h"
#include "model/vars.h"
#include "os/file.h"

static const char rule[] = "prototype(4)";

bool
locate_add_tree(struct plan *plan, const char *dir, struct diag *d)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	/* an error only when an object is in no other tree */
	if (fd == -1 && errno == ENOENT)
		diag_warn(d, dir, 0, NULL, "there is no such directory");
	else if (fd == -1) {
		diag_path(d, dir, "cannot open the directory");
		return false;
	}
	plan->trees = array_append_room(
	    plan->trees, plan->ntrees, sizeof(*plan->trees));
	plan->trees[plan->ntrees++] = (struct tree){fd, xstrdup(dir)};
	return true;
}

static bool
is_regular(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool
is_regular_below(const struct tree *tree, const char *path)
{
	int fd = file_open_below(tree->fd, path, O_RDONLY | O_NONBLOCK);
	struct stat st;
	bool regular;

	if (fd == -1)
		return false;
	regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	(void)close(fd);
	return regular;
}

static void
set_file(struct content *c, const struct tree *tree, const char *path)
{
	c->kind = CONTENT_FILE;
	c->tree = tree;
	c->path = path;
}

/*
 * Searches the trees for the file.  A single tree is taken unseen: whether the
 * file is there shows when it is read.
 */
static bool
find_in_trees(struct plan *plan, struct content *c, const char *path)
{
	size_t i;

	path += strspn(path, "/");
	for (i = 0; i < plan->ntrees; i++)
		if (plan->trees[i].fd != -1 &&
		    (plan->ntrees == 1 ||
			is_regular_below(&plan->trees[i], path))) {
			set_file(c, &plan->trees[i], path);
			return true;
		}
	return false;
}

/* `path` below one of the directories; the list ends with NULL. */
static char *
find_in_dirs(char *const *dirs, const char *path)
{
	char *name;

	path += strspn(path, "/");
	for (; dirs != NULL && *dirs != NULL; dirs++) {
		name = path_join(*dirs, path);
		if (is_regular(name))
			return name;
		free(name);
	}
	return NULL;
}

/* In the directories of !rsearch and !search, and beside the prototype. */
static char *
search_outside_trees(const struct scope *scope, const char *path)
{
	char *name = find_in_dirs(scope->rsearch, path);

	if (name == NULL)
		name = find_in_dirs(scope->search, path_basename(path));
	if (name == NULL) {
		name = path_join(scope->dir, path_basename(path));
		if (!is_regular(name)) {
			free(name);
			name = NULL;
		}
	}
	return name;
}

/* Finds an object that lies in no tree. */
static bool
find_outside_trees(const struct source_search *s, struct plan *plan, size_t i,
    const char *path, struct diag *d)
{
	const struct object *o = &plan->map.objects.v[i];
	const struct scope *scope = &s->prototype->scopes[o->scope];
	char *name;

	if (o->source != NULL) {
		name = path_join(scope->dir, path);
		if (is_regular(name)) {
			set_file(&plan->objects[i].content, NULL,
			    plan_keep(plan, name));
			return true;
		}
		diag_error(d, scope->file, o->line, rule,
		    "%s: its source %s is not a regular file", o->path, name);
		free(name);
		return false;
	}
	name = search_outside_trees(scope, path);
	if (name == NULL) {
		diag_error(d, scope->file, o->line, rule,
		    "%s: no file of that name is found", o->path);
		return false;
	}
	set_file(&plan->objects[i].content, NULL, plan_keep(plan, name));
	return true;
}

/* The path of an object below the trees: with the base when it is relative. */
static const char *
add_base(const struct source_search *s, struct plan *plan, const char *path)
{
	if (s->base == NULL || path[0] == '/')
		return path;
	return plan_keep(plan, path_join(s->base, path));
}

/*
 * The name of an object on the build machine.  Build and installation variables
 * are both replaced, as the name never gets into the package; one without a
 * value stays, so `$DATADIR/x' lies in a directory of that name.
 */
static const char *
source_path(
    const struct source_search *s, struct plan *plan, const struct object *o)
{
	const char *name = o->source != NULL ? o->source : o->path;
	const char *missing;
	char *bound;

	if (strchr(name, '$') == NULL && o->source == NULL)
		return name; /* the usual case: no copy */
	bound = vars_path(name, s->prototype->vars, VARS_ANY, &missing);
	path_canonize(bound);
	return plan_keep(plan, bound);
}

bool
locate_content(
    const struct source_search *s, struct plan *plan, size_t i, struct diag *d)
{
	const struct object *o = &plan->map.objects.v[i];
	struct content *c = &plan->objects[i].content;
	const char *path;

	if (o->source != NULL && strcmp(o->source, "/dev/null") == 0) {
		*c = (struct content){
		    .kind = CONTENT_MEMORY, .data = "", .mtime = plan->time};
		return true;
	}
	path = source_path(s, plan, o);
	if (o->ftype == 'i' ||
	    (!s->in_trees && (s->base == NULL || path[0] == '/')))
		return find_outside_trees(s, plan, i, path, d);
	path = add_base(s, plan, path);
	if (!s->in_trees) { /* a base directory alone */
		set_file(c, NULL, path);
		return true;
	}
	if (find_in_trees(plan, c, path))
		return true;
	diag_error(d, prototype_file(s->prototype, o), o->line, rule,
	    "%s: is a regular file in none of the roots", o->path);
	return false;
}
