#include "base/array.h"
#include "base/mem.h"

#define FIRST_SIZE 8 /* elements */

void *
array_room(void *v, size_t n, size_t *size, size_t element)
{
	if (n < *size)
		return v;
	*size = n < FIRST_SIZE ? FIRST_SIZE : n * 2;
	return xreallocarray(v, *size, element);
}

void *
array_append_room(void *v, size_t n, size_t element)
{
	if ((n & (n - 1)) != 0)
		return v;
	return xreallocarray(v, n == 0 ? 1 : n * 2, element);
}
