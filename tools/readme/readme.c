#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "readme/charset.h"
#include "readme/document.h"
#include "readme/phrases.h"
#include "readme/readme.h"

/* A page while it is made. */
struct page {
	const struct readme_request *r;
	const struct manifest *m;
	const char *package; /* PKG */
	char *file;          /* of the package */
	size_t language;
	struct document doc;
};

char *
readme_package_file(const struct manifest *m, const struct pkginfo *info)
{
	return m->notes.file != NULL
	    ? xstrdup(m->notes.file)
	    : xasprintf("%s.pkg", pkginfo_get(info, "PKG"));
}

/* The phrase with its arguments; the caller frees. */
static char *
say(const struct page *p, enum phrase phrase, const char *a, const char *b,
    const char *c)
{
	struct buf text = BUF_INIT;
	const char *const args[3] = {a, b, c};

	phrase_add(p->language, phrase, args, &text);
	return buf_steal(&text);
}

static void
add(struct page *p, enum block_kind kind, enum phrase phrase, const char *a,
    const char *b)
{
	char *text = say(p, phrase, a, b, NULL);

	document_text(&p->doc, kind, text);
	free(text);
}

static void
add_heading(struct page *p, enum phrase phrase)
{
	add(p, BLOCK_HEADING, phrase, NULL, NULL);
}

static void
add_fact(struct page *p, enum phrase label, const char *value)
{
	char *text;

	if (value == NULL || value[0] == '\0')
		return;
	text = say(p, label, NULL, NULL, NULL);
	document_fact(&p->doc, text, value);
	free(text);
}

static void
add_date(struct page *p, enum phrase label, int64_t seconds)
{
	char text[DATE_LEN];

	if (seconds == MANIFEST_UNKNOWN)
		return;
	date_format(seconds, text);
	add_fact(p, label, text);
}

static void add_command(struct page *p, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));

static void
add_command(struct page *p, const char *fmt, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	document_text(&p->doc, BLOCK_COMMAND, buf_text(&text));
	buf_free(&text);
}

static const char *
text_of(const struct page *p, const struct manifest_text *t)
{
	return manifest_text_in(p->m, t, p->r->lang);
}

static void
add_title(struct page *p)
{
	const struct manifest *m = p->m;
	enum phrase phrase = m->patch == NULL     ? PHRASE_TITLE_PACKAGE
	    : m->patch->level == MANIFEST_UNKNOWN ? PHRASE_TITLE_PATCH
						  : PHRASE_TITLE_LEVEL;
	char *level = xasprintf(
	    "%lld", m->patch == NULL ? 0 : (long long)m->patch->level);
	char *title = say(
	    p, phrase, m->product.name, m->product.version, level);

	document_text(&p->doc, BLOCK_TITLE, title);
	free(title);
	free(level);
}

static void
add_identity(struct page *p)
{
	const struct manifest *m = p->m;
	char *product = xasprintf("%s %s", m->product.name, m->product.version);
	char *package = xasprintf("%s %s (%s)", p->package,
	    pkginfo_get(p->r->info, "VERSION"),
	    pkginfo_get(p->r->info, "ARCH"));

	add_fact(p, PHRASE_PRODUCT, product);
	add_fact(p, PHRASE_VENDOR, m->product.vendor);
	add_fact(p, PHRASE_PACKAGE, package);
	if (m->patch == NULL)
		add_fact(p, PHRASE_BASEDIR, pkginfo_get(p->r->info, "BASEDIR"));
	add_fact(p, PHRASE_FILE, p->file);
	add_fact(p, PHRASE_BUILD, m->build.number);
	add_date(p, PHRASE_BUILT, m->build.date);
	add_date(p, PHRASE_RELEASED, m->build.released);
	free(product);
	free(package);
}

static void
add_table_header(struct page *p, const enum phrase *phrases, size_t n)
{
	char *cells[DOCUMENT_CELLS_MAX];
	size_t i;

	for (i = 0; i < n; i++)
		cells[i] = say(p, phrases[i], NULL, NULL, NULL);
	document_add(&p->doc, BLOCK_HEADER, (const char *const *)cells, n);
	for (i = 0; i < n; i++)
		free(cells[i]);
}

