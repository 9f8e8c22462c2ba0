/*
 * Stand-ins for what the vendor has and we have not: the archive of the patch
 * and the packages of the product that it changes.  Everything is a function
 * of the tables in catalog.c, the same bytes on every host.
 */
#ifndef STANDIN_H
#define STANDIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* States of the product; each but the last is a package of its own. */
enum level { BASE, SP1, PATCH1, PATCH2, PATCH3, LEVELS };

struct level_info {
	const char *package; /* NULL: the archive */
	const char *version, *name;
	const char *date;  /* of files that name none */
	unsigned build;    /* 5.1-BUILD */
	unsigned age;      /* modules with a count of their own:
					 * builds before that of PATCH3 */
	const char *class; /* of the files */
	char ftype;
	const char *depend; /* on this package, or NULL */
};

enum kind { PROGRAM, LIBRARY, PAGE, SCRIPT, IMAGE, MESSAGES, MIB, TEMPLATE };

struct entry {
	const char *path; /* below BASEDIR */
	enum kind kind;
	const char *date;  /* in PATCH3 */
	const char *build; /* in PATCH3, or NULL */
	const char *old;   /* version in BASE, if not a count */
	size_t size;       /* about, in bytes */
	unsigned mode;
	unsigned levels; /* bits: where it is delivered */
};

extern const struct level_info levels[LEVELS];
extern const struct entry catalog[];
extern const size_t ncatalog;

/* The build line of a file at a level, `5.1-2048'; empty for none. */
void entry_build(const struct entry *e, enum level level, struct buf *out);

/* The contents of a file at a level.  sources: this directory. */
void entry_contents(const struct entry *e, enum level level,
    const char *sources, struct buf *out);

/* Seconds since the epoch of a file at a level. */
int64_t entry_mtime(const struct entry *e, enum level level);

/* A file of this directory with @BUILD@ replaced.  Ends the program if it
 * cannot be read. */
void read_template(
    const char *sources, const char *name, unsigned build, struct buf *out);

/* The vendor's archive, ARCHIVE_SIZE bytes exactly. */
#define ARCHIVE_SIZE   6192880
#define ARCHIVE_PREFIX "imss51sp1_sol_patch3"

void make_archive(const char *sources, struct buf *out);

#endif
