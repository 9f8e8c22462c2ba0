#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/words.h"
#include "install/preflight.h"
#include "os/dirlist.h"
#include "target/installed.h"

static const char ask_installation[] = "Go on with the installation?";
static const char ask_removal[] = "Go on with the removal?";

static int
check_lock_file(struct context *ctx, const char *lock, const char *text)
{
	char *path = target_package(ctx->target, ctx->instance, lock);
	bool there = access(path, F_OK) == 0;

	free(path);
	if (!there || admin_is(ctx->admin, ADMIN_PARTIAL, "nocheck"))
		return 0;
	log_error(ctx, "%s", text);
	return admin_decision(ctx, ADMIN_PARTIAL, ask_installation);
}

int
check_partial(struct context *ctx)
{
	int code = check_lock_file(ctx, INSTALL_LOCK,
	    "an installation of this instance was never completed");

	if (code == 0)
		code = check_lock_file(ctx, REMOVAL_LOCK,
		    "a removal of this instance was never completed");
	return code;
}

int
check_link_out(struct context *ctx, const char *client)
{
	char *link = target_link_out(ctx->target, client);

	if (link == NULL)
		return 0;
	log_error(ctx,
	    "%s leads out of the root: %s is an absolute symbolic link", client,
	    link);
	free(link);
	return EXIT_FATAL;
}

/* A scratch root is at no run level, so none of the suggested ones fits. */
static int
check_runlevel(struct context *ctx, const char *param, const char *question)
{
	const char *states = env_get(ctx->env, param);

	if (states == NULL || states[strspn(states, " \t\n,")] == '\0' ||
	    admin_is(ctx->admin, ADMIN_RUNLEVEL, "nocheck"))
		return 0;
	log_error(ctx, "%s suggests the run levels %s; a rehearsal has none",
	    param, states);
	return admin_decision(ctx, ADMIN_RUNLEVEL, question);
}

int
check_install_runlevel(struct context *ctx)
{
	return check_runlevel(ctx, "ISTATES", ask_installation);
}

int
check_removal_runlevel(struct context *ctx)
{
	return check_runlevel(ctx, "RSTATES", ask_removal);
}

int
check_ulimit(struct context *ctx)
{
	const char *text = env_get(ctx->env, "ULIMIT");
	uint64_t blocks;

	if (text == NULL)
		return 0;
	if (!number_parse(
		(struct slice){text, strlen(text)}, 10, INT64_MAX, &blocks)) {
		log_error(ctx, "ULIMIT=%s is not a number of blocks", text);
		return EXIT_INTERNAL;
	}
	env_set(ctx->env, "PKG_ULIMIT", "TRUE");
	return 0;
}

int
check_information_files(
    struct context *ctx, const struct package_source *source)
{
	const struct objects *list = &source->map->objects;
	struct buf why = BUF_INIT;
	struct object o;
	char *member, *path;
	int code = 0;
	size_t i;

	for (i = 0; i < list->n; i++) {
		if (list->v[i].ftype != 'i')
			continue;
		o = list->v[i];
		member = pkgmap_member(source->map, &o);
		path = xasprintf("%s/%s", source->dir, member);
		if (object_check_contents(&o, path, REMEDY_NONE, &why) !=
		    VERIFY_OK) {
			log_error(ctx, "%s is corrupt", member);
			log_detail(ctx, &why);
			code = EXIT_INTERNAL;
		}
		free(path);
		free(member);
		buf_free(&why);
		why = BUF_INIT;
	}
	return code;
}

/* The answer no leads to the question whether to leave the listed objects. */
static int
ask_about_objects(
    struct context *ctx, enum admin_key key, const char *question, bool *leave)
{
	int code = admin_decision(ctx, key, question);

	if (code != EXIT_INTERRUPTED)
		return code;
	code = ask_yes_no(ctx->options, ask_installation);
	if (code == 0)
		*leave = true;
	return code;
}