static void
add_modules(struct page *p)
{
	static const enum phrase header[] = {
	    PHRASE_MODULE, PHRASE_COLUMN_BUILD};
	const struct manifest_note_list *list = &p->m->notes.modules;
	size_t i;

	if (list->n == 0)
		return;
	add_heading(p, PHRASE_MODULES);
	add_table_header(p, header, 2);
	for (i = 0; i < list->n; i++) {
		const char *const cells[] = {
		    text_of(p, &list->v[i].text), list->v[i].value};

		document_add(&p->doc, BLOCK_ROW, cells, 2);
	}
}

static void
add_about(struct page *p)
{
	const struct manifest *m = p->m;
	const char *summary = text_of(p, &m->notes.summary);

	add_heading(p, PHRASE_ABOUT);
	add(p, BLOCK_PARAGRAPH,
	    m->patch == NULL ? PHRASE_ABOUT_PACKAGE : PHRASE_ABOUT_PATCH,
	    m->product.name, m->product.version);
	if (summary != NULL)
		document_text(&p->doc, BLOCK_PARAGRAPH, summary);
	add_identity(p);
	add_modules(p);
}

static void
add_needed(struct page *p, const struct manifest_package *package)
{
	char *text = say(p,
	    package->version == NULL ? PHRASE_NEEDED : PHRASE_NEEDED_VERSION,
	    package->title == NULL ? package->name : package->title,
	    package->name, package->version);

	document_text(&p->doc, BLOCK_ITEM, text);
	free(text);
}

static void
add_list(
    struct page *p, const struct manifest_packages *list, enum phrase phrase)
{
	struct buf names = BUF_INIT;
	size_t i;

	if (list->n == 0)
		return;
	for (i = 0; i < list->n; i++) {
		buf_printf(&names, "%s%s", i > 0 ? ", " : "", list->v[i].name);
		if (list->v[i].version != NULL)
			buf_printf(&names, " %s", list->v[i].version);
		if (list->v[i].title != NULL)
			buf_printf(&names, " (%s)", list->v[i].title);
	}
	add(p, BLOCK_ITEM, phrase, buf_text(&names), NULL);
	buf_free(&names);
}

static void
add_requirements(struct page *p)
{
	const struct manifest_patch *patch = p->m->patch;
	size_t i;

	if (patch == NULL)
		return;
	add_heading(p, PHRASE_REQUIRED);
	add_needed(p, &patch->base);
	for (i = 0; i < patch->requires.n; i++)
		add_needed(p, &patch->requires.v[i]);
	add_list(p, &patch->accepts, PHRASE_ACCEPTED);
	add_list(p, &patch->refuses, PHRASE_REFUSED);
	add(p, BLOCK_ITEM, PHRASE_SPACE, NULL, NULL);
}

static void
add_quiet(struct page *p, const struct manifest_quiet *q)
{
	struct buf minutes = BUF_INIT;
	char *margin = xasprintf("%d", q->margin);
	size_t i;

	for (i = 0; i < sizeof(q->is_quiet); i++)
		if (q->is_quiet[i])
			buf_printf(
			    &minutes, "%s%zu", minutes.len > 0 ? ", " : "", i);
	if (q->line > 0)
		add(p, BLOCK_ITEM, q->waits ? PHRASE_QUIET_WAIT : PHRASE_QUIET,
		    buf_text(&minutes), margin);
	free(margin);
	buf_free(&minutes);
}

