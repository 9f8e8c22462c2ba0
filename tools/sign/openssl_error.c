#include <openssl/err.h>

#include "sign/openssl_error.h"

void
diag_openssl(struct diag *d, const char *file, const char *what)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	if (reason == NULL)
		diag_error(d, file, 0, NULL, "%s", what);
	else
		diag_error(d, file, 0, NULL, "%s: %s", what, reason);
	ERR_clear_error();
}
