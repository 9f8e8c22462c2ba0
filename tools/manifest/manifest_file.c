#include "manifest/manifest_file.h"

/* What is known only of contents that the payload has. */
static bool
describes_contents(const struct manifest_file *f)
{
	return f->source != NULL || f->sha256 != NULL || f->size >= 0 ||
	    f->date >= 0;
}

void
manifest_file_check(const struct manifest_file *f, bool is_patch,
    void (*report)(void *, const struct manifest_file *, const char *),
    void *ctx)
{
	bool is_file = f->type == MANIFEST_FILE;
	bool is_directory = f->type == MANIFEST_DIRECTORY;
	bool is_link = !is_file && !is_directory;
	bool is_deleted = f->action == MANIFEST_DELETE;
	bool keeps_contents = f->action == MANIFEST_ATTRIBUTES;
	bool has_attributes = f->mode >= 0 || f->owner != NULL ||
	    f->group != NULL;
	bool has_all_attributes = f->mode >= 0 && f->owner != NULL &&
	    f->group != NULL;
	bool is_made = is_directory && !is_deleted && !keeps_contents;
	const struct {
		bool is_wrong;
		const char *text;
	} rules[] = {
	    {f->action != MANIFEST_ADD && !is_patch,
		"only a patch replaces, changes and deletes files"},
	    {!is_file && !is_patch, "only a patch names links and directories"},
	    {(is_deleted || keeps_contents) && describes_contents(f),
		"a file that is deleted or gets attributes alone has no "
		"source, date, size or sha256"},
	    {!is_file &&
		    (describes_contents(f) || f->build != NULL ||
			f->npreimages > 0),
		"only a file has source, date, size, sha256, build and "
		"`before'"},
	    {is_link && !is_deleted && f->target == NULL,
		"a link needs a target"},
	    {f->target != NULL && (!is_link || is_deleted),
		"only a link that stays has a target"},
	    {is_made && !has_all_attributes,
		"a new directory needs mode, owner and group"},
	    {is_link && keeps_contents, "a link has no attributes of its own"},
	    {keeps_contents && !has_attributes,
		"neither mode, owner nor group is given"},
	    {!keeps_contents && !is_made && has_attributes,
		"mode, owner and group go with action=\"attributes\" or a new "
		"directory; else the prototype has them"},
	};
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].is_wrong)
			report(ctx, f, rules[i].text);
}
