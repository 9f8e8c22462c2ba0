/*
 * Characters in UTF-8 (RFC 3629).
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The bytes of the character at s, which a NUL ends; 0 when there is none, as
 * for overlong forms, surrogates and anything above U+10FFFF.
 */
size_t utf8_length(const char *s);

/* Is it UTF-8 as a whole? */
bool utf8_is_valid(const char *s);

#endif
