/*
 * verify: everything that can be wrong with a package.
 */
#include "inspect/verify.h"
#include "base/date.h"
#include "cmd/verbs.h"
#include "inspect/root_verify.h"
#include "report/progress.h"
#include "report/verify_report.h"
#include "sign/detached.h"
#include "sign/signature.h"
#include "sign/sums.h"
#include "stream/rule.h"

struct options {
	struct common common;
	bool json;
	const char *root;
	struct strings trust;
	const char *pass;
	const char *at;
	const char *detached;
	const char *sums;
	struct strings volumes;
};

static const struct opt options[] = {
    {0, "json", NULL, "findings as JSON", OPT_FLAG,
	offsetof(struct options, json)},
    {0, "against", "ROOT",
	"compare with the system that is installed "
	"below ROOT too",
	OPT_STRING, offsetof(struct options, root)},
    {0, "trust", "FILE",
	"it has to be signed, by somebody whom these certificates vouch for: "
	"PEM, PKCS#12, or a directory with the truststore of Solaris",
	OPT_LIST, offsetof(struct options, trust)},
    {0, "detached", "FILE",
	"the signature is there: of the package or, with --sums, of the list",
	OPT_STRING, offsetof(struct options, detached)},
    {0, "sums", "FILE",
	"compare with the SHA-256 digests of this list, and do nothing else; "
	"without operands all files that it names",
	OPT_STRING, offsetof(struct options, sums)},
    {0, "at", "DATE",
	"the certificates have to be valid then: YYYY-MM-DD or "
	"YYYY-MM-DDThh:mm:ssZ; default: now",
	OPT_STRING, offsetof(struct options, at)},
    {0, "pass", "SOURCE",
	"where the pass phrase of a PKCS#12 file is: file:PATH, env:NAME, "
	"fd:NUMBER or console",
	OPT_STRING, offsetof(struct options, pass)},
    OPT_VOLUME(struct options, volumes),
    OPTS_COMMON(struct options),
};

/* A signature, which the bytes are compared with while they are read. */
static struct signature *
begin_signature(struct package_reader *s, bool required, struct diag *d)
{
	const struct buf *text = reader_signature(s), *header;
	struct signature *signature = NULL;

	if (text == NULL && required)
		rule_report(
		    d, RULE_SIGNATURE, reader_name(s), NULL, "is not signed");
	if (text != NULL)
		signature = signature_parse(text, reader_name(s), d);
	if (signature == NULL)
		return NULL;
	header = reader_header(s);
	signature_update(signature, header->data, header->len);
	reader_tap(s, signature_update, signature);
	return signature;
}

static void
end_signature(struct signature *signature, struct package_reader *s,
    const struct trust *trust, struct diag *d)
{
	if (signature == NULL)
		return;
	if (reader_failed(s))
		rule_report(d, RULE_SIGNATURE, reader_name(s), NULL,
		    "the signature is not checked, since not all was read");
	else
		signature_check(signature, trust, reader_name(s), d);
	/* pkgadd has read to the end of the file (svr4-packaging 2.3) */
	if (reader_tail(s) > 0)
		rule_report(d, RULE_TRAILING, reader_name(s), NULL,
		    "%llu bytes follow the last archive of a signed stream",
		    (unsigned long long)reader_tail(s));
	signature_free(signature);
}

/* For people: the findings, who is trusted, and how many findings there are. */
static void
print_result(const struct options *o, const char *path, const struct diag *d,
    bool readable)
{
	verify_print_findings(
	    d, o->common.verbose ? SEVERITY_INFO : SEVERITY_WARNING);
	if (!readable || o->common.quiet)
		return;
	if (!o->common.verbose)
		verify_print_trusted(d);
	verify_print_count(path, d);
}

static enum status
verify_one(const struct options *o, const char *path,
    const struct strings *volumes, const struct trust *trust, struct diag *all)
{
	struct diag d = DIAG_INIT;
	struct package_reader *s;
	struct signature *signature;
	enum status status;
	size_t i;

	progress_show(o->common.quiet);
	progress_begin("checking", 0);
	s = reader_open_volumes(path, volumes->v, volumes->n, &d);
	if (s != NULL) {
		signature = begin_signature(
		    s, trust != NULL && o->detached == NULL, &d);
		verify_source(s, &d);
		end_signature(signature, s, trust, &d);
	}
	if (s != NULL && o->detached != NULL)
		detached_check(path, o->detached, trust, &d);
	for (i = 0; s != NULL && o->root != NULL && i < reader_count(s); i++)
		root_verify(s, reader_package(s, i), o->root, &d);
	status = verify_status(&d, s != NULL);
	reader_close(s);
	progress_hide();
	if (!o->json)
		print_result(o, path, &d, status <= STATUS_FINDINGS);
	diag_move(all, &d);
	return status;
}

