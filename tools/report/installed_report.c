#include <string.h>

#include "report/installed_report.h"

/* The value, "" when it is not set. */
static const char *
value_of(const struct installed *i, const char *name)
{
	const char *value = pkginfo_get(i->info, name);

	return value == NULL ? "" : value;
}

static void
print_long(const struct installed *i, FILE *out)
{
	static const char *const names[] = {
	    "NAME",
	    "CATEGORY",
	    "ARCH",
	    "VERSION",
	    "BASEDIR",
	    "VENDOR",
	    "DESC",
	    "PSTAMP",
	    "INSTDATE",
	    "HOTLINE",
	    "EMAIL",
	};
	const char *value;
	size_t k;

	fprintf(out, "%10s:  %s\n", "PKGINST", i->instance);
	for (k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
		value = value_of(i, names[k]);
		if (value[0] != '\0')
			fprintf(out, "%10s:  %s\n", names[k], value);
	}
	fprintf(out, "%10s:  %s installed\n\n", "STATUS",
	    i->partial ? "partially" : "completely");
}

/* The first of several categories stands for all of them. */
static void
print_line(const struct installed *i, FILE *out)
{
	char category[PKGINFO_TOKEN_MAX + 1];
	const char *all = value_of(i, "CATEGORY");

	(void)snprintf(
	    category, sizeof(category), "%.*s", (int)strcspn(all, ","), all);
	fprintf(out, "%-11s %-14s %s\n", category, i->instance,
	    value_of(i, "NAME"));
}

void
installed_print(const struct installed *i, enum installed_form form, FILE *out)
{
	switch (form) {
	case INSTALLED_LINE: print_line(i, out); break;
	case INSTALLED_BRIEF:
		fprintf(out, "%-15s %s\n%-15s (%s) %s\n", i->instance,
		    value_of(i, "NAME"), "", value_of(i, "ARCH"),
		    value_of(i, "VERSION"));
		break;
	case INSTALLED_LONG: print_long(i, out); break;
	}
}

bool
params_print(const struct pkginfo *info, char *const *names, size_t n,
    bool with_names, FILE *out)
{
	const char *value;
	bool all_set = true;
	size_t i;

	for (i = 0; n == 0 && i < info->n; i++)
		fprintf(out, "%s=%s\n", info->v[i].name, info->v[i].value);
	for (i = 0; i < n; i++) {
		value = pkginfo_get(info, names[i]);
		if (value == NULL) {
			all_set = false;
			value = "";
		}
		if (with_names)
			fprintf(out, "%s='%s'\n", names[i], value);
		else
			fprintf(out, "%s\n", value);
	}
	return all_set;
}
