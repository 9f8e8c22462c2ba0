#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/mem.h"
#include "install/instance.h"
#include "target/fs_ops.h"
#include "target/installed.h"

/* Instances of the package that are there. */
struct candidates {
	const struct installed **v;
	size_t n;
	const struct installed *same;      /* ARCH and VERSION */
	const struct installed *same_arch; /* the last one */
	size_t nsame_arch;
};

static bool
param_is(const struct run *r, const struct installed *i, const char *name)
{
	const char *a = pkginfo_get(i->info, name);
	const char *b = env_get(r->env, name);

	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static void
find_candidates(
    struct run *r, const struct installations *all, struct candidates *c)
{
	const char *package = env_get(r->env, "PKG");
	size_t i;

	c->v = xcalloc(all->n + 1, sizeof(*c->v));
	for (i = 0; i < all->n; i++) {
		if (!is_instance_of(all->v[i].instance, package))
			continue;
		c->v[c->n++] = &all->v[i];
		if (!param_is(r, &all->v[i], "ARCH"))
			continue;
		c->same_arch = &all->v[i];
		c->nsame_arch++;
		if (param_is(r, &all->v[i], "VERSION"))
			c->same = &all->v[i];
	}
}

/* PKG, else PKG.2, PKG.3 and so on. */
static char *
next_instance(const struct run *r, const struct installations *all)
{
	const char *package = env_get(r->env, "PKG");
	char *name = xstrdup(package);
	unsigned n = 2;

	while (installations_find(all, name) != NULL) {
		free(name);
		name = xasprintf("%s.%u", package, n++);
	}
	return name;
}

static void
update(struct run *r, const struct installed *old, bool same)
{
	r->instance = xstrdup(old->instance);
	r->update = true;
	r->same_version = same;
}

static int
overwrite(struct run *r, const struct candidates *c)
{
	if (c->n == 1)
		update(r, c->v[0], false);
	else if (c->nsame_arch == 1)
		update(r, c->same_arch, false);
	else {
		log_error(r,
		    "several instances are installed, and none or "
		    "more than one is of this architecture");
		return EXIT_ADMINISTRATION;
	}
	return 0;
}

static size_t
max_instances(const struct run *r)
{
	const char *max = env_get(r->env, "MAXINST");
	long n = max == NULL ? 1 : atol(max);

	return n < 0 ? 0 : (size_t)n;
}

static int
another(
    struct run *r, const struct installations *all, const struct candidates *c)
{
	if (c->n >= max_instances(r)) {
		log_error(r,
		    "no further instance of %s may be installed "
		    "(MAXINST)",
		    env_get(r->env, "PKG"));
		return EXIT_ADMINISTRATION;
	}
	r->instance = next_instance(r, all);
	return 0;
}

static int
ask_instance(
    struct run *r, const struct installations *all, const struct candidates *c)
{
	int code;
	size_t i;
	char *question;

	if (r->options->unattended) {
		log_error(r,
		    "unable to determine whether to overwrite an "
		    "instance or to install another one (instance=ask)");
		return EXIT_INTERACTION;
	}
	if (c->n < max_instances(r)) {
		code = ask_yes_no(
		    r, "Install another instance of the package?");
		if (code != EXIT_INTERRUPTED)
			return code != 0 ? code : another(r, all, c);
	}
	for (i = 0; i < c->n; i++) {
		question = xasprintf("Overwrite the instance %s (%s) %s?",
		    c->v[i]->instance, pkginfo_get(c->v[i]->info, "ARCH"),
		    pkginfo_get(c->v[i]->info, "VERSION"));
		code = ask_yes_no(r, question);
		free(question);
		if (code == 0)
			update(r, c->v[i], false);
		if (code != EXIT_INTERRUPTED)
			return code;
	}
	return EXIT_INTERRUPTED;
}

static int
choose(
    struct run *r, const struct installations *all, const struct candidates *c)
{
	if (c->n == 0) {
		r->instance = xstrdup(env_get(r->env, "PKG"));
		return 0;
	}
	if (admin_is(r->admin, ADMIN_INSTANCE, "quit") ||
	    admin_is(r->admin, ADMIN_INSTANCE, "newonly")) {
		log_error(r,
		    "%s is installed already, and the admin file "
		    "allows new packages only",
		    env_get(r->env, "PKG"));
		return EXIT_ADMINISTRATION;
	}
	if (c->same != NULL) {
		log_error(r,
		    "this is an attempt to install the same "
		    "architecture and version again: an update");
		update(r, c->same, true);
		return 0;
	}
	if (admin_is(r->admin, ADMIN_INSTANCE, "overwrite"))
		return overwrite(r, c);
	if (admin_is(r->admin, ADMIN_INSTANCE, "unique"))
		return another(r, all, c);
	return ask_instance(r, all, c);
}

int
choose_instance(struct run *r)
{
	struct installations *all = installations_read(r->target);
	struct candidates c = {.v = NULL};
	int code;

	find_candidates(r, all, &c);
	code = choose(r, all, &c);
	free(c.v);
	installations_free(all);
	return code;
}

static char *
saved_directory(const struct run *r)
{
	char *name = xasprintf(".save.%s", r->instance);
	char *path = target_package(r->target, name, NULL);

	free(name);
	return path;
}

/* An update stays where the instance is (merg_pkginfos, ck_instbase). */
static int
keep_basedir(struct run *r, const char *old)
{
	const char *wanted = admin_get(r->admin, ADMIN_BASEDIR);

	if (wanted != NULL && strchr("/$", wanted[0]) != NULL &&
	    strcmp(wanted, old) != 0) {
		log_error(r,
		    "%s is installed at %s and cannot be installed "
		    "at %s, too",
		    r->instance, old, wanted);
		return EXIT_ADMINISTRATION;
	}
	env_set(r->env, "BASEDIR", old);
	return 0;
}

static bool
is_zone_param(const char *name)
{
	return strcmp(name, "SUNW_PKG_ALLZONES") == 0 ||
	    strcmp(name, "SUNW_PKG_HOLLOW") == 0 ||
	    strcmp(name, "SUNW_PKG_THISZONE") == 0;
}

/* The three zone parameters stay what they were (svr4-packaging 4.3). */
static int
check_zone_param(struct run *r, const char *name, const char *old)
{
	const char *new = env_get(r->env, name);
	bool is_set = old != NULL && strcasecmp(old, "false") != 0;
	bool sets = new != NULL &&strcasecmp(new, "false") != 0;

	if (is_set == sets && (!sets || strcmp(old, new) == 0))
		return 0;
	log_error(r, "an update cannot change %s from %s to %s", name,
	    old == NULL ? "nothing" : old, new == NULL ? "nothing" : new);
	return EXIT_FATAL;
}

static int
merge_params(struct run *r, const struct pkginfo *old)
{
	const struct param *p;
	int code = 0;
	size_t i;

	for (i = 0; i < old->n && code == 0; i++) {
		p = &old->v[i];
		if (strcmp(p->name, "CLASSES") == 0)
			r->saved_classes = xstrdup(p->value);
		else if (strcmp(p->name, "BASEDIR") == 0)
			code = keep_basedir(r, p->value);
		else if (!is_zone_param(p->name) &&
		    env_get(r->env, p->name) == NULL)
			env_set(r->env, p->name, p->value);
	}
	if (code == 0)
		code = check_zone_param(r, "SUNW_PKG_ALLZONES",
		    pkginfo_get(old, "SUNW_PKG_ALLZONES"));
	if (code == 0)
		code = check_zone_param(
		    r, "SUNW_PKG_HOLLOW", pkginfo_get(old, "SUNW_PKG_HOLLOW"));
	if (code == 0)
		code = check_zone_param(r, "SUNW_PKG_THISZONE",
		    pkginfo_get(old, "SUNW_PKG_THISZONE"));
	return code;
}

static int
merge_old(struct run *r)
{
	struct installations *all = installations_read(r->target);
	const struct installed *old = installations_find(all, r->instance);
	const char *basedir;
	int code = 0;

	if (old == NULL) {
		log_error(r, "the pkginfo of %s cannot be read", r->instance);
		code = EXIT_INTERNAL;
	} else if (r->same_version)
		code = merge_params(r, old->info);
	else if ((basedir = pkginfo_get(old->info, "BASEDIR")) != NULL)
		code = keep_basedir(r, basedir);
	installations_free(all);
	return code;
}

/*
 * Same version: a copy is put aside, as cp -r makes it.  Another version
 * begins with nothing.
 */
static int
save_pkgdir(struct run *r)
{
	char *dir = target_package(r->target, r->instance, NULL);
	char *saved = saved_directory(r);
	struct diag d = DIAG_INIT;
	bool ok;

	(void)remove_tree(saved);
	if (r->same_version)
		ok = copy_tree(dir, saved, false, &d);
	else {
		ok = rename(dir, saved) == 0;
		if (!ok)
			diag_system(&d, dir, "cannot be put aside");
	}
	log_findings(r, &d);
	free(saved);
	free(dir);
	return ok ? 0 : EXIT_INTERNAL;
}

int
begin_update(struct run *r)
{
	int code;

	if (!r->update)
		return 0;
	code = merge_old(r);
	if (code == 0)
		code = save_pkgdir(r);
	if (code == 0)
		env_set(r->env, "UPDATE", "yes");
	return code;
}

void
restore_saved_pkgdir(struct run *r)
{
	char *dir = target_package(r->target, r->instance, NULL);
	char *saved = saved_directory(r);

	if (access(saved, F_OK) == 0) {
		(void)remove_tree(dir);
		if (rename(saved, dir) == -1)
			log_error(r, "%s cannot be put back: %s", saved,
			    strerror(errno));
	}
	free(saved);
	free(dir);
}

void
discard_saved_pkgdir(struct run *r)
{
	char *saved = saved_directory(r);

	(void)remove_tree(saved);
	free(saved);
}
