/*
 * cost CASE N: makes an input with N of what the case is named after, lets the
 * program's own code read it, and prints CASE, N, steps, and seconds of the
 * processor.  cost without arguments prints the names of the cases, and the
 * N to begin with.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/linediff.h"
#include "base/mem.h"
#include "count.h"
#include "inputs.h"
#include "inspect/info.h"
#include "inspect/verify.h"
#include "manifest/manifest.h"
#include "model/admin.h"
#include "model/contents.h"
#include "model/depend.h"
#include "model/object_spec.h"
#include "model/prototype.h"

static struct diag d;

static void
read_pkgmap(const struct buf *in)
{
	pkgmap_free(pkgmap_parse(in->data, in->len, "pkgmap", &d));
}

static void
read_contents(const struct buf *in)
{
	struct contents *c = contents_parse(in->data, in->len, "contents", &d);
	struct buf out = BUF_INIT;
	size_t i;

	if (c == NULL)
		abort();
	for (i = 0; i < c->n; i++)
		if (contents_find(c, c->v[i].object.path) == NULL)
			abort();
	contents_print(c, "cost", "ACME", "today", &out);
	buf_free(&out);
	contents_free(c);
}

/* What pkgadd, pkgrm and pkgchk do with each owner. */
static void
change_owners(const struct buf *in)
{
	struct contents *c = contents_parse(in->data, in->len, "contents", &d);
	size_t i;

	if (c == NULL)
		abort();
	for (i = 0; i < c->n; i++) {
		(void)entry_add_owner(c, &c->v[i], "ACME", OWNER_CONFIRM);
		entry_change_class(c, &c->v[i], "ACME", "other");
		entry_remove_owner(&c->v[i], "ACME");
	}
	contents_sort(c);
	contents_free(c);
}

static void
read_pkginfo(const struct buf *in)
{
	struct pkginfo *info = pkginfo_parse(in->data, in->len, "pkginfo", &d);
	struct buf out = BUF_INIT;

	if (info == NULL)
		abort();
	pkginfo_check(info, "pkginfo", &d);
	pkginfo_write(info, &out);
	buf_free(&out);
	pkginfo_free(info);
}

static void
read_response(const struct buf *in)
{
	pkginfo_free(response_parse(in->data, in->len, "response", &d));
}

static void
read_admin(const struct buf *in)
{
	admin_free(admin_parse(in->data, in->len, "admin", &d));
}

static void
read_depend(const struct buf *in)
{
	depend_free(depend_parse(in->data, in->len, "depend", true, &d));
}

static void
read_space(const struct buf *in)
{
	space_free(space_parse(in->data, in->len, "space", &d));
}

static void
read_installf(const struct buf *in)
{
	const struct spec_rules rules = {NULL, "", false};
	struct objects list = OBJECTS_INIT;

	if (!object_specs_parse(
		&list, (struct slice){in->data, in->len}, &rules, "input", &d))
		abort();
	objects_free(&list);
}

static void
read_prototype(const struct buf *in)
{
	char path[] = "/tmp/cost.XXXXXX";
	struct pkginfo *vars = pkginfo_new();
	struct prototype *p;
	int fd = mkstemp(path);

	if (fd == -1 || write(fd, in->data, in->len) != (ssize_t)in->len)
		abort();
	p = prototype_read(path, vars, &d);
	(void)unlink(path);
	(void)close(fd);
	if (p == NULL)
		abort();
	prototype_free(p);
	pkginfo_free(vars);
}

static void
read_manifest(const struct buf *in)
{
	struct manifest *m = manifest_parse(
	    in->data, in->len, "manifest.xml", &d);

	if (m == NULL) {
		diag_print(&d, SEVERITY_ERROR, stderr);
		abort();
	}
	manifest_free(m);
}

/* The second text has another first line, and all lines but the last. */
static void
compare_lines(const struct buf *in)
{
	struct buf out = BUF_INIT;

	linediff(in->data, in->len, in->data + 1, in->len - 4, 3, &out);
	buf_free(&out);
}

static struct package_reader *
open_stream(const struct buf *in)
{
	struct package_reader *s = reader_open_memory(
	    in->data, in->len, "x.pkg", &d);

	if (s == NULL)
		abort();
	return s;
}

static void
read_stream(const struct buf *in)
{
	struct package_reader *s = open_stream(in);
	size_t i, n = reader_count(s);
	bool *picked = xcalloc(n, sizeof(*picked));
	struct info info;

	verify_source(s, &d);
	if (reader_failed(s))
		abort();
	reader_close(s);
	s = open_stream(in);
	for (i = 0; i < n; i++)
		picked[i] = reader_find(s, reader_package(s, i)->name) ==
		    (ssize_t)i;
	info_read(&info, s, picked, &d);
	info_free(&info);
	reader_close(s);
	free(picked);
}

static void
add_findings(const struct buf *in)
{
	struct slice text = {in->data, in->len}, line;
	struct diag own = DIAG_INIT;

	while (line_next(&text, &line))
		diag_warn(&own, "x", 1, NULL, "%.*s", SLICE_ARGS(line));
	diag_move(&d, &own);
}

static const struct {
	const char *name;
	void (*make)(struct buf *out, unsigned n);
	void (*read)(const struct buf *in);
	unsigned first; /* N; 8 times as many are within the limits */
} cases[] = {
    {"pkgmap", make_pkgmap, read_pkgmap, 2000},
    {"one-path", make_one_path, read_pkgmap, 2000},
    {"contents", make_contents, read_contents, 2000},
    {"owners", make_owners, read_contents, 2000},
    {"owners-change", make_owners, change_owners, 2000},
    {"pkginfo", make_params, read_pkginfo, 1200},
    {"response", make_params, read_response, 1200},
    {"admin", make_params, read_admin, 1200},
    {"depend", make_depend, read_depend, 2000},
    {"versions", make_versions, read_depend, 2000},
    {"space", make_space, read_space, 2000},
    {"installf", make_installf, read_installf, 2000},
    {"prototype", make_prototype, read_prototype, 2000},
    {"scopes", make_scopes, read_prototype, 2000},
    {"manifest", make_manifest, read_manifest, 1000},
    {"lines", make_lines, compare_lines, 2000},
    {"findings", make_lines, add_findings, 2000},
    {"packages", make_packages, read_stream, 1200},
    {"members", make_members, read_stream, 2000},
    {"classes", make_classes, read_stream, 2000},
    {"deep", make_deep, read_stream, 500},
};

static double
cpu_seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
measure(size_t i, unsigned n)
{
	struct buf in = BUF_INIT;
	double begin;

	cases[i].make(&in, n);
	steps = 0;
	begin = cpu_seconds();
	cases[i].read(&in);
	printf("%s %u %llu %.4f\n", cases[i].name, n, (unsigned long long)steps,
	    cpu_seconds() - begin);
	buf_free(&in);
	diag_free(&d);
}

int
main(int argc, char **argv)
{
	size_t i, n = sizeof(cases) / sizeof(cases[0]);

	for (i = 0; i < n; i++) {
		if (argc != 3)
			printf("%s %u\n", cases[i].name, cases[i].first);
		else if (strcmp(cases[i].name, argv[1]) == 0) {
			measure(i, (unsigned)strtoul(argv[2], NULL, 10));
			return 0;
		}
	}
	return argc == 1 ? 0 : 2;
}
