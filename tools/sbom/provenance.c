#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "sbom/file_digests.h"
#include "sbom/json_output.h"
#include "sbom/provenance.h"

static void
print_digest(struct json *j, const struct file_digests *digests)
{
	json_row(j, "digest");
	json_string(j, "sha256", digests->sha256);
	json_end(j);
}

static void
print_parameters(struct json *j, const char *key, const struct pkginfo *params)
{
	size_t i;

	json_object(j, key);
	for (i = 0; i < params->n; i++)
		json_string(j, params->v[i].name, params->v[i].value);
	json_end(j);
}

static void
print_request(struct json *j, const struct provenance_source *source)
{
	size_t i;

	json_object(j, "externalParameters");
	json_array(j, "manifests");
	for (i = 0; i < source->nmanifests; i++)
		json_string(j, NULL, source->manifests[i]);
	json_end(j);
	json_string(j, "prototype", source->prototype);
	print_parameters(j, "options", source->first);
	print_parameters(j, "define", source->vars);
	if (source->time >= 0)
		json_number(j, "time", source->time);
	else
		json_null(j, "time");
	json_end(j);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
print_input(
    struct json *j, const char *name, const struct file_digests *digests)
{
	json_object(j, NULL);
	json_string(j, "name", name);
	print_digest(j, digests);
	json_end(j);
}

/* Each input once, sorted. */
static bool
print_inputs(
    struct json *j, const struct provenance_source *source, struct diag *d)
{
	const char **v = source->inputs;
	struct file_digests digests;
	bool ok = true;
	size_t i;

	if (source->ninputs > 0)
		qsort(v, source->ninputs, sizeof(*v), by_name);
	json_array(j, "resolvedDependencies");
	for (i = 0; i < source->ninputs; i++) {
		if (i > 0 && strcmp(v[i], v[i - 1]) == 0)
			continue;
		if (file_digests_path(v[i], &digests, d))
			print_input(j, v[i], &digests);
		else
			ok = false;
	}
	json_end(j);
	return ok;
}

static void
print_run(struct json *j, const struct provenance_source *source)
{
	json_object(j, "runDetails");
	json_object(j, "builder");
	json_string(j, "id", "urn:pkgstream:builder");
	json_row(j, "version");
	json_string(j, "pkgstream", source->version);
	json_end(j);
	json_end(j);
	json_end(j);
}

static bool
print_statement(
    const struct provenance_source *source, FILE *out, struct diag *d)
{
	struct file_digests digests;
	struct json *j;
	bool ok;

	if (!file_digests_fd(source->fd, source->name, &digests, d))
		return false;
	j = json_new(out);
	json_object(j, NULL);
	json_string(j, "_type", "https://in-toto.io/Statement/v1");
	json_array(j, "subject");
	print_input(j, source->name, &digests);
	json_end(j);
	json_string(j, "predicateType", "https://slsa.dev/provenance/v1");
	json_object(j, "predicate");
	json_object(j, "buildDefinition");
	json_string(j, "buildType", "urn:pkgstream:build:1");
	print_request(j, source);
	ok = print_inputs(j, source, d);
	json_end(j);
	print_run(j, source);
	json_free(j);
	return ok;
}

bool
provenance_write(const struct provenance_source *source, const char *path,
    bool force, struct diag *d)
{
	struct json_output o;

	return json_output_open(&o, path, force, d) &&
	    json_output_close(&o, print_statement(source, o.stream, d), d);
}
