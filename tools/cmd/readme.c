/*
 * readme: the announcement page of a package, from its manifest.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/verbs.h"
#include "manifest/manifest_load.h"
#include "os/file.h"
#include "os/output.h"
#include "readme/charset.h"
#include "readme/readme.h"

struct options {
	struct common common;
	const char *lang;
	const char *format;
	const char *encoding;
	const char *output;
	bool force;
};

static const struct opt options[] = {
    {'l', "lang", "LANGUAGE",
	"en or ja; default: the first one that the manifest declares",
	OPT_STRING, offsetof(struct options, lang)},
    {'f', "format", "FORMAT", "html or text, which is the default", OPT_STRING,
	offsetof(struct options, format)},
    {'e', "encoding", "CHARSET",
	"UTF-8, which is the default, EUC-JP or ISO-8859-1", OPT_STRING,
	offsetof(struct options, encoding)},
    {'o', "output", "FILE", "where the page goes; default: standard output",
	OPT_STRING, offsetof(struct options, output)},
    {0, "force", NULL, "replace an existing file", OPT_FLAG,
	offsetof(struct options, force)},
    OPTS_COMMON(struct options),
};

static void
write_page(const struct options *o, const struct buf *page, struct diag *d)
{
	const char *name = o->output == NULL ? "-" : o->output;
	struct output *out = output_open(name, o->force, d);

	if (out == NULL)
		return;
	if (!file_write_full(output_fd(out), page->data, page->len)) {
		diag_add(d, SEVERITY_SYSTEM, name, 0, NULL, NULL,
		    "cannot be written");
		output_discard(out);
	} else
		output_commit(out, d);
}

static void
make_page(const struct options *o, const char *path, struct readme_request *r,
    struct diag *d)
{
	struct pkginfo *info;
	struct manifest *m = manifest_load(path, &info, d);
	struct buf page = BUF_INIT;

	if (m == NULL)
		return;
	r->m = m;
	r->info = info;
	r->file = path;
	r->lang = o->lang == NULL ? m->languages[0] : o->lang;
	if (readme_write(r, &page, d))
		write_page(o, &page, d);
	buf_free(&page);
	manifest_free(m);
	pkginfo_free(info);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct readme_request r = {.charset = "UTF-8"};
	struct diag d = DIAG_INIT;

	if (argc != 1)
		return usage_error(&verb_readme, "one manifest is needed");
	if (o->format != NULL && strcmp(o->format, "html") == 0)
		r.is_html = true;
	else if (o->format != NULL && strcmp(o->format, "text") != 0)
		return usage_error(&verb_readme,
		    "--format is html or text, not `%s'", o->format);
	if (o->encoding != NULL)
		r.charset = charset_find(o->encoding);
	if (r.charset == NULL)
		return usage_error(&verb_readme,
		    "--encoding is UTF-8, EUC-JP or ISO-8859-1, not `%s'",
		    o->encoding);
	make_page(o, argv[0], &r, &d);
	return print_findings(&d, &o->common);
}

const struct verb verb_readme = {
    .name = "readme",
    .synopsis = "[options] MANIFEST",
    .summary = "write the announcement page of a package",
    .text = "Writes what an administrator has to know about a package, from "
	    "its manifest and\n"
	    "the pkginfo that it names: what it is, what it needs, how it is "
	    "installed, removed\n"
	    "and checked, what it fixes and which files it changes.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
