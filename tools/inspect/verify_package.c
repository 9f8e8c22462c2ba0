/*
 * Checks pkginfo and pkgmap against each other, and by the rules of pkgadd.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/string_pool.h"
#include "base/words.h"
#include "inspect/verify.h"
#include "model/install_path.h"
#include "stream/rule.h"

struct checker {
	const struct package *p;
	struct diag *d;
	char *label;
	struct string_pool classes; /* the words of CLASSES */
	const char *last_class;     /* known to be in CLASSES */
	bool asks;                  /* a script may set parameters */
};

/* `none' is always in CLASSES (svr4-packaging 4.3). */
static bool
is_in_classes(const struct checker *c, const char *class)
{
	return strcmp(class, "none") == 0 ||
	    string_pool_find(&c->classes, class) != NULL;
}

static void
check_class(struct checker *c, const struct object *o)
{
	if (o->class == NULL || o->class == c->last_class)
		return;
	if (is_in_classes(c, o->class))
		c->last_class = o->class;
	else
		rule_report(c->d, RULE_CLASS, c->label, o->path,
		    "pkgadd leaves it out: CLASSES has no `%s'", o->class);
}

static void
check_information(struct checker *c, const struct object *o)
{
	if (strchr(o->path, '/') != NULL)
		rule_report(c->d, RULE_PATH, c->label, o->path,
		    "an information file cannot lie in a directory");
	if ((strncmp(o->path, "i.", 2) == 0 ||
		strncmp(o->path, "r.", 2) == 0) &&
	    !is_in_classes(c, o->path + 2))
		rule_report(c->d, RULE_SCRIPT, c->label, o->path,
		    "is never run: CLASSES has no `%s'", o->path + 2);
}

