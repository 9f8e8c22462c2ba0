/*
 * The path of this program, and the directory for private files.
 */
#ifndef OS_OWN_PATH_H
#define OS_OWN_PATH_H

#include <stdbool.h>

#include "base/diag.h"

/*
 * For main(), before it changes the directory: the program was started as
 * argv0.  Needed where the system does not tell a process its program.
 */
void own_program_remember(const char *argv0);

/*
 * This program's own absolute path, for scripts to call it back; "pkgstream"
 * when it is not known.  The caller frees.
 */
char *own_program_path(void);

/*
 * Copies this program to the directory dir, where nobody replaces it, and from
 * now on the copy is own_program_path().  False after a finding.
 */
bool own_program_copy(const char *dir, struct diag *d);

/*
 * The absolute path, without symbolic links, of a program that a shell starts
 * as argv0; the caller frees; NULL when it is not found.
 */
char *program_path(const char *argv0);

/* The directory for private files: $TMPDIR when absolute, else /var/tmp. */
const char *temporary_directory(void);

#endif
