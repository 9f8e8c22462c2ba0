#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "count.h"

uint64_t steps;

/* The names are those of the compiler and of the linker. */
void __sanitizer_cov_trace_pc(void);
int __real_strcmp(const char *a, const char *b);
int __wrap_strcmp(const char *a, const char *b);
int __real_strncmp(const char *a, const char *b, size_t len);
int __wrap_strncmp(const char *a, const char *b, size_t len);
int __real_memcmp(const void *a, const void *b, size_t len);
int __wrap_memcmp(const void *a, const void *b, size_t len);
void *__real_memchr(const void *data, int c, size_t len);
void *__wrap_memchr(const void *data, int c, size_t len);
void *__real_memcpy(void *to, const void *from, size_t len);
void *__wrap_memcpy(void *to, const void *from, size_t len);
void *__real_memmove(void *to, const void *from, size_t len);
void *__wrap_memmove(void *to, const void *from, size_t len);
void *__real_memset(void *to, int c, size_t len);
void *__wrap_memset(void *to, int c, size_t len);
void *__real_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size);
size_t __real_strlen(const char *s);
size_t __wrap_strlen(const char *s);
char *__real_strchr(const char *s, int c);
char *__wrap_strchr(const char *s, int c);
char *__real_strstr(const char *s, const char *what);
char *__wrap_strstr(const char *s, const char *what);
size_t __real_strspn(const char *s, const char *set);
size_t __wrap_strspn(const char *s, const char *set);
size_t __real_strcspn(const char *s, const char *set);
size_t __wrap_strcspn(const char *s, const char *set);

static void
count_bytes(size_t n)
{
	steps += 1 + n / 8;
}

void
__sanitizer_cov_trace_pc(void)
{
	steps++;
}

/* How many bytes of a and b are compared before they differ or end. */
static size_t
common_bytes(const char *a, const char *b, size_t len)
{
	size_t i = 0;

	while (i < len && a[i] == b[i] && a[i] != '\0')
		i++;
	return i;
}

int
__wrap_strcmp(const char *a, const char *b)
{
	count_bytes(common_bytes(a, b, SIZE_MAX));
	return __real_strcmp(a, b);
}

int
__wrap_strncmp(const char *a, const char *b, size_t len)
{
	count_bytes(common_bytes(a, b, len));
	return __real_strncmp(a, b, len);
}

int
__wrap_memcmp(const void *a, const void *b, size_t len)
{
	count_bytes(len);
	return __real_memcmp(a, b, len);
}

void *
__wrap_memchr(const void *data, int c, size_t len)
{
	const char *found = __real_memchr(data, c, len);

	count_bytes(found == NULL ? len : (size_t)(found - (const char *)data));
	return (void *)(uintptr_t)found;
}

void *
__wrap_memcpy(void *to, const void *from, size_t len)
{
	count_bytes(len);
	return __real_memcpy(to, from, len);
}

void *
__wrap_memmove(void *to, const void *from, size_t len)
{
	count_bytes(len);
	return __real_memmove(to, from, len);
}

void *
__wrap_memset(void *to, int c, size_t len)
{
	count_bytes(len);
	return __real_memset(to, c, len);
}

void *
__wrap_calloc(size_t n, size_t size)
{
	count_bytes(n * size);
	return __real_calloc(n, size);
}

size_t
__wrap_strlen(const char *s)
{
	size_t len = __real_strlen(s);

	count_bytes(len);
	return len;
}

char *
__wrap_strchr(const char *s, int c)
{
	char *found = __real_strchr(s, c);

	count_bytes(found == NULL ? __real_strlen(s) : (size_t)(found - s));
	return found;
}

char *
__wrap_strstr(const char *s, const char *what)
{
	char *found = __real_strstr(s, what);

	count_bytes(found == NULL ? __real_strlen(s) : (size_t)(found - s));
	return found;
}

size_t
__wrap_strspn(const char *s, const char *set)
{
	size_t len = __real_strspn(s, set);

	count_bytes(len);
	return len;
}

size_t
__wrap_strcspn(const char *s, const char *set)
{
	size_t len = __real_strcspn(s, set);

	count_bytes(len);
	return len;
}
