#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "cmd_rehearse/cycle_sources.h"
#include "stream/package_reader.h"

static struct cycle_source *
add_source(struct cycle_sources *s, const char *path)
{
	s->v = array_append_room(s->v, s->n, sizeof(*s->v));
	s->v[s->n] = (struct cycle_source){.path = path};
	return &s->v[s->n++];
}

static void
add_name(struct cycle_source *source, const char *name)
{
	source->names = array_append_room(
	    source->names, source->nnames, sizeof(*source->names));
	source->names[source->nnames++] = xstrdup(name);
}

static bool
has_name(const struct cycle_source *source, const char *name)
{
	size_t i;

	for (i = 0; i < source->nnames; i++)
		if (strcmp(source->names[i], name) == 0)
			return true;
	return false;
}

/* How many of the operands are names of packages of the reader. */
static int
count_names(const struct package_reader *reader, int argc, char **argv)
{
	int n = 0;

	while (n < argc && reader_find(reader, argv[n]) >= 0)
		n++;
	return n;
}

/* In the order of the source, in which they are installed. */
static void
add_names(struct cycle_source *source, const struct package_reader *reader,
    int argc, char **argv)
{
	const char *name;
	size_t i;
	int k;

	for (i = 0; i < reader_count(reader); i++) {
		name = reader_package(reader, i)->name;
		for (k = 0; k < argc && strcmp(argv[k], name) != 0; k++)
			;
		if (argc == 0 || k < argc)
			add_name(source, name);
	}
}

/* Reads one source with its names; returns how many operands that were, or 0
 * after findings. */
static int
read_source(struct cycle_sources *s, int argc, char **argv, struct diag *d)
{
	struct package_reader *reader;
	int n;

	if (s->n > 0 && access(argv[0], F_OK) == -1) {
		diag_error(d, argv[0], 0, NULL,
		    "is neither a package of %s nor a file or directory",
		    s->v[s->n - 1].path);
		return 0;
	}
	reader = reader_open(argv[0], d);
	if (reader == NULL)
		return 0;
	n = count_names(reader, argc - 1, argv + 1);
	add_names(add_source(s, argv[0]), reader, n, argv + 1);
	reader_close(reader);
	return n + 1;
}

/* The packages of old that the first of the other sources has, too. */
static bool
read_old(struct cycle_sources *s, const char *old, struct diag *d)
{
	struct package_reader *reader = reader_open(old, d);
	struct cycle_source source = {.path = old, .is_updated = true};
	const char *name;
	size_t i;

	if (reader == NULL)
		return false;
	for (i = 0; i < reader_count(reader); i++) {
		name = reader_package(reader, i)->name;
		if (has_name(&s->v[0], name))
			add_name(&source, name);
	}
	reader_close(reader);
	if (source.nnames == 0) {
		diag_error(d, old, 0, NULL,
		    "has no package of %s, so nothing would be updated; --with "
		    "installs other packages before",
		    s->v[0].path);
		return false;
	}
	(void)add_source(s, old);
	memmove(&s->v[1], &s->v[0], (s->n - 1) * sizeof(s->v[0]));
	s->v[0] = source;
	return true;
}

/* How many packages of a are in b, too. */
static size_t
count_shared(const struct cycle_source *a, const struct cycle_source *b)
{
	size_t i, n = 0;

	for (i = 0; i < a->nnames; i++)
		n += has_name(b, a->names[i]);
	return n;
}

/* A package that comes twice has to come in sources that follow each other. */
static bool
find_updates(struct cycle_sources *s, struct diag *d)
{
	size_t i, k, shared;
	bool ok = true;

	for (i = 0; i < s->n; i++)
		for (k = i + 1; k < s->n; k++) {
			shared = count_shared(&s->v[i], &s->v[k]);
			if (shared == 0)
				continue;
			if (k == i + 1 && shared == s->v[i].nnames) {
				s->v[i].is_updated = true;
				continue;
			}
			diag_error(d, s->v[k].path, 0, NULL,
			    "has packages of %s, but is no update of just "
			    "these: name the packages that are meant",
			    s->v[i].path);
			ok = false;
		}
	return ok;
}

bool
cycle_sources_read(struct cycle_sources *s, const char *old, int argc,
    char **argv, struct diag *d)
{
	int n;

	for (; argc > 0; argc -= n, argv += n) {
		n = read_source(s, argc, argv, d);
		if (n == 0)
			return false;
	}
	return (old == NULL || read_old(s, old, d)) && find_updates(s, d);
}

void
cycle_sources_free(struct cycle_sources *s)
{
	size_t i, k;

	for (i = 0; i < s->n; i++) {
		for (k = 0; k < s->v[i].nnames; k++)
			free((char *)(uintptr_t)s->v[i].names[k]);
		free(s->v[i].names);
	}
	free(s->v);
}
