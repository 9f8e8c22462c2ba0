/*
 * The checks of a package, wherever it comes from: they take its parameters, its
 * objects, and what reads the contents of an object.
 *
 *	lint_objects_begin(&p, &findings, info, objects, "pkgmap", "pkginfo");
 *	... lint_objects_file() for each object with contents
 *	lint_objects_end(&p);
 */
#ifndef LINT_PACKAGE_CHECKS_H
#define LINT_PACKAGE_CHECKS_H

#include <stdint.h>
#include <sys/types.h>

#include "lint/findings.h"
#include "model/elf.h"
#include "model/object.h"
#include "model/pkginfo.h"

/* Bytes of an object; in longer ones only build paths are looked for. */
#define LINT_CONTENTS_MAX (64u * 1024 * 1024)
#define LINT_NEEDED_MAX   10000 /* findings about libraries that wait */

/* A library that a program needs; judged when depend was read, at the end. */
struct needed_library {
	char *file, *name;
};

struct lint_package {
	struct lint_findings *out;
	const struct pkginfo *info;
	const struct objects *objects; /* by path, information files too */
	const char *map, *pkginfo;     /* names for findings; or "" */
	char *base;                    /* BASEDIR, canonical; or NULL */
	struct string_pool classes;    /* of objects */
	struct string_pool names;      /* basenames of objects */
	struct string_pool listed;     /* in CLASSES */
	struct string_pool info_files; /* information files */
	struct needed_library *needed;
	size_t nneeded, needed_size;
	struct buf text;             /* of one object */
	bool has_foreign_dependency; /* on others than the system's */
};

/* Up to len bytes of contents; 0: their end, -1: they cannot be read. */
typedef ssize_t lint_read_fn(void *ctx, void *data, size_t len);

/*
 * Checks all that can be told without contents.  What is handed over has to
 * live until the end; names are those that findings show for the map and for
 * pkginfo.
 */
void lint_objects_begin(struct lint_package *p, struct lint_findings *out,
    const struct pkginfo *info, const struct objects *objects, const char *map,
    const char *pkginfo);

/* Checks the contents of an object; file is its name in findings. */
void lint_objects_file(struct lint_package *p, const struct object *o,
    const char *file, lint_read_fn *read, void *ctx);

/* Checks what all contents together tell, and frees what p holds. */
void lint_objects_end(struct lint_package *p);

/* The groups of checks, each in a file check_*.c. */
void check_map(struct lint_package *p);
void check_links(struct lint_package *p);
void check_classes(struct lint_package *p);
void check_pkginfo(struct lint_package *p);
void check_elf(struct lint_package *p, const struct object *o, const char *file,
    const struct elf *e);
void check_needed(struct lint_package *p);
void check_depend(struct lint_package *p, const char *file);
void check_smf_manifest(struct lint_package *p, const char *file);

/* Adds a finding about a line of the map. */
void add_object(struct lint_package *p, const struct object *o, const char *tag,
    const char *what);

/* Adds one about a parameter of pkginfo. */
void add_parameter(struct lint_package *p, const char *name, const char *tag,
    const char *what);

/* Where the object is installed, as far as BASEDIR tells; the caller frees. */
char *installed_path(const struct lint_package *p, const struct object *o);

/* Has the package a script i.CLASS or r.CLASS of its own? */
bool has_class_script(const struct lint_package *p, const char *class);

/* Is it an SMF manifest, by its place? */
bool is_smf_manifest(const struct object *o);

/* Does the object change one of another package? */
bool is_of_patch(const struct lint_package *p, const struct object *o);

#endif
