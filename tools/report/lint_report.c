#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "report/errors_json.h"
#include "report/lint_report.h"
#include "report/text.h"

static void
print_finding(const struct lint_finding *f)
{
	if (f->line > 0)
		printf("  %zu:%zu: ", f->line, f->column);
	else
		printf("  ");
	text_coloured(
	    text_colour_of(f->tag->severity), severity_name(f->tag->severity));
	printf(": %s [%s]\n", f->message, f->tag->id);
}

void
lint_print_text(const struct lint_findings *f, enum severity least)
{
	const char *file = NULL;
	size_t i;

	for (i = 0; i < f->n; i++) {
		if (f->v[i].tag->severity < least)
			continue;
		if (file == NULL || strcmp(file, f->v[i].file) != 0) {
			file = f->v[i].file;
			printf("%s\n", file);
		}
		print_finding(&f->v[i]);
	}
}

static void
print_place(struct json *j, const char *name, size_t n)
{
	if (n > 0)
		json_number(j, name, (int64_t)n);
	else
		json_null(j, name);
}

void
lint_print_json(const struct lint_findings *f, enum severity least,
    const struct diag *failed)
{
	const bool has_failed = diag_status(failed) != STATUS_OK;
	struct json *j = json_new(stdout);
	size_t i;

	if (has_failed) {
		json_object(j, NULL);
		errors_to_json(j, failed);
	}
	json_array(j, has_failed ? "findings" : NULL);
	for (i = 0; i < f->n; i++) {
		if (f->v[i].tag->severity < least)
			continue;
		json_row(j, NULL);
		json_string(j, "file", f->v[i].file);
		print_place(j, "line", f->v[i].line);
		print_place(j, "column", f->v[i].column);
		json_string(j, "tag", f->v[i].tag->id);
		json_string(
		    j, "severity", severity_name(f->v[i].tag->severity));
		json_string(j, "message", f->v[i].message);
		json_end(j);
	}
	json_end(j);
	json_free(j);
}

static const char *
level_of(enum severity severity)
{
	switch (severity) {
	case SEVERITY_ERROR: return "error";
	case SEVERITY_WARNING: return "warning";
	default: return "note";
	}
}

static void
print_text_value(struct json *j, const char *key, const char *text)
{
	json_row(j, key);
	json_string(j, "text", text);
	json_end(j);
}

static void
print_result(struct json *j, const struct lint_finding *f)
{
	json_object(j, NULL);
	json_string(j, "ruleId", f->tag->id);
	json_string(j, "level", level_of(f->tag->severity));
	print_text_value(j, "message", f->message);
	json_array(j, "locations");
	json_object(j, NULL);
	json_object(j, "physicalLocation");
	json_row(j, "artifactLocation");
	json_string(j, "uri", f->file);
	json_end(j);
	if (f->line > 0) {
		json_row(j, "region");
		json_number(j, "startLine", (int64_t)f->line);
		json_number(j, "startColumn", (int64_t)f->column);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
}

static void
print_rules(struct json *j)
{
	const struct lint_tag *t = NULL;

	json_array(j, "rules");
	while ((t = lint_tag_next(t)) != NULL) {
		json_object(j, NULL);
		json_string(j, "id", t->id);
		print_text_value(j, "shortDescription", t->message);
		print_text_value(j, "help", t->instead);
		json_end(j);
	}
	json_end(j);
}

void
lint_print_sarif(const struct lint_findings *f, enum severity least)
{
	struct json *j = json_new(stdout);
	size_t i;

	json_object(j, NULL);
	json_string(
	    j, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_string(j, "version", "2.1.0");
	json_array(j, "runs");
	json_object(j, NULL);
	json_object(j, "tool");
	json_object(j, "driver");
	json_string(j, "name", "pkgstream lint");
	print_rules(j);
	json_end(j);
	json_end(j);
	json_array(j, "results");
	for (i = 0; i < f->n; i++)
		if (f->v[i].tag->severity >= least)
			print_result(j, &f->v[i]);
	json_free(j);
}

static void
print_number(const struct lint_findings *f, enum severity severity)
{
	size_t n = lint_count(f, severity);

	printf("%zu %s%s", n, severity_name(severity), n == 1 ? "" : "s");
}

void
lint_print_count(const struct lint_findings *f)
{
	printf("lint: ");
	print_number(f, SEVERITY_ERROR);
	printf(", ");
	print_number(f, SEVERITY_WARNING);
	printf(", ");
	print_number(f, SEVERITY_INFO);
	if (f->overridden > 0)
		printf(", %zu overridden", f->overridden);
	putchar('\n');
}

/* `8, 9 and 10' */
static void
format_releases(char out[32], unsigned releases)
{
	static const char *const names[] = {"8", "9", "10", "11"};
	size_t i, left = 0, len = 0;

	for (i = 0; i < 4; i++)
		left += (releases >> i) & 1;
	out[0] = '\0';
	for (i = 0; i < 4; i++)
		if ((releases >> i) & 1) {
			left--;
			len += (size_t)snprintf(out + len, 32 - len, "%s%s",
			    names[i],
			    left > 1        ? ", "
				: left == 1 ? " and "
					    : "");
		}
}

void
lint_explain(const struct lint_tag *tag)
{
	char releases[32];
	int width = text_width();

	format_releases(releases, tag->releases);
	printf("%s (%s)\n\n", tag->id, severity_name(tag->severity));
	text_field(stdout, "Wrong:", tag->message, 10, width);
	text_field(stdout, "Then:", tag->effect, 10, width);
	text_field(stdout, "Write:", tag->instead, 10, width);
	if (tag->more != NULL)
		text_field(stdout, "Note:", tag->more, 10, width);
	printf("%-10sSolaris %s\n", "Where:", releases);
}

/*
 * Text of a manual page, where a backslash would be an escape, and where each
 * sentence has a line of its own.
 */
static void
print_escaped(const char *text)
{
	if (*text == '.' || *text == '\'')
		printf("\\&");
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			printf("\\e");
		else if (*text == ' ' && text[-1] == '.')
			printf("\n\\&");
		else
			putchar(*text);
	}
	putchar('\n');
}

void
lint_print_manual(void)
{
	const struct lint_tag *t = NULL;
	char releases[32];

	while ((t = lint_tag_next(t)) != NULL) {
		format_releases(releases, t->releases);
		printf(".It %s Pq %s , Solaris %s\n", t->id,
		    severity_name(t->severity), releases);
		print_escaped(t->message);
		print_escaped(t->effect);
		printf(".br\nInstead:\n");
		print_escaped(t->instead);
		if (t->more != NULL) {
			printf(".br\n");
			print_escaped(t->more);
		}
	}
}
