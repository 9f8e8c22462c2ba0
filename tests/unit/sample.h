/*
 * Small datastreams in memory, for tests of the reader.
 */
#ifndef TESTS_SAMPLE_H
#define TESTS_SAMPLE_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "stream/cpio.h"
#include "stream/header.h"

#define SAMPLE_MTIME 1577934245

/* svr4-packaging 10.2 */
static const char sample_pkginfo[] = "PKG=ACMEtst\n"
				     "NAME=ACME test package\n"
				     "ARCH=sparc,i386\n"
				     "VERSION=1.0\n"
				     "CATEGORY=application\n"
				     "BASEDIR=/opt\n"
				     "CLASSES=none\n"
				     "PSTAMP=x\n";
static const char sample_pkgmap[] =
    ": 1 20\n"
    "1 d none ACMEtst 0755 root bin\n"
    "1 f none ACMEtst/a.txt 0644 root bin 6 542 1577934245\n"
    "1 f none ACMEtst/b.bin 0755 root bin 3000 0 1577934245\n"
    "1 i pkginfo 119 9257 1577934245\n";

static uint32_t sample_ino;

static inline void
sample_pad(struct buf *out, uint32_t align)
{
	buf_zero(out, cpio_padding(out->len, align));
}

static inline void
sample_member(struct buf *out, const char *name, uint32_t mode,
    const void *data, size_t len)
{
	struct cpio_header h = {.ino = ++sample_ino,
	    .mode = mode,
	    .nlink = (mode & CPIO_TYPE) == CPIO_DIRECTORY ? 2 : 1,
	    .mtime = SAMPLE_MTIME,
	    .size = (uint32_t)len};

	cpio_print(&h, name, out);
	buf_add(out, data, len);
	sample_pad(out, CPIO_ALIGN);
}

static inline void
sample_file(struct buf *out, const char *name, const char *text)
{
	sample_member(out, name, 0100644, text, strlen(text));
}

static inline void
sample_dir(struct buf *out, const char *name)
{
	sample_member(out, name, 040755, "", 0);
}

static inline void
sample_end(struct buf *out)
{
	cpio_print_trailer(out);
	sample_pad(out, CPIO_RECORD);
	sample_ino = 0;
}

static inline void
sample_header(struct buf *out, const char *lines)
{
	buf_printf(out, "%s\n%s%s\n", HEADER_MAGIC, lines, HEADER_END);
	sample_pad(out, HEADER_BLOCK);
}

/* Header and info archive with this pkginfo and pkgmap. */
static inline void
sample_begin(struct buf *out, const char *pkginfo, const char *pkgmap)
{
	sample_ino = 0;
	sample_header(out, "ACMEtst 1 20\n");
	sample_file(out, "ACMEtst/pkginfo", pkginfo);
	sample_file(out, "ACMEtst/pkgmap", pkgmap);
	sample_end(out);
}

/* The whole golden stream of svr4-packaging 10.2. */
static inline void
sample_stream(struct buf *out)
{
	static const char zeros[3000];

	sample_begin(out, sample_pkginfo, sample_pkgmap);
	sample_file(out, "pkginfo", sample_pkginfo);
	sample_file(out, "pkgmap", sample_pkgmap);
	sample_dir(out, "reloc");
	sample_dir(out, "reloc/ACMEtst");
	sample_file(out, "reloc/ACMEtst/a.txt", "hello\n");
	sample_member(out, "reloc/ACMEtst/b.bin", 0100755, zeros, 3000);
	sample_end(out);
}

/* A temporary file with these bytes; its name is written to path. */
static inline int
sample_save(char path[64], const struct buf *b)
{
	int fd;

	snprintf(path, 64, "%s/pkgstream-test.XXXXXX",
	    getenv("TMPDIR") != NULL && strlen(getenv("TMPDIR")) < 32
		? getenv("TMPDIR")
		: "/tmp");
	fd = mkstemp(path);
	if (fd == -1 || write(fd, buf_text(b), b->len) != (ssize_t)b->len)
		abort();
	return fd;
}

#endif
