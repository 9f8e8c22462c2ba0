#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/words.h"
#include "os/file.h"
#include "stream/deb.h"

#define MAGIC       "!<arch>\ndebian-binary"
#define AR_MAGIC    8  /* bytes before the first member */
#define MEMBERS_MAX 16 /* looked at */

struct ar_header {
	char name[16], date[12], uid[6], gid[6], mode[8], size[10], end[2];
};

bool
deb_begins(int fd)
{
	char magic[sizeof(MAGIC) - 1];

	return file_pread_full(fd, magic, sizeof(magic), 0) ==
	    (ssize_t)sizeof(magic) &&
	    memcmp(magic, MAGIC, sizeof(magic)) == 0;
}

bool
deb_is(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool found = fd != -1 && deb_begins(fd);

	if (fd != -1)
		(void)close(fd);
	return found;
}

bool
deb_find(
    int fd, uint64_t size, const char *name, uint64_t *start, uint64_t *end)
{
	struct ar_header h;
	uint64_t position = AR_MAGIC, len;
	struct slice digits;
	int i;

	for (i = 0; i < MEMBERS_MAX; i++) {
		if (file_pread_full(fd, &h, sizeof(h), (off_t)position) !=
			(ssize_t)sizeof(h) ||
		    memcmp(h.end, "`\n", sizeof(h.end)) != 0)
			return false;
		digits = slice_trim(
		    (struct slice){h.size, sizeof(h.size)}, " ");
		position += sizeof(h);
		if (!number_parse(digits, 10, INT64_MAX, &len) ||
		    position > size || len > size - position)
			return false;
		if (strncmp(h.name, name, strlen(name)) == 0) {
			*start = position;
			*end = position + len;
			return true;
		}
		position += len + len % 2;
	}
	return false;
}
