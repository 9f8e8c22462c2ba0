/*
 * The input as a file, for what reads from a path: one without a name, which is
 * written again each time.
 */
#ifndef TESTS_FUZZ_FILE_H
#define TESTS_FUZZ_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "os/file.h"

/* The path of the file with this input, until the next call. */
static inline const char *
fuzz_file(const uint8_t *data, size_t size)
{
	static char path[32];
	static int fd = -1;

	if (fd == -1) {
		fd = file_scratch();
		(void)snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	}
	if (fd == -1 || ftruncate(fd, 0) == -1 ||
	    !file_pwrite_full(fd, data, size, 0)) {
		perror("fuzz_file");
		exit(1);
	}
	return path;
}

#endif
