/*
 * Feeds files to a fuzz target, for compilers without libFuzzer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "os/file.h"

#define FILE_LEN_MAX (64u * 1024 * 1024)

int
main(int argc, char **argv)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	uint8_t *copy;
	int i;

	for (i = 1; i < argc; i++) {
		b.len = 0;
		if (!file_read(argv[i], FILE_LEN_MAX, &b, &d)) {
			diag_print(&d, SEVERITY_ERROR, stderr);
			return 1;
		}
		/* exactly as long as the data, so that overruns are seen */
		copy = malloc(b.len > 0 ? b.len : 1);
		if (copy == NULL)
			return 1;
		memcpy(copy, buf_text(&b), b.len);
		(void)LLVMFuzzerTestOneInput(copy, b.len);
		free(copy);
	}
	printf("%d inputs\n", argc - 1);
	buf_free(&b);
	return 0;
}
