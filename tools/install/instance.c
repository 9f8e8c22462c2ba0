#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/words.h"
#include "install/instance.h"
#include "os/tree.h"
#include "target/installed.h"

/* The installed instances of the package, and what was chosen. */
struct candidates {
	struct context *ctx;
	const struct installations *all;
	const struct installed **v;
	size_t n;
	const struct installed *same;      /* ARCH and VERSION */
	const struct installed *same_arch; /* the last one */
	size_t nsame_arch;
	enum update update;
};

static bool
param_is(const struct context *ctx, const struct installed *i, const char *name)
{
	const char *a = pkginfo_get(i->info, name);
	const char *b = env_get(ctx->env, name);

	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static void
find_candidates(struct candidates *c)
{
	const struct installations *all = c->all;
	const char *package = env_get(c->ctx->env, "PKG");
	size_t i;

	c->v = xcalloc(all->n + 1, sizeof(*c->v));
	for (i = 0; i < all->n; i++) {
		if (!is_instance_of(all->v[i].instance, package))
			continue;
		c->v[c->n++] = &all->v[i];
		if (!param_is(c->ctx, &all->v[i], "ARCH"))
			continue;
		c->same_arch = &all->v[i];
		c->nsame_arch++;
		if (param_is(c->ctx, &all->v[i], "VERSION"))
			c->same = &all->v[i];
	}
}

/* PKG, else PKG.2, PKG.3 and so on. */
static char *
next_instance(const struct context *ctx, const struct installations *all)
{
	const char *package = env_get(ctx->env, "PKG");
	char *name = xstrdup(package);
	unsigned n = 2;

	while (installations_find(all, name) != NULL) {
		free(name);
		name = xasprintf("%s.%u", package, n++);
	}
	return name;
}

static void
choose_update(
    struct candidates *c, const struct installed *old, enum update update)
{
	c->ctx->instance = xstrdup(old->instance);
	c->update = update;
}

/* instance=overwrite */
static int
choose_overwrite(struct candidates *c)
{
	if (c->n == 1)
		choose_update(c, c->v[0], UPDATE_OTHER_VERSION);
	else if (c->nsame_arch == 1)
		choose_update(c, c->same_arch, UPDATE_OTHER_VERSION);
	else {
		log_error(c->ctx,
		    "several instances are installed, and none or "
		    "more than one is of this architecture");
		return EXIT_ADMINISTRATION;
	}
	return 0;
}

/* MAXINST: 1 unless given, and 0 when it is no number. */
static size_t
max_instances(const struct context *ctx)
{
	const char *max = env_get(ctx->env, "MAXINST");
	uint64_t n = 0;

	if (max == NULL)
		return 1;
	(void)number_parse(
	    (struct slice){max, strlen(max)}, 10, UINT32_MAX, &n);
	return (size_t)n;
}

/* instance=unique */
static int
choose_new_instance(struct candidates *c)
{
	if (c->n >= max_instances(c->ctx)) {
		log_error(c->ctx,
		    "no further instance of %s may be installed "
		    "(MAXINST)",
		    env_get(c->ctx->env, "PKG"));
		return EXIT_ADMINISTRATION;
	}
	c->ctx->instance = next_instance(c->ctx, c->all);
	return 0;
}

/* A damaged pkginfo of an installed package may lack it. */
static const char *
value_or_unknown(const struct installed *i, const char *name)
{
	const char *value = pkginfo_get(i->info, name);

	return value == NULL ? "?" : value;
}

static int
ask_instance(struct candidates *c)
{
	struct context *ctx = c->ctx;
	int code;
	size_t i;
	char *question;

	if (ctx->options->unattended) {
		log_error(ctx,
		    "unable to determine whether to overwrite an "
		    "instance or to install another one (instance=ask)");
		return EXIT_INTERACTION;
	}
	if (c->n < max_instances(ctx)) {
		code = ask_yes_no(
		    ctx->options, "Install another instance of the package?");
		if (code != EXIT_INTERRUPTED)
			return code != 0 ? code : choose_new_instance(c);
	}
	for (i = 0; i < c->n; i++) {
		question = xasprintf("Overwrite the instance %s (%s) %s?",
		    c->v[i]->instance, value_or_unknown(c->v[i], "ARCH"),
		    value_or_unknown(c->v[i], "VERSION"));
		code = ask_yes_no(ctx->options, question);
		free(question);
		if (code == 0)
			choose_update(c, c->v[i], UPDATE_OTHER_VERSION);
		if (code != EXIT_INTERRUPTED)
			return code;
	}
	return EXIT_INTERRUPTED;
}

static int
choose_candidate(struct candidates *c)
{
	struct context *ctx = c->ctx;

	if (c->n == 0) {
		ctx->instance = xstrdup(env_get(ctx->env, "PKG"));
		return 0;
	}
	if (admin_is(ctx->admin, ADMIN_INSTANCE, "quit") ||
	    admin_is(ctx->admin, ADMIN_INSTANCE, "newonly")) {
		log_error(ctx,
		    "%s is installed already, and the admin file "
		    "allows new packages only",
		    env_get(ctx->env, "PKG"));
		return EXIT_ADMINISTRATION;
	}
	if (c->same != NULL) {
		log_error(ctx,
		    "this is an attempt to install the same "
		    "architecture and version again: an update");
		choose_update(c, c->same, UPDATE_SAME_VERSION);
		return 0;
	}
	if (admin_is(ctx->admin, ADMIN_INSTANCE, "overwrite"))
		return choose_overwrite(c);
	if (admin_is(ctx->admin, ADMIN_INSTANCE, "unique"))
		return choose_new_instance(c);
	return ask_instance(c);
}

int
choose_instance(struct context *ctx, enum update *update)
{
	struct installations *all = load_installations(ctx);
	struct candidates c = {.ctx = ctx, .all = all};
	int code;

	if (all == NULL)
		return EXIT_INTERNAL;
	find_candidates(&c);
	code = choose_candidate(&c);
	*update = c.update;
	free(c.v);
	installations_free(all);
	return code;
}

/* Where the directory of the instance is kept during an update. */
static char *
saved_directory(const struct context *ctx)
{
	char *name = xasprintf(".save.%s", ctx->instance);
	char *path = target_package(ctx->target, name, NULL);

	free(name);
	return path;
}

/*
 * An update has the base directory of the installed instance (merg_pkginfos and
 * ck_instbase in pkginstall).
 */
static int
keep_basedir(struct context *ctx, const char *old)
{
	const char *wanted = admin_get(ctx->admin, ADMIN_BASEDIR);

	if (wanted != NULL && strchr("/$", wanted[0]) != NULL &&
	    strcmp(wanted, old) != 0) {
		log_error(ctx,
		    "%s is installed at %s and cannot be installed "
		    "at %s, too",
		    ctx->instance, old, wanted);
		return EXIT_ADMINISTRATION;
	}
	env_set(ctx->env, "BASEDIR", old);
	return 0;
}

static const char *const zone_params[] = {
    "SUNW_PKG_ALLZONES",
    "SUNW_PKG_HOLLOW",
    "SUNW_PKG_THISZONE",
};

#define NZONE_PARAMS (sizeof(zone_params) / sizeof(zone_params[0]))

static bool
is_zone_param(const char *name)
{
	size_t i;

	for (i = 0; i < NZONE_PARAMS; i++)
		if (strcmp(name, zone_params[i]) == 0)
			return true;
	return false;
}

/* An update cannot change a zone parameter (svr4-packaging 4.3). */
static int
check_zone_param(struct context *ctx, const char *name, const char *old)
{
	const char *new = env_get(ctx->env, name);
	bool is_set = old != NULL && strcasecmp(old, "false") != 0;
	bool sets = new != NULL &&strcasecmp(new, "false") != 0;

	if (is_set == sets && (!sets || strcmp(old, new) == 0))
		return 0;
	log_error(ctx, "an update cannot change %s from %s to %s", name,
	    old == NULL ? "nothing" : old, new == NULL ? "nothing" : new);
	return EXIT_FATAL;
}

static int
merge_params(
    struct context *ctx, const struct pkginfo *old, char **saved_classes)
{
	const struct param *p;
	int code = 0;
	size_t i;

	for (i = 0; i < old->n && code == 0; i++) {
		p = &old->v[i];
		if (strcmp(p->name, "CLASSES") == 0)
			*saved_classes = xstrdup(p->value);
		else if (strcmp(p->name, "BASEDIR") == 0)
			code = keep_basedir(ctx, p->value);
		else if (!is_zone_param(p->name) &&
		    env_get(ctx->env, p->name) == NULL)
			env_set(ctx->env, p->name, p->value);
	}
	for (i = 0; i < NZONE_PARAMS && code == 0; i++)
		code = check_zone_param(
		    ctx, zone_params[i], pkginfo_get(old, zone_params[i]));
	return code;
}

static int
merge_installed(struct context *ctx, enum update update, char **saved_classes)
{
	struct installations *all = load_installations(ctx);
	const struct installed *old = installations_find(all, ctx->instance);
	const char *basedir;
	int code = 0;

	if (old == NULL) {
		log_error(
		    ctx, "the pkginfo of %s cannot be read", ctx->instance);
		code = EXIT_INTERNAL;
	} else if (update == UPDATE_SAME_VERSION)
		code = merge_params(ctx, old->info, saved_classes);
	else if ((basedir = pkginfo_get(old->info, "BASEDIR")) != NULL)
		code = keep_basedir(ctx, basedir);
	installations_free(all);
	return code;
}

/*
 * For the same version the directory is copied, as cp -r does it; for another
 * version it is moved, and the installation begins with an empty one.
 */
static int
save_pkgdir(struct context *ctx, enum update update)
{
	char *dir = target_package(ctx->target, ctx->instance, NULL);
	char *saved = saved_directory(ctx);
	struct diag d = DIAG_INIT;
	bool ok;

	(void)tree_remove(saved);
	if (update == UPDATE_SAME_VERSION)
		ok = tree_copy(dir, saved, false, &d);
	else {
		ok = rename(dir, saved) == 0;
		if (!ok)
			diag_system(&d, dir, "cannot be put aside");
	}
	log_findings(ctx, &d);
	free(saved);
	free(dir);
	return ok ? 0 : EXIT_INTERNAL;
}

int
begin_update(struct context *ctx, enum update update, char **saved_classes)
{
	int code;

	if (update == UPDATE_NONE)
		return 0;
	code = merge_installed(ctx, update, saved_classes);
	if (code == 0)
		code = save_pkgdir(ctx, update);
	if (code == 0)
		env_set(ctx->env, "UPDATE", "yes");
	return code;
}

void
restore_saved_pkgdir(struct context *ctx)
{
	char *dir = target_package(ctx->target, ctx->instance, NULL);
	char *saved = saved_directory(ctx);

	if (access(saved, F_OK) == 0) {
		(void)tree_remove(dir);
		if (rename(saved, dir) == -1)
			log_error(ctx, "%s cannot be put back: %s", saved,
			    strerror(errno));
	}
	free(saved);
	free(dir);
}

void
discard_saved_pkgdir(struct context *ctx)
{
	char *saved = saved_directory(ctx);

	tree_discard(saved);
	free(saved);
}
