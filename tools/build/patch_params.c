#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "build/patch.h"

/* Sets a parameter; value (allocated) is freed. */
static void
set_param(struct pkginfo *info, const char *name, char *value)
{
	pkginfo_set(info, name, value);
	free(value);
}

/* The names, each with `:VERSION' where one is required. */
static char *
format_packages(const struct manifest_packages *list)
{
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < list->n; i++) {
		buf_printf(&b, "%s%s", i > 0 ? " " : "", list->v[i].name);
		if (list->v[i].version != NULL)
			buf_printf(&b, ":%s", list->v[i].version);
	}
	return b.data == NULL ? xstrdup("") : buf_steal(&b);
}

/* Their numbers, each with `:REFERENCE' where there is one; caller frees. */
static char *
list_fixes(const struct manifest *m)
{
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < m->nfixes; i++) {
		buf_printf(&b, "%s%s", i > 0 ? " " : "", m->fixes[i].number);
		if (m->fixes[i].ref != NULL)
			buf_printf(&b, ":%s", m->fixes[i].ref);
	}
	return buf_steal(&b);
}

static void
add_service_params(const struct manifest_service *s, struct pkginfo *info)
{
	struct buf b = BUF_INIT;
	size_t i;

	pkginfo_set(info, "PATCH_SERVICE", s == NULL ? "" : s->script);
	pkginfo_set(info, "PATCH_SERVICE_NAME", s == NULL ? "" : s->name);
	for (i = 0; s != NULL && i < s->nprocesses; i++)
		buf_printf(&b, "%s%s", i > 0 ? " " : "", s->processes[i]);
	pkginfo_set(info, "PATCH_PROCESSES", buf_text(&b));
	buf_free(&b);
	set_param(
	    info, "PATCH_TIMEOUT", xasprintf("%d", s == NULL ? 0 : s->timeout));
}

static void
add_quiet_params(const struct manifest_quiet *q, struct pkginfo *info)
{
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof(q->is_quiet); i++)
		if (q->is_quiet[i])
			buf_printf(&b, "%s%zu", b.len > 0 ? " " : "", i);
	pkginfo_set(info, "PATCH_QUIET", buf_text(&b));
	buf_free(&b);
	set_param(info, "PATCH_MARGIN",
	    xasprintf("%d", q->line == 0 ? 0 : q->margin));
	pkginfo_set(info, "PATCH_QUIET_ACTION", q->waits ? "wait" : "refuse");
}

/* What an administrator may set; an update must not inherit it. */
static void
add_choices(const struct manifest_patch *p, struct pkginfo *info)
{
	pkginfo_set(info, "PATCH_MARK", p->mark == NULL ? "" : p->mark);
	pkginfo_set(info, "PATCH_NEWER", "refuse");
	pkginfo_set(info, "PATCH_CHANGED", "refuse");
	pkginfo_set(info, "PATCH_BACKUP", "");
}

void
patch_add_params(const struct manifest *m, struct pkginfo *info)
{
	const struct manifest_patch *p = m->patch;
	char date[DATE_LEN];

	date_format(m->build.date, date);
	pkginfo_set(info, "PATCH_PRODUCT", m->product.name);
	set_param(info, "PATCH_LEVEL",
	    p->level == MANIFEST_UNKNOWN
		? xstrdup("")
		: xasprintf("%lld", (long long)p->level));
	pkginfo_set(info, "PATCH_BUILD",
	    m->build.number == NULL ? "" : m->build.number);
	pkginfo_set(info, "PATCH_DATE", date);
	pkginfo_set(info, "PATCH_CLASS", p->class);
	pkginfo_set(info, "PATCH_BASE", p->base.name);
	pkginfo_set(info, "PATCH_BASE_VERSION",
	    p->base.version == NULL ? "" : p->base.version);
	set_param(info, "PATCH_REQUIRES", format_packages(&p->requires));
	set_param(info, "PATCH_ACCEPTS", format_packages(&p->accepts));
	set_param(info, "PATCH_REFUSES", format_packages(&p->refuses));
	set_param(info, "PATCH_FIXES", list_fixes(m));
	add_service_params(p->service, info);
	add_quiet_params(&p->quiet, info);
	add_choices(p, info);
}
