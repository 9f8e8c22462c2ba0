/*
 * The headers of an RPM package: lead, signature, header, each entry a tag, a
 * type, an offset and a count; numbers are big-endian.  Nothing of the system
 * has to be there to read it, and no program is run.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "init/origin.h"
#include "model/object.h"
#include "os/file.h"

#define LEAD_SIZE   96u
#define LEAD_NAME   10u /* NAME-VERSION-RELEASE, 66 bytes */
#define NAME_SIZE   66u
#define HEADER_SIZE 16u
#define ENTRY_SIZE  16u
#define ENTRIES_MAX 65536u
#define DATA_MAX    (64u * 1024 * 1024)

enum {
	TYPE_INT16 = 3,
	TYPE_INT32 = 4,
	TYPE_STRING = 6,
	TYPE_STRINGS = 8,
	TYPE_I18N = 9
};

enum {
	TAG_NAME = 1000,
	TAG_VERSION = 1001,
	TAG_RELEASE = 1002,
	TAG_SUMMARY = 1004,
	TAG_VENDOR = 1011,
	TAG_PACKAGER = 1015,
	TAG_ARCH = 1022,
	TAG_FILEFLAGS = 1037,
	TAG_FILEUSERS = 1039,
	TAG_FILEGROUPS = 1040,
	TAG_REQUIRENAME = 1049,
	TAG_REQUIREVERSION = 1050,
	TAG_DIRINDEXES = 1116,
	TAG_BASENAMES = 1117,
	TAG_DIRNAMES = 1118
};

#define FLAG_CONFIG 1u

static const unsigned char lead_magic[] = {0xed, 0xab, 0xee, 0xdb};
static const unsigned char header_magic[] = {0x8e, 0xad, 0xe8, 0x01};

static const struct {
	uint32_t tag;
	const char *name;
} script_tags[] = {
    {1023, "%pre"},
    {1024, "%post"},
    {1025, "%preun"},
    {1026, "%postun"},
    {1151, "%pretrans"},
    {1152, "%posttrans"},
};

struct header {
	uint32_t n, size; /* entries, bytes of data */
	unsigned char *entries;
	char *data; /* with a NUL behind it */
};

static uint32_t
number(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/* Reads the header at the offset, which moves behind it. */
static bool
read_header(int fd, off_t *offset, struct header *h)
{
	unsigned char intro[HEADER_SIZE];
	struct stat st;
	size_t len;

	*h = (struct header){.n = 0};
	if (file_pread_full(fd, intro, sizeof(intro), *offset) !=
		(ssize_t)sizeof(intro) ||
	    memcmp(intro, header_magic, sizeof(header_magic)) != 0)
		return false;
	h->n = number(intro + 8);
	h->size = number(intro + 12);
	len = (size_t)h->n * ENTRY_SIZE;
	/* no memory for what a small file only claims */
	if (h->n > ENTRIES_MAX || h->size > DATA_MAX || fstat(fd, &st) == -1 ||
	    st.st_size - *offset < (off_t)(HEADER_SIZE + len + h->size))
		return false;
	h->entries = xmalloc(len + 1);
	h->data = xcalloc(1, (size_t)h->size + 1);
	*offset += (off_t)HEADER_SIZE;
	if (file_pread_full(fd, h->entries, len, *offset) != (ssize_t)len ||
	    file_pread_full(fd, h->data, h->size, *offset + (off_t)len) !=
		(ssize_t)h->size)
		return false;
	*offset += (off_t)(len + h->size);
	return true;
}

static void
free_header(struct header *h)
{
	free(h->entries);
	free(h->data);
}

/* The entry of the tag, of one of two types; false: there is none. */
static bool
find_entry(const struct header *h, uint32_t tag, bool numbers, uint32_t *offset,
    uint32_t *count)
{
	const unsigned char *e;
	uint32_t i, type;

	for (i = 0; i < h->n; i++) {
		e = h->entries + (size_t)i * ENTRY_SIZE;
		if (number(e) != tag)
			continue;
		type = number(e + 4);
		*offset = number(e + 8);
		*count = number(e + 12);
		if (*offset > h->size)
			return false;
		return numbers
		    ? type == TYPE_INT32 && *count <= (h->size - *offset) / 4
		    : type == TYPE_STRING || type == TYPE_STRINGS ||
			type == TYPE_I18N;
	}
	return false;
}

/* The i-th text of the tag, or NULL; it ends within the data. */
static const char *
find_text(const struct header *h, uint32_t tag, uint32_t i)
{
	uint32_t offset, count;

	if (!find_entry(h, tag, false, &offset, &count) || i >= count)
		return NULL;
	for (; i > 0 && offset < h->size; i--)
		offset += (uint32_t)strlen(h->data + offset) + 1;
	return offset < h->size ? h->data + offset : NULL;
}

static char *
take_text(const struct header *h, uint32_t tag)
{
	const char *text = find_text(h, tag, 0);

	return text == NULL ? NULL : origin_word(text, strlen(text));
}

/* The texts of a tag, which stay those of the header. */
struct texts {
	const char **v;
	size_t n;
};

static struct texts
list_texts(const struct header *h, uint32_t tag)
{
	struct texts list = {NULL, 0};
	uint32_t offset, count;

	if (!find_entry(h, tag, false, &offset, &count))
		return list;
	while (
	    list.n < count && list.n < ORIGIN_FILES_MAX && offset < h->size) {
		list.v = array_append_room(list.v, list.n, sizeof(*list.v));
		list.v[list.n++] = h->data + offset;
		offset += (uint32_t)strlen(h->data + offset) + 1;
	}
	return list;
}

/* The numbers of a tag. */
struct numbers {
	const unsigned char *v;
	size_t n;
};

static struct numbers
list_numbers(const struct header *h, uint32_t tag)
{
	uint32_t offset, count;

	return find_entry(h, tag, true, &offset, &count)
	    ? (struct numbers){(const unsigned char *)h->data + offset, count}
	    : (struct numbers){NULL, 0};
}

static uint32_t
number_at(struct numbers list, size_t i)
{
	return i < list.n ? number(list.v + 4 * i) : 0;
}

static char *
owner_at(struct texts list, size_t i)
{
	return i < list.n && object_owner_fault(list.v[i]) == NULL
	    ? xstrdup(list.v[i])
	    : NULL;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct origin_file *)a)->path,
	    ((const struct origin_file *)b)->path);
}

