#include <stdlib.h>

#include "base/mem.h"
#include "report/info_page.h"
#include "report/info_report.h"

static bool
is_outdated(const struct signer_facts *f, int64_t at)
{
	return at < f->valid_from || at > f->valid_until;
}

static void
print_signer(const struct page *page, const struct signer_facts *f, int64_t at)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "by %s, with %s",
	    f->subject == NULL ? "an unknown signer" : f->subject, f->digest);
	if (f->key != NULL)
		buf_printf(&b, " and a key %s", f->key);
	buf_str(&b, f->time == NULL ? "; it has no date" : ", on ");
	buf_str(&b, f->time == NULL ? "" : f->time);
	page_buf(page, "Signature", &b);
	if (f->subject == NULL) {
		page_field(page, "", "the signer's certificate is missing");
		return;
	}
	buf_printf(&b, "certificate %s of %s, valid from %s to %s%s", f->serial,
	    f->issuer, f->from, f->until,
	    is_outdated(f, at) ? ": out of date" : "");
	page_buf(page, "", &b);
	buf_printf(&b, "its SHA-256: %s", f->fingerprint);
	page_buf(page, "", &b);
}

void
page_signature(const struct page *page, const struct info_signature *s)
{
	const struct signer_facts *facts;
	struct buf b = BUF_INIT;
	size_t i, n;

	if (s == NULL)
		return;
	if (s->signature == NULL) {
		page_field(page, "Signature", s->fault);
		return;
	}
	facts = signature_signers(s->signature, &n);
	for (i = 0; i < n; i++)
		print_signer(page, &facts[i], s->at);
	buf_str(&b,
	    "covers the header and all parts, but not the copies of pkginfo "
	    "and pkgmap in front; whether it fits, and whom to trust, is for "
	    "`pkgstream verify --trust'");
	page_buf(page, "", &b);
}

static void
print_signer_json(struct json *j, const struct signer_facts *f, int64_t at)
{
	json_object(j, NULL);
	json_string(j, "subject", f->subject);
	json_string(j, "issuer", f->issuer);
	json_string(j, "serial", f->serial);
	json_string(j, "sha256", f->fingerprint);
	json_string(j, "key", f->key);
	json_string(j, "digest", f->digest);
	json_string(j, "from", f->from);
	json_string(j, "until", f->until);
	json_bool(j, "outdated", f->subject == NULL || is_outdated(f, at));
	json_string(j, "time", f->time);
	json_end(j);
}

void
info_print_json_signature(struct json *j, const struct info_signature *s)
{
	const struct signer_facts *facts;
	size_t i, n;

	if (s == NULL) {
		json_null(j, "signature");
		return;
	}
	json_object(j, "signature");
	json_string(j, "fault", s->fault);
	json_array(j, "signers");
	if (s->signature != NULL) {
		facts = signature_signers(s->signature, &n);
		for (i = 0; i < n; i++)
			print_signer_json(j, &facts[i], s->at);
	}
	json_end(j);
	json_array(j, "covers");
	json_string(j, NULL, "header");
	json_string(j, NULL, "parts");
	json_end(j);
	json_end(j);
}
