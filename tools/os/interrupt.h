/*
 * SIGINT and SIGHUP as a question instead of an end, so that what was begun can
 * be left in order.
 */
#ifndef OS_INTERRUPT_H
#define OS_INTERRUPT_H

#include <stdbool.h>

/* From now on the two signals do not end the process: is_interrupted(). */
void catch_interrupts(void);

/* Did one of these signals come? */
bool is_interrupted(void);

#endif
