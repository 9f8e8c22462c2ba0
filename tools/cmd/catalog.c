/*
 * catalog: what pkgutil and pkg-get read of a directory of packages.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/path.h"
#include "cmd/verbs.h"
#include "kit/catalog.h"
#include "os/file.h"
#include "os/output.h"

struct options {
	struct common common;
	bool force;
};

static const struct opt options[] = {
    {0, "force", NULL, "replace what is there", OPT_FLAG,
	offsetof(struct options, force)},
    OPTS_COMMON(struct options),
};

/* The file with this text, without its name; NULL after a finding. */
static struct output *
write_file(const char *dir, const char *name, const struct buf *text,
    bool force, struct diag *d)
{
	char *path = path_join(dir, name);
	struct output *out = output_open(path, force, d);

	if (out != NULL &&
	    !file_write_full(output_fd(out), buf_text(text), text->len)) {
		diag_system(d, path, "cannot write");
		output_discard(out);
		out = NULL;
	}
	free(path);
	return out;
}

/* Both files are complete before one of them has its name. */
static void
write_files(
    const struct catalog *c, const char *dir, bool force, struct diag *d)
{
	struct buf text = BUF_INIT, descriptions = BUF_INIT;
	struct output *first, *second = NULL;

	catalog_write(c, &text);
	catalog_write_descriptions(c, &descriptions);
	first = write_file(dir, "catalog", &text, force, d);
	if (first != NULL)
		second = write_file(
		    dir, "descriptions", &descriptions, force, d);
	if (second == NULL)
		output_discard(first);
	else if (output_commit(second, d))
		(void)output_commit(first, d);
	else
		output_discard(first);
	buf_free(&text);
	buf_free(&descriptions);
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct diag d = DIAG_INIT;
	struct catalog *c;

	if (argc != 1)
		return usage_error(
		    &verb_catalog, "a directory with packages is needed");
	c = catalog_read(argv[0], &d);
	if (c != NULL)
		write_files(c, argv[0], o->force, &d);
	if (c != NULL && diag_status(&d) == STATUS_OK && !o->common.quiet)
		printf("%s: a catalog of %zu packages\n", argv[0], c->n);
	catalog_free(c);
	return print_findings(&d, &o->common);
}

const struct verb verb_catalog = {
    .name = "catalog",
    .synopsis = "[options] DIRECTORY",
    .summary = "let pkgutil and pkg-get find the packages of a directory",
    .text = "Writes the files catalog and descriptions into the directory, for "
	    "all its files\n"
	    "*.pkg and *.pkg.gz.  A web server can offer it then, or a file "
	    "system.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
