/*
 * What a dry run (pkgadd -D) of one call finds out, package by package.  Each
 * package has a process of its own, perhaps without a way to the files of the
 * host, and so leaves what it found in files that are open already.
 */
#ifndef RUN_DRY_RUN_H
#define RUN_DRY_RUN_H

#include <stdio.h>

#include "base/buf.h"

#define DRY_RUN_NAME 80 /* bytes of an instance with its NUL */

/* The checks, in the order of the report. */
enum dry_run_check {
	CHECK_NONE,
	CHECK_PARTIAL,
	CHECK_RUNLEVEL,
	CHECK_PKGFILES,
	CHECK_DEPEND,
	CHECK_SPACE,
	CHECK_CONFLICT,
	CHECK_SETUID,
	CHECK_PRIV,
	CHECK_PKGDIRS,
	CHECKS
};

/* "PARTIAL", "RUNLEVEL", ... */
const char *dry_run_check_name(enum dry_run_check check);

enum check_state { CHECK_NOT_TESTED, CHECK_OK, CHECK_NOT_OK };

struct dry_run_package {
	char instance[DRY_RUN_NAME];
	int code; /* the exit code */
	int request, checkinstall;
	enum check_state checks[CHECKS];
};

struct dry_run {
	FILE *packages; /* struct dry_run_package, one after the other */
	FILE *objects;  /* lines `FTYPE PATH \' of what would be installed */
};

/* Opens the files, which have no names; false with errno. */
bool dry_run_open(struct dry_run *dry);

/* Adds a package and its lines; false with errno. */
bool dry_run_add(struct dry_run *dry, const struct dry_run_package *package,
    const struct buf *objects);

void dry_run_close(struct dry_run *dry);

#endif