static void
add_preparation(struct page *p)
{
	const struct manifest *m = p->m;
	const struct manifest_note_list *list = &m->notes.prepare;
	size_t i;

	add_heading(p, PHRASE_PREPARE);
	add(p, BLOCK_ITEM, PHRASE_ROOT, NULL, NULL);
	add(p, BLOCK_ITEM, PHRASE_DIGESTS, NULL, NULL);
	for (i = 0; i < list->n; i++)
		document_text(
		    &p->doc, BLOCK_ITEM, text_of(p, &list->v[i].text));
	if (m->patch == NULL)
		return;
	add_quiet(p, &m->patch->quiet);
	if (m->patch->mark != NULL)
		add(p, BLOCK_ITEM, PHRASE_NEWER, NULL, NULL);
	if (m->patch->service != NULL)
		add(p, BLOCK_ITEM, PHRASE_SERVICE, m->patch->service->name,
		    NULL);
}

static void
add_installation(struct page *p)
{
	bool is_patch = p->m->patch != NULL;

	add_heading(p, PHRASE_INSTALL);
	if (is_patch)
		add(p, BLOCK_PARAGRAPH, PHRASE_CHECKED_FIRST, NULL, NULL);
	add(p, BLOCK_PARAGRAPH, PHRASE_INSTALL_PKGADD, NULL, NULL);
	add_command(p, "pkgadd -n -a ./admin -d ./%s %s", p->file, p->package);
	if (is_patch) {
		add(p, BLOCK_PARAGRAPH, PHRASE_INSTALL_SCRIPT, NULL, NULL);
		add_command(p, "./patchinstall install");
	}
	add(p, BLOCK_PARAGRAPH, PHRASE_INSTALL_JUMPSTART, NULL, NULL);
	add_command(
	    p, "pkgadd -R /a -n -a ./admin -d ./%s %s", p->file, p->package);
	add(p, BLOCK_PARAGRAPH, PHRASE_INSTALL_PROFILE, NULL, NULL);
	add(p, BLOCK_PARAGRAPH, PHRASE_INSTALL_TOOLS, NULL, NULL);
	if (is_patch)
		add(p, BLOCK_PARAGRAPH, PHRASE_ORIGINALS, p->package, NULL);
}

static void
add_removal(struct page *p)
{
	add_heading(p, PHRASE_REMOVE);
	add(p, BLOCK_PARAGRAPH, PHRASE_REMOVE_PKGRM, NULL, NULL);
	add_command(p, "pkgrm -n -a ./admin %s", p->package);
	if (p->m->patch != NULL) {
		add(p, BLOCK_PARAGRAPH, PHRASE_REMOVE_SCRIPT, NULL, NULL);
		add_command(p, "./patchinstall rollback");
		add(p, BLOCK_PARAGRAPH, PHRASE_REMOVE_PATCH, NULL, NULL);
	}
	add(p, BLOCK_PARAGRAPH, PHRASE_REMOVE_ROOT, NULL, NULL);
	add_command(p, "pkgrm -R /a -n -a ./admin %s", p->package);
}

static void
add_check(struct page *p)
{
	add_heading(p, PHRASE_CHECK);
	add(p, BLOCK_PARAGRAPH, PHRASE_CHECK_COMMANDS, NULL, NULL);
	add_command(p, "pkginfo -l %s", p->package);
	add_command(p, "pkgchk %s", p->package);
	if (p->m->patch != NULL)
		add_command(p, "pkgchk %s", p->m->patch->base.name);
	if (p->m->notes.console != NULL)
		add(p, BLOCK_PARAGRAPH, PHRASE_CONSOLE, p->m->notes.console,
		    NULL);
}

static void
add_next_steps(struct page *p)
{
	const struct manifest_note_list *list = &p->m->notes.after;
	bool has_mark = p->m->patch != NULL && p->m->patch->mark != NULL;
	size_t i;
	char *step;

	if (list->n == 0 && !has_mark)
		return;
	add_heading(p, PHRASE_AFTER);
	for (i = 0; i < list->n; i++) {
		step = xasprintf("%s %s", text_of(p, &list->v[i].text),
		    list->v[i].value == NULL ? "" : list->v[i].value);
		document_text(&p->doc, BLOCK_ITEM, step);
		free(step);
	}
	if (has_mark)
		add(p, BLOCK_ITEM, PHRASE_AFTER_AGAIN, NULL, NULL);
}

