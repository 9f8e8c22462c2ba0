#include <stdio.h>
#include <string.h>

#include "report/errors_json.h"

/* A finding of the parsers names the manual page: `pkgmap(4)' is `pkgmap'. */
static void
rule_to_json(struct json *j, const char *rule)
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
finding_to_json(struct json *j, const struct finding *f)
{
	json_row(j, NULL);
	json_string(j, "file", f->file);
	if (f->line > 0)
		json_number(j, "line", (int64_t)f->line);
	else
		json_null(j, "line");
	json_string(j, "object", f->object);
	rule_to_json(j, f->rule);
	json_string(j, "severity", severity_name(f->severity));
	json_string(j, "message", f->text);
	json_end(j);
}

void
errors_to_json(struct json *j, const struct diag *d)
{
	size_t i;

	if (d->worst < SEVERITY_ERROR)
		return;
	json_array(j, "errors");
	for (i = 0; i < d->n; i++)
		if (d->v[i].severity >= SEVERITY_ERROR)
			finding_to_json(j, &d->v[i]);
	json_end(j);
}
