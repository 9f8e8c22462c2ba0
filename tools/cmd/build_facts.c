#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "cmd/build_facts.h"
#include "sbom/provenance.h"
#include "sbom/spdx.h"

#ifndef VERSION
#define VERSION "unknown"
#endif

/* The name of the package's file, wherever it will lie; the caller frees. */
static char *
file_name(const struct build_facts *f)
{
	const char *slash;

	if (f->output == NULL || strcmp(f->output, "-") == 0)
		return xasprintf("%s.pkg", f->plans[0]->name);
	slash = strrchr(f->output, '/');
	return xstrdup(slash == NULL ? f->output : slash + 1);
}

/* All that the plans were made from; the caller frees the array. */
static void
list_inputs(const struct build_facts *f, struct provenance_source *source)
{
	size_t i, k;

	for (i = 0; i < f->nplans; i++)
		for (k = 0; k < f->plans[i]->ninputs; k++) {
			source->inputs = array_append_room(source->inputs,
			    source->ninputs, sizeof(*source->inputs));
			source->inputs[source->ninputs++] =
			    f->plans[i]->inputs[k];
		}
}

static bool
write_provenance(const struct build_facts *f, const struct output *out,
    const char *name, struct diag *d)
{
	struct provenance_source source = {.fd = output_fd(out),
	    .name = name,
	    .manifests = f->manifests,
	    .nmanifests = f->manifests == NULL ? 0 : f->nplans,
	    .prototype = f->prototype,
	    .first = f->first,
	    .vars = f->vars,
	    .time = f->time,
	    .version = VERSION};
	bool ok;

	list_inputs(f, &source);
	ok = provenance_write(&source, f->provenance, f->force, d);
	free(source.inputs);
	return ok;
}

bool
build_facts_write(
    const struct build_facts *f, const struct output *out, struct diag *d)
{
	char *name = file_name(f);
	const struct spdx_source source = {.fd = output_fd(out),
	    .name = name,
	    .manifests = f->manifests,
	    .version = VERSION};
	bool ok = f->sbom == NULL || spdx_write(&source, f->sbom, f->force, d);

	if (ok && f->provenance != NULL)
		ok = write_provenance(f, out, name, d);
	free(name);
	return ok;
}
