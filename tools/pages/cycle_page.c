#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/mem.h"
#include "pages/cycle_page.h"
#include "pages/cycle_section.h"
#include "pages/timeline.h"
#include "run/shell.h"

static const char style[] =
    ".verdict{font-size:1.15em;font-weight:bold;padding:.6em .8em;"
    "color:#fff;background:#2e7d32;print-color-adjust:exact;"
    "-webkit-print-color-adjust:exact}.verdict.bad{background:#b3261e}"
    ".verdict.part{background:#8a5a00}\n"
    "h3{font-size:1em;margin:1.4em 0 .3em}h3 span{font-weight:normal;"
    "color:#555}.good{color:#1b5e20}.bad{color:#a40e26}\n"
    ".size{text-align:right;white-space:nowrap;"
    "font-variant-numeric:tabular-nums}th.size{text-align:right}"
    ".files td:first-child{width:55%}\n"
    "@media print{h3{page-break-after:avoid}}\n"
    "@media(max-width:40em){.files .size{text-align:left;"
    "display:inline-block;width:46%!important;border:0}"
    ".files td{border-width:0 1px}.files tr{border:1px solid #ccc;"
    "border-width:1px 0}.files td:first-child{width:auto}"
    ".narrow tr,.narrow tr.head{display:table-row}.narrow th,.narrow td{"
    "display:table-cell}.narrow td::before{content:none!important}"
    ".narrow td:empty{display:table-cell}}\n";

struct cycle_page {
	struct buf sections; /* one for each kind of root */
	struct buf files;    /* the table of the first that has them */
	struct buf roots;    /* "alternate root, live" */
	char *shell, *down;
	size_t nfiles, modes;
	size_t differences, failed; /* of the root; steps */
	size_t tried, lost;         /* power cuts */
	bool has_files, has_campaign;
};

struct cycle_page *
cycle_page_new(void)
{
	return xcalloc(1, sizeof(struct cycle_page));
}

void
cycle_page_free(struct cycle_page *page)
{
	if (page == NULL)
		return;
	buf_free(&page->sections);
	buf_free(&page->files);
	buf_free(&page->roots);
	free(page->shell);
	free(page->down);
	free(page);
}

static void
add_fact(struct buf *out, const char *label, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	buf_printf(out, "<tr><th>%s</th>", label);
	html_cell(out, NULL, NULL, text);
	buf_str(out, "</tr>\n");
}

/* "1,204,628"; nothing for a file that is not there.  The caller frees. */
static char *
bytes_text(int64_t size)
{
	struct buf text = BUF_INIT;
	char *digits;
	size_t i, len;

	if (size < 0)
		return xstrdup("");
	digits = xasprintf("%lld", (long long)size);
	len = strlen(digits);
	for (i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_char(&text, ',');
		buf_char(&text, digits[i]);
	}
	free(digits);
	return buf_steal(&text);
}

static void
add_file(struct buf *out, const struct changed_file *f, bool builds)
{
	char *was = bytes_text(f->old_size), *is = bytes_text(f->new_size);

	buf_str(out, "<tr>");
	html_cell(out, NULL, NULL, f->path);
	if (builds) {
		html_cell(out, "size", "Old build",
		    f->old_build != NULL  ? f->old_build
			: f->old_size < 0 ? ""
					  : "-");
		html_cell(out, "size", "New build",
		    f->new_build != NULL  ? f->new_build
			: f->new_size < 0 ? ""
					  : "-");
	}
	html_cell(out, "size", "Old bytes", f->old_size < 0 ? "new" : was);
	html_cell(out, "size", "New bytes", f->new_size < 0 ? "removed" : is);
	buf_str(out, "</tr>\n");
	free(was);
	free(is);
}

