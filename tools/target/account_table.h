/*
 * The text of etc/passwd and files like it: lines of fields with colons
 * between, of which the first is a name.
 */
#ifndef TARGET_ACCOUNT_TABLE_H
#define TARGET_ACCOUNT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

/* The line of the name, without newline; the caller frees; NULL: none. */
char *account_line(const char *table, const char *name);

/* The field, from 0; the caller frees; empty when the line is too short. */
char *account_field(const char *line, size_t n);

/* The line with another field n; the caller frees. */
char *account_set_field(const char *line, size_t n, const char *value);

/*
 * The table with another line for the name; it stands at the end when there was
 * none, and NULL removes it.  The caller frees.
 */
char *account_set_line(const char *table, const char *name, const char *line);

/*
 * The table of groups without old among the members of any, and with new, unless
 * NULL, among those of the groups that had old (groups NULL) or that groups, a
 * list with commas, names.  The caller frees.
 */
char *account_set_member(
    const char *table, const char *old, const char *new, const char *groups);

#endif
