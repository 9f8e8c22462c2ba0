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

/* A depend file; *there is false when there is none.  NULL: findings. */
static struct depend *
read_depend(struct run *r, const char *path, bool *there)
{
	struct buf text = BUF_INIT;
	struct diag d = DIAG_INIT;
	struct depend *dep = NULL;

	*there = access(path, F_OK) == 0;
	if (*there && file_read(path, DEPEND_MAX, &text, &d))
		dep = depend_parse(buf_text(&text), text.len, path, false, &d);
	log_findings(r, &d);
	buf_free(&text);
	return dep;
}

/* How many instances satisfy the entry; complete ones, or all. */
static size_t
count_matches(struct run *r, const struct installations *all,
    const struct dependency *e, bool complete)
{
	size_t i, v, n = 0;

	for (i = 0; i < all->n; i++) {
		if (complete && all->v[i].partial)
			continue;
		for (v = 0; v < e->nversions || v == 0; v++)
			if (installed_matches(r->target, &all->v[i], e->package,
				e->nversions == 0 ? NULL : &e->versions[v])) {
				n++;
				break;
			}
	}
	return n;
}

static void
complain_versions(struct run *r, const struct dependency *e)
{
	size_t i;

	for (i = 0; i < e->nversions; i++)
		log_error(r, "    %s%s%s%s",
		    e->versions[i].arch == NULL ? "" : "(",
		    e->versions[i].arch == NULL ? "" : e->versions[i].arch,
		    e->versions[i].arch == NULL ? "" : ") ",
		    e->versions[i].version == NULL ? "any version"
						   : e->versions[i].version);
}

/* One entry of the package that is being installed. */
static bool
check_needs(
    struct run *r, const struct installations *all, const struct dependency *e)
{
	switch (e->type) {
	case 'I':
		if (count_matches(r, all, e, false) == 0)
			return true;
		log_error(r,
		    "%s (%s) is installed, with which this package "
		    "cannot be",
		    e->package, e->name);
		return false;
	case 'P':
		if (count_matches(r, all, e, true) > 0)
			return true;
		if (count_matches(r, all, e, false) > 0)
			log_error(r,
			    "%s (%s) is needed, and only partially "
			    "installed",
			    e->package, e->name);
		else
			log_error(r, "%s (%s) is needed and not installed",
			    e->package, e->name);
		complain_versions(r, e);
		return false;
	case 'R': return true;
	default:
		log_error(r, "`%c' is no type of a dependency", e->type);
		return false;
	}
}

int
check_dependencies(struct run *r)
{
	struct installations *all;
	struct depend *dep;
	bool ok = true, there;
	char *path;
	size_t i;

	if (admin_is(r->admin, ADMIN_IDEPEND, "nocheck"))
		return 0;
	path = xasprintf("%s/install/depend", r->source_dir);
	dep = read_depend(r, path, &there);
	free(path);
	if (!there)
		return 0;
	log_info(r, "## Checking dependencies.");
	all = installations_read(r->target);
	for (i = 0; dep != NULL && i < dep->n; i++)
		if (!check_needs(r, all, &dep->v[i]))
			ok = false;
	if (dep == NULL)
		ok = false;
	installations_free(all);
	depend_free(dep);
	return ok
	    ? 0
	    : admin_decision(r, ADMIN_IDEPEND, "Go on with the installation?");
}

/* R lines of the package that is being removed. */
static bool
check_reverse(
    struct run *r, const struct installations *all, const struct depend *dep)
{
	const struct dependency *e;
	bool ok = true;
	size_t i;

	for (i = 0; i < dep->n; i++) {
		e = &dep->v[i];
		if (e->type == 'R' && count_matches(r, all, e, false) > 0) {
			log_error(r, "%s (%s) depends on this package",
			    e->package, e->name);
			ok = false;
		} else if (strchr("PIR", e->type) == NULL) {
			log_error(
			    r, "`%c' is no type of a dependency", e->type);
			ok = false;
		}
	}
	return ok;
}

/* Does the entry ask for just the instance that is being removed? */
static bool
wants_removed(
    struct run *r, const struct installed *removed, const struct dependency *e)
{
	size_t v;

	if (e->type != 'P')
		return false;
	for (v = 0; v < e->nversions || v == 0; v++)
		if (installed_matches(r->target, removed, e->package,
			e->nversions == 0 ? NULL : &e->versions[v]))
			return true;
	return false;
}

/* P lines of another package. */
static bool
check_other(
    struct run *r, const struct installed *removed, const char *instance)
{
	char *path = target_package(r->target, instance, "install/depend");
	struct depend *dep;
	bool ok = true, there;
	size_t i;

	dep = read_depend(r, path, &there);
	free(path);
	for (i = 0; ok && dep != NULL && i < dep->n; i++)
		if (wants_removed(r, removed, &dep->v[i])) {
			log_error(r, "%s depends on this package", instance);
			ok = false;
		}
	depend_free(dep);
	return ok;
}

int
check_dependents(struct run *r)
{
	struct installations *all;
	struct installed *removed;
	struct depend *dep;
	bool ok = true, there;
	char *path;
	size_t i;

	if (admin_is(r->admin, ADMIN_RDEPEND, "nocheck"))
		return 0;
	log_info(r, "## Checking who depends on it.");
	all = installations_read(r->target);
	removed = installations_find(all, r->instance);
	path = target_package(r->target, r->instance, "install/depend");
	dep = read_depend(r, path, &there);
	free(path);
	if (there)
		ok = dep != NULL && check_reverse(r, all, dep);
	depend_free(dep);
	for (i = 0; i < all->n; i++)
		if (removed != NULL && &all->v[i] != removed &&
		    !check_other(r, removed, all->v[i].instance))
			ok = false;
	installations_free(all);
	return ok ? 0
		  : admin_decision(r, ADMIN_RDEPEND, "Go on with the removal?");
}
