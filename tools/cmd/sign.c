/*
 * sign: adds a signature to a datastream, or takes it away.
 */
#include "cmd/sign.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/words.h"
#include "cmd/verbs.h"
#include "os/file.h"
#include "os/output.h"
#include "sign/cert_text.h"
#include "sign/detached.h"
#include "sign/sign_stream.h"
#include "sign/sums.h"
#include "stream/compress.h"

struct options {
	struct common common;
	struct sign_options sign;
	const char *output;
	bool force;
	bool strip;
	bool detached;
	bool sums;
};

static const struct opt options[] = {
    {'o', "output", "FILE",
	"where the result goes, `-' for standard output; default with "
	"--detached: the name of the file and .p7s, with --sums: SHA256SUMS",
	OPT_STRING, offsetof(struct options, output)},
    {0, "force", NULL, "replace an existing file", OPT_FLAG,
	offsetof(struct options, force)},
    {'k', "key", "FILE",
	"private key: a PEM file, a PKCS#12 key store, or a directory with "
	"the stores of Solaris",
	OPT_STRING, offsetof(struct options, sign.key)},
    OPTS_SIGN(struct options, sign),
    {0, "strip", NULL, "remove the signature instead", OPT_FLAG,
	offsetof(struct options, strip)},
    {0, "detached", NULL,
	"sign any file, with a signature (CMS) in a file of its own", OPT_FLAG,
	offsetof(struct options, detached)},
    {0, "sums", NULL,
	"write the list of the files' SHA-256 digests that sha256sum reads",
	OPT_FLAG, offsetof(struct options, sums)},
    OPTS_COMMON(struct options),
};

bool
sign_options_solaris10(const struct sign_options *o)
{
	return o->compat != NULL;
}

enum status
sign_options_check(const struct verb *v, const struct sign_options *o)
{
	const char *fault;

	if (o->key == NULL &&
	    (o->cert != NULL || o->chain.n > 0 || o->alias != NULL ||
		o->pass != NULL || o->compat != NULL))
		return usage_error(v,
		    "--cert, --chain, --alias, --pass and --compat go with a "
		    "key");
	if (o->compat != NULL && strcmp(o->compat, "solaris10") != 0)
		return usage_error(
		    v, "--compat knows solaris10, not `%s'", o->compat);
	fault = o->pass == NULL ? NULL : passphrase_source_fault(o->pass);
	if (fault != NULL)
		return usage_error(v, "--pass: %s", fault);
	return STATUS_OK;
}

bool
sign_options_open(
    const struct sign_options *o, struct identity *id, struct diag *d)
{
	const struct identity_request r = {.key = o->key,
	    .cert = o->cert,
	    .chain = o->chain.v,
	    .nchain = o->chain.n,
	    .alias = o->alias,
	    .pass = o->pass,
	    .solaris10 = sign_options_solaris10(o)};

	return identity_open(id, &r, d);
}

void
sign_options_tell(const struct sign_options *o, const struct identity *id,
    const char *file, FILE *out)
{
	bool solaris10 = sign_options_solaris10(o);
	char *subject = cert_subject_text(id->cert);
	char *clean = text_printable(subject);

	fprintf(out, "%s: signed with %s by %s\n", file,
	    solaris10 ? "SHA-1" : "SHA-256", clean);
	fputs(solaris10
		? "Solaris 10 can check it; SHA-1 proves less today than "
		  "SHA-256 does.\n"
		: "pkgadd of Solaris 10 refuses SHA-256; --compat solaris10 "
		  "signs with SHA-1.\n",
	    out);
	free(clean);
	free(subject);
}

/* One run of the verb; identity and signer are none with --strip. */
struct sign_job {
	const struct options *o;
	struct identity id;
	struct signer *signer;
	struct diag d;
};

static void
write_stream(struct sign_job *job, struct package_reader *s)
{
	const char *name = job->o->output;
	struct output *out = output_open_seekable(name, job->o->force, &job->d);

	if (out == NULL)
		return;
	if (strcmp(name, "-") == 0)
		name = "standard output";
	if (!sign_stream(s, job->signer, out, name, &job->d)) {
		output_discard(out);
		return;
	}
	out = compress_output(out, job->o->output, job->o->force, &job->d);
	if (out == NULL || !output_commit(out, &job->d) ||
	    job->o->common.quiet || job->signer == NULL)
		return;
	sign_options_tell(&job->o->sign, &job->id, name,
	    strcmp(job->o->output, "-") == 0 ? stderr : stdout);
}

