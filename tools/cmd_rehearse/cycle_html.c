#include <stdlib.h>
#include <time.h>

#include "base/array.h"
#include "base/date.h"
#include "base/mem.h"
#include "cmd_rehearse/cycle_html.h"
#include "os/file.h"
#include "os/output.h"
#include "stream/package_reader.h"

struct cycle_html {
	const char *file;
	struct cycle_request *request;
	struct output *out;
	struct cycle_page *page;
	struct buf title; /* of the page */
	char **packages;  /* a line about each */
	size_t npackages;
	char *mark; /* of the packages, or NULL */
};

/* Keeps what the page tells of a package. */
static void
add_package(struct cycle_html *html, const struct package *p, const char *path)
{
	const char *version = pkginfo_get(p->info, "VERSION");
	const char *name = pkginfo_get(p->info, "NAME");
	const char *mark = pkginfo_get(p->info, "PATCH_MARK");
	char *title = xasprintf(
	    "%s %s", p->name, version == NULL ? "" : version);

	buf_printf(
	    &html->title, "%s%s", html->title.len > 0 ? ", " : "", title);
	html->packages = array_append_room(
	    html->packages, html->npackages, sizeof(*html->packages));
	html->packages[html->npackages++] = xasprintf(
	    "%s: %s (%s)", title, name == NULL ? "" : name, path);
	if (mark != NULL && *mark != '\0') {
		free(html->mark);
		html->mark = xstrdup(mark);
	}
	free(title);
}

/* The packages of all sources that are rehearsed. */
static bool
read_packages(struct cycle_html *html, struct diag *d)
{
	const struct cycle_request *q = html->request;
	const struct cycle_source *s;
	struct package_reader *reader;
	size_t i, k;
	ssize_t n;

	for (i = 0; i < q->nsources; i++) {
		s = &q->sources[i];
		reader = reader_open(s->path, d);
		if (reader == NULL)
			return false;
		for (k = 0; k < s->nnames; k++) {
			n = reader_find(reader, s->names[k]);
			if (n >= 0)
				add_package(html,
				    reader_package(reader, (size_t)n), s->path);
		}
		reader_close(reader);
	}
	return true;
}

static void
html_free(struct cycle_html *html)
{
	size_t i;

	html->request->mark = NULL;
	for (i = 0; i < html->npackages; i++)
		free(html->packages[i]);
	free(html->packages);
	free(html->mark);
	buf_free(&html->title);
	cycle_page_free(html->page);
	free(html);
}

struct cycle_html *
cycle_html_begin(
    const char *file, bool force, struct cycle_request *request, struct diag *d)
{
	struct cycle_html *html = xcalloc(1, sizeof(*html));

	html->file = file;
	html->request = request;
	html->page = cycle_page_new();
	if (read_packages(html, d))
		html->out = output_open(file, force, d);
	if (html->out == NULL) {
		html_free(html);
		return NULL;
	}
	request->detailed = true;
	request->mark = html->mark;
	return html;
}

struct cycle_page *
cycle_html_page(struct cycle_html *html)
{
	return html->page;
}

bool
cycle_html_finish(
    struct cycle_html *html, struct cycle_page_facts facts, struct diag *d)
{
	char now[DATE_TIME_LEN], *date;
	struct buf page = BUF_INIT;
	bool ok;

	date_time_format((int64_t)time(NULL), now);
	date = xasprintf("%s UTC", now);
	facts.date = date;
	facts.title = buf_text(&html->title);
	facts.packages = (const char *const *)html->packages;
	facts.npackages = html->npackages;
	facts.request = html->request;
	cycle_page_write(html->page, &facts, &page);
	if (file_write_full(output_fd(html->out), page.data, page.len))
		ok = output_commit(html->out, d);
	else {
		diag_system(d, html->file, "cannot be written");
		output_discard(html->out);
		ok = false;
	}
	buf_free(&page);
	free(date);
	html_free(html);
	return ok;
}
