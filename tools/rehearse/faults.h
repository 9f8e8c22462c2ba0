/*
 * A power cut at a chosen moment: the system calls by which scripts change
 * the file system are counted, and before one of them everything is killed.
 */
#ifndef REHEARSE_FAULTS_H
#define REHEARSE_FAULTS_H

#include <stdbool.h>
#include <sys/types.h>

#define FAULT_WHAT	256	/* bytes of the description */

/* Shared by all processes of a rehearsal. */
struct faults {
	unsigned long	 points;	/* calls seen */
	unsigned long	 kill_at;	/* the one to die before; 0: none */
	bool		 struck;
	bool		 broken;	/* the system did not let us look */
	char		 what[FAULT_WHAT];	/* script, call and path */
};

/* Can this system do it? */
bool	faults_supported(void);

struct faults *faults_new(void);
void	faults_free(struct faults *f);

/* In the child: stands still until it is watched. */
void	faults_await(int gate);

/*
 * Watches the child and all its offspring until the child has ended, and
 * opens the gate; *status is that of waitpid.  Does not return when the
 * moment has come.
 */
void	faults_watch(struct faults *f, const char *script, pid_t pid,
	    int gate, int *status);

#endif