static void
add_fixes(struct page *p)
{
	const struct manifest_fix *f;
	size_t i;
	char *text;

	if (p->m->nfixes == 0)
		return;
	add_heading(p, PHRASE_FIXES);
	for (i = 0; i < p->m->nfixes; i++) {
		f = &p->m->fixes[i];
		text = f->ref == NULL ? xstrdup(text_of(p, &f->text))
				      : say(p, PHRASE_FIX_REF,
					    text_of(p, &f->text), f->ref, NULL);
		document_fact(&p->doc, f->number, text);
		free(text);
	}
}

static void
add_file(struct page *p, const struct manifest_file *f)
{
	const char *purpose = text_of(p, &f->purpose);
	char date[DATE_LEN] = "", *action = xstrdup(""), *what;

	if (p->m->patch != NULL && f->action != MANIFEST_REPLACE) {
		free(action);
		action = say(p,
		    f->action == MANIFEST_ADD ? PHRASE_ACTION_ADD
					      : PHRASE_ACTION_DELETE,
		    NULL, NULL, NULL);
	}
	what = xasprintf("%s%s%s%s", purpose == NULL ? "" : purpose,
	    action[0] == '\0' ? "" : " (", action,
	    action[0] == '\0' ? "" : ")");
	if (f->date != MANIFEST_UNKNOWN)
		date_format(f->date, date);
	{
		const char *const cells[] = {f->path, date, f->build, what};

		document_add(&p->doc, BLOCK_ROW, cells, 4);
	}
	free(action);
	free(what);
}

static void
add_files(struct page *p)
{
	static const enum phrase header[] = {PHRASE_COLUMN_PATH,
	    PHRASE_COLUMN_DATE, PHRASE_COLUMN_BUILD, PHRASE_COLUMN_WHAT};
	char *count = xasprintf("%zu", p->m->nfiles);
	size_t i;

	if (p->m->nfiles > 0) {
		add_heading(p, PHRASE_FILES);
		add(p, BLOCK_PARAGRAPH, PHRASE_FILES_COUNT, count, NULL);
		add_table_header(p, header, 4);
	}
	for (i = 0; i < p->m->nfiles; i++)
		add_file(p, &p->m->files[i]);
	free(count);
}

bool
readme_speaks(const char *lang)
{
	size_t language;

	return phrases_find(lang, &language);
}

static bool
declares(const struct manifest *m, const char *lang)
{
	size_t i;

	for (i = 0; i < m->nlanguages; i++)
		if (strcmp(m->languages[i], lang) == 0)
			return true;
	return false;
}

static void
add_all(struct page *p)
{
	add_title(p);
	add_about(p);
	add_requirements(p);
	add_preparation(p);
	add_installation(p);
	add_removal(p);
	add_check(p);
	add_next_steps(p);
	add_fixes(p);
	add_files(p);
}

bool
readme_write(const struct readme_request *r, struct buf *out, struct diag *d)
{
	struct page p = {
	    .r = r, .m = r->m, .package = pkginfo_get(r->info, "PKG")};
	struct buf utf8 = BUF_INIT;

	if (!phrases_find(r->lang, &p.language)) {
		diag_error(d, r->file, r->m->line, "pkgstream-readme(1)",
		    "there are no sentences in the language `%s'", r->lang);
		return false;
	}
	if (!declares(r->m, r->lang)) {
		diag_error(d, r->file, r->m->line, "pkgstream-manifest(5)",
		    "the manifest does not declare the language `%s'", r->lang);
		return false;
	}
	p.file = readme_package_file(r->m, r->info);
	add_all(&p);
	if (r->is_html)
		document_write_html(&p.doc, r->lang, r->charset, &utf8);
	else
		document_write_text(&p.doc, &utf8);
	charset_encode(r->charset, &utf8, r->is_html, r->file, out, d);
	buf_free(&utf8);
	document_free(&p.doc);
	free(p.file);
	return true;
}