static void
add_files(struct buf *out, const struct changed_files *files)
{
	bool builds = false;
	size_t i, replaced = 0;

	for (i = 0; i < files->n; i++) {
		builds = builds || files->v[i].old_build != NULL ||
		    files->v[i].new_build != NULL;
		replaced += files->v[i].old_size >= 0;
	}
	buf_printf(out,
	    "<h2>Files</h2>\n<p>%zu replaced or removed, %zu new.  What the "
	    "tools record below <code>/var/sadm</code> is not listed.</p>\n",
	    replaced, files->n - replaced);
	if (files->n == 0)
		return;
	buf_printf(out,
	    "<table class=\"files\">\n<tr class=\"head\"><th>File</th>%s"
	    "<th class=\"size\">Old bytes</th><th class=\"size\">New bytes"
	    "</th></tr>\n",
	    builds ? "<th class=\"size\">Old build</th>"
		     "<th class=\"size\">New build</th>"
		   : "");
	for (i = 0; i < files->n; i++)
		add_file(out, &files->v[i], builds);
	buf_str(out, "</table>\n");
}

/* How long services were down, as scripts say and as it was seen. */
static char *
down_text(const struct cycle_result *r)
{
	struct buf text = BUF_INIT;
	const struct step *s;
	size_t i;
	double down;

	for (i = 0; i < r->nsteps; i++) {
		s = &r->steps[i];
		down = timeline_seconds_down(r, s);
		if (down > 0)
			buf_printf(&text, "%s%.2f s at %s",
			    text.len > 0 ? ", " : "", down,
			    stage_name(s->stage));
	}
	if (r->down_seconds != NULL)
		buf_printf(&text, "%s%s s at installation, as the scripts say",
		    text.len > 0 ? "; " : "", r->down_seconds);
	return buf_steal(&text);
}

/* What the page says of all kinds of roots together. */
static void
sum_up(struct cycle_page *page, const struct cycle_report *report)
{
	const struct cycle_result *r = report->result;
	size_t i;

	buf_printf(&page->roots, "%s%s", page->modes++ > 0 ? ", " : "",
	    cycle_mode_name(r));
	page->differences += r->ndifferences;
	for (i = 0; i < r->nsteps; i++)
		page->failed += !step_is_clean(&r->steps[i]);
	if (page->shell == NULL)
		page->shell = cycle_find_told(r, SHELL_TITLE);
	if (page->down == NULL || r->is_live) {
		free(page->down);
		page->down = down_text(r);
	}
	if (r->has_counts && !page->has_files) {
		page->has_files = true;
		page->nfiles = r->files.n;
		add_files(&page->files, &r->files);
	}
	if (report->campaign == NULL)
		return;
	page->has_campaign = true;
	for (i = 0; i < TRIAL_KINDS; i++) {
		page->tried += report->campaign->tried[i];
		page->lost += report->campaign->lost[i];
	}
}

void
cycle_page_add(struct cycle_page *page, const struct cycle_report *report)
{
	sum_up(page, report);
	cycle_section_add(&page->sections, report);
}

static void
add_verdict(struct buf *out, const struct cycle_page *page,
    const struct cycle_page_facts *facts)
{
	if (page->failed + page->differences + page->lost > 0)
		buf_printf(out,
		    "<p class=\"verdict bad\">Failed: %zu step%s, %zu "
		    "difference%s, %zu power cut%s lost</p>\n",
		    page->failed, page->failed == 1 ? "" : "s",
		    page->differences, page->differences == 1 ? "" : "s",
		    page->lost, page->lost == 1 ? "" : "s");
	else if (page->modes == 0)
		buf_str(out,
		    "<p class=\"verdict bad\">Nothing was "
		    "rehearsed</p>\n");
	else if (facts->is_incomplete)
		buf_str(out,
		    "<p class=\"verdict part\">Incomplete: what was tried "
		    "passed</p>\n");
	else
		buf_printf(out,
		    "<p class=\"verdict\">Passed: it installs, checks and "
		    "removes, and leaves nothing behind%s</p>\n",
		    page->has_campaign ? ", power cuts included" : "");
}

