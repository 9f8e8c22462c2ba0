/*
 * The record of a rehearsal: each script with all that it was given, said and
 * changed (--trace).
 */
#ifndef REHEARSE_TRACE_H
#define REHEARSE_TRACE_H

#include <sys/types.h>

struct run;
struct script;
struct trace;
struct trace_script;

/* All of these do nothing for a trace that is NULL. */
struct trace_script *trace_begin(struct trace *t, struct run *r,
	    const struct script *s);

/* Where the script's output goes, to be copied and noted. */
int	trace_output(struct trace_script *s);

/* Copies the output until the process has ended. */
void	trace_follow(struct trace_script *s, pid_t pid);

void	trace_end(struct trace_script *s, int status);

#endif
