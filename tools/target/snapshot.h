/*
 * A snapshot of a root: every path with its attributes and digest, and the
 * contents database; and the comparison of two snapshots.
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
#include "target/accounts.h"

#define SNAPSHOT_DEPTH_MAX 200 /* directories below each other */
#define SNAPSHOT_NODES_MAX 4000000

struct snapshot_node {
	char *path; /* below the root, as "/opt/x"; "/" is the root */
	struct stat st;
	char *target;            /* of a symbolic link, or NULL */
	char digest[SHA256_HEX]; /* of a file; "": none */
	size_t first;            /* index of the first name of the same file */
};

struct snapshot {
	struct snapshot_node *v; /* by path */
	size_t n, size;
	bool brief;              /* made by snapshot_take_brief */
	struct timespec settled; /* what changed before is not changing now */
	struct accounts users, groups; /* its own; empty in a brief one */
	struct contents *db;           /* NULL: there is none, or see damage */
	char *damage; /* why the database cannot be read, or NULL */
};

/*
 * Takes a snapshot of the directory root, a path of the host, without following
 * links.  before, unless NULL, is an earlier snapshot of the same directory:
 * files that did not change since keep their digests from it.  For
 * snapshot_free; NULL after findings.
 */
struct snapshot *snapshot_take(
    const char *root, const struct snapshot *before, struct diag *d);

/*
 * Takes a snapshot of the open directory root by attributes alone: neither
 * files nor the database are read, and other file systems are not entered.
 * For snapshot_free; NULL after findings.
 */
struct snapshot *snapshot_take_brief(int root, struct diag *d);

/* The node of a path, or NULL. */
const struct snapshot_node *snapshot_find(
    const struct snapshot *s, const char *path);

/* How many entries of the contents database the instance owns. */
size_t snapshot_count_objects(const struct snapshot *s, const char *instance);

/*
 * Which paths a comparison leaves out, each value with those above it; the
 * table is in snapshot_compare.c.
 */
enum leave_out {
	LEAVE_OUT_NOTHING = -1,
	LEAVE_OUT_TOOLS,     /* locks, logs and other files of the tools */
	LEAVE_OUT_TEMPORARY, /* temporary files, which a killed run leaves */
	LEAVE_OUT_RECORDS    /* the directories of the instances */
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

/* A difference, valid during the call of differs. */
struct snapshot_difference {
	enum difference_kind what;
	const char *path; /* of one of the snapshots */
	const char *text; /* a phrase for people, one line */
	/* the newer node, or the one that is gone; NULL: a database entry */
	const struct snapshot_node *node;
};

struct comparison {
	enum leave_out leave_out;
	const char **instances; /* for LEAVE_OUT_RECORDS */
	size_t ninstances;
	const char **ignore; /* further patterns of paths to leave out */
	size_t nignore;
	/*
	 * Two modification times that are not older than this count as equal:
	 * they come from the clock.  {0, 0}: all times are compared.
	 */
	struct timespec clock;
	bool paths_only; /* each path once, without the database */
	/* called for each difference, unless NULL */
	void (*differs)(void *arg, const struct snapshot_difference *found);
	void *arg;
};

/*
 * Returns the number of differences.  In brief snapshots another modification
 * time of a file counts as other contents, and a changed status time without
 * another difference counts as a difference of times.
 */
size_t snapshot_compare(const struct snapshot *was, const struct snapshot *is,
    const struct comparison *how);

void snapshot_free(struct snapshot *s);

#endif