/* The files with their owners, and which of them are configuration. */
static void
take_files(struct origin *o, const struct header *h)
{
	struct texts bases = list_texts(h, TAG_BASENAMES);
	struct texts dirs = list_texts(h, TAG_DIRNAMES);
	struct texts users = list_texts(h, TAG_FILEUSERS);
	struct texts groups = list_texts(h, TAG_FILEGROUPS);
	struct numbers indexes = list_numbers(h, TAG_DIRINDEXES);
	struct numbers flags = list_numbers(h, TAG_FILEFLAGS);
	struct origin_file *file;
	const char *dir;
	char *whole;
	size_t i;

	for (i = 0; i < bases.n; i++) {
		if (number_at(indexes, i) >= dirs.n)
			continue;
		o->files = array_append_room(
		    o->files, o->nfiles, sizeof(*o->files));
		file = &o->files[o->nfiles++];
		dir = dirs.v[number_at(indexes, i)];
		whole = xasprintf("%s%s", dir, bases.v[i]);
		file->path = xstrdup(whole + strspn(whole, "/"));
		free(whole);
		file->owner = owner_at(users, i);
		file->group = owner_at(groups, i);
		if ((number_at(flags, i) & FLAG_CONFIG) != 0)
			origin_list_add(
			    &o->config, file->path, strlen(file->path));
	}
	if (o->nfiles > 0)
		qsort(o->files, o->nfiles, sizeof(*o->files), by_path);
	free(bases.v);
	free(dirs.v);
	free(users.v);
	free(groups.v);
}

static void
take_requires(struct origin *o, const struct header *h)
{
	struct texts names = list_texts(h, TAG_REQUIRENAME);
	struct texts versions = list_texts(h, TAG_REQUIREVERSION);
	char *text;
	size_t i;

	for (i = 0; i < names.n; i++) {
		if (strncmp(names.v[i], "rpmlib(", 7) == 0)
			continue;
		text = xasprintf(
		    "%s %s", names.v[i], i < versions.n ? versions.v[i] : "");
		origin_list_add(&o->depends, text, strlen(text));
		free(text);
	}
	free(names.v);
	free(versions.v);
}

static void
take_header(struct origin *o, const struct header *h)
{
	char *version = take_text(h, TAG_VERSION);
	char *release = take_text(h, TAG_RELEASE);
	uint32_t offset, count;
	size_t i;

	o->name = take_text(h, TAG_NAME);
	if (version != NULL && release != NULL)
		o->version = xasprintf("%s-%s", version, release);
	else if (version != NULL)
		o->version = xstrdup(version);
	o->summary = take_text(h, TAG_SUMMARY);
	o->vendor = take_text(h, TAG_VENDOR);
	o->maintainer = take_text(h, TAG_PACKAGER);
	o->arch = take_text(h, TAG_ARCH);
	for (i = 0; i < sizeof(script_tags) / sizeof(script_tags[0]); i++)
		if (find_entry(h, script_tags[i].tag, false, &offset, &count))
			origin_list_add(&o->scripts, script_tags[i].name,
			    strlen(script_tags[i].name));
	take_files(o, h);
	take_requires(o, h);
	free(version);
	free(release);
}

/* NAME-VERSION-RELEASE, all that old or damaged packages tell. */
static void
take_lead(struct origin *o, const char *lead)
{
	char *name = origin_word(
	    lead + LEAD_NAME, strnlen(lead + LEAD_NAME, NAME_SIZE));
	char *release = name == NULL ? NULL : strrchr(name, '-');
	char *version = NULL;

	if (release != NULL && release > name) {
		*release = '\0';
		version = strrchr(name, '-');
		*release = '-';
	}
	if (version == NULL || version == name) {
		free(name);
		return;
	}
	*version = '\0';
	o->version = xstrdup(version + 1);
	o->name = name;
}

bool
origin_is_rpm(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	unsigned char magic[sizeof(lead_magic)];
	bool found = fd != -1 &&
	    file_pread_full(fd, magic, sizeof(magic), 0) ==
		(ssize_t)sizeof(magic) &&
	    memcmp(magic, lead_magic, sizeof(magic)) == 0;

	if (fd != -1)
		(void)close(fd);
	return found;
}

bool
origin_read_rpm(struct origin *o, const char *path, struct diag *d)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct header signature = {0}, header = {0};
	off_t offset = LEAD_SIZE;
	char lead[LEAD_SIZE];
	bool ok = fd != -1 &&
	    file_pread_full(fd, lead, sizeof(lead), 0) == (ssize_t)sizeof(lead);

	o->kind = "RPM";
	if (ok && read_header(fd, &offset, &signature)) {
		offset = (offset + 7) / 8 * 8;
		if (read_header(fd, &offset, &header))
			take_header(o, &header);
	}
	if (ok && o->name == NULL) {
		free(o->version);
		o->version = NULL;
		take_lead(o, lead);
	}
	if (o->name == NULL)
		diag_error(
		    d, path, 0, NULL, "is cut short or names no package");
	free_header(&signature);
	free_header(&header);
	if (fd != -1)
		(void)close(fd);
	return o->name != NULL;
}
