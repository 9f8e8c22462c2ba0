/*
 * Unpacking: the objects of a package to where they would be installed, or the
 * package itself as a spool directory.
 */
#ifndef INSPECT_EXTRACT_H
#define INSPECT_EXTRACT_H

#include "inspect/filter.h"
#include "os/safe_dir.h"
#include "stream/package_reader.h"

struct directories;

struct extract {
	struct safe_dir *root;       /* nothing is written outside */
	const char *name;            /* of that directory, for messages */
	bool force;                  /* replace what is there */
	bool owner;                  /* set owner, group, set-uid bits */
	bool information;            /* scripts and pkginfo too */
	const struct pkginfo *vars;  /* settings that win over pkginfo */
	struct directories *pending; /* private; begins as NULL */
	/* called for each path that was written, unless NULL */
	void (*wrote)(const char *path);
};

/*
 * Writes the objects that the filter takes of the package, which is selected
 * in the source.  Findings are added to d; what can be written is written.
 */
void extract_package(struct package_reader *s, size_t package, struct filter *f,
    struct extract *x, struct diag *d);

/*
 * Writes the package as the directory NAME below the root, every member of
 * it, as pkgtrans(1) does.
 */
void extract_spool(struct package_reader *s, size_t package, struct extract *x,
    struct diag *d);

/*
 * Gives directories their attributes, which may forbid to write there; the
 * last thing to call.
 */
void extract_finish(struct extract *x, struct diag *d);

#endif
