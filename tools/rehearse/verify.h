/*
 * Does an object lie on disk as an entry says, and can that be put right?
 * The same two questions are asked by installation, installf and pkgchk.
 */
#ifndef REHEARSE_VERIFY_H
#define REHEARSE_VERIFY_H

#include <sys/types.h>

#include "base/buf.h"
#include "model/object.h"
#include "rehearse/target.h"

enum verdict {
	VERDICT_OK,
	VERDICT_MISSING,	/* no such path */
	VERDICT_TYPE,		/* something of another type */
	VERDICT_ATTRIBUTES,	/* mode, owner or group */
	VERDICT_CONTENTS,	/* bytes, time, target of a link, device */
	VERDICT_FAILED		/* could not be put right */
};

enum remedy {
	REMEDY_NONE,		/* look only */
	REMEDY_FIX,		/* put right what can be */
	REMEDY_COMPLAIN		/* look, at the time of a file too */
};

#define VERIFY_NO_TYPE	'-'	/* a socket or the like: no package has one */

/* The ftype of what lies on disk, by its st_mode: f d s p c b. */
char	verify_type(mode_t mode);

/*
 * Type, existence, mode, owner, group, target of links, device numbers of
 * what lies at path.  Attributes that o leaves open get what is there; so does
 * the ftype `?`.  With REMEDY_FIX everything but regular files is made.
 * Sentences about what is wrong are appended to why, one a line.
 */
enum verdict verify_attributes(const struct target *t, struct object *o,
	    const char *path, enum remedy remedy, struct buf *why);

/*
 * Size and checksum; the modification time is set (REMEDY_FIX) or compared
 * (REMEDY_COMPLAIN).  Numbers that o leaves open get those of the file.
 */
enum verdict verify_contents(struct object *o, const char *path,
	    enum remedy remedy, struct buf *why);

/* The pkgmap's checksum of a file; false when it cannot be read. */
bool	file_sum(const char *path, int32_t *sum);

#endif
