/*
 * info: what a package is, for somebody who has never seen one.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "cmd/info.h"
#include "cmd/pick.h"
#include "report/text.h"

struct options {
	struct common common;
	struct strings packages;
	bool one_line;
	bool json;
};

static const struct opt options[] = {
    OPT_PKG(struct options, packages),
    {'s', "short", NULL,
	"one line for each package: category, name, "
	"title",
	OPT_FLAG, offsetof(struct options, one_line)},
    {0, "json", NULL, "as JSON", OPT_FLAG, offsetof(struct options, json)},
    OPTS_COMMON(struct options),
};

bool
info_is_patch(const char *name)
{
	static const char *const names[] = {
	    "SUNW_PATCHID",
	    "SUNW_REQUIRES",
	    "SUNW_OBSOLETES",
	    "SUNW_INCOMPAT",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return strncmp(name, "PATCH_", 6) == 0;
}

bool
info_has_patch(const struct package *p)
{
	size_t i;

	for (i = 0; i < p->info->n; i++)
		if (info_is_patch(p->info->v[i].name))
			return true;
	return false;
}

const char *
info_depend_word(char type)
{
	return type == 'P' ? "prerequisite"
	    : type == 'I'  ? "incompatible"
	    : type == 'R'  ? "reverse"
			   : "unknown";
}

bool
info_is_true(const struct package *p, const char *name)
{
	const char *value = pkginfo_get(p->info, name);

	return value != NULL && strcasecmp(value, "true") == 0;
}

static struct depend **
parse_depends(struct info *info, struct diag *d)
{
	size_t i, n = reader_count(info->s);
	struct depend **v = xcalloc(n + 1, sizeof(struct depend *));
	const struct buf *text;
	char *file;

	for (i = 0; i < n; i++) {
		text = &info->summary[i].depend;
		if (!info->picked[i] || text->len == 0)
			continue;
		file = reader_label(
		    info->s, reader_package(info->s, i), "install/depend");
		v[i] = depend_parse(text->data, text->len, file, false, d);
		free(file);
	}
	return v;
}

static void
print_short(const struct info *info)
{
	const struct package *p;
	const char *category, *name;
	char *line, *clean;
	size_t i;

	for (i = 0; i < reader_count(info->s); i++) {
		p = reader_package(info->s, i);
		if (!info->picked[i])
			continue;
		category = pkginfo_get(p->info, "CATEGORY");
		name = pkginfo_get(p->info, "NAME");
		line = xasprintf("%-11s %-14s %s",
		    category == NULL ? "" : category, p->name,
		    name == NULL ? "" : name);
		clean = text_printable(line);
		puts(clean);
		free(clean);
		free(line);
	}
}

static void
tell(struct package_reader *s, const char *path, const struct options *o,
    struct diag *d)
{
	bool *picked = pick_packages(s, &o->packages, d);
	struct info info = {.s = s, .path = path, .picked = picked};
	struct summary *summary;
	size_t i;

	if (picked == NULL)
		return;
	info.summary = summary = summary_make(s);
	if (o->one_line && !o->json)
		print_short(&info);
	else {
		summary_read(s, summary);
		info.depend = parse_depends(&info, d);
		if (o->json)
			info_print_json(&info);
		else
			info_print(&info, text_width(), !o->common.quiet);
		for (i = 0; i < reader_count(s); i++)
			depend_free(info.depend[i]);
		free(info.depend);
	}
	summary_free(s, summary);
	free(picked);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct diag d = DIAG_INIT;
	struct package_reader *s;

	if (argc != 1)
		return usage_error(&verb_info,
		    argc < 1
			? "the name of a package file or directory is missing"
			: "one file at a time");
	s = reader_open(argv[0], &d);
	if (s != NULL)
		tell(s, argv[0], o, &d);
	reader_close(s);
	return finish(&d, &o->common);
}

const struct verb verb_info = {
    .name = "info",
    .synopsis = "[options] FILE|DIRECTORY|-",
    .summary = "tell what a package is and what it will do",
    .text = "Tells name, version, size, dependencies, scripts and further "
	    "parameters of each\n"
	    "package in a datastream or in a directory of packages.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