/*
 * A conflict is a path that other packages own, or that no package owns, with
 * another object there; type e never conflicts (svr4-packaging 6.7).
 */
int
check_conflicts(struct context *ctx, const struct object_list *objects,
    struct merge_policy *policy)
{
	const struct install_object *obj;
	size_t i, n = 0;

	if (policy->keep_conflicts ||
	    admin_is(ctx->admin, ADMIN_CONFLICT, "nocheck"))
		return 0;
	log_info(ctx, "## Checking for conflicts.");
	for (i = 0; i < objects->n; i++) {
		obj = &objects->v[i];
		if (obj->use == PATH_FREE || obj->object.ftype == 'e')
			continue;
		if (!obj->needs.contents && !obj->needs.attributes)
			continue;
		if (n++ == 0)
			log_error(ctx,
			    "these objects are in use already "
			    "(* by no package):");
		log_error(ctx, "  %s %s%s",
		    obj->use == PATH_UNOWNED ? "*" : " ", obj->object.path,
		    obj->needs.contents ? "" : " (attributes only)");
	}
	if (n == 0)
		return 0;
	return ask_about_objects(ctx, ADMIN_CONFLICT,
	    "Install these objects all the same?", &policy->keep_conflicts);
}

int
check_set_id(struct context *ctx, const struct object_list *objects,
    struct merge_policy *policy)
{
	const struct install_object *obj;
	size_t i, n = 0;

	if (policy->drop_set_id ||
	    admin_is(ctx->admin, ADMIN_SETUID, "nocheck"))
		return 0;
	log_info(ctx, "## Checking for set-uid and set-gid programs.");
	for (i = 0; i < objects->n; i++) {
		obj = &objects->v[i];
		if (!obj->set_id.now)
			continue;
		if (n++ == 0)
			log_error(ctx,
			    "these files run as their owner or group "
			    "(* in place of such a file):");
		log_error(ctx, "  %s %s %04o %s %s",
		    obj->set_id.before ? "*" : " ", obj->object.path,
		    (unsigned)obj->object.mode, obj->object.owner,
		    obj->object.group);
	}
	if (n == 0)
		return 0;
	return ask_about_objects(ctx, ADMIN_SETUID,
	    "Install these as set-uid or set-gid files?", &policy->drop_set_id);
}

/*
 * Has the directory one of the two procedure scripts, or PREFIXclass?  It may
 * have when it cannot be read.
 */
static bool
has_script(
    const char *dir, const char *before, const char *after, const char *prefix)
{
	struct dirlist list = DIRLIST_INIT;
	bool found = !dirlist_read_path(&list, dir);
	size_t i;

	for (i = 0; i < list.n && !found; i++)
		found = strcmp(list.v[i], before) == 0 ||
		    strcmp(list.v[i], after) == 0 ||
		    strncmp(list.v[i], prefix, strlen(prefix)) == 0;
	dirlist_free(&list);
	return found;
}

int
check_install_scripts(struct context *ctx, const struct package_source *source)
{
	char *dir;
	bool found;

	if (admin_is(ctx->admin, ADMIN_ACTION, "nocheck"))
		return 0;
	dir = xasprintf("%s/install", source->dir);
	found = has_script(dir, "preinstall", "postinstall", "i.");
	free(dir);
	if (!found)
		return 0;
	log_error(ctx, "the package has scripts that run as root");
	return admin_decision(ctx, ADMIN_ACTION, ask_installation);
}

int
check_removal_scripts(struct context *ctx)
{
	char *dir;
	bool found;

	if (admin_is(ctx->admin, ADMIN_ACTION, "nocheck"))
		return 0;
	dir = target_package(ctx->target, ctx->instance, "install");
	found = has_script(dir, "preremove", "postremove", "r.");
	free(dir);
	if (!found)
		return 0;
	log_error(ctx, "the package has scripts that run as root");
	return admin_decision(ctx, ADMIN_ACTION, ask_removal);
}
