#include "kit/kit.h"

/* One line; what would end it or obey a terminal becomes a blank. */
static void
add_line(const char *name, const char *value, struct buf *out)
{
	if (value == NULL || value[0] == '\0')
		return;
	buf_printf(out, "%s=", name);
	for (; *value != '\0'; value++)
		buf_char(out,
		    (unsigned char)*value < ' ' || *value == 127 ? ' '
								 : *value);
	buf_char(out, '\n');
}

static void
add_quiet(const struct manifest_quiet *q, struct buf *out)
{
	struct buf minutes = BUF_INIT;
	size_t i;

	if (q->line == 0)
		return;
	for (i = 0; i < sizeof(q->is_quiet); i++)
		if (q->is_quiet[i])
			buf_printf(
			    &minutes, "%s%zu", minutes.len > 0 ? " " : "", i);
	add_line("QUIET", buf_text(&minutes), out);
	buf_free(&minutes);
	buf_printf(out, "MARGIN=%d\n", q->margin);
}

static void
add_patch(const struct manifest *m, struct buf *out)
{
	static const char *const actions[] = {
	    [MANIFEST_REPLACE] = "replace",
	    [MANIFEST_ADD] = "add",
	    [MANIFEST_DELETE] = "delete",
	};
	const struct manifest_patch *p = m->patch;
	const struct manifest_file *f;
	size_t i;

	add_line("BASE", p->base.name, out);
	add_line("MARK", p->mark, out);
	add_line("SERVICE", p->service == NULL ? NULL : p->service->name, out);
	add_quiet(&p->quiet, out);
	for (i = 0; i < m->nfiles; i++) {
		f = &m->files[i];
		buf_printf(out, "FILE_ENTRY=%s %s %s\n", f->path,
		    actions[f->action], f->build == NULL ? "-" : f->build);
	}
}

/* In English, which every console can show, else in the first language. */
static void
add_next_steps(const struct manifest *m, struct buf *out)
{
	const struct manifest_note *note;
	const char *text;
	size_t i;

	for (i = 0; i < m->notes.after.n; i++) {
		note = &m->notes.after.v[i];
		text = manifest_text_in(m, &note->text, "en");
		if (text == NULL)
			text = note->text.v[0];
		add_line("NEXT", text, out);
		add_line("NEXT", note->value, out);
	}
	add_line("CONSOLE", m->notes.console, out);
}

void
kit_write_data(const struct kit_request *r, const char *file, struct buf *out)
{
	const char *title = pkginfo_get(r->info, "NAME");

	buf_str(out, "# What the scripts of this kit read; not sourced.\n");
	add_line("PKG", pkginfo_get(r->info, "PKG"), out);
	add_line("FILE", file, out);
	add_line("TITLE", title == NULL ? r->m->product.name : title, out);
	if (r->m->patch != NULL)
		add_patch(r->m, out);
	add_next_steps(r->m, out);
}
