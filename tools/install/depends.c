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
add_versions(const struct dependency *e, struct buf *why)
{
	const struct depend_version *v;
	size_t i;

	for (i = 0; i < e->nversions; i++) {
		v = &e->versions[i];
		buf_str(why, "    ");
		if (v->arch != NULL)
			buf_printf(why, "(%s) ", v->arch);
		buf_printf(why, "%s\n",
		    v->version == NULL ? "any version" : v->version);
	}
}

/*
 * One entry of the package that is being installed; appends what is wrong, in
 * lines.
 */
static void
check_dependency(struct context *ctx, const struct installations *all,
    const struct dependency *e, struct buf *why)
{
	switch (e->type) {
	case 'I':
		if (count_matches(ctx, all, e, false) > 0)
			buf_printf(why,
			    "%s (%s) is installed, with which this package "
			    "cannot be\n",
			    e->package, e->name);
		break;
	case 'P':
		if (count_matches(ctx, all, e, true) > 0)
			break;
		buf_printf(why,
		    count_matches(ctx, all, e, false) > 0
			? "%s (%s) is needed, and only partially installed\n"
			: "%s (%s) is needed and not installed\n",
		    e->package, e->name);
		add_versions(e, why);
		break;
	case 'R': break;
	default:
		buf_printf(why, "`%c' is no type of a dependency\n", e->type);
		break;
	}
}

static int
check_entries(struct context *ctx, const struct depend *dep, struct buf *why)
{
	struct installations *all = load_installations(ctx);
	size_t i;

	if (all == NULL)
		return EXIT_INTERNAL;
	for (i = 0; i < dep->n; i++)
		check_dependency(ctx, all, &dep->v[i], why);
	installations_free(all);
	return 0;
}

/* With idepend=nocheck, which pkgadd is silent about, it is told and no more. */
int
check_dependencies(struct context *ctx, const struct package_source *source)
{
	bool ignored = admin_is(ctx->admin, ADMIN_IDEPEND, "nocheck"), found;
	char *path = source_information_file(source, "depend");
	struct buf why = BUF_INIT;
	struct depend *dep = read_depend(ctx, path, &found);
	int code = 0;

	free(path);
	if (!found)
		return 0;
	if (!ignored)
		log_info(ctx, "## Checking dependencies.");
	if (dep != NULL)
		code = check_entries(ctx, dep, &why);
	if (why.len > 0) {
		log_error(ctx, UNMET_TITLE "%s:",
		    ignored ? ", which the admin file ignores" : "");
		log_detail(ctx, &why);
	}
	if (code == 0 && !ignored && (dep == NULL || why.len > 0))
		code = admin_decision(
		    ctx, ADMIN_IDEPEND, "Go on with the installation?");
	depend_free(dep);
	buf_free(&why);
	return ignored ? 0 : code;
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
