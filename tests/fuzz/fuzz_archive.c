/*
 * The reader of archives: whatever the input is, the names that it hands out
 * stay below a directory, and a failure has a reason.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "fuzz.h"
#include "stream/archive.h"

#define CONTENTS_MAX (1u << 20) /* bytes read; a hole may claim any number */

static void
check_member(const struct archive_member *m)
{
	if (m->stored == NULL || strchr("fds?", m->type) == NULL)
		abort();
	if ((m->name == NULL) != (m->fault != NULL))
		abort();
	if (m->name != NULL && m->name[0] != '\0' && !path_is_safe(m->name))
		abort();
	if ((m->type == 's') != (m->target != NULL) ||
	    (m->link != NULL && m->type != 'f'))
		abort();
	if (m->mtime < ARCHIVE_TIME_NONE || m->mtime > UINT32_MAX)
		abort();
}

static void
read_members(struct archive_reader *r)
{
	struct archive_member m;
	size_t total = 0;
	char data[4096];
	ssize_t n = 0;

	while (archive_reader_next(r, &m)) {
		check_member(&m);
		while (m.type == 'f' && total < CONTENTS_MAX &&
		    (n = archive_reader_read(r, data, sizeof(data))) > 0)
			total += (size_t)n;
		if (n < 0 && !archive_reader_failed(r))
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = DIAG_INIT;
	struct archive_reader *r = archive_reader_open_memory(
	    data, size, "archive", true, &d);
	char sha256[SHA256_HEX];
	uint64_t bytes;
	bool failed = r == NULL;

	if (r != NULL) {
		read_members(r);
		failed = archive_reader_failed(r);
		if (!archive_reader_finish(r, &bytes, sha256) || bytes != size)
			abort();
	}
	if (failed != (diag_status(&d) != STATUS_OK))
		abort();
	archive_reader_close(r);
	diag_free(&d);
	return 0;
}
