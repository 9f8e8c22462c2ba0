/*
 * The options by which sign, build and kit say who signs.
 */
#ifndef CMD_SIGN_H
#define CMD_SIGN_H

#include "cli/verb.h"
#include "sign/identity.h"
#include "sign/signer.h"

struct sign_options {
	const char *key;
	const char *cert;
	struct strings chain;
	const char *alias;
	const char *pass;
	const char *compat;
};

/* The key, where signing is not all that the verb does. */
#define OPT_SIGN(type, field) \
	{ \
		0, "sign", "KEY", \
		    "private key: a PEM file, a PKCS#12 key store, or a " \
		    "directory with the stores of Solaris", \
		    OPT_STRING, offsetof(type, field.key) \
	}

/* Their rows, but for the key; field is a struct sign_options. */
#define OPTS_SIGN(type, field) \
	{0, "cert", "FILE", \
	    "certificate of the key, and perhaps its chain, in PEM; default: " \
	    "it is with the key", \
	    OPT_STRING, offsetof(type, field.cert)}, \
	    {0, "chain", "FILE", \
		"certificates above that, up to the root; they become part " \
		"of the signature", \
		OPT_LIST, offsetof(type, field.chain)}, \
	    {0, "alias", "NAME", "which key, where a key store has several", \
		OPT_STRING, offsetof(type, field.alias)}, \
	    {0, "pass", "SOURCE", \
		"where the pass phrase is: file:PATH, env:NAME, fd:NUMBER or " \
		"console; default: ask on the terminal", \
		OPT_STRING, offsetof(type, field.pass)}, \
	{ \
		0, "compat", "SYSTEM", \
		    "solaris10: sign with SHA-1, as pkgadd of Solaris 10 " \
		    "wants it; default: SHA-256, which it refuses", \
		    OPT_STRING, offsetof(type, field.compat) \
	}

/* STATUS_OK, or a mistake in them. */
enum status sign_options_check(
    const struct verb *v, const struct sign_options *o);

/* Opens the identity that they name; false after findings. */
bool sign_options_open(
    const struct sign_options *o, struct identity *id, struct diag *d);

/* Is Solaris 10 to read it? */
bool sign_options_solaris10(const struct sign_options *o);

/* Says who has signed what, and what the digest means. */
void sign_options_tell(const struct sign_options *o, const struct identity *id,
    const char *file, FILE *out);

#endif
