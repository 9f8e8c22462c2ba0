/*
 * SIGINT and SIGHUP set a flag instead of ending the process, so that it can
 * undo or finish what it has begun.
 */
#ifndef OS_INTERRUPT_H
#define OS_INTERRUPT_H

#include <stdbool.h>

/* Installs the handlers; system calls are restarted (SA_RESTART). */
void catch_interrupts(void);

/* Has one of the signals arrived since catch_interrupts()? */
bool is_interrupted(void);

#endif
