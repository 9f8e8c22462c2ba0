#include <stdio.h>
#include <string.h>

#include "base/json.h"
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

void
verify_print_json(const struct diag *d, enum severity least)
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
