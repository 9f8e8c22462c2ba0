/*
 * What runs in a live root.
 */
#ifndef ROOT_PROCESSES_H
#define ROOT_PROCESSES_H

/*
 * The processes of the caller's process namespace, one line of arguments for
 * each, sorted; without the first process, the caller, and those that are
 * dead but not waited for.  The caller frees.
 */
char *processes_list(void);

#endif
