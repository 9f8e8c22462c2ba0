/*
 * What still runs in a live root.
 */
#ifndef REHEARSE_PROCESSES_H
#define REHEARSE_PROCESSES_H

#include <stddef.h>

#include "base/buf.h"

/*
 * How many processes there are besides the first one and this one; their
 * names are appended, with blanks between.
 */
size_t	processes_left(struct buf *names);

#endif
