#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "model/install_path.h"
#include "model/vars.h"

char *
link_target(const struct object *o)
{
	char *dir, *path;

	if (o->target[0] == '/' || o->target[0] == '$' ||
	    strchr(o->path, '/') == NULL)
		path = xstrdup(o->target);
	else {
		dir = path_dirname(o->path);
		path = path_join(dir, o->target);
		free(dir);
	}
	path_canonize(path);
	return path;
}

char *
install_path(const char *path, const struct pkginfo *vars, const char **missing)
{
	const char *base = pkginfo_get(vars, "BASEDIR");
	char *p = vars_path(path, vars, VARS_INSTALL, missing), *full;

	if (p == NULL)
		return NULL;
	if (p[0] == '/')
		full = p;
	else {
		full = xasprintf("/%s/%s", base == NULL ? "" : base, p);
		free(p);
	}
	path_canonize(full);
	return full;
}
