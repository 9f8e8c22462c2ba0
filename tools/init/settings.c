#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "init/init.h"
#include "manifest/manifest.h"

/* Keeps a text (allocated) as long as the settings. */
static const char *
keep(struct init_settings *set, char *text)
{
	return set->own[set->nown++] = text;
}

static void
note_assumed(struct init_settings *set, const char *name, const char *value,
    const char *option)
{
	buf_printf(&set->assumed, "assumed: %s=%s (%s)\n", name, value, option);
}

static const char *
assume(struct init_settings *set, const char *value, const char *otherwise,
    const char *name, const char *option)
{
	if (value != NULL)
		return value;
	note_assumed(set, name, otherwise, option);
	return otherwise;
}

/* The parameter of NEW, or else of OLD, which may be NULL, unless given. */
static const char *
find_value(const char *given, const struct inventory *from,
    const struct inventory *to, const char *name)
{
	const char *value = given;

	if (value == NULL)
		value = inventory_parameter(to, name);
	if (value == NULL && from != NULL)
		value = inventory_parameter(from, name);
	return value;
}

static void
set_common(struct init_settings *set, const struct inventory *from,
    const struct inventory *to)
{
	set->vendor = find_value(set->vendor, from, to, "VENDOR");
	set->email = find_value(set->email, from, to, "EMAIL");
	set->hotline = find_value(set->hotline, from, to, "HOTLINE");
	set->desc = find_value(set->desc, from, to, "DESC");
	if (set->owner == NULL)
		set->owner = "root";
	if (set->group == NULL)
		set->group = "bin";
	set->arch = assume(set, find_value(set->arch, from, to, "ARCH"), "all",
	    "ARCH", "--arch");
	set->category = assume(set,
	    find_value(set->category, from, to, "CATEGORY"), "application",
	    "CATEGORY", "--category");
}

void
settings_first(
    struct init_settings *set, const char *path, const struct inventory *inv)
{
	char *real = realpath(path, NULL);

	if (set->package == NULL) {
		set->package = keep(set, init_name(real == NULL ? path : real));
		note_assumed(set, "PKG", set->package, "--pkg");
	}
	free(real);
	if (set->title == NULL)
		set->title = set->package;
	set_common(set, NULL, inv);
	set->version = assume(set, set->version, "1.0", "VERSION", "--version");
	if (set->basedir == NULL) {
		set->basedir = keep(set, xasprintf("/opt/%s", set->package));
		note_assumed(set, "BASEDIR", set->basedir, "--basedir");
	}
}

/* The level behind that of OLD, or the first. */
static void
set_level(struct init_settings *set, const struct inventory *from)
{
	const char *old = inventory_parameter(from, "PATCH_LEVEL");
	uint64_t level = 0;

	if (set->level > 0)
		return;
	if (old == NULL ||
	    !number_parse((struct slice){old, strlen(old)}, 10,
		PATCH_LEVEL_MAX - 1, &level))
		note_assumed(set, "PATCH_LEVEL", "1", "--level");
	set->level = (int64_t)level + 1;
}

/* Adds the options that are needed. */
static bool
check_complete(struct init_settings *set, bool is_package)
{
	if (set->base == NULL)
		buf_str(&set->missing, ": --base, the package that is changed");
	if (set->version == NULL)
		buf_str(&set->missing, ": --version, that of the patch");
	if (set->basedir == NULL && !is_package)
		buf_str(&set->missing, ": --basedir, where the files are");
	return set->missing.len == 0;
}

static void
name_patch(struct init_settings *set, const struct inventory *from)
{
	const char *title = inventory_parameter(from, "NAME");

	if (set->package == NULL) {
		set->package = keep(set,
		    xasprintf("%.*sp%lld", PKGNAME_MAX - 8, set->base,
			(long long)set->level));
		note_assumed(set, "PKG", set->package, "--pkg");
	}
	if (set->title == NULL)
		set->title = keep(set,
		    xasprintf("%s, patch %lld",
			title == NULL ? set->base : title,
			(long long)set->level));
}

bool
settings_patch(struct init_settings *set, const struct inventory *from,
    const struct inventory *to)
{
	if (set->base == NULL)
		set->base = inventory_parameter(from, "PKG");
	if (set->base_version == NULL)
		set->base_version = inventory_parameter(from, "VERSION");
	if (set->version == NULL)
		set->version = inventory_parameter(to, "VERSION");
	if (set->basedir == NULL)
		set->basedir = inventory_parameter(from, "BASEDIR");
	if (!check_complete(set, from->info != NULL))
		return false;
	set_level(set, from);
	name_patch(set, from);
	if (set->base_version == NULL)
		note_assumed(set, "base version", "any", "--base-version");
	set_common(set, from, to);
	return true;
}

void
settings_free(struct init_settings *set)
{
	size_t i;

	for (i = 0; i < set->nown; i++)
		free(set->own[i]);
	buf_free(&set->assumed);
	buf_free(&set->missing);
}
