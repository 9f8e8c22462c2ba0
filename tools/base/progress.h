/*
 * How far long work is: those who read and write count bytes, and who shows it
 * (report/progress.h) asks.  Nothing is counted until it is wanted.
 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	const char *what; /* as "reading"; a constant; NULL: nothing yet */
	double begin;     /* of this phase, seconds of the monotonic clock */
	uint64_t done, total; /* bytes; total 0: not known */
};

/* From now on it is wanted, or not; to be called while there is one thread. */
void progress_want(bool wanted);
bool progress_is_wanted(void);

/* A new phase begins; total may be 0. */
void progress_begin(const char *what, uint64_t total);

/* There are so many bytes more. */
void progress_expect(uint64_t bytes);

/* So many bytes are done; any thread may call it. */
void progress_add(uint64_t bytes);

/* How far it is now. */
struct progress progress_now(void);

#endif