static void
add_facts(struct buf *out, const struct cycle_page *page,
    const struct cycle_page_facts *facts)
{
	char *files = page->has_files
	    ? xasprintf("%zu with other contents", page->nfiles)
	    : NULL;
	char *cuts = page->has_campaign
	    ? xasprintf("%zu tried, %zu recovered, %zu lost", page->tried,
		  page->tried - page->lost, page->lost)
	    : xstrdup("not tried (--faults tries them)");
	size_t i;

	buf_str(out, "<table class=\"facts\">\n");
	for (i = 0; i < facts->npackages; i++)
		add_fact(out, i == 0 ? "Packages" : "", facts->packages[i]);
	add_fact(out, "Rehearsed in", buf_text(&page->roots));
	add_fact(out, "Rehearsed on", facts->date);
	add_fact(out, "Scripts run by", page->shell);
	add_fact(out, "Files", files);
	add_fact(out, "Service was down", page->down);
	add_fact(out, "Power cuts", cuts);
	buf_str(out, "</table>\n");
	free(files);
	free(cuts);
}

/* What went wrong with the rehearsal, and what it left out. */
static void
add_findings(struct buf *out, const char *title, const struct diag *d)
{
	size_t i;

	if (d->n == 0)
		return;
	buf_printf(out, "<h2>%s</h2>\n<ul>\n", title);
	for (i = 0; i < d->n; i++) {
		buf_str(out, "<li>");
		if (d->v[i].file != NULL) {
			html_text(out, d->v[i].file);
			buf_str(out, ": ");
		}
		html_text(out, d->v[i].text);
		buf_str(out, "</li>\n");
	}
	buf_str(out, "</ul>\n");
}

static void
add_checked(struct buf *out, const struct cycle_page_facts *facts)
{
	const struct cycle_request *q = facts->request;
	size_t i;

	buf_str(out,
	    "<h2>What was checked</h2>\n<ul>\n"
	    "<li>After the installation and after the removal: all that "
	    "pkgchk checks of every installed object.</li>\n"
	    "<li>After the removal, against the state before the "
	    "installation: paths, types, modes, owners, groups, contents, "
	    "times of files to the nanosecond, links, devices, and every line "
	    "of the contents database.</li>\n"
	    "<li>As on the running system: the processes that run.</li>\n");
	if (q->expected != NULL) {
		buf_str(out,
		    "<li>After the installation, that all is there "
		    "that is in <code>");
		html_text(out, q->expected);
		buf_str(out, "</code>.</li>\n");
	}
	buf_str(out,
	    "<li>Not compared: times and sizes of directories, and locks, "
	    "logs and dates that are the business of the tools");
	for (i = 0; i < q->nignore; i++) {
		buf_str(out, i == 0 ? "; and <code>" : ", <code>");
		html_text(out, q->ignore[i]);
		buf_str(out, "</code>");
	}
	if (facts->ignore_file != NULL && q->nignore > 0) {
		buf_str(out, " (as in <code>");
		html_text(out, facts->ignore_file);
		buf_str(out, "</code>)");
	}
	buf_str(out, ".</li>\n</ul>\n");
}

void
cycle_page_write(const struct cycle_page *page,
    const struct cycle_page_facts *facts, struct buf *out)
{
	char *title = xasprintf("Rehearsal of %s", facts->title);
	char *rules = xasprintf("%s%s", style, timeline_style);
	struct html_page head = {
	    .lang = "en", .charset = "utf-8", .title = title, .style = rules};

	html_begin(out, &head);
	html_element(out, "h1", title);
	buf_char(out, '\n');
	add_verdict(out, page, facts);
	add_facts(out, page, facts);
	add_findings(out, "What failed on this host", facts->findings);
	add_findings(out, "Left out on this host", facts->left_out);
	buf_str(out, buf_text(&page->sections));
	buf_str(out, buf_text(&page->files));
	add_checked(out, facts);
	html_end(out);
	free(rules);
	free(title);
}
