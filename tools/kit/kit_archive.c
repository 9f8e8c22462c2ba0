#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "kit/kit.h"
#include "os/file.h"

#define KIT_FILE_MAX ((size_t)2048 * 1024 * 1024) /* bytes of one file */

struct names {
	char **v;
	size_t n;
};

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The sorted names in a directory; false with errno. */
static bool
list_directory(const char *path, struct names *names)
{
	DIR *dir = opendir(path);
	const struct dirent *e;

	if (dir == NULL)
		return false;
	while ((e = readdir(dir)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		names->v = array_append_room(
		    names->v, names->n, sizeof(*names->v));
		names->v[names->n++] = xstrdup(e->d_name);
	}
	closedir(dir);
	if (names->n > 0)
		qsort(names->v, names->n, sizeof(*names->v), by_name);
	return true;
}

struct packer {
	struct archive *a;
	int64_t time;
	struct diag *d;
	const char *out;
};

static bool
fail(struct packer *p, const char *what)
{
	diag_add(p->d, SEVERITY_SYSTEM, p->out, 0, NULL, NULL, "%s", what);
	return false;
}

static bool
write_entry(struct packer *p, const char *name, const struct stat *st,
    const struct buf *data)
{
	struct archive_entry *e = archive_entry_new();
	bool written;

	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, st->st_mode & S_IFMT);
	archive_entry_set_perm(e, st->st_mode & 0777);
	archive_entry_set_size(e, (int64_t)data->len);
	archive_entry_set_mtime(e, p->time, 0);
	archive_entry_set_uname(e, "root");
	archive_entry_set_gname(e, "root");
	written = archive_write_header(p->a, e) == ARCHIVE_OK &&
	    (data->len == 0 ||
		archive_write_data(p->a, data->data, data->len) ==
		    (la_ssize_t)data->len);
	archive_entry_free(e);
	return written || fail(p, archive_error_string(p->a));
}

static bool pack_directory(
    struct packer *p, const char *path, const char *name);

static bool
pack_object(struct packer *p, const char *path, const char *name)
{
	struct buf data = BUF_INIT;
	struct stat st;
	bool done;

	if (lstat(path, &st) != 0)
		return fail(p, "a file of the kit is gone");
	if (S_ISDIR(st.st_mode))
		return write_entry(p, name, &st, &data) &&
		    pack_directory(p, path, name);
	done = file_read(path, KIT_FILE_MAX, &data, p->d) &&
	    write_entry(p, name, &st, &data);
	buf_free(&data);
	return done;
}

static bool
pack_directory(struct packer *p, const char *path, const char *name)
{
	struct names names = {NULL, 0};
	bool done = list_directory(path, &names) ||
	    fail(p, "a directory of the kit cannot be read");
	char *from, *to;
	size_t i;

	for (i = 0; i < names.n; i++) {
		from = path_join(path, names.v[i]);
		to = path_join(name, names.v[i]);
		done = done && pack_object(p, from, to);
		free(from);
		free(to);
		free(names.v[i]);
	}
	free(names.v);
	return done;
}

bool
kit_pack(const char *dir, const char *name, int64_t time, int fd,
    const char *out, struct diag *d)
{
	struct packer p = {archive_write_new(), time, d, out};
	bool done;

	archive_write_set_format_ustar(p.a);
	archive_write_add_filter_gzip(p.a);
	archive_write_set_options(p.a, "gzip:!timestamp");
	/* the same bytes into a pipe and into a file */
	archive_write_set_bytes_in_last_block(p.a, 1);
	done = archive_write_open_fd(p.a, fd) == ARCHIVE_OK ||
	    fail(&p, archive_error_string(p.a));
	done = done && pack_object(&p, dir, name);
	if (archive_write_close(p.a) != ARCHIVE_OK && done)
		done = fail(&p, archive_error_string(p.a));
	archive_write_free(p.a);
	return done;
}
