/*
 * Compares an object on disk with what a pkgmap or the database says about it,
 * and repairs it on request: for installation, installf and pkgchk.
 */
#ifndef TARGET_OBJECT_CHECK_H
#define TARGET_OBJECT_CHECK_H

#include <sys/types.h>

#include "base/buf.h"
#include "model/object.h"
#include "target/target.h"

enum verify_result {
	VERIFY_OK,
	VERIFY_MISSING,    /* there is no such path */
	VERIFY_TYPE,       /* an object of another type */
	VERIFY_ATTRIBUTES, /* mode, owner or group */
	VERIFY_CONTENTS,   /* bytes, time, link target, device number */
	VERIFY_FAILED      /* could not be repaired */
};

enum remedy {
	REMEDY_NONE,    /* compare only, but not the time of a file */
	REMEDY_FIX,     /* repair what can be repaired */
	REMEDY_COMPLAIN /* compare only, with the time of a file */
};

#define FTYPE_NONE '-' /* a socket or the like, which no package can have */

/* The ftype of an object on disk, by its st_mode: f d s p c b. */
char ftype_of_mode(mode_t mode);

/*
 * Checks existence, type, mode, owner, group, link target and device numbers
 * of the object at path.  What o leaves open (unknown attributes, the ftype
 * `?`) is filled in from the object; a target is allocated, owner and group
 * belong to the accounts of t.  With REMEDY_FIX objects other than regular
 * files are made.  What is wrong is appended to why, one sentence a line.
 */
enum verify_result object_check_attributes(const struct target *t,
    struct object *o, const char *path, enum remedy remedy, struct buf *why);

/*
 * Checks size and checksum of the file at path; sets its modification time
 * (REMEDY_FIX) or compares it (REMEDY_COMPLAIN).  Numbers that o leaves open
 * are filled in from the file.
 */
enum verify_result object_check_contents(
    struct object *o, const char *path, enum remedy remedy, struct buf *why);

#endif
