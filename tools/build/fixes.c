#include "build/fixes.h"
#include "base/date.h"
#include "base/mem.h"

static const char name[] = "fixes";

static void
print_fix(const struct manifest_fix *f, struct buf *out)
{
	buf_printf(out, "\n%s.", f->number);
	if (f->ref != NULL)
		buf_printf(out, " (%s)", f->ref);
	if (f->text.en != NULL)
		buf_printf(out, "\n%s", f->text.en);
	if (f->text.ja != NULL)
		buf_printf(out, "\n%s", f->text.ja);
	buf_char(out, '\n');
}

void
fixes_add(const struct manifest *m, struct plan *plan)
{
	struct buf text = BUF_INIT;
	char date[DATE_LEN];
	size_t i, len;

	if (m->nfixes == 0 || objects_find(&plan->map.objects, name) != NULL)
		return;
	date_format(m->build.date, date);
	buf_printf(&text, "%s %s, build %s of %s\n", m->product.name,
	    m->product.version, m->build.number, date);
	for (i = 0; i < m->nfixes; i++)
		print_fix(&m->fixes[i], &text);
	len = text.len;
	plan_add_info(plan, name, buf_steal(&text), len);
}

char *
fixes_list(const struct manifest *m)
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
