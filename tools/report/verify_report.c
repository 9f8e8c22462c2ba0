#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/errors_json.h"
#include "report/text.h"
#include "report/verify_report.h"
#include "stream/rule.h"

void
verify_print_trusted(const struct diag *d)
{
	const char *rule = rule_name(RULE_SIGNATURE_TRUSTED);
	size_t i;

	for (i = 0; i < d->n; i++)
		if (d->v[i].rule != NULL && strcmp(d->v[i].rule, rule) == 0)
			printf("%s: %s\n", d->v[i].file, d->v[i].text);
}

void
verify_print_count(const char *path, const struct diag *d)
{
	size_t i, n = d->dropped;

	for (i = 0; i < d->n; i++)
		n += d->v[i].severity >= SEVERITY_WARNING;
	if (n == 0)
		printf("%s: no findings\n", path);
	else
		printf("%s: %zu finding%s\n", path, n, n == 1 ? "" : "s");
}

/* By file, and the findings of one file in the order in which they came. */
static int
compare_files(const void *a, const void *b)
{
	const struct finding *x = *(const struct finding *const *)a;
	const struct finding *y = *(const struct finding *const *)b;
	int by_file = strcmp(
	    x->file == NULL ? "" : x->file, y->file == NULL ? "" : y->file);

	return by_file != 0 ? by_file : x < y ? -1 : 1;
}

/* "  12: error: /opt/x: is missing (rule)" below the name of its file. */
static void
print_below_file(const struct finding *f, int width)
{
	char *text = f->object == NULL
	    ? xasprintf(": %s", f->text)
	    : xasprintf(": %s: %s", f->object, f->text);
	char *line = f->rule == NULL ? xstrdup(text)
				     : xasprintf("%s (%s)", text, f->rule);
	const char *severity = severity_name(f->severity);
	int column;

	column = f->line > 0 ? printf("  %zu: ", f->line) : printf("  ");
	text_coloured(text_colour_of(f->severity), severity);
	text_wrapped(stdout, line, column + text_length(severity), 6, width);
	free(line);
	free(text);
}

static void
print_by_file(const struct diag *d, enum severity least, int width)
{
	const struct finding **v = xcalloc(d->n + 1, sizeof(*v));
	size_t i, n = 0;

	for (i = 0; i < d->n; i++)
		if (d->v[i].severity >= least)
			v[n++] = &d->v[i];
	qsort(v, n, sizeof(*v), compare_files);
	for (i = 0; i < n; i++) {
		if (v[i]->file != NULL &&
		    (i == 0 || v[i - 1]->file == NULL ||
			strcmp(v[i]->file, v[i - 1]->file) != 0))
			puts(v[i]->file);
		print_below_file(v[i], width);
	}
	free(v);
	if (d->dropped > 0)
		printf("%zu more findings not shown\n", d->dropped);
}

void
verify_print_findings(const struct diag *d, enum severity least)
{
	if (text_columns() == 0)
		diag_print(d, least, stdout);
	else
		print_by_file(d, least, text_width());
}

void
verify_print_json(const struct diag *d, enum severity least)
{
	struct json *j = json_new(stdout);
	size_t i;

	json_array(j, NULL);
	for (i = 0; i < d->n; i++)
		if (d->v[i].severity >= least)
			finding_to_json(j, &d->v[i]);
	json_free(j);
}
