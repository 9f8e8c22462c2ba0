/*
 * Writes JSON (RFC 8259) value by value; the result is valid for any strings.
 *
 *	j = json_new(stdout);
 *	json_array(j, NULL);
 *	json_row(j, NULL); json_string(j, "path", path); json_end(j);
 *	json_end(j);
 *	json_free(j);
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define JSON_DEPTH_MAX 16 /* levels of nesting; more is a bug */

struct json;

/* Begins a text; out stays the caller's. */
struct json *json_new(FILE *out);

/*
 * These begin an object, an object with all it holds on one line, and an
 * array; json_end ends the innermost of them.  key is the name of the value in
 * an object, and NULL in an array and at the top.
 */
void json_object(struct json *j, const char *key);
void json_row(struct json *j, const char *key);
void json_array(struct json *j, const char *key);
void json_end(struct json *j);

/*
 * One value each.  A string that is NULL becomes null; each byte of it that is
 * not UTF-8 becomes U+FFFD.
 */
void json_string(struct json *j, const char *key, const char *value);
void json_number(struct json *j, const char *key, int64_t value);
void json_bool(struct json *j, const char *key, bool value);
void json_null(struct json *j, const char *key);

/* Ends all objects and arrays and the line, and frees j. */
void json_free(struct json *j);

#endif
