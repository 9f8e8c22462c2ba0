/*
 * What OpenSSL says of a failure, as a finding.
 */
#ifndef SIGN_OPENSSL_ERROR_H
#define SIGN_OPENSSL_ERROR_H

#include "base/diag.h"

/*
 * Adds an error about the file with the reason of OpenSSL's last error, which
 * never has parts of a key, and empties OpenSSL's list of errors.
 */
void diag_openssl(struct diag *d, const char *file, const char *what);

#endif
