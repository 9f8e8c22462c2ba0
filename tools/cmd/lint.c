/*
 * lint: what will break on Solaris.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/verbs.h"
#include "lint/lint.h"
#include "lint_package/package.h"
#include "os/file.h"
#include "report/lint_report.h"
#include "stream/header.h"

struct options {
	struct common common;
	bool json, sarif, tags;
	const char *explain, *target, *fail_on, *level;
	struct strings overrides;
};

static const struct opt options[] = {
    {0, "explain", "TAG", "say what a tag means, and what to write instead",
	OPT_STRING, offsetof(struct options, explain)},
    {0, "tags", NULL, "list all tags, as a part of a manual page", OPT_FLAG,
	offsetof(struct options, tags)},
    {0, "target", "RELEASE",
	"only what fails in this release of Solaris: 8, 9, 10 or 11",
	OPT_STRING, offsetof(struct options, target)},
    {0, "level", "SEVERITY",
	"show findings from this severity on: error, warning or info (info)",
	OPT_STRING, offsetof(struct options, level)},
    {0, "fail-on", "SEVERITY",
	"end with 1 from this severity on: error, warning, info or never "
	"(warning)",
	OPT_STRING, offsetof(struct options, fail_on)},
    {0, "overrides", "FILE",
	"findings that are meant so: TAG FILE[:LINE] REASON on each line",
	OPT_LIST, offsetof(struct options, overrides)},
    {0, "json", NULL, "findings as JSON", OPT_FLAG,
	offsetof(struct options, json)},
    {0, "sarif", NULL, "findings as SARIF, for code hosts", OPT_FLAG,
	offsetof(struct options, sarif)},
    OPTS_COMMON(struct options),
};

/* The severity of a name, def for NULL; -1: there is none. */
static int
severity_of(const char *name, enum severity def)
{
	int s;

	if (name == NULL)
		return (int)def;
	for (s = SEVERITY_ERROR; s >= SEVERITY_INFO; s--)
		if (strcmp(name, severity_name((enum severity)s)) == 0)
			return s;
	return -1;
}

static bool
read_overrides(const struct options *o, struct lint_findings *f, struct diag *d)
{
	struct buf text = BUF_INIT;
	size_t i;

	for (i = 0; i < o->overrides.n; i++) {
		text.len = 0;
		if (file_read(o->overrides.v[i], LINT_SCRIPT_MAX, &text, d))
			lint_read_overrides(
			    f, buf_text(&text), text.len, o->overrides.v[i], d);
	}
	buf_free(&text);
	return diag_status(d) == STATUS_OK;
}

/* What the file is, if not a script; or NULL. */
static const char *
what_else(const char *text, size_t len)
{
	const char *begin = text + strspn(text, " \t\r\n");

	/* `<file command' is a script */
	if (strncmp(begin, "<?xml", 5) == 0 || strncmp(begin, "<!", 2) == 0 ||
	    strncmp(begin, "<manifest", 9) == 0)
		return "XML; build the package and lint that";
	return memchr(text, '\0', len) != NULL ? "binary" : NULL;
}

/* Neither the beginning of a package, however short, nor of something else. */
static bool
is_script(const char *path, const struct buf *text, struct diag *reader,
    struct diag *d)
{
	const char *other = what_else(buf_text(text), text->len);

	if (strncmp(buf_text(text), HEADER_MAGIC, sizeof(HEADER_MAGIC) - 1) ==
	    0) {
		diag_move(d, reader);
		return false;
	}
	if (other != NULL)
		diag_error(d, path, 1, "lint", "no script: this is %s", other);
	return other == NULL;
}

/* A package when it can be read as one, else a script. */
static void
lint_operand(struct lint_findings *f, const char *path, struct diag *d)
{
	struct diag none = DIAG_INIT;
	struct package_reader *s = reader_open(path, &none);
	struct buf text = BUF_INIT;

	if (s != NULL) {
		lint_check_package(f, s);
		if (reader_failed(s))
			diag_move(d, &none);
		reader_close(s);
	} else if (file_read(path, LINT_SCRIPT_MAX, &text, d) &&
	    is_script(path, &text, &none, d))
		lint_check_script(
		    f, path, buf_text(&text), text.len, lint_script_kind(path));
	diag_free(&none);
	buf_free(&text);
}

