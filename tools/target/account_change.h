/*
 * What account_command changes in the files of a target.
 */
#ifndef TARGET_ACCOUNT_CHANGE_H
#define TARGET_ACCOUNT_CHANGE_H

#include <stdbool.h>

#include "target/target.h"

#define ACCOUNT_ID_MAX 2147483647

enum account_status {
	ACCOUNT_DONE = 0,
	ACCOUNT_USAGE = 2,
	ACCOUNT_BAD_VALUE = 3,
	ACCOUNT_ID_USED = 4,
	ACCOUNT_UNKNOWN = 6,
	ACCOUNT_NAME_USED = 9,
	ACCOUNT_NOT_CHANGED = 10,
	ACCOUNT_HOME = 12
};

enum account_action { ACCOUNT_ADD, ACCOUNT_CHANGE, ACCOUNT_DELETE };

/* What the command line says; strings belong to it, NULL: not given. */
struct account_request {
	const struct target *t;
	const char *command, *name;
	enum account_action action;
	bool is_group, is_role;
	const char *id, *group, *groups, *home, *base, *shell, *comment;
	const char *new_name, *attributes;
	bool shares_id, makes_home, removes_home;
};

/* Prints an error as the command does; returns the status. */
int account_complain(const struct account_request *q, int status,
    const char *fmt, ...) __attribute__((__format__(__printf__, 3, 4)));

/* The number of a group that is given by name or number; -1: none. */
long account_find_group(const struct account_request *q, const char *text);

/*
 * Adds, changes or deletes the account, with the number id where one is given
 * or chosen.  A status, after a message when it is not ACCOUNT_DONE.
 */
int account_change_user(const struct account_request *q, long id);
int account_change_group(const struct account_request *q, long id);

#endif
