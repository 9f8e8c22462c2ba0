/*
 * The sources of a patch from the differences of two releases.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "init/init.h"
#include "init/source_text.h"

static void
begin_patch(struct buf *b, const struct init_settings *set)
{
	buf_printf(b,
	    "  <patch class=\"" PATCH_CLASS "\" level=\"%lld\">\n    <base",
	    (long long)set->level);
	add_attribute(b, "package", set->base);
	if (set->base_version != NULL)
		add_attribute(b, "version", set->base_version);
	buf_str(b, "/>\n  </patch>\n  <files>\n");
}

/*
 * New directories above path that the one before it did not have.  Those of the
 * base are left to it: an entry, even with `? ? ?', would change what the
 * contents database says of them.
 */
static void
add_parents(struct buf *b, const struct inventory *from,
    const struct inventory *to, const char *path, const char *last,
    const struct init_settings *set)
{
	const char *slash = path;
	const struct inventory_entry *new;
	size_t len;
	char *dir;

	while ((slash = strchr(slash, '/')) != NULL) {
		len = (size_t)(slash++ - path);
		if (len == 0 || strncmp(last, path, len + 1) == 0)
			continue;
		dir = xstrndup(path, len);
		new = inventory_find(to, dir);
		/* a new one that `to' names is a difference of its own */
		if (new == NULL && !inventory_has_directory(from, dir))
			buf_printf(b, "d none %s 0755 %s %s\n", dir, set->owner,
			    set->group);
		free(dir);
	}
}

static void
add_before(struct buf *b, const struct inventory_entry *entry)
{
	buf_str(b, ">\n      <before");
	add_digests(b, entry, true);
	buf_str(b, "/>\n    </file>\n");
}

/* Appends the type of an entry that is no file. */
static void
add_type(struct buf *m, const struct inventory_entry *entry)
{
	switch (entry->type) {
	case 's': add_attribute(m, "type", "symlink"); break;
	case 'l': add_attribute(m, "type", "hardlink"); break;
	case 'd': add_attribute(m, "type", "directory"); break;
	default: break;
	}
}

static void
add_link(struct buf *m, const struct difference *x, const char *action)
{
	add_file_element(m, x->path, NULL, action);
	add_type(m, x->new);
	add_attribute(m, "target", x->new->target);
	buf_str(m, "/>\n");
}

/* A directory that the scripts make. */
static void
add_made(
    struct buf *m, const struct difference *x, const struct init_settings *set)
{
	const struct inventory_entry *new = x->new;

	add_file_element(m, x->path, NULL, x->old == NULL ? "add" : "replace");
	add_type(m, new);
	buf_printf(m, " mode=\"%04o\"", new->has_mode ? new->mode : 0755);
	add_attribute(m, "owner", new->owner != NULL ? new->owner : set->owner);
	add_attribute(m, "group", new->group != NULL ? new->group : set->group);
	buf_str(m, "/>\n");
}

static void
add_deletion(struct buf *m, const struct difference *x)
{
	add_file_element(m, x->path, NULL, "delete");
	add_type(m, x->old);
	if (x->old->type == 'f')
		add_before(m, x->old);
	else
		buf_str(m, "/>\n");
}

/* A file, whose old contents are told if it was one. */
static void
add_replacement(struct init_sources *out, const struct difference *x,
    const struct init_settings *set)
{
	add_entry_line(&out->prototype, x->new, 'e', PATCH_CLASS, set);
	add_file_element(&out->manifest, x->path, x->new, "replace");
	if (x->old->type == 'f')
		add_before(&out->manifest, x->old);
	else
		buf_str(&out->manifest, "/>\n");
}

/* Those that are known of the new one and not the same in the old one. */
static void
add_attributes(struct buf *m, const struct difference *x)
{
	const struct inventory_entry *old = x->old, *new = x->new;

	add_file_element(m, x->path, NULL, "attributes");
	add_type(m, new);
	if (new->has_mode && old->has_mode &&new->mode != old->mode)
		buf_printf(m, " mode=\"%04o\"", new->mode);
	if (new->owner != NULL &&
	    old->owner != NULL &&strcmp(new->owner, old->owner) != 0)
		add_attribute(m, "owner", new->owner);
	if (new->group != NULL &&
	    old->group != NULL &&strcmp(new->group, old->group) != 0)
		add_attribute(m, "group", new->group);
	buf_str(m, "/>\n");
}

static void
add_difference(struct init_sources *out, const struct difference *x,
    const struct init_settings *set)
{
	struct buf *m = &out->manifest;

	switch (x->cover) {
	case COVER_NONE: break;
	case COVER_DIRECTORY:
		add_entry_line(&out->prototype, x->new, 'd', "none", set);
		break;
	case COVER_ATTRIBUTES: add_attributes(m, x); break;
	case COVER_LINK_ADD: add_link(m, x, "add"); break;
	case COVER_LINK: add_link(m, x, "replace"); break;
	case COVER_MADE: add_made(m, x, set); break;
	case COVER_ADD:
		add_entry_line(&out->prototype, x->new, 'e', PATCH_CLASS, set);
		add_file_element(m, x->path, x->new, "add");
		buf_str(m, "/>\n");
		break;
	case COVER_REPLACE: add_replacement(out, x, set); break;
	case COVER_DELETE: add_deletion(m, x); break;
	}
}

void
init_patch(const struct inventory *from, const struct inventory *to,
    const struct differences *list, const struct init_settings *set,
    struct init_sources *out)
{
	const struct difference *x;
	const char *last = "";
	size_t i;

	begin_manifest(&out->manifest, to, set);
	begin_patch(&out->manifest, set);
	buf_str(&out->prototype, "i pkginfo\n");
	for (i = 0; i < list->n; i++) {
		x = &list->v[i];
		if (x->cover != COVER_NONE && x->cover != COVER_DELETE) {
			add_parents(
			    &out->prototype, from, to, x->path, last, set);
			last = x->path;
		}
		add_difference(out, x, set);
	}
	buf_str(&out->manifest, "  </files>\n</manifest>\n");
	add_pkginfo(&out->pkginfo, to, set, "none " PATCH_CLASS);
}
