/*
 * prototype(4): what goes into a package and where it comes from, with all of
 * the language (svr4-packaging 5.1).
 */
#ifndef MODEL_PROTOTYPE_H
#define MODEL_PROTOTYPE_H

#include "model/object.h"
#include "model/pkginfo.h"

/* Limits of pkgmk, and some for what strangers write. */
#define PROTOTYPE_LEVELS_MAX 20 /* nested !include */
#define PROTOTYPE_VARS_MAX   256
#define PROTOTYPE_DIRS_MAX   16   /* of one !search or !rsearch */
#define PROTOTYPE_LINE_MAX   8192 /* bytes */
#define PROTOTYPE_FILES_MAX  1000 /* read in all, with !include */
#define PROTOTYPE_MAX        (512u * 1024 * 1024) /* bytes of a file */

/* What holds for the entries of a file between two commands. */
struct scope {
	char *file;     /* name of the prototype, for messages */
	char *dir;      /* the directory that it lies in */
	char **search;  /* !search: by base name; NULL at the end */
	char **rsearch; /* !rsearch: by full path */
};

struct prototype {
	struct objects objects; /* sorted; scope is an index below */
	struct scope *scopes;   /* the first is that of the file */
	size_t nscopes;
	size_t nfiles;        /* read so far */
	struct pkginfo *vars; /* build variables, command line first */
};

/*
 * Reads the prototype path, "-" for standard input, with everything that it
 * includes.  vars holds the build variables of the command line, which no
 * !PARAM=value changes.  Paths, targets and attributes come out with their
 * build variables replaced.  Returns NULL after adding findings; the caller
 * frees.
 */
struct prototype *prototype_read(
    const char *path, const struct pkginfo *vars, struct diag *d);

/* The name of the file that an entry stood in. */
const char *prototype_file(const struct prototype *p, const struct object *o);

void prototype_free(struct prototype *p);

#endif
