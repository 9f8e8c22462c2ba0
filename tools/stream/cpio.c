#include <string.h>

#include "stream/cpio.h"

#define NFIELDS 13
#define DIGITS  8

/* Archives that cpio(1) knows, but not with -c. */
static const struct {
	const char *magic;
	const char *fault;
} other_formats[] = {
    {"070707", "is an odc cpio header (070707), not newc (070701)"},
    {"070702", "is a crc cpio header (070702), not newc (070701)"},
    {"\161\307", "is a binary cpio header, not newc (070701)"},
    {"\307\161", "is a binary cpio header, not newc (070701)"},
};

static const char *
check_magic(const char *data)
{
	size_t i;

	if (memcmp(data, CPIO_MAGIC, CPIO_MAGIC_LEN) == 0)
		return NULL;
	for (i = 0; i < sizeof(other_formats) / sizeof(other_formats[0]); i++)
		if (memcmp(data, other_formats[i].magic,
			strlen(other_formats[i].magic)) == 0)
			return other_formats[i].fault;
	return "is no cpio header (070701)";
}

/* strtoul would take blanks and signs. */
static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The fields in the order of the header. */
static void
list_fields(struct cpio_header *h, uint32_t *v[NFIELDS])
{
	uint32_t *const order[NFIELDS] = {
	    &h->ino,
	    &h->mode,
	    &h->uid,
	    &h->gid,
	    &h->nlink,
	    &h->mtime,
	    &h->size,
	    &h->devmajor,
	    &h->devminor,
	    &h->rdevmajor,
	    &h->rdevminor,
	    &h->namesize,
	    &h->check,
	};

	memcpy(v, order, sizeof(order));
}

const char *
cpio_parse(struct cpio_header *h, const char data[CPIO_HEADER_LEN])
{
	const char *fault = check_magic(data);
	uint32_t *v[NFIELDS];
	int i, k, digit;

	if (fault != NULL)
		return fault;
	list_fields(h, v);
	data += CPIO_MAGIC_LEN;
	for (i = 0; i < NFIELDS; i++) {
		*v[i] = 0;
		for (k = 0; k < DIGITS; k++) {
			digit = hex_digit(*data++);
			if (digit < 0)
				return "has a field that is not hexadecimal";
			*v[i] = *v[i] << 4 | (uint32_t)digit;
		}
	}
	if (h->nlink == 0)
		return "has a link count of 0";
	if (h->namesize < 1)
		return "has no name";
	if (h->namesize > CPIO_NAME_MAX + 1)
		return "has a name of more than 1023 bytes";
	return NULL;
}

uint32_t
cpio_padding(uint64_t n, uint32_t align)
{
	return (uint32_t)-n & (align - 1);
}

/* snprintf would take most of the time that a small file needs. */
static void
print_hex(uint32_t n, char digits[DIGITS])
{
	int i;

	for (i = DIGITS; i-- > 0; n >>= 4)
		digits[i] = "0123456789abcdef"[n & 15];
}

void
cpio_print(const struct cpio_header *h, const char *name, struct buf *out)
{
	struct cpio_header copy = *h;
	uint32_t *v[NFIELDS];
	char *digits;
	int i;

	copy.namesize = (uint32_t)strlen(name) + 1;
	list_fields(&copy, v);
	buf_str(out, CPIO_MAGIC);
	digits = buf_room(out, NFIELDS * DIGITS);
	for (i = 0; i < NFIELDS; i++)
		print_hex(*v[i], digits + i * DIGITS);
	out->len += NFIELDS * DIGITS;
	buf_add(out, name, copy.namesize);
	buf_zero(
	    out, cpio_padding(CPIO_HEADER_LEN + copy.namesize, CPIO_ALIGN));
}

uint64_t
cpio_member_size(size_t name_len, uint64_t size)
{
	uint64_t header = CPIO_HEADER_LEN + name_len + 1;

	return header + cpio_padding(header, CPIO_ALIGN) + size +
	    cpio_padding(size, CPIO_ALIGN);
}

bool
cpio_size_fits(uint64_t size)
{
	return size <= UINT32_MAX;
}

bool
cpio_time_fits(int64_t mtime)
{
	return mtime >= 0 && mtime <= UINT32_MAX;
}

/* Permission bits: no others are kept, and these are always set. */
#define MODE_MASK       0777u
#define MODE_READABLE   0644u
#define NLINK_DIRECTORY 2u /* itself and its own `.' */

struct cpio_header
cpio_file_header(uint32_t ino, uint32_t mode, int64_t mtime, uint64_t size)
{
	return (struct cpio_header){.ino = ino,
	    .mode = CPIO_REGULAR | MODE_READABLE | (mode & MODE_MASK),
	    .nlink = 1,
	    .mtime = (uint32_t)mtime,
	    .size = (uint32_t)size};
}

struct cpio_header
cpio_directory_header(uint32_t ino, int64_t mtime)
{
	return (struct cpio_header){.ino = ino,
	    .mode = CPIO_DIRECTORY | 0755u,
	    .nlink = NLINK_DIRECTORY,
	    .mtime = (uint32_t)mtime};
}

void
cpio_print_trailer(struct buf *out)
{
	static const struct cpio_header trailer = {.nlink = 1};

	cpio_print(&trailer, CPIO_TRAILER, out);
}
