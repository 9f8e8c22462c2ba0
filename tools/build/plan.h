/*
 * A plan: everything about a package that is going to be written, complete
 * before the first byte is (pkginfo and pkgmap as they will stand, and for each
 * object where its bytes come from).
 */
#ifndef BUILD_PLAN_H
#define BUILD_PLAN_H

#include "base/buf.h"
#include "build/payload.h"
#include "model/pkginfo.h"
#include "model/pkgmap.h"

/* What is known of an object of the map besides what the map says. */
struct plan_object {
	struct content content;
	struct digests *digests; /* NULL: not wanted, or not computed */
};

struct plan {
	char *name;           /* instance directory in the stream */
	struct pkginfo *info; /* the parameters as written */
	struct pkgmap map;
	struct plan_object *objects; /* one per object of the map */
	bool wants_digests;
	struct buf info_text; /* the files, exact */
	struct buf map_text;
	int64_t time;            /* mtime of what has no other */
	struct payload *payload; /* of MEMBER contents, or NULL */
	struct tree *trees;      /* that contents point to */
	size_t ntrees;
	char **inputs; /* files that it was made from; some twice */
	size_t ninputs;
	char **strings; /* paths and data that contents use */
	size_t nstrings;
};

struct plan *plan_new(void);

/*
 * Gives an object of the plan a text in place of its contents, and sets its
 * size and sum.  text (allocated) becomes the plan's.
 */
void plan_set_text(struct plan *plan, struct object *o, char *text, size_t len);

/*
 * Adds an information file with such a text to the objects, which stay sorted.
 */
void plan_add_info_file(
    struct plan *plan, const char *name, char *text, size_t len);

/* The digests of object i, all zero at first; they belong to the plan. */
struct digests *plan_digests(struct plan *plan, size_t i);

/* What the plan knows of an object of its map. */
struct plan_object *plan_object(
    const struct plan *plan, const struct object *o);

/* Keeps a string (allocated) as long as the plan; returns it. */
const char *plan_keep(struct plan *plan, char *s);

/* Notes that the plan was made from this file; path is copied. */
void plan_add_input(struct plan *plan, const char *path);

/*
 * Makes the text of the map, the last thing that a plan needs; everything in
 * it has to be final.
 */
void plan_finish(struct plan *plan);

void plan_free(struct plan *plan);

/*
 * The 512-byte blocks that pkgmk counts for a package in one part, on a file
 * system with blocks of 4096 bytes (svr4-packaging 3.2).  The list is sorted
 * and has all sizes, that of pkginfo as it was before pkgmk rewrote it; an
 * object has a part only when the prototype gives it one.  order is the
 * parameter ORDER or NULL.
 */
uint64_t plan_count_blocks(const struct objects *list, const char *order);

#endif
