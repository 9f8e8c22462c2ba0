/*
 * Writing single files and directories with their attributes below the root of
 * an extraction; extract_package and extract_spool are made of this.
 */
#ifndef INSPECT_EXTRACT_FILE_H
#define INSPECT_EXTRACT_FILE_H

#include "inspect/extract.h"

struct attributes {
	unsigned mode; /* without type */
	int64_t mtime; /* seconds; OBJECT_UNKNOWN: now */
	bool chown;    /* owner and group are to be set */
	uid_t uid;
	gid_t gid;
};

/*
 * Adds the finding for a function of os/safe_dir.h that failed with errno; path
 * is below x->root.
 */
void extract_report_failure(
    const struct extract *x, const char *path, struct diag *d);

/*
 * Copies the contents of the current member to a new file with these
 * attributes.  False after a finding; then there is no file.  sum gets the
 * checksum.
 */
bool extract_file(struct package_reader *s, const struct extract *x,
    const char *path, const struct attributes *a, unsigned *sum,
    struct diag *d);

/* Sets the attributes of an open file or directory; false with errno. */
bool extract_attributes(int fd, const struct attributes *a);

/* Users, or groups, of this host that were looked up. */
struct host_accounts {
	struct string_pool names;
	long *ids; /* with the same indices; -1: the host has none */
};

void host_accounts_free(struct host_accounts *list);

/*
 * Owner, group and mode as the object has them, as far as this host knows the
 * names and x wants them.  Set-uid and set-gid bits need their owner.  A name
 * that is not known is a warning, once.
 */
struct attributes extract_resolve_attributes(const struct extract *x,
    const struct object *o, struct host_accounts *users,
    struct host_accounts *groups, struct diag *d);

/* Directories that get their attributes when all is written. */
struct directories {
	struct directory {
		char *path;
		struct attributes a;
	} * v;
	size_t n, size;
};

/* Remembers the directory for extract_finish(); takes over the path. */
void extract_defer_directory(
    struct extract *x, char *path, const struct attributes *a);

#endif
