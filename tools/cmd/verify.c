/*
 * verify: everything that can be wrong with a package.
 */
#include <string.h>

#include "base/json.h"
#include "cli/verb.h"
#include "inspect/root_verify.h"
#include "inspect/verify.h"
#include "stream/rule.h"

struct options {
	struct common common;
	bool json;
	const char *root;
};

static const struct opt options[] = {
    {0, "json", NULL, "findings as JSON", OPT_FLAG,
	offsetof(struct options, json)},
    {0, "against", "ROOT",
	"compare with the system that is installed "
	"below ROOT too",
	OPT_STRING, offsetof(struct options, root)},
    OPTS_COMMON(struct options),
};

/* A finding of the parsers names the manual page: `pkgmap(4)' is `pkgmap'. */
static void
print_rule(struct json *j, const char *rule)
{
	char name[32];

	if (rule == NULL) {
		json_string(j, "rule", "system");
		return;
	}
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(rule, "("), rule);
	json_string(j, "rule", name);
}

static void
print_json(const struct diag *d, enum severity least)
{
	struct json *j = json_new(stdout);
	const struct finding *f;
	size_t i;

	json_array(j, NULL);
	for (i = 0; i < d->n; i++) {
		f = &d->v[i];
		if (f->severity < least)
			continue;
		json_row(j, NULL);
		json_string(j, "file", f->file);
		if (f->line > 0)
			json_number(j, "line", (int64_t)f->line);
		else
			json_null(j, "line");
		json_string(j, "object", f->object);
		print_rule(j, f->rule);
		json_string(j, "severity", severity_name(f->severity));
		json_string(j, "message", f->text);
		json_end(j);
	}
	json_free(j);
}

/*
 * What is no package at all is bad input; what is one, with faults, has
 * findings.
 */
static enum status
judge(const struct diag *d, bool opened)
{
	size_t i;

	if (d->worst == SEVERITY_SYSTEM)
		return STATUS_SYSTEM;
	for (i = 0; i < d->n && !opened; i++)
		if (d->v[i].rule == NULL ||
		    strcmp(d->v[i].rule, rule_name(RULE_FORMAT)) == 0)
			return STATUS_INPUT;
	return d->worst >= SEVERITY_WARNING ? STATUS_FINDINGS : STATUS_OK;
}

static void
print_summary(const char *path, const struct diag *d)
{
	size_t i, n = d->dropped;

	for (i = 0; i < d->n; i++)
		n += d->v[i].severity >= SEVERITY_WARNING;
	if (n == 0)
		printf("%s: no findings\n", path);
	else
		printf("%s: %zu finding%s\n", path, n, n == 1 ? "" : "s");
}

static enum status
verify_one(const struct options *o, const char *path, struct diag *all)
{
	enum severity least = o->common.verbose ? SEVERITY_INFO
						: SEVERITY_WARNING;
	struct diag d = DIAG_INIT;
	struct package_reader *s = reader_open(path, &d);
	enum status status;
	size_t i;

	if (s != NULL)
		verify_source(s, &d);
	for (i = 0; s != NULL && o->root != NULL && i < reader_count(s); i++)
		root_verify(s, reader_package(s, i), o->root, &d);
	status = judge(&d, s != NULL);
	reader_close(s);
	if (!o->json) {
		diag_print(&d, least, stdout);
		if (status <= STATUS_FINDINGS && !o->common.quiet)
			print_summary(path, &d);
	}
	diag_move(all, &d);
	return status;
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	enum status status = STATUS_OK, one;
	struct diag all = DIAG_INIT;
	int i;

	if (argc < 1)
		return usage_error(&verb_verify,
		    "the name of a package file "
		    "or directory is missing");
	for (i = 0; i < argc; i++) {
		one = verify_one(o, argv[i], &all);
		if (one > status)
			status = one;
	}
	if (o->json)
		print_json(
		    &all, o->common.verbose ? SEVERITY_INFO : SEVERITY_WARNING);
	diag_free(&all);
	return status;
}

const struct verb verb_verify = {
    .name = "verify",
    .synopsis = "[options] FILE|DIRECTORY|-...",
    .summary = "find everything that is wrong with a package",
    .text = "Reads the whole file and checks its structure, both copies of "
	    "pkginfo and pkgmap,\n"
	    "sizes and checksums, missing and surplus objects, classes, links "
	    "and paths.\n"
	    "Exit status 1 says that there are findings.  With --verbose also "
	    "what may well be\n"
	    "meant so.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