static bool
open_identity(struct sign_job *job)
{
	return sign_options_open(&job->o->sign, &job->id, &job->d);
}

/* A signature in the datastream, or none any more. */
static void
sign_inside(struct sign_job *job, const char *path)
{
	struct package_reader *s = NULL;

	if (!job->o->strip && open_identity(job))
		job->signer = signer_new(
		    &job->id, sign_options_solaris10(&job->o->sign), &job->d);
	if (job->o->strip || job->signer != NULL)
		s = reader_open(path, &job->d);
	if (s != NULL)
		write_stream(job, s);
	reader_close(s);
	signer_free(job->signer);
}

static void
write_text(struct sign_job *job, const char *name, const struct buf *text)
{
	struct output *out = output_open(name, job->o->force, &job->d);

	if (out == NULL)
		return;
	if (file_write_full(output_fd(out), buf_text(text), text->len)) {
		(void)output_commit(out, &job->d);
		return;
	}
	diag_system(&job->d, name, "cannot write");
	output_discard(out);
}

/* SOURCE_DATE_EPOCH, where a signature has to be the same each time. */
static int64_t
signing_time(void)
{
	const char *env = getenv("SOURCE_DATE_EPOCH");
	uint64_t n;

	if (env != NULL &&
	    number_parse((struct slice){env, strlen(env)}, 10, DATE_MAX, &n))
		return (int64_t)n;
	return time(NULL);
}

static void
sign_beside(struct sign_job *job, const char *path)
{
	struct buf text = BUF_INIT;
	char *name = job->o->output != NULL ? xstrdup(job->o->output)
					    : xasprintf("%s.p7s", path);

	if (open_identity(job) &&
	    detached_sign(&job->id, path, signing_time(), &text, &job->d))
		write_text(job, name, &text);
	free(name);
	buf_free(&text);
}

static void
write_sums(struct sign_job *job, int n, char **paths)
{
	const char *name = job->o->output;
	struct buf text = BUF_INIT;
	bool ok = true;
	int i;

	for (i = 0; i < n; i++)
		ok = sums_add_file(paths[i], paths[i], &text, &job->d) && ok;
	if (ok)
		write_text(job, name == NULL ? "SHA256SUMS" : name, &text);
	buf_free(&text);
}

static enum status
check_usage(const struct options *o, int argc)
{
	if (argc < 1)
		return missing_package(&verb_sign);
	if (o->strip + o->detached + o->sums > 1)
		return usage_error(&verb_sign,
		    "--strip, --detached and --sums exclude each other");
	if (argc > 1 && !o->sums)
		return usage_error(&verb_sign, "one file at a time");
	if (o->output == NULL && !o->detached && !o->sums)
		return usage_error(&verb_sign, "-o FILE is missing");
	if ((o->strip || o->sums) == (o->sign.key != NULL))
		return usage_error(&verb_sign,
		    o->sign.key == NULL ? "-k FILE is missing"
					: "--strip and --sums need no key");
	if (o->detached && o->sign.compat != NULL)
		return usage_error(&verb_sign,
		    "--compat is for signatures in the package: Solaris 10 "
		    "reads no others");
	return sign_options_check(&verb_sign, &o->sign);
}

static enum status
run(void *values, int argc, char **argv)
{
	struct sign_job job = {.o = values, .d = DIAG_INIT};
	enum status status = check_usage(job.o, argc);

	if (status != STATUS_OK)
		return status;
	if (job.o->sums)
		write_sums(&job, argc, argv);
	else if (job.o->detached)
		sign_beside(&job, argv[0]);
	else
		sign_inside(&job, argv[0]);
	identity_close(&job.id);
	return print_findings(&job.d, &job.o->common);
}

const struct verb verb_sign = {
    .name = "sign",
    .synopsis = "[options] -k KEY -o OUT FILE|-\n"
		"[options] --strip -o OUT FILE|-\n"
		"[options] --detached -k KEY [-o OUT] FILE\n"
		"[options] --sums [-o OUT] FILE...\n",
    .summary = "sign a package, or remove its signature",
    .text = "Writes the datastream with the signature that `pkgtrans -g' of "
	    "Solaris 10 makes: in\n"
	    "the file, over its header and all parts.  An older signature is "
	    "replaced.  The\n"
	    "digest is SHA-256, and SHA-1 where Solaris 10 has to check it.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
