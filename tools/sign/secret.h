/*
 * What must not leak: the contents of key files and pass phrases.  They are
 * wiped when they are freed, and never part of a message.
 */
#ifndef SIGN_SECRET_H
#define SIGN_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

#define SECRET_FILE_MAX (4u * 1024 * 1024) /* bytes of a key store */
#define PASSPHRASE_MAX  1023               /* bytes */

struct secret {
	char *data; /* a NUL follows; NULL: nothing */
	size_t len;
	size_t size;       /* bytes allocated, all of them wiped */
	bool others_read;  /* a file that others than its owner can read */
	bool others_write; /* ... or change */
};

#define SECRET_INIT ((struct secret){0})

/*
 * To be called before the first secret is read: no core is left any more, and
 * OpenSSL keeps numbers of private keys in memory that is not swapped out.
 */
void secret_begin(void);

/* Reads a whole file or pipe.  False after a finding. */
bool secret_read(const char *path, struct secret *out, struct diag *d);

void secret_free(struct secret *s);

/*
 * A pass phrase, fetched when it is needed for the first time.  source is
 * `file:PATH', `env:NAME', `fd:NUMBER' or `console'; NULL asks the terminal,
 * if there is one.
 */
struct passphrase {
	const char *source;
	struct secret text;
	bool fetched, failed;
};

/* Why source is none of these, or NULL. */
const char *passphrase_source_fault(const char *source);

/*
 * The pass phrase of the file `what'.  NULL after a finding.  It belongs to p;
 * passphrase_free() wipes it.
 */
const struct secret *passphrase_get(
    struct passphrase *p, const char *what, struct diag *d);

void passphrase_free(struct passphrase *p);

#endif
