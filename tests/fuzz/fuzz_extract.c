/*
 * Extraction of datastreams: what is written has to stay below its directory.
 * The only target that needs a file system, and so a slow one; what extraction
 * reads is the business of fuzz_source.c.
 */
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"
#include "inspect/extract.h"

/* A scratch directory: `in' is what comes out of the input. */
static char top[64];

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void
remove_tree(const char *path)
{
	(void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void
remove_scratch(void)
{
	if (chdir("/") == 0)
		remove_tree(top);
}

static void
make_scratch(void)
{
	const char *dir = getenv("TMPDIR");

	if (top[0] != '\0')
		return;
	snprintf(top, sizeof(top), "%s/pkgstream-fuzz.XXXXXX",
	    dir != NULL && strlen(dir) < 32 ? dir : "/tmp");
	if (mkdtemp(top) == NULL || chdir(top) != 0)
		abort();
	(void)atexit(remove_scratch);
}

static void
extract(const uint8_t *data, size_t size, bool spool, struct diag *d)
{
	struct extract x = {.name = "in", .force = true, .information = true};
	struct filter f = {.types = NULL};
	struct package_reader *s = reader_open_memory(data, size, "file", d);
	size_t i;

	x.root = safe_dir_open("in");
	if (x.root == NULL)
		abort();
	filter_begin(&f, NULL, 0);
	for (i = 0; s != NULL && i < reader_count(s); i++) {
		if (spool)
			extract_spool(s, i, &x, d);
		else
			extract_package(s, i, &f, &x, d);
	}
	extract_finish(&x, d);
	filter_free(&f);
	safe_dir_close(x.root);
	reader_close(s);
}

/* top can be removed only if nothing but `in' was written. */
static void
check_nothing_left(void)
{
	remove_tree("in");
	if (rmdir(top) != 0 || mkdir(top, 0700) != 0 || chdir(top) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = DIAG_INIT;

	make_scratch();
	extract(data, size, false, &d);
	extract(data, size, true, &d);
	check_nothing_left();
	diag_free(&d);
	return 0;
}
