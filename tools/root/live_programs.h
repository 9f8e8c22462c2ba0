/*
 * The host's programs in a live root (Linux): they serve the scripts and are
 * seen by nothing else.
 */
#ifndef ROOT_LIVE_PROGRAMS_H
#define ROOT_LIVE_PROGRAMS_H

#include <stdbool.h>

#include "root/live.h"

/*
 * Keeps the host's directories of programs below LIVE_DIRECTORY of the root,
 * read-only, before it becomes /.  False with errno.
 */
bool live_programs_bind(const char *root);

/* Inside the root: how its scripts can be shown the host's programs. */
enum live_programs live_programs_test(bool user_namespace);

/*
 * In the process that becomes a script: shows the host's directories below the
 * root's own.  NULL, or what could not be done, with errno.
 */
const char *live_programs_mount(enum live_programs how);

/*
 * After a script: gives the root what it has written to the directories of
 * programs, where that is not there yet.  False with errno.
 */
bool live_programs_merge(void);

#endif