/* One `$NAME` of len bytes behind the `$`. */
static const char *
variable_fault(const struct checker *c, const char *name, size_t len)
{
	static const char *const reserved[] = {
	    "BASEDIR",
	    "CLIENT_BASEDIR",
	    "PKG_INSTALL_ROOT",
	};
	char *copy;
	bool known;
	size_t i;

	if (!isupper((unsigned char)name[0]))
		return "is one of the build and has no value now";
	for (i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (strlen(reserved[i]) == len &&
		    strncmp(reserved[i], name, len) == 0)
			return "may not be used in paths";
	copy = xstrndup(name, len);
	known = pkginfo_get(c->p->info, copy) != NULL;
	free(copy);
	return known || c->asks
	    ? NULL
	    : "has no value in pkginfo, and no script can give it one";
}

/* Variables count at the beginning of a component only (svr4-packaging 3.5). */
static void
check_variables(struct checker *c, const struct object *o, const char *path)
{
	const char *fault;
	size_t len;

	for (; *path != '\0'; path += len) {
		path += strspn(path, "/");
		len = strcspn(path, "/");
		if (path[0] != '$' || !isalpha((unsigned char)path[1]))
			continue;
		fault = variable_fault(c, path + 1, len - 1);
		if (fault != NULL)
			rule_report(c->d, RULE_VARIABLE, c->label, o->path,
			    "the variable %.*s %s", (int)len, path, fault);
	}
}

/* Everything above an object has to be a directory, if it is there at all. */
static void
check_parents(struct checker *c, const struct object *o)
{
	char *path = xstrdup(o->path), *slash;
	const struct object *above;

	while ((slash = strrchr(path, '/')) != NULL && slash > path) {
		*slash = '\0';
		above = objects_find(&c->p->map->objects, path);
		if (above == NULL || above->ftype == 'i')
			continue;
		if (above->ftype == 's')
			rule_report(c->d, RULE_PARENT_LINK, c->label, o->path,
			    "lies below %s, which is a symbolic link", path);
		else if (!ftype_is_directory(above->ftype))
			rule_report(c->d, RULE_PARENT, c->label, o->path,
			    "lies below %s, which is a %s", path,
			    ftype_name(above->ftype));
		break;
	}
	free(path);
}

static void
check_link(struct checker *c, const struct object *o)
{
	char *path = link_target(o);
	const struct object *target;

	target = objects_find(&c->p->map->objects, path);
	if (strcmp(path, o->path) == 0)
		rule_report(
		    c->d, RULE_LINK, c->label, o->path, "is a link to itself");
	else if (target == NULL || target->ftype == 'i')
		rule_report(c->d,
		    o->ftype == 'l' ? RULE_LINK_TARGET : RULE_LINK_OUTSIDE,
		    c->label, o->path,
		    "the package has no %s, to which it is a %s", path,
		    ftype_name(o->ftype));
	else if (o->ftype == 'l' && ftype_is_directory(target->ftype))
		rule_report(c->d, RULE_LINK, c->label, o->path,
		    "is a hard link to the directory %s", path);
	free(path);
}

static void
check_object(struct checker *c, const struct object *o)
{
	check_class(c, o);
	if (o->ftype == 'i') {
		check_information(c, o);
		return;
	}
	check_variables(c, o, o->path);
	check_parents(c, o);
	if (ftype_has_target(o->ftype)) {
		check_variables(c, o, o->target);
		check_link(c, o);
	}
	if (ftype_is_device(o->ftype) &&
	    (o->major == OBJECT_UNKNOWN || o->minor == OBJECT_UNKNOWN))
		rule_report(c->d, RULE_DEVICE, c->label, o->path,
		    "has no device number");
}

static bool
has_information(const struct package *p, const char *name)
{
	const struct object *o = objects_find(&p->map->objects, name);

	return o != NULL && o->ftype == 'i';
}

/*
 * PKG, or PKG.2 and so on for a further instance, is the directory
 * (svr4-packaging 4.2).
 */
static void
check_name(struct checker *c)
{
	const char *fault = pkgname_fault(c->p->name, true);
	const char *pkg = pkginfo_get(c->p->info, "PKG");
	size_t len = strcspn(c->p->name, ".");

	if (fault != NULL)
		rule_report(c->d, RULE_NAME, c->label, NULL,
		    "the package's name %s", fault);
	if (pkg != NULL &&
	    (strlen(pkg) != len || strncmp(pkg, c->p->name, len) != 0))
		rule_report(c->d, RULE_NAME, c->label, NULL,
		    "is the package `%s' by its pkginfo", pkg);
}

/*
 * What pkginfo_check warns of is advice for the author; a package is not
 * damaged by it.
 */
static void
check_info(struct checker *c, const struct package_reader *s)
{
	char *file = reader_label(s, c->p, "pkginfo");
	struct diag own = DIAG_INIT;
	size_t i;

	pkginfo_check(c->p->info, file, &own);
	for (i = 0; i < own.n; i++)
		if (own.v[i].severity == SEVERITY_WARNING)
			own.v[i].severity = SEVERITY_INFO;
	if (own.worst == SEVERITY_WARNING)
		own.worst = SEVERITY_INFO;
	diag_move(c->d, &own);
	free(file);
}

void
verify_package(
    const struct package_reader *s, const struct package *p, struct diag *d)
{
	struct checker c = {.p = p, .d = d};
	const char *zones = pkginfo_get(p->info, "SUNW_PKG_ALLZONES");
	size_t i;

	c.label = reader_label(s, p, NULL);
	c.asks = has_information(p, "request") ||
	    has_information(p, "checkinstall");
	string_pool_add_words(
	    &c.classes, pkginfo_get(p->info, "CLASSES"), " \t\n");
	check_name(&c);
	check_info(&c, s);
	/*
	 * a request script makes it a package of one zone (svr4-packaging 4.3)
	 */
	if (has_information(p, "request") && zones != NULL &&
	    strcmp(zones, "true") == 0)
		rule_report(d, RULE_REQUEST, c.label, "request",
		    "SUNW_PKG_ALLZONES is true, so there may be none");
	if (!has_information(p, "pkginfo"))
		rule_report(d, RULE_INFO_MISSING, c.label, NULL,
		    "the pkgmap has no entry for pkginfo");
	for (i = 0; i < p->map->objects.n; i++)
		check_object(&c, &p->map->objects.v[i]);
	string_pool_free(&c.classes);
	free(c.label);
}
