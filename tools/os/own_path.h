/*
 * Where this program lies, and where private files go.
 */
#ifndef OS_OWN_PATH_H
#define OS_OWN_PATH_H

/* This program's own path, for scripts to call it back; the caller frees. */
char *own_program_path(void);

/* The directory for private files: $TMPDIR when absolute, else /var/tmp. */
const char *temporary_directory(void);

#endif
