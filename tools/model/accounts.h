/*
 * The users or groups of a system, from its etc/passwd or etc/group.
 */
#ifndef MODEL_ACCOUNTS_H
#define MODEL_ACCOUNTS_H

#include <stdbool.h>
#include <stddef.h>

#define ACCOUNTS_MAX (16u * 1024 * 1024) /* bytes of the file */

struct account_name {
	char *name;
	long id;
};

struct account_names {
	struct account_name *v; /* sorted by name */
	size_t n;
	bool known; /* the file was there */
};

/* Reads the file path below root; without one, known stays false. */
void accounts_read(struct account_names *list, int root, const char *path);

/* The number of a name; -1 when there is none. */
long accounts_find(const struct account_names *list, const char *name);

void accounts_free(struct account_names *list);

#endif
