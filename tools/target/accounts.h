/*
 * The users or groups of a target, from its etc/passwd or etc/group; never
 * those of the host.
 */
#ifndef TARGET_ACCOUNTS_H
#define TARGET_ACCOUNTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/string_pool.h"

#define ACCOUNTS_MAX (16u * 1024 * 1024) /* bytes of the file */

struct account {
	const char *name; /* in accounts.names */
	long id;
	size_t order; /* in the file */
};

struct accounts {
	struct account *v; /* one of each number, sorted by it */
	size_t n, size;
	struct string_pool names;
	long *ids;  /* of the names, with the same indices */
	bool known; /* the file could be read */
};

/*
 * Reads the file path, absolute in the system below the open directory root,
 * into an empty table.  Lines that are no accounts are skipped; a file that
 * cannot be read leaves the table empty and known false.
 */
void accounts_read(struct accounts *a, int root, const char *path);

/*
 * Adds the lines of a text that is written like such a file.  What the table
 * has already, names or numbers, stays as it is.
 */
void accounts_add(struct accounts *a, const char *text);

/* The number of the first account of the name; -1 when there is none. */
long accounts_id(const struct accounts *a, const char *name);

/* The first name of the number; NULL when there is none. */
const char *accounts_name(const struct accounts *a, long id);

void accounts_free(struct accounts *a);

#endif
