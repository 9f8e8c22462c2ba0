#include <stdarg.h>
#include <string.h>

#include "cmd/verb.h"

const struct verb *const verbs[] = {
	&verb_build,
	&verb_init,
	&verb_info,
	&verb_list,
	&verb_cat,
	&verb_extract,
	&verb_trans,
	&verb_verify,
	&verb_diff,
	NULL
};

/* Matches the words of a verb's name, "rehearse add", against argv. */
static int
match(const struct verb *v, int argc, char **argv)
{
	const char *name = v->name;
	size_t len;
	int n;

	for (n = 0; *name != '\0'; n++) {
		len = strcspn(name, " ");
		if (n >= argc || strlen(argv[n]) != len ||
		    strncmp(argv[n], name, len) != 0)
			return 0;
		name += len;
		name += strspn(name, " ");
	}
	return n;
}

static const struct verb *
find_in(const struct verb *const *list, int argc, char **argv, int *used)
{
	const struct verb *v;

	for (; *list != NULL; list++) {
		*used = match(*list, argc, argv);
		if (*used == 0)
			continue;
		if ((*list)->verbs == NULL)
			return *list;
		v = find_in((*list)->verbs, argc, argv, used);
		if (v != NULL)
			return v;
		*used = match(*list, argc, argv);
		return *list;
	}
	return NULL;
}

const struct verb *
verb_find(int argc, char **argv, int *used)
{
	return find_in(verbs, argc, argv, used);
}

enum status
usage_error(const struct verb *v, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "pkgstream %s: ", v->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\ntry `pkgstream %s --help'\n", v->name);
	return STATUS_USAGE;
}

enum status
finish(struct diag *d, const struct common *common)
{
	enum status status = diag_status(d);

	diag_print(d, common->quiet ? SEVERITY_ERROR : common->verbose ?
	    SEVERITY_INFO : SEVERITY_WARNING, stderr);
	diag_free(d);
	return status;
}
