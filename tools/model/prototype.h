/*
 * prototype(4): which objects a package has and where their contents come
 * from, with all commands of the language (svr4-packaging 5.1).
 */
#ifndef MODEL_PROTOTYPE_H
#define MODEL_PROTOTYPE_H

#include "model/object.h"
#include "model/pkginfo.h"

/* Limits: the first three are those of pkgmk. */
#define PROTOTYPE_LEVELS_MAX 20 /* of nested !include */
#define PROTOTYPE_VARS_MAX   256
#define PROTOTYPE_DIRS_MAX   16   /* of one !search or !rsearch */
#define PROTOTYPE_LINE_MAX   8192 /* bytes of a line */
#define PROTOTYPE_FILES_MAX  1000 /* that are included, in all */
#define PROTOTYPE_MAX        (512u * 1024 * 1024) /* bytes of a file */

/* What applies to the entries of a file between two commands. */
struct scope {
	char *file;     /* the prototype, for findings */
	char *dir;      /* its directory */
	char **search;  /* !search: NULL, or directories and a NULL */
	char **rsearch; /* !rsearch: likewise */
};

struct prototype {
	struct objects objects; /* sorted by path */
	struct scope *scopes;   /* the first is that of the main file */
	size_t nscopes;
	size_t nfiles;        /* that were read */
	struct pkginfo *vars; /* build variables, command line first */
};

/*
 * Reads the prototype path (`-': standard input) with all that it includes.
 * vars holds the build variables of the command line, which no !PARAM=value
 * changes.  Build variables in paths, targets and attributes are replaced.
 * Returns the prototype, which the caller frees, or NULL when path cannot be
 * read; other errors are findings only.
 */
struct prototype *prototype_read(
    const char *path, const struct pkginfo *vars, struct diag *d);

/* The name of the prototype that an entry comes from. */
const char *prototype_file(const struct prototype *p, const struct object *o);

void prototype_free(struct prototype *p);

#endif
