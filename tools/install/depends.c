/*
 * Dependencies between packages, at installation and at removal
 * (svr4-packaging 5.3).
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "install/preflight.h"
#include "os/file.h"
#include "target/installed.h"

/* *found is false when there is no such file; NULL otherwise is an error. */
static struct depend *
read_depend(struct context *ctx, const char *path, bool *found)
{
	struct buf text = BUF_INIT;
	struct diag d = DIAG_INIT;
	struct depend *dep = NULL;

	*found = access(path, F_OK) == 0;
	if (*found && file_read(path, DEPEND_MAX, &text, &d))
		dep = depend_parse(buf_text(&text), text.len, path, false, &d);
	log_findings(ctx, &d);
	buf_free(&text);
	return dep;
}

/* How many instances satisfy the entry; complete: partial ones do not. */
static size_t
count_matches(struct context *ctx, const struct installations *all,
    const struct dependency *e, bool complete)
{
	size_t i, v, n = 0;

	for (i = 0; i < all->n; i++) {
		if (complete && all->v[i].partial)
			continue;
		for (v = 0; v < e->nversions || v == 0; v++)
			if (installed_matches(ctx->target, &all->v[i],
				e->package,
				e->nversions == 0 ? NULL : &e->versions[v])) {
				n++;
				break;
			}
	}
	return n;
}

static void
log_versions(struct context *ctx, const struct dependency *e)
{
	size_t i;

	for (i = 0; i < e->nversions; i++)
		log_error(ctx, "    %s%s%s%s",
		    e->versions[i].arch == NULL ? "" : "(",
		    e->versions[i].arch == NULL ? "" : e->versions[i].arch,
		    e->versions[i].arch == NULL ? "" : ") ",
		    e->versions[i].version == NULL ? "any version"
						   : e->versions[i].version);
}

/* One entry of the package that is being installed. */
static bool
check_dependency(struct context *ctx, const struct installations *all,
    const struct dependency *e)
{
	switch (e->type) {
	case 'I':
		if (count_matches(ctx, all, e, false) == 0)
			return true;
		log_error(ctx,
		    "%s (%s) is installed, with which this package "
		    "cannot be",
		    e->package, e->name);
		return false;
	case 'P':
		if (count_matches(ctx, all, e, true) > 0)
			return true;
		if (count_matches(ctx, all, e, false) > 0)
			log_error(ctx,
			    "%s (%s) is needed, and only partially "
			    "installed",
			    e->package, e->name);
		else
			log_error(ctx, "%s (%s) is needed and not installed",
			    e->package, e->name);
		log_versions(ctx, e);
		return false;
	case 'R': return true;
	default:
		log_error(ctx, "`%c' is no type of a dependency", e->type);
		return false;
	}
}

int
check_dependencies(struct context *ctx, const struct package_source *source)
{
	struct installations *all;
	struct depend *dep;
	bool ok = true, found;
	char *path;
	size_t i;

	if (admin_is(ctx->admin, ADMIN_IDEPEND, "nocheck"))
		return 0;
	path = source_information_file(source, "depend");
	dep = read_depend(ctx, path, &found);
	free(path);
	if (!found)
		return 0;
	log_info(ctx, "## Checking dependencies.");
	all = load_installations(ctx);
	if (all == NULL) {
		depend_free(dep);
		return EXIT_INTERNAL;
	}
	for (i = 0; dep != NULL && i < dep->n; i++)
		if (!check_dependency(ctx, all, &dep->v[i]))
			ok = false;
	if (dep == NULL)
		ok = false;
	installations_free(all);
	depend_free(dep);
	return ok ? 0
		  : admin_decision(
			ctx, ADMIN_IDEPEND, "Go on with the installation?");
}

/* The R entries of the package that is being removed. */
static bool
check_reverse(struct context *ctx, const struct installations *all,
    const struct depend *dep)
{
	const struct dependency *e;
	bool ok = true;
	size_t i;

	for (i = 0; i < dep->n; i++) {
		e = &dep->v[i];
		if (e->type == 'R' && count_matches(ctx, all, e, false) > 0) {
			log_error(ctx, "%s (%s) depends on this package",
			    e->package, e->name);
			ok = false;
		} else if (strchr("PIR", e->type) == NULL) {
			log_error(
			    ctx, "`%c' is no type of a dependency", e->type);
			ok = false;
		}
	}
	return ok;
}

/* Does the entry need the instance that is being removed? */
static bool
needs_removed(
    struct context *ctx, struct installed *removed, const struct dependency *e)
{
	size_t v;

	if (e->type != 'P')
		return false;
	for (v = 0; v < e->nversions || v == 0; v++)
		if (installed_matches(ctx->target, removed, e->package,
			e->nversions == 0 ? NULL : &e->versions[v]))
			return true;
	return false;
}

/* The P entries of another package. */
static bool
check_other(
    struct context *ctx, struct installed *removed, const char *instance)
{
	char *path = target_package(ctx->target, instance, "install/depend");
	struct depend *dep;
	bool ok = true, found;
	size_t i;

	dep = read_depend(ctx, path, &found);
	free(path);
	for (i = 0; ok && dep != NULL && i < dep->n; i++)
		if (needs_removed(ctx, removed, &dep->v[i])) {
			log_error(ctx, "%s depends on this package", instance);
			ok = false;
		}
	depend_free(dep);
	return ok;
}

int
check_dependents(struct context *ctx)
{
	struct installations *all;
	struct installed *removed;
	struct depend *dep;
	bool ok = true, found;
	char *path;
	size_t i;

	if (admin_is(ctx->admin, ADMIN_RDEPEND, "nocheck"))
		return 0;
	log_info(ctx, "## Checking which packages depend on this one.");
	all = load_installations(ctx);
	if (all == NULL)
		return EXIT_INTERNAL;
	removed = installations_find(all, ctx->instance);
	path = target_package(ctx->target, ctx->instance, "install/depend");
	dep = read_depend(ctx, path, &found);
	free(path);
	if (found)
		ok = dep != NULL && check_reverse(ctx, all, dep);
	depend_free(dep);
	for (i = 0; i < all->n; i++)
		if (removed != NULL && &all->v[i] != removed &&
		    !check_other(ctx, removed, all->v[i].instance))
			ok = false;
	installations_free(all);
	return ok
	    ? 0
	    : admin_decision(ctx, ADMIN_RDEPEND, "Go on with the removal?");
}
