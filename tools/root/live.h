/*
 * Runs work in a root as in a running system: the root is /, and its scripts
 * see the host's programs in it (live_mount_linux.c, live_programs_linux.c).
 */
#ifndef ROOT_LIVE_H
#define ROOT_LIVE_H

#include <stdbool.h>

#include "base/diag.h"

#define LIVE_DIRECTORY "/.host" /* ours, a file system in memory */
#define LIVE_SHELL     LIVE_DIRECTORY "/sh"
#define LIVE_SELF      LIVE_DIRECTORY "/pkgstream"
#define LIVE_TOOLS     LIVE_DIRECTORY "/utilities"
#define LIVE_DEV       LIVE_DIRECTORY "/dev"  /* seen as /dev and /proc by */
#define LIVE_PROC      LIVE_DIRECTORY "/proc" /* scripts only */

/* Directories of a root that the host's are mounted on; the others. */
#define LIVE_HOST_DIRECTORIES \
	"usr/bin", "usr/sbin", "usr/lib", "bin", "sbin", "lib", "lib64"
#define LIVE_OWN_DIRECTORIES ".host", "dev", "proc", "usr/xpg4"

/* In the root: where overlayfs keeps files that are being changed. */
#define LIVE_WORK ".live-root"

/* How the finding begins that says what the host lacks. */
#define LIVE_REFUSED "no live rehearsal: "

/* How the scripts of a live root are shown the host's programs. */
enum live_programs {
	LIVE_PROGRAMS_WRITABLE, /* overlays; what is written goes to the root */
	LIVE_PROGRAMS_USER,     /* the same in a user namespace */
	/* where the root lies on an overlay itself: what is written goes to
	 * the root when the script has ended */
	LIVE_PROGRAMS_MERGED,
	LIVE_PROGRAMS_USER_MERGED, /* the same in a user namespace */
	LIVE_PROGRAMS_READ_ONLY,   /* no overlay can be written to */
	LIVE_PROGRAMS_ALONE        /* no overlays: the root's own do not show */
};

/* Paths of the host. */
struct live {
	const char *root;            /* becomes / */
	const char *shell;           /* becomes LIVE_SHELL */
	const char *self;            /* becomes LIVE_SELF */
	const char *tools;           /* becomes LIVE_TOOLS; NULL: none */
	bool network;                /* that of the host may be used */
	enum live_programs programs; /* set before the work begins */
};

/*
 * Runs work(arg) where root is /, and returns its value, or -1 after a finding
 * that says what the host lacks.  No process that it has started is left when
 * this returns.  *missing gets the words of namespaces_run(), or NULL.
 */
int live_run(struct live *live, int (*work)(void *), void *arg, char **missing,
    struct diag *d);

/*
 * For the process that becomes a script of the live root: from now on it sees
 * the host's programs, too.  NULL, or what could not be done, with errno.
 */
const char *live_enter_script(const void *live);

/* When the script has ended: the root gets what it has written. */
void live_leave_script(void);

/*
 * Removes what scripts leave where they have removed a path that the host has
 * as well (whiteouts).  root is / inside a live root, and else a path of the
 * host.
 */
void live_remove_whiteouts(const char *root);

#endif
