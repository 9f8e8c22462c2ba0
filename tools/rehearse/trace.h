/*
 * The record of a rehearsal: each script with all that it was given, said and
 * changed (--trace).
 */
#ifndef REHEARSE_TRACE_H
#define REHEARSE_TRACE_H

struct trace;

#endif
