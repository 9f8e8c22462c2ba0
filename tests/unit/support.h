/*
 * What unit tests share: cmocka with what it needs, findings, scratch files.
 */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include <dirent.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "os/file.h"

/* Ends a test that cannot be tried here; tests/run shows the reason. */
#define skip_because(reason) \
	do { \
		print_message("# skip: %s\n", (reason)); \
		skip(); \
	} while (0)

/* A file of the tests' data, by its name below tests; belongs to the caller. */
static inline char *
test_data(const char *name)
{
	const char *top = getenv("TOP");
	char *path = xasprintf("%s/tests/%s", top == NULL ? "." : top, name);
	struct diag d = DIAG_INIT;
	struct buf text = BUF_INIT;

	assert_true(file_read(path, 1024 * 1024, &text, &d));
	free(path);
	return buf_steal(&text);
}

/* The findings as diag_print() shows them; belongs to the caller. */
static inline char *
findings_text(const struct diag *d)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	diag_print(d, SEVERITY_INFO, out);
	assert_int_equal(fclose(out), 0);
	return text;
}

/* The findings are exactly these lines; empties d. */
static inline void
expect_findings(struct diag *d, const char *lines)
{
	char *text = findings_text(d);

	assert_string_equal(text, lines);
	free(text);
	diag_free(d);
}

/*
 * A directory to work in, as setup and teardown of a test or group; the
 * process stands in it.
 */
static char scratch_dir[64];

static inline int
scratch_begin(void **state)
{
	(void)state;
	(void)snprintf(
	    scratch_dir, sizeof(scratch_dir), "/tmp/pkgstream-unit.XXXXXXXX");
	return mkdtemp(scratch_dir) == NULL || chdir(scratch_dir) == -1;
}

static inline int
scratch_remove(
    const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline int
scratch_end(void **state)
{
	(void)state;
	return chdir("/") == -1 ||
	    nftw(scratch_dir, scratch_remove, 16, FTW_DEPTH | FTW_PHYS) == -1;
}

static inline void
write_bytes(const char *path, const void *data, size_t len)
{
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	assert_int_equal(fwrite(data, 1, len, out), len);
	assert_int_equal(fclose(out), 0);
}

static inline void
write_text(const char *path, const char *text)
{
	write_bytes(path, text, strlen(text));
}

/* How many names a directory has, hidden ones too, `.' and `..' not. */
static inline size_t
count_names(const char *path)
{
	DIR *dir = opendir(path);
	size_t n = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL)
		n++;
	closedir(dir);
	return n - 2;
}

#endif
