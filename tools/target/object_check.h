/*
 * Does an object lie on disk as an entry says, and can that be put right?
 * The same two questions are asked by installation, installf and pkgchk.
 */
#ifndef TARGET_OBJECT_CHECK_H
#define TARGET_OBJECT_CHECK_H

#include <sys/types.h>

#include "base/buf.h"
#include "model/object.h"
#include "target/target.h"

enum verify_result {
	VERIFY_OK,
	VERIFY_MISSING,    /* no such path */
	VERIFY_TYPE,       /* something of another type */
	VERIFY_ATTRIBUTES, /* mode, owner or group */
	VERIFY_CONTENTS,   /* bytes, time, target of a link, device */
	VERIFY_FAILED      /* could not be put right */
};

enum remedy {
	REMEDY_NONE,    /* look only */
	REMEDY_FIX,     /* put right what can be */
	REMEDY_COMPLAIN /* look, at the time of a file too */
};

#define FTYPE_NONE '-' /* a socket or the like: no package has one */

/* The ftype of what lies on disk, by its st_mode: f d s p c b. */
char ftype_of_mode(mode_t mode);

/*
 * Type, existence, mode, owner, group, target of links, device numbers of
 * what lies at path.  Attributes that o leaves open get what is there; so does
 * the ftype `?`.  With REMEDY_FIX everything but regular files is made.
 * Sentences about what is wrong are appended to why, one a line.
 */
enum verify_result object_check_attributes(const struct target *t,
    struct object *o, const char *path, enum remedy remedy, struct buf *why);

/*
 * Size and checksum; the modification time is set (REMEDY_FIX) or compared
 * (REMEDY_COMPLAIN).  Numbers that o leaves open get those of the file.
 */
enum verify_result object_check_contents(
    struct object *o, const char *path, enum remedy remedy, struct buf *why);

/* The pkgmap's checksum of a file; false when it cannot be read. */
bool file_sum(const char *path, int32_t *sum);

#endif
