#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "install/items.h"
#include "install/preflight.h"

static const char goes_on[] = "Go on with the installation?";
static const char goes_on_removing[] = "Go on with the removal?";

static int
check_lock(struct run *r, const char *lock, const char *text)
{
	char *path = target_package(r->target, r->instance, lock);
	bool there = access(path, F_OK) == 0;

	free(path);
	if (!there || admin_is(r->admin, ADMIN_PARTIAL, "nocheck"))
		return 0;
	log_error(r, "%s", text);
	return admin_decision(r, ADMIN_PARTIAL, goes_on);
}

int
check_partial(struct run *r)
{
	int code = check_lock(r, "!I-Lock!",
	    "an installation of this instance was never completed");

	if (code == 0)
		code = check_lock(r, "!R-Lock!",
		    "a removal of this instance was never completed");
	return code;
}

/* A scratch root runs at no level, and so at none of those suggested. */
static int
check_runlevel(struct run *r, const char *param, const char *question)
{
	const char *states = env_get(r->env, param);

	if (states == NULL || states[strspn(states, " \t\n,")] == '\0' ||
	    admin_is(r->admin, ADMIN_RUNLEVEL, "nocheck"))
		return 0;
	log_error(r, "%s suggests the run levels %s; a rehearsal has none",
	    param, states);
	return admin_decision(r, ADMIN_RUNLEVEL, question);
}

int
check_install_runlevel(struct run *r)
{
	return check_runlevel(r, "ISTATES", goes_on);
}

int
check_removal_runlevel(struct run *r)
{
	return check_runlevel(r, "RSTATES", goes_on_removing);
}

/* Size and checksum of what the package says about itself. */
int
check_information_files(struct run *r)
{
	const struct objects *list = &r->map->objects;
	struct buf why = BUF_INIT;
	struct object o;
	char *member, *path;
	int code = 0;
	size_t i;

	for (i = 0; i < list->n; i++) {
		if (list->v[i].ftype != 'i')
			continue;
		o = list->v[i];
		member = pkgmap_member(r->map, &o);
		path = xasprintf("%s/%s", r->source_dir, member);
		if (object_check_contents(&o, path, REMEDY_NONE, &why) !=
		    VERIFY_OK) {
			log_error(r, "%s is corrupt", member);
			log_detail(r, &why);
			code = EXIT_INTERNAL;
		}
		free(path);
		free(member);
		buf_free(&why);
		why = BUF_INIT;
	}
	return code;
}

/* Who says no may still go on without the objects that were listed. */
static int
choose(
    struct run *r, enum admin_key key, const char *question, bool *go_without)
{
	int code = admin_decision(r, key, question);

	if (code != EXIT_INTERRUPTED)
		return code;
	code = ask_yes_no(r, goes_on);
	if (code == 0)
		*go_without = r->merge_again = true;
	return code;
}

/*
 * A path that others have, or that was found, with other contents; type e
 * never counts (svr4-packaging 6.7).
 */
int
check_conflicts(struct run *r)
{
	const struct install_item *item;
	size_t i, n = 0;

	if (r->keep_conflicts || admin_is(r->admin, ADMIN_CONFLICT, "nocheck"))
		return 0;
	log_info(r, "## Checking for conflicts.");
	for (i = 0; i < r->nitems; i++) {
		item = &r->items[i];
		if (!item->shared || item->object.ftype == 'e')
			continue;
		if (!item->new_contents && !item->new_attributes)
			continue;
		if (n++ == 0)
			log_error(r,
			    "these objects are in use already "
			    "(* by no package):");
		log_error(r, "  %s %s%s", item->found ? "*" : " ",
		    item->object.path,
		    item->new_contents ? "" : " (attributes only)");
	}
	if (n == 0)
		return 0;
	return choose(r, ADMIN_CONFLICT, "Install these objects all the same?",
	    &r->keep_conflicts);
}

int
check_set_id(struct run *r)
{
	const struct install_item *item;
	size_t i, n = 0;

	if (r->drop_set_id || admin_is(r->admin, ADMIN_SETUID, "nocheck"))
		return 0;
	log_info(r, "## Checking for set-uid and set-gid programs.");
	for (i = 0; i < r->nitems; i++) {
		item = &r->items[i];
		if (!item->sets_id)
			continue;
		if (n++ == 0)
			log_error(r,
			    "these files run as their owner or group "
			    "(* in place of such a file):");
		log_error(r, "  %s %s %04o %s %s",
		    item->set_id_before ? "*" : " ", item->object.path,
		    (unsigned)item->object.mode, item->object.owner,
		    item->object.group);
	}
	if (n == 0)
		return 0;
	return choose(r, ADMIN_SETUID,
	    "Install these as set-uid or set-gid files?", &r->drop_set_id);
}

/* Is there a file in dir of one of the names, or one that begins so? */
static bool
has_script(
    const char *dir, const char *before, const char *after, const char *prefix)
{
	struct dirent *e;
	bool found = false;
	DIR *list = opendir(dir);

	if (list == NULL)
		return false;
	while (!found && (e = readdir(list)) != NULL)
		found = strcmp(e->d_name, before) == 0 ||
		    strcmp(e->d_name, after) == 0 ||
		    strncmp(e->d_name, prefix, strlen(prefix)) == 0;
	closedir(list);
	return found;
}

int
check_install_scripts(struct run *r)
{
	char *dir;
	bool found;

	if (admin_is(r->admin, ADMIN_ACTION, "nocheck"))
		return 0;
	dir = xasprintf("%s/install", r->source_dir);
	found = has_script(dir, "preinstall", "postinstall", "i.");
	free(dir);
	if (!found)
		return 0;
	log_error(r, "the package has scripts that run as root");
	return admin_decision(r, ADMIN_ACTION, goes_on);
}

int
check_removal_scripts(struct run *r)
{
	char *dir;
	bool found;

	if (admin_is(r->admin, ADMIN_ACTION, "nocheck"))
		return 0;
	dir = target_package(r->target, r->instance, "install");
	found = has_script(dir, "preremove", "postremove", "r.");
	free(dir);
	if (!found)
		return 0;
	log_error(r, "the package has scripts that run as root");
	return admin_decision(r, ADMIN_ACTION, goes_on_removing);
}
