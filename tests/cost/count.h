/*
 * Counts what the sources do: each basic block that is entered, and eight bytes
 * in a function of the C library, are one step.  The sources are compiled with
 * -fsanitize-coverage=trace-pc -fno-builtin, and linked with --wrap for the
 * functions in COUNTED of the Makefile.  Steps do not depend on the machine or
 * on what else it does, unlike seconds.
 */
#ifndef TESTS_COUNT_H
#define TESTS_COUNT_H

#include <stdint.h>

extern uint64_t steps;

#endif
