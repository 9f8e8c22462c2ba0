/*
 * The processes of a live root.
 */
#ifndef ROOT_PROCESSES_H
#define ROOT_PROCESSES_H

/*
 * Lists the processes of the caller's process namespace: a line of arguments
 * for each, sorted.  Left out are the first process, the caller and others of this
 * program with the same arguments (run/script_owners.h), zombies, and everything
 * where there is no /proc.  The caller frees.
 */
char *processes_list(void);

#endif
