/*
 * Child processes: the one way to wait for them.
 */
#ifndef OS_PROCESS_H
#define OS_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#define PROCESS_TIMEOUT     (-1) /* did not end in time, and was killed */
#define PROCESS_FAILED      (-2) /* could not be waited for: errno */
#define PROCESS_INTERRUPTED (-3) /* stop() said so, and it was killed */

/*
 * Waits for the child: its exit status, 128 + the signal that killed it, or
 * PROCESS_FAILED.  Interrupted system calls are repeated.
 */
int process_wait(pid_t pid);

/*
 * The same with the status of waitpid(2), for those who must tell a signal
 * from an exit status above 128.  False with errno.
 */
bool process_wait_status(pid_t pid, int *status);

/*
 * As process_wait, but at most for so many seconds (0: for ever) of the
 * monotonic clock, and no longer than until stop(), asked several times a
 * second, is true; stop may be NULL.  Then the process and its process group,
 * if it leads one, are killed.
 */
int process_wait_limited(pid_t pid, unsigned seconds, bool (*stop)(void));

/* Closes all descriptors from that one on. */
void process_close_from(int first);

/* A pipe that programs which are started do not inherit: false with errno. */
bool process_pipe(int ends[2]);

/*
 * From now on the process, which is about to read secrets, leaves no core, and
 * other processes of the user cannot look into it where the system can forbid
 * that.
 */
void process_forbid_core(void);

/* Seconds of the monotonic clock, for measuring spans of time. */
double monotonic_seconds(void);

#endif
