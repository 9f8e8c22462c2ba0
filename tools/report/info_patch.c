/*
 * The lines of info about a patch; the parameters are those that build makes
 * from a manifest, and those of the vendor's own patches (svr4-packaging 8).
 */
#include <string.h>

#include "report/info_page.h"

/* The parameters that page_patch() prints in words. */
static const char *const printed[] = {
    "PATCH_LEVEL",
    "PATCH_BUILD",
    "PATCH_DATE",
    "PATCH_RELEASED",
    "PATCH_PRODUCT",
    "PATCH_BASE",
    "PATCH_BASE_VERSION",
    "PATCH_REQUIRES",
    "PATCH_ACCEPTS",
    "PATCH_REFUSES",
    "PATCH_SERVICE",
    "PATCH_SERVICE_NAME",
    "PATCH_QUIET",
    "PATCH_MARGIN",
    "PATCH_QUIET_ACTION",
    "PATCH_FIXES",
    "SUNW_PATCHID",
    "SUNW_REQUIRES",
    "SUNW_OBSOLETES",
    "SUNW_INCOMPAT",
};

bool
page_patch_prints(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(printed) / sizeof(printed[0]); i++)
		if (strcmp(printed[i], name) == 0)
			return true;
	return false;
}

/* The value, or NULL when there is none or it is empty. */
static const char *
get(const struct package *p, const char *name)
{
	const char *value = pkginfo_get(p->info, name);

	return value == NULL || value[0] == '\0' ? NULL : value;
}

/* Appends `, FORMAT value' if there is a value. */
static void
add(struct buf *b, const struct package *p, const char *name, const char *word)
{
	const char *value = get(p, name);

	if (value != NULL)
		buf_printf(b, "%s%s %s", b->len > 0 ? ", " : "", word, value);
}

static void
print_level(const struct page *page, const struct package *p)
{
	struct buf b = BUF_INIT;

	add(&b, p, "PATCH_LEVEL", "level");
	add(&b, p, "PATCH_BUILD", "build");
	add(&b, p, "PATCH_DATE", "dated");
	add(&b, p, "PATCH_RELEASED", "released");
	add(&b, p, "SUNW_PATCHID", "id");
	if (b.len > 0)
		page_buf(page, "Patch", &b);
}

static void
print_base(const struct page *page, const struct package *p)
{
	const char *base = get(p, "PATCH_BASE");
	const char *version = get(p, "PATCH_BASE_VERSION");
	const char *product = get(p, "PATCH_PRODUCT");
	struct buf b = BUF_INIT;

	if (base == NULL)
		return;
	buf_str(&b, base);
	if (version != NULL)
		buf_printf(&b, " %s", version);
	if (product != NULL)
		buf_printf(&b, ": %s", product);
	page_buf(page, "Patches", &b);
}

static void
print_value(const struct page *page, const struct package *p, const char *name,
    const char *label)
{
	const char *value = get(p, name);

	if (value != NULL)
		page_field(page, label, value);
}

static void
print_service(const struct page *page, const struct package *p)
{
	const char *script = get(p, "PATCH_SERVICE");
	const char *name = get(p, "PATCH_SERVICE_NAME");
	const char *quiet = get(p, "PATCH_QUIET");
	const char *margin = get(p, "PATCH_MARGIN");
	const char *action = get(p, "PATCH_QUIET_ACTION");
	struct buf b = BUF_INIT;

	if (script != NULL) {
		buf_printf(&b, "%s%sis stopped and started with %s",
		    name == NULL ? "" : name, name == NULL ? "" : " ", script);
		page_buf(page, "Service", &b);
	}
	if (quiet == NULL)
		return;
	buf_printf(&b,
	    "keeps %s minutes away from the minutes %s of each "
	    "hour: it %s then",
	    margin == NULL ? "0" : margin, quiet,
	    action != NULL && strcmp(action, "wait") == 0
		? "waits"
		: "refuses to be installed");
	page_buf(page, "Quiet", &b);
}

/* How many of each kind of change, in words; none of them is no change. */
static void
print_changes(const struct page *page, const struct patch_table *t)
{
	static const char *const done[PATCH_ACTIONS] = {
	    [PATCH_REPLACE] = "replaced",
	    [PATCH_ADD] = "added",
	    [PATCH_DELETE] = "deleted",
	    [PATCH_ATTRIBUTES] = "given another mode or owner",
	};
	static const char *const things[PATCH_KINDS][2] = {
	    [PATCH_FILE] = {"file", "files"},
	    [PATCH_SYMLINK] = {"symbolic link", "symbolic links"},
	    [PATCH_HARDLINK] = {"hard link", "hard links"},
	    [PATCH_DIRECTORY] = {"directory", "directories"},
	};
	size_t n[PATCH_KINDS][PATCH_ACTIONS] = {{0}}, i, k, a;
	const char *label = "Changes";
	struct buf b = BUF_INIT;

	for (i = 0; t != NULL && i < t->n; i++)
		n[t->v[i].kind][t->v[i].action]++;
	for (k = 0; k < PATCH_KINDS; k++) {
		for (a = 0; a < PATCH_ACTIONS; a++)
			if (n[k][a] > 0)
				buf_printf(&b, "%s%zu %s %s",
				    b.len > 0 ? ", " : "", n[k][a],
				    things[k][n[k][a] != 1], done[a]);
		if (b.len == 0)
			continue;
		page_buf(page, label, &b);
		label = "";
	}
}

void
page_patch(const struct page *page, const struct package *p,
    const struct patch_table *changes)
{
	print_level(page, p);
	print_base(page, p);
	print_changes(page, changes);
	print_value(page, p, "PATCH_REQUIRES", "Requires");
	print_value(page, p, "SUNW_REQUIRES", "Requires");
	print_value(page, p, "PATCH_ACCEPTS", "Goes on top of");
	print_value(page, p, "SUNW_OBSOLETES", "Replaces");
	print_value(page, p, "PATCH_REFUSES", "Not after");
	print_value(page, p, "SUNW_INCOMPAT", "Not with");
	print_value(page, p, "PATCH_FIXES", "Fixes");
	print_service(page, p);
}