/* Files against a list; the list against its signature. */
static enum status
verify_sums(const struct options *o, int n, char **paths,
    const struct trust *trust, struct diag *d)
{
	const struct sums_entry *e;
	struct sums sums = SUMS_INIT;
	bool readable = sums_read(&sums, o->sums, d);
	size_t k;
	int i;

	if (readable && o->detached != NULL)
		detached_check(o->sums, o->detached, trust, d);
	for (i = 0; readable && i < n; i++) {
		e = sums_find(&sums, paths[i]);
		if (e == NULL)
			diag_error(d, paths[i], 0, "sha256sum(1)",
			    "%s does not list it", o->sums);
		else
			sums_check(paths[i], e, d);
	}
	for (k = 0; readable && n == 0 && k < sums.n; k++)
		sums_check(sums.v[k].name, &sums.v[k], d);
	sums_free(&sums);
	if (!o->json)
		print_result(o, o->sums, d, readable);
	if (!readable)
		return diag_status(d);
	return verify_status(d, true);
}

static enum status
check_usage(const struct options *o, int argc, char **argv, int64_t *at)
{
	const char *fault;

	if (argc < 1 && o->sums == NULL)
		return missing_package(&verb_verify);
	if (o->detached != NULL && o->sums == NULL &&
	    (argc > 1 || strcmp(argv[0], "-") == 0))
		return usage_error(&verb_verify,
		    "--detached goes with one file, which is read twice");
	if (o->sums != NULL &&
	    (o->root != NULL || (o->trust.n > 0 && o->detached == NULL)))
		return usage_error(&verb_verify,
		    "--sums goes with --detached, and with --trust only then");
	if (o->at != NULL && !date_parse(o->at, at))
		return usage_error(&verb_verify,
		    "--at wants YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, not `%s'",
		    o->at);
	if (o->volumes.n > 0 && (argc > 1 || o->sums != NULL))
		return usage_error(
		    &verb_verify, "--volume goes with one package");
	if (o->trust.n == 0 && (o->at != NULL || o->pass != NULL))
		return usage_error(
		    &verb_verify, "--at and --pass go with --trust");
	fault = o->pass == NULL ? NULL : passphrase_source_fault(o->pass);
	if (fault != NULL)
		return usage_error(&verb_verify, "--pass: %s", fault);
	return STATUS_OK;
}

/* Whom --trust names, or NULL; false after findings. */
static bool
open_trust(const struct options *o, int64_t at, struct trust **trust)
{
	struct passphrase pass = {.source = o->pass};
	struct diag d = DIAG_INIT;

	*trust = NULL;
	if (o->trust.n > 0)
		*trust = trust_open(o->trust.v, o->trust.n, &pass, at, &d);
	passphrase_free(&pass);
	if (o->json && diag_status(&d) != STATUS_OK)
		verify_print_json(&d, SEVERITY_WARNING);
	return print_findings(&d, &o->common) == STATUS_OK;
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct diag all = DIAG_INIT;
	struct trust *trust;
	int64_t at = TRUST_NOW;
	enum status status = check_usage(o, argc, argv, &at), one;
	struct strings volumes;
	int i, used;

	if (status != STATUS_OK)
		return status;
	if (!open_trust(o, at, &trust))
		return STATUS_INPUT;
	if (o->sums != NULL)
		status = verify_sums(o, argc, argv, trust, &all);
	for (i = 0; o->sums == NULL && i < argc; i += used) {
		volumes = find_volumes(&o->volumes, argc - i, argv + i, &used);
		one = verify_one(o, argv[i], &volumes, trust, &all);
		if (one > status)
			status = one;
	}
	trust_free(trust);
	if (o->json)
		verify_print_json(
		    &all, o->common.verbose ? SEVERITY_INFO : SEVERITY_WARNING);
	diag_free(&all);
	return status;
}

const struct verb verb_verify = {
    .name = "verify",
    .synopsis = "[options] FILE|DIRECTORY|-...\n"
		"[options] --sums LIST [FILE...]\n",
    .summary = "find everything that is wrong with a package",
    .text = "Reads the whole file and checks its structure, both copies of "
	    "pkginfo and pkgmap,\n"
	    "sizes and checksums, missing and surplus objects, classes, links "
	    "and paths.\n"
	    "Exit status 1 says that there are findings.  With --verbose also "
	    "what may well be\n"
	    "meant so.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
