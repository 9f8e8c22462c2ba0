/*
 * The signature of a datastream: facts about its signers can be read, and what
 * was not signed does not fit.  An input that is no PEM is taken for what PEM
 * encodes, so that each byte of the input is one of the structure.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "fuzz.h"
#include "sign/signature.h"

static const char header[] = "# PaCkAgE DaTaStReAm\n";

/* Lines of 64 characters. */
static void
encode(struct buf *text, const uint8_t *der, size_t size)
{
	unsigned char line[65];
	size_t n;

	buf_str(text, "-----BEGIN PKCS7-----\n");
	for (; size > 0; der += n, size -= n) {
		n = size < 48 ? size : 48;
		(void)EVP_EncodeBlock(line, der, (int)n);
		buf_printf(text, "%s\n", (const char *)line);
	}
	buf_str(text, "-----END PKCS7-----\n");
}

static void
read_facts(const struct signature *s)
{
	const struct signer_facts *f;
	size_t i, n;

	f = signature_signers(s, &n);
	if (n < 1 || n > SIGNATURE_SIGNERS_MAX)
		abort();
	for (i = 0; i < n; i++)
		if (f[i].serial == NULL || f[i].digest == NULL ||
		    (f[i].subject == NULL) != (f[i].fingerprint == NULL))
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = DIAG_INIT;
	struct buf text = BUF_INIT;
	struct signature *s;

	if (size > 0 && data[0] == 0x30) /* a SEQUENCE */
		encode(&text, data, size);
	else
		buf_add(&text, data, size);
	s = signature_parse(&text, "signature", &d);
	if ((s == NULL) != (diag_status(&d) != STATUS_OK))
		abort();
	if (s != NULL) {
		read_facts(s);
		signature_update(s, header, sizeof(header));
		signature_check(s, NULL, "signature", &d);
		/* nobody in the corpus signed this */
		if (diag_status(&d) != STATUS_INPUT)
			abort();
	}
	signature_free(s);
	buf_free(&text);
	diag_free(&d);
	return 0;
}
