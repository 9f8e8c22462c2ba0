/*
 * The files that an installation has brought or replaced, with their sizes and
 * the builds that stand in them.
 */
#ifndef CYCLE_CHANGED_FILES_H
#define CYCLE_CHANGED_FILES_H

#include "target/snapshot.h"

/* A file before and after; a size of -1: it was not there. */
struct changed_file {
	char *path; /* below the root */
	int64_t old_size, new_size;
	char *old_build, *new_build; /* NULL: none in it */
};

struct changed_files {
	struct changed_file *v; /* by path */
	size_t n;
};

/* Two states of a root, and where their files are. */
struct file_states {
	const struct snapshot *before, *after;
	const char *root_before, *root_after;
};

/*
 * Finds the files with other contents, without what the tools record below
 * var/sadm.  mark stands before build numbers in files, as PATCH_MARK; NULL or
 * "": builds are not looked for.  For changed_files_free.
 */
struct changed_files changed_files_find(
    const struct file_states *states, const char *mark);

/*
 * The greatest number behind mark in len bytes, as the scripts of patches find
 * it: of at most nine digits, and with neither digit nor dot before the mark; 0:
 * none.
 */
unsigned long build_find(const char *data, size_t len, const char *mark);

void changed_files_free(struct changed_files *files);

#endif
