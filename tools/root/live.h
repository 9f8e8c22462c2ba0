/*
 * Runs work in a root as in a running system: the root is /, and the host's
 * programs are mounted in it, read-only (live_mount_linux.c).
 */
#ifndef ROOT_LIVE_H
#define ROOT_LIVE_H

#include "base/diag.h"

#define LIVE_DIRECTORY "/.host" /* ours, a file system in memory */
#define LIVE_SHELL     LIVE_DIRECTORY "/sh"
#define LIVE_SELF      LIVE_DIRECTORY "/pkgstream"
#define LIVE_TOOLS     LIVE_DIRECTORY "/utilities"

/* Directories of a root that the host's are mounted on; the others. */
#define LIVE_HOST_DIRECTORIES \
	"usr/bin", "usr/sbin", "usr/lib", "bin", "sbin", "lib", "lib64"
#define LIVE_OWN_DIRECTORIES ".host", "dev", "proc", "usr/xpg4"

/* In the root: where overlayfs keeps files that are being changed. */
#define LIVE_WORK ".live-root"

/* Paths of the host. */
struct live {
	const char *root;  /* becomes / */
	const char *shell; /* becomes LIVE_SHELL */
	const char *self;  /* becomes LIVE_SELF */
	const char *tools; /* becomes LIVE_TOOLS; NULL: none */
};

/*
 * Runs work(arg) where root is /, and returns its value, or -1 after a finding
 * that says what the host lacks.  No process that it has started is left when
 * this returns.  *missing gets the words of namespaces_run(), or NULL.
 */
int live_run(const struct live *live, int (*work)(void *), void *arg,
    char **missing, struct diag *d);

#endif
