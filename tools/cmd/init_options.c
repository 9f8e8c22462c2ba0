#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "cmd/init_options.h"
#include "cmd/verbs.h"
#include "model/object.h"

const struct opt init_opts[] = {
    {'o', "output", "DIR",
	"where the sources go; default: here.  With --build a name that ends "
	"in .pkg is that of the package",
	OPT_STRING, offsetof(struct init_options, directory)},
    {0, "build", NULL, "make the package; without -o the sources do not stay",
	OPT_FLAG, offsetof(struct init_options, build)},
    {0, NULL, NULL, "More files:", OPT_GROUP, 0},
    {0, "stream", "FILE", "the package of --build; default: PKG.pkg",
	OPT_STRING, offsetof(struct init_options, stream)},
    {0, "force", NULL, "replace existing files", OPT_FLAG,
	offsetof(struct init_options, force)},
    {0, NULL, NULL, "pkginfo:", OPT_GROUP, 0},
    {0, "pkg", "NAME", "PKG, as all in capitals a parameter", OPT_STRING,
	offsetof(struct init_options, set.package)},
    {0, "name", "TEXT", "NAME", OPT_STRING,
	offsetof(struct init_options, set.title)},
    {0, "version", "TEXT", "VERSION", OPT_STRING,
	offsetof(struct init_options, set.version)},
    {0, "arch", "LIST", "ARCH", OPT_STRING,
	offsetof(struct init_options, set.arch)},
    {0, "category", "LIST", "CATEGORY", OPT_STRING,
	offsetof(struct init_options, set.category)},
    {0, "vendor", "TEXT", "VENDOR", OPT_STRING,
	offsetof(struct init_options, set.vendor)},
    {0, "email", "TEXT", "EMAIL", OPT_STRING,
	offsetof(struct init_options, set.email)},
    {0, "desc", "TEXT", "DESC", OPT_STRING,
	offsetof(struct init_options, set.desc)},
    {'b', "basedir", "PATH", "BASEDIR", OPT_STRING,
	offsetof(struct init_options, set.basedir)},
    {0, NULL, NULL, "Files:", OPT_GROUP, 0},
    {0, "owner", "NAME", "owner of all files; default: root", OPT_STRING,
	offsetof(struct init_options, set.owner)},
    {0, "group", "NAME", "group of all files; default: bin", OPT_STRING,
	offsetof(struct init_options, set.group)},
    {0, "class", "CLASS=GLOB", "the class of files", OPT_LIST,
	offsetof(struct init_options, classes)},
    {0, "config", "GLOB", "files of type e and class preserve", OPT_LIST,
	offsetof(struct init_options, configs)},
    {0, "exclude", "GLOB", "what is left out", OPT_LIST,
	offsetof(struct init_options, excludes)},
    {0, "mode", "GLOB=MODE", "the mode of files", OPT_LIST,
	offsetof(struct init_options, modes)},
    {0, "depends", "PKG[:VERSION]", "a package that it needs", OPT_LIST,
	offsetof(struct init_options, depends)},
    {0, "script", "NAME=FILE", "an information file, as postinstall", OPT_LIST,
	offsetof(struct init_options, scripts)},
    {0, NULL, NULL, "A patch:", OPT_GROUP, 0},
    {0, "from", "OLD", "with --to: a patch that makes NEW from OLD", OPT_STRING,
	offsetof(struct init_options, from)},
    {0, "to", "NEW", "see --from", OPT_STRING,
	offsetof(struct init_options, to)},
    {0, "base", "NAME", "patch: what is changed; default: OLD", OPT_STRING,
	offsetof(struct init_options, set.base)},
    {0, "base-version", "TEXT", "its version; default: that of OLD", OPT_STRING,
	offsetof(struct init_options, set.base_version)},
    {0, "level", "N", "patch: its number; default: the next", OPT_STRING,
	offsetof(struct init_options, level)},
    {0, NULL, NULL, "Always:", OPT_GROUP, 0},
    OPTS_COMMON(struct init_options),
};

#define LIST_OF(s) ((struct rule_list){(s).v, (s).n})

static enum status
take_rules(const struct init_options *o, struct init_rules *rules)
{
	const char *wrong;

	*rules = (struct init_rules){.class = LIST_OF(o->classes),
	    .config = LIST_OF(o->configs),
	    .exclude = LIST_OF(o->excludes),
	    .mode = LIST_OF(o->modes)};
	if (!rules_check(rules, &wrong))
		return usage_error(
		    &verb_init, "`%s' is not CLASS=GLOB or GLOB=MODE", wrong);
	return STATUS_OK;
}

/* Does the name end like that of a package, and is no directory? */
static bool
is_stream(const char *name)
{
	const char *end = strstr(path_basename(name), ".pkg");
	struct stat st;

	return end != NULL && (end[4] == '\0' || end[4] == '.') &&
	    (stat(name, &st) == -1 || !S_ISDIR(st.st_mode));
}

void
init_options_places(
    const struct init_options *o, const char **directory, const char **stream)
{
	bool is_package = o->build && o->stream == NULL &&
	    o->directory != NULL && is_stream(o->directory);

	*directory = is_package ? NULL : o->directory;
	*stream = is_package ? o->directory : o->stream;
}

static enum status
check_usage(const struct init_options *o, int argc)
{
	const char *fault;

	if ((o->from == NULL) != (o->to == NULL))
		return usage_error(
		    &verb_init, "--from and --to belong together");
	if (argc != (o->to == NULL))
		return usage_error(&verb_init,
		    o->to != NULL ? "--to tells the input already"
				  : "one tree, archive or package is needed");
	fault = o->set.package == NULL ? NULL
				       : pkgname_fault(o->set.package, false);
	if (fault != NULL)
		return usage_error(&verb_init, "--pkg: the name %s", fault);
	if (o->stream != NULL && !o->build)
		return usage_error(&verb_init, "--stream goes with --build");
	if (!o->build && o->directory != NULL && is_stream(o->directory))
		return usage_error(&verb_init,
		    "-o %s: the sources go into a directory; with --build it "
		    "is the package",
		    o->directory);
	return STATUS_OK;
}

static enum status
take_lists(const struct init_options *o, struct init_settings *set,
    struct init_sources *out, struct diag *d)
{
	size_t i;

	for (i = 0; i < o->depends.n; i++)
		if (!settings_add_depend(set, o->depends.v[i]))
			return usage_error(&verb_init,
			    "--depends wants PKG[:VERSION], not `%s'",
			    o->depends.v[i]);
	for (i = 0; i < o->scripts.n; i++)
		if (!init_add_script(out, o->scripts.v[i], d))
			return usage_error(&verb_init,
			    "--script wants NAME=FILE with the name of a "
			    "script or information file, not `%s'",
			    o->scripts.v[i]);
	return STATUS_OK;
}

enum status
init_options_take(const struct init_options *o, int argc,
    struct init_settings *set, struct init_rules *rules,
    struct init_sources *out, struct diag *d)
{
	enum status status = check_usage(o, argc);

	*set = o->set;
	if (status == STATUS_OK && o->level != NULL &&
	    !settings_set_level(set, o->level))
		status = usage_error(
		    &verb_init, "--level wants a number, not `%s'", o->level);
	if (status == STATUS_OK)
		status = take_rules(o, rules);
	return status == STATUS_OK ? take_lists(o, set, out, d) : status;
}
