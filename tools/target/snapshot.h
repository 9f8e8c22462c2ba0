/*
 * The state of a root: every path with all that can be told about it, and the
 * contents database.  Two of them are compared in words.
 */
#ifndef TARGET_SNAPSHOT_H
#define TARGET_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <time.h>

#include "base/diag.h"
#include "base/digest.h"
#include "model/contents.h"
#include "os/stattime.h"

/* Limits. */
#define SNAPSHOT_DEPTH_MAX 200 /* directories below each other */
#define SNAPSHOT_NODES_MAX 4000000

struct snapshot_node {
	char *path; /* from the root on, "/opt/x"; "/" */
	struct stat st;
	char *target;            /* of a symbolic link, or NULL */
	char digest[SHA256_HEX]; /* of a file; "": none */
	size_t first;            /* the first node of the same file */
};

struct snapshot {
	struct snapshot_node *v; /* by path */
	size_t n, size;
	bool brief;          /* see snapshot_take_brief */
	struct contents *db; /* NULL: none, or see damage */
	char *damage;        /* why the database is none, or NULL */
};

/*
 * Looks at everything below root, a path of the host; no link is followed, and
 * nothing is changed.  before, unless NULL, is an earlier one of the same
 * directory, whose digests are taken over for files that did not change since.
 * The caller frees; NULL after adding findings.
 */
struct snapshot *snapshot_take(
    const char *root, const struct snapshot *before, struct diag *d);

/*
 * A brief look at what is below the descriptor of a root: no file is read,
 * the database neither, and other file systems are not entered.  The caller
 * frees; NULL after adding findings.
 */
struct snapshot *snapshot_take_brief(int root, struct diag *d);

/* The node of a path, or NULL. */
const struct snapshot_node *snapshot_find(
    const struct snapshot *s, const char *path);

/* Is it the same object, not touched since the state before? */
bool snapshot_node_is_unchanged(
    const struct snapshot_node *now, const struct snapshot_node *before);

/*
 * How many entries of the contents database belong to the instance.
 */
size_t snapshot_count_objects(const struct snapshot *s, const char *instance);

/* What is left out of a comparison; the table is in snapshot_compare.c. */
enum leave_out {
	LEAVE_OUT_NOTHING = -1,
	LEAVE_OUT_TOOLS,     /* locks and the like */
	LEAVE_OUT_TEMPORARY, /* what a killed run leaves in tmp, as well */
	LEAVE_OUT_RECORDS    /* and the package's own directory */
};

enum difference_kind {
	DIFFERENCE_CREATED,
	DIFFERENCE_REMOVED,
	DIFFERENCE_TYPE,
	DIFFERENCE_CONTENTS,
	DIFFERENCE_MODE,
	DIFFERENCE_OWNER, /* or group */
	DIFFERENCE_TIME,
	DIFFERENCE_LINK, /* target, or names of one file */
	DIFFERENCE_DATABASE
};

/* One of them, while it is told. */
struct snapshot_difference {
	enum difference_kind what;
	const char *path; /* as long as the states */
	const char *text; /* has no newline */
	/* the newer node, or the one that is gone; NULL: of the database */
	const struct snapshot_node *node;
};

struct comparison {
	enum leave_out leave_out;
	const char **instances; /* for LEAVE_OUT_RECORDS */
	size_t ninstances;
	const char **ignore; /* patterns of paths, as the table's */
	size_t nignore;
	/*
	 * Two times of modification that are not older than this are the
	 * same: the clock has set them.  {0, 0}: none are.
	 */
	struct timespec clock;
	bool paths_only; /* each path once, and no database */
	/* called for each difference, unless NULL */
	void (*differs)(void *arg, const struct snapshot_difference *found);
	void *arg;
};

/*
 * Returns the number of differences.  Of files in brief looks, any other time
 * of modification tells of other contents, and a status change that nothing
 * else explains is a difference of times.
 */
size_t snapshot_compare(const struct snapshot *was, const struct snapshot *is,
    const struct comparison *how);

void snapshot_free(struct snapshot *s);

#endif
