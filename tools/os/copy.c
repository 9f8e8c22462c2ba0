#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/copy.h"
#include "os/file.h"

#define CHUNK    (256u * 1024)
#define CALL_MAX (1u << 30) /* bytes that one system call may copy */

#ifdef HAVE_COPY_FILE_RANGE
/* 1: done; 0: not possible with these files, nothing copied; -1: errno. */
static int
copy_in_kernel(int in, int out)
{
	bool begun = false;
	ssize_t n;

	for (;;) {
		n = copy_file_range(in, NULL, out, NULL, CALL_MAX, 0);
		/*
		 * files of /proc and some file systems claim to be empty; the
		 * copy by hand finds out, at the price of one read(2)
		 */
		if (n == 0)
			return begun ? 1 : 0;
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return begun ? -1 : 0;
		begun = true;
	}
}
#else
static int
copy_in_kernel(int in, int out)
{
	(void)in, (void)out;
	return 0;
}
#endif

static bool
copy_by_reading(int in, int out)
{
	char *data = xmalloc(CHUNK);
	ssize_t n;
	bool ok = true;

	while (ok && (n = file_read_full(in, data, CHUNK)) != 0)
		ok = n > 0 && file_write_full(out, data, (size_t)n);
	free(data);
	return ok;
}

bool
copy_data(int in, int out)
{
	int done = copy_in_kernel(in, out);

	return done == 0 ? copy_by_reading(in, out) : done > 0;
}