static void
report_unused(const struct lint_findings *f, struct diag *d)
{
	size_t i;

	for (i = 0; i < f->noverrides; i++)
		if (!f->overrides[i].used)
			diag_warn(d, f->overrides[i].from,
			    f->overrides[i].from_line, NULL,
			    "nothing is overridden: %s",
			    f->overrides[i].tag->id);
}

static void
print_report(const struct options *o, const struct lint_findings *f, int level,
    const struct diag *d)
{
	if (o->json)
		lint_print_json(f, (enum severity)level, d);
	else if (o->sarif)
		lint_print_sarif(f, (enum severity)level);
	else {
		lint_print_text(f, (enum severity)level);
		if (!o->common.quiet)
			lint_print_count(f);
	}
}

static enum status
run_checks(const struct options *o, int argc, char **argv, int level, int fail)
{
	struct lint_findings f = LINT_FINDINGS_INIT;
	struct diag d = DIAG_INIT;
	enum status status;
	int i, severity;

	if (o->target != NULL)
		f.releases = lint_release(o->target);
	if (read_overrides(o, &f, &d)) {
		for (i = 0; i < argc; i++)
			lint_operand(&f, argv[i], &d);
		lint_sort(&f);
		print_report(o, &f, level, &d);
		report_unused(&f, &d);
	} else if (o->json)
		lint_print_json(&f, (enum severity)level, &d);
	status = print_findings(&d, &o->common);
	for (severity = fail; severity <= SEVERITY_ERROR; severity++)
		if (status == STATUS_OK &&
		    lint_count(&f, (enum severity)severity) > 0)
			status = STATUS_FINDINGS;
	lint_findings_free(&f);
	return status;
}

static enum status
explain(const char *id)
{
	const struct lint_tag *tag = lint_tag_find(id);

	struct closest c;

	if (tag != NULL) {
		lint_explain(tag);
		return STATUS_OK;
	}
	closest_begin(&c, id);
	while ((tag = lint_tag_next(tag)) != NULL)
		closest_offer(&c, tag->id);
	return usage_unknown(&verb_lint, "tag", &c);
}

static enum status
unknown_severity(const char *name, bool fails)
{
	struct closest c;
	int s;

	closest_begin(&c, name);
	for (s = SEVERITY_INFO; s <= SEVERITY_ERROR; s++)
		closest_offer(&c, severity_name((enum severity)s));
	if (fails)
		closest_offer(&c, "never");
	return usage_unknown(&verb_lint, "severity", &c);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	int level = severity_of(o->level, SEVERITY_INFO), fail;

	if (o->explain != NULL)
		return explain(o->explain);
	if (o->tags) {
		lint_print_manual();
		return STATUS_OK;
	}
	fail = o->fail_on != NULL && strcmp(o->fail_on, "never") == 0
	    ? SEVERITY_SYSTEM
	    : severity_of(o->fail_on, SEVERITY_WARNING);
	if (level == -1)
		return unknown_severity(o->level, false);
	if (fail == -1)
		return unknown_severity(o->fail_on, true);
	if (o->target != NULL && lint_release(o->target) == 0)
		return usage_error(&verb_lint,
		    "--target wants 8, 9, 10 or 11, not `%s'", o->target);
	if (argc < 1)
		return usage_error(
		    &verb_lint, "the name of a script or package is missing");
	return run_checks(o, argc, argv, level, fail);
}

const struct verb verb_lint = {
    .name = "lint",
    .synopsis = "[options] SCRIPT|FILE|DIRECTORY...\n"
		"--explain TAG",
    .summary = "find what will break on Solaris",
    .text = "Reads scripts, or packages with their scripts and programs, and "
	    "says what the shell,\n"
	    "the utilities and the package tools of Solaris 8 to 11 do not "
	    "do as it was meant.\n"
	    "What a script is for is told from its name: postinstall, "
	    "i.CLASS, ...\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
