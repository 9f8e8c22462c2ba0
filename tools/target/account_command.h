/*
 * The commands of Solaris for users, roles and groups, on the files of a
 * target: etc/passwd, etc/shadow, etc/group, etc/user_attr.
 */
#ifndef TARGET_ACCOUNT_COMMAND_H
#define TARGET_ACCOUNT_COMMAND_H

#include <stdbool.h>

#include "target/target.h"

/* Their names; NULL ends them. */
extern const char *const account_commands[];

/*
 * Runs one, argv[0] being its name.  Returns the exit status of useradd(1M):
 * 0 done, 2 wrong usage, 3 a bad value, 4 the number is in use, 6 there is no
 * such account or group, 9 the name is in use, 10 a file cannot be changed, 12
 * the home directory cannot be made or removed; after a message on standard
 * error.
 */
int account_command(const struct target *t, int argc, char **argv);

#endif
