/*
 * Everything that lies below a directory, to be compared with a later look.
 */
#ifndef REHEARSE_SNAPSHOT_H
#define REHEARSE_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#include <time.h>

#include "base/diag.h"
#include "base/digest.h"

struct node {
	char		*path;		/* below the root, with a `/` first */
	mode_t		 mode;		/* with type */
	uid_t		 uid;
	gid_t		 gid;
	dev_t		 rdev;
	ino_t		 ino;
	nlink_t		 nlink;
	int64_t		 size;		/* bytes */
	struct timespec	 mtime, ctime;
	char		*target;	/* of a symbolic link */
	char		*first;		/* first name of a hard link, or NULL */
	char		*text;		/* contents that are compared as text */
	char		 digest[SHA256_HEX];	/* "": not taken */
};

struct snapshot {
	struct node	*v;		/* by path */
	size_t		 n;
	bool		 digests;
};

/* What is compared, and what is left out. */
struct snapshot_rules {
	bool		 digests;	/* contents of files, not only times */
	const char *const *skip;	/* patterns (fnmatch) of paths that
					   are left out with all below */
	int64_t		 now;		/* times from here on are alike; 0 */
};

enum difference {
	DIFFERENCE_CREATED,
	DIFFERENCE_REMOVED,
	DIFFERENCE_TYPE,
	DIFFERENCE_CONTENTS,
	DIFFERENCE_MODE,
	DIFFERENCE_OWNER,
	DIFFERENCE_TIME,
	DIFFERENCE_LINK		/* target, or names of one file */
};

/* root is a descriptor of the directory.  NULL after findings. */
struct snapshot *snapshot_take(int root, const struct snapshot_rules *rules,
	    struct diag *d);
void	snapshot_free(struct snapshot *s);

/*
 * Calls found for each difference; old or new is NULL for a path that is only
 * in the other one.  Returns the number of differences.
 */
size_t	snapshot_compare(const struct snapshot *old,
	    const struct snapshot *new, const struct snapshot_rules *rules,
	    void (*found)(void *, enum difference, const struct node *old,
	    const struct node *new), void *arg);

const char *difference_name(enum difference d);

/* "f", "d", ... */
char	node_type(const struct node *n);

#endif
