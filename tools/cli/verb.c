#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/closest.h"
#include "base/mem.h"
#include "cli/help.h"
#include "cli/verb.h"

bool
verb_is_program(const struct verb *v)
{
	return v->name[0] == '\0';
}

/*
 * How many words of argv are the name of the verb, "rehearse add"; 0 when they
 * are another.
 */
static int
match_name(const struct verb *v, int argc, char **argv)
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
	int inner, words;

	for (; *list != NULL; list++) {
		words = match_name(*list, argc, argv);
		if (words == 0)
			continue;
		v = (*list)->verbs == NULL
		    ? NULL
		    : find_in((*list)->verbs, argc, argv, &inner);
		*used = v == NULL ? words : inner;
		return v == NULL ? *list : v;
	}
	return NULL;
}

const struct verb *
verb_find(const struct verb *program, int argc, char **argv, int *used)
{
	return find_in(program->verbs, argc, argv, used);
}

enum status
usage_error(const struct verb *v, const char *fmt, ...)
{
	const char *blank = verb_is_program(v) ? "" : " ";
	va_list ap;

	fprintf(stderr, "pkgstream%s%s: ", blank, v->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\ntry `pkgstream%s%s --help'\n", blank, v->name);
	return STATUS_USAGE;
}

enum status
print_findings(struct diag *d, const struct common *common)
{
	enum status status = diag_status(d);

	diag_print(d,
	    common->quiet         ? SEVERITY_ERROR
		: common->verbose ? SEVERITY_INFO
				  : SEVERITY_WARNING,
	    stderr);
	diag_free(d);
	return status;
}

static enum status
run_one(const struct verb *v, int argc, char **argv)
{
	struct common *common;
	enum status status;
	void *values = xcalloc(1, v->size);

	argc = opt_parse(v, values, argc, argv);
	common = values;
	if (argc < 0)
		status = STATUS_USAGE;
	else if (common->help) {
		help_print(v, stdout);
		status = STATUS_OK;
	} else
		status = v->run(values, argc, argv);
	opt_free(v->options, values);
	free(values);
	return status;
}

/* What the tools of Solaris and their relatives are called here. */
static const struct {
	const char *name, *verb;
} classics[] = {
    {"pkgmk", "build"},
    {"pkgproto", "proto"},
    {"pkgtrans", "trans"},
    {"pkginfo", "info"},
    {"pkgparam", "info"},
    {"pkgmap", "list"},
    {"pkgadd", "rehearse add"},
    {"pkgrm", "rehearse rm"},
    {"pkgchk", "verify"},
    {"pkgask", "rehearse ask"},
    {"patchadd", "rehearse add"},
    {"patchrm", "rehearse rm"},
    {"installf", "rehearse"},
    {"removef", "rehearse"},
    {"checkpkg", "lint"},
    {"bldcat", "catalog"},
    {"pkgadm", "verify"},
    {"check", "verify"},
    {"check", "rehearse chk"},
    {"alien", "init"},
    {"fpm", "init"},
    {"install", "rehearse add"},
    {"remove", "rehearse rm"},
    {"unpack", "extract"},
    {"show", "info"},
    {"ls", "list"},
    {"create", "build"},
    {"make", "build"},
    {"test", "rehearse cycle"},
};

#define NCLASSICS (sizeof(classics) / sizeof(classics[0]))

/* The name of a verb without that of its group. */
static const char *
short_name(const struct verb *v)
{
	const char *blank = strrchr(v->name, ' ');

	return blank == NULL ? v->name : blank + 1;
}

/* Is the verb of this name one of the group, or of a group in it? */
static bool
is_in_group(const struct verb *group, const char *name)
{
	size_t len = strlen(group->name);

	return verb_is_program(group) ||
	    (strncmp(name, group->name, len) == 0 && name[len] == ' ');
}

/* The verb that has the name in another place; NULL: there is none. */
static const char *
find_elsewhere(const struct verb *group, const char *name)
{
	const struct verb *const *v, *const *inner;
	size_t i;

	for (i = 0; i < NCLASSICS; i++)
		if (strcmp(classics[i].name, name) == 0 &&
		    is_in_group(group, classics[i].verb))
			return classics[i].verb;
	for (v = group->verbs; v != NULL && *v != NULL; v++)
		for (inner = (*v)->verbs; inner != NULL && *inner != NULL;
		     inner++)
			if (strcmp(short_name(*inner), name) == 0)
				return (*inner)->name;
	return NULL;
}

enum status
verb_unknown(const struct verb *group, const char *name)
{
	const char *elsewhere = find_elsewhere(group, name);
	const struct verb *const *v;
	struct closest c;
	size_t i;

	closest_begin(&c, name);
	for (v = group->verbs; v != NULL && *v != NULL; v++)
		if (!(*v)->hidden)
			closest_offer(&c, short_name(*v));
	if (elsewhere == NULL && c.best == NULL) {
		for (i = 0; i < NCLASSICS; i++)
			if (is_in_group(group, classics[i].verb))
				closest_offer(&c, classics[i].name);
		if (c.best != NULL)
			elsewhere = find_elsewhere(group, c.best);
	}
	if (elsewhere == NULL)
		return usage_unknown(group, "verb", &c);
	return usage_error(group,
	    "there is no verb `%s'; here it is `pkgstream %s'", name,
	    elsewhere);
}

enum status
usage_unknown(const struct verb *v, const char *what, const struct closest *c)
{
	if (c->best == NULL)
		return usage_error(v, "there is no %s `%s'", what, c->word);
	return usage_error(v, "there is no %s `%s'; did you mean `%s'?", what,
	    c->word, c->best);
}

/* A group without one of its verbs: help that was asked for, or a mistake. */
static enum status
run_group(const struct verb *v, int argc, char **argv)
{
	if (argc == 0) {
		help_print(v, stderr);
		return STATUS_USAGE;
	}
	if (strcmp(argv[0], "--help") != 0 && strcmp(argv[0], "-h") != 0)
		return verb_unknown(v, argv[0]);
	help_print(v, stdout);
	return STATUS_OK;
}

enum status
verb_run(const struct verb *program, int argc, char **argv)
{
	const struct verb *v;
	int used = 0;

	v = verb_find(program, argc, argv, &used);
	if (v == NULL)
		v = program;
	argc -= used;
	argv += used;
	if (v->verbs == NULL)
		return run_one(v, argc, argv);
	/* options where a verb is expected are those of the group itself */
	if (v->run != NULL && argc > 0 && argv[0][0] == '-' &&
	    argv[0][1] != '\0' && strcmp(argv[0], "--") != 0)
		return run_one(v, 1, argv);
	return run_group(v, argc, argv);
}
