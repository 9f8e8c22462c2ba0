/*
 * Arrays that grow by doubling, so that adding an element costs constant time
 * on average.
 */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include <stddef.h>

/*
 * Makes room for one more element behind the n that v holds; *size is how many
 * fit.  Returns the array, which may have moved; the caller frees.  No memory
 * ends the program, as in mem.h.
 *
 *	list->v = array_room(list->v, list->n, &list->size, sizeof(*list->v));
 *	list->v[list->n++] = element;
 */
void *array_room(void *v, size_t n, size_t *size, size_t element);

/*
 * The same for arrays that keep no size of their own: room is made whenever n
 * is a power of two (or 0), so every element must be added with this call.
 */
void *array_append_room(void *v, size_t n, size_t element);

#endif
