#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "build/fixes.h"
#include "build/patch.h"

static void
set(struct pkginfo *info, const char *name, char *value)
{
	pkginfo_set(info, name, value);
	free(value);
}

/* The names, each with `:VERSION' where one is required. */
static char *
packages(const struct manifest_packages *list)
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

static void
service_params(const struct manifest_service *s, struct pkginfo *info)
{
	struct buf b = BUF_INIT;
	size_t i;

	pkginfo_set(info, "PATCH_SERVICE", s == NULL ? "" : s->script);
	pkginfo_set(info, "PATCH_SERVICE_NAME", s == NULL ? "" : s->name);
	for (i = 0; s != NULL && i < s->nprocesses; i++)
		buf_printf(&b, "%s%s", i > 0 ? " " : "", s->processes[i]);
	pkginfo_set(info, "PATCH_PROCESSES", buf_text(&b));
	buf_free(&b);
	set(info, "PATCH_TIMEOUT", xasprintf("%d", s == NULL ? 0 : s->timeout));
}

static void
quiet_params(const struct manifest_quiet *q, struct pkginfo *info)
{
	struct buf b = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof(q->is_quiet); i++)
		if (q->is_quiet[i])
			buf_printf(&b, "%s%zu", b.len > 0 ? " " : "", i);
	pkginfo_set(info, "PATCH_QUIET", buf_text(&b));
	buf_free(&b);
	set(info, "PATCH_MARGIN",
	    xasprintf("%d", q->line == 0 ? 0 : q->margin));
	pkginfo_set(info, "PATCH_QUIET_ACTION", q->waits ? "wait" : "refuse");
}

/* What an administrator may set; an update must not inherit it. */
static void
choices(const struct manifest_patch *p, struct pkginfo *info)
{
	set(info, "PATCH_MARK",
	    p->base.version == NULL ? xstrdup("")
				    : xasprintf("%s-", p->base.version));
	pkginfo_set(info, "PATCH_NEWER", "refuse");
	pkginfo_set(info, "PATCH_CHANGED", "refuse");
	pkginfo_set(info, "PATCH_BACKUP", "");
}

void
patch_params(const struct manifest *m, struct pkginfo *info)
{
	const struct manifest_patch *p = m->patch;
	char date[DATE_LEN];

	date_format(m->build.date, date);
	pkginfo_set(info, "PATCH_PRODUCT", m->product.name);
	set(info, "PATCH_LEVEL", xasprintf("%lld", (long long)p->level));
	pkginfo_set(info, "PATCH_BUILD", m->build.number);
	pkginfo_set(info, "PATCH_DATE", date);
	pkginfo_set(info, "PATCH_CLASS", p->class);
	pkginfo_set(info, "PATCH_BASE", p->base.name);
	pkginfo_set(info, "PATCH_BASE_VERSION",
	    p->base.version == NULL ? "" : p->base.version);
	set(info, "PATCH_REQUIRES", packages(&p->requires));
	set(info, "PATCH_ACCEPTS", packages(&p->accepts));
	set(info, "PATCH_REFUSES", packages(&p->refuses));
	set(info, "PATCH_FIXES", fixes_list(m));
	service_params(p->service, info);
	quiet_params(&p->quiet, info);
	choices(p, info);
}
