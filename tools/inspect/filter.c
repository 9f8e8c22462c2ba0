#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "inspect/filter.h"

void
filter_begin(struct filter *f, const char *const *patterns, size_t npatterns)
{
	f->patterns = patterns;
	f->npatterns = npatterns;
	f->used = xcalloc(f->npatterns + 1, sizeof(*f->used));
}

/* path is the pattern, or lies below it. */
static bool
is_below(const char *pattern, const char *path)
{
	size_t len = strlen(pattern);

	while (len > 1 && pattern[len - 1] == '/')
		len--;
	return len > 0 && strncmp(pattern, path, len) == 0 &&
	    (path[len] == '/' || path[len] == '\0' || pattern[len - 1] == '/');
}

static bool
match_path(const char *pattern, const char *path)
{
	if (fnmatch(pattern, path, FNM_NOESCAPE) == 0 ||
	    is_below(pattern, path))
		return true;
	return path[0] == '/' && pattern[0] != '/' &&
	    match_path(pattern, path + 1);
}

static bool
match_pattern(const char *pattern, const struct object *o)
{
	static const char dir[] = "install/";

	if (o->ftype != 'i')
		return match_path(pattern, o->path);
	if (strncmp(pattern, dir, sizeof(dir) - 1) == 0)
		return strcmp(o->path, "pkginfo") != 0 &&
		    fnmatch(pattern + sizeof(dir) - 1, o->path, FNM_NOESCAPE) ==
		    0;
	return fnmatch(pattern, o->path, FNM_NOESCAPE) == 0;
}

static bool
match_class(const struct filter *f, const struct object *o)
{
	size_t i;

	if (f->nclasses == 0)
		return true;
	for (i = 0; i < f->nclasses; i++)
		if (o->class != NULL && strcmp(f->classes[i], o->class) == 0)
			return true;
	return false;
}

bool
filter_match(struct filter *f, const struct object *o)
{
	bool matched = f->npatterns == 0;
	size_t i;

	if ((f->types != NULL && strchr(f->types, o->ftype) == NULL) ||
	    !match_class(f, o))
		return false;
	/* all of them, as each has to match something */
	for (i = 0; i < f->npatterns; i++)
		if (match_pattern(f->patterns[i], o))
			matched = f->used[i] = true;
	return matched;
}

bool
filter_match_pkgmap(struct filter *f)
{
	bool matched = false;
	size_t i;

	for (i = 0; i < f->npatterns; i++)
		if (fnmatch(f->patterns[i], "pkgmap", FNM_NOESCAPE) == 0)
			matched = f->used[i] = true;
	return matched;
}

void
filter_report(const struct filter *f, const char *file, struct diag *d)
{
	size_t i;

	for (i = 0; i < f->npatterns; i++)
		if (!f->used[i])
			diag_error(d, file, 0, NULL, "no object is called `%s'",
			    f->patterns[i]);
}

void
filter_free(struct filter *f)
{
	free(f->used);
	f->used = NULL;
}

bool *
filter_packages(const struct package_reader *s, const char *const *names,
    size_t n, struct diag *d)
{
	bool *picked = xcalloc(reader_count(s) + 1, sizeof(*picked));
	bool ok = true;
	ssize_t index;
	size_t i;

	for (i = 0; i < reader_count(s); i++)
		picked[i] = n == 0;
	for (i = 0; i < n; i++) {
		index = reader_find(s, names[i]);
		if (index >= 0) {
			picked[index] = true;
			continue;
		}
		diag_error(d, reader_name(s), 0, NULL, "holds no package `%s'",
		    names[i]);
		ok = false;
	}
	if (ok)
		return picked;
	free(picked);
	return NULL;
}
