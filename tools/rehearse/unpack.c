#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/file.h"
#include "os/file_ops.h"
#include "rehearse/unpack.h"

static bool
unpack_contents(struct package_reader *s, const struct member *m,
    const char *path, struct diag *d)
{
	struct timespec times[2] = {{0, UTIME_OMIT}, {(time_t)m->mtime, 0}};
	unsigned char chunk[65536];
	ssize_t n = -1;
	int fd;

	fd = open(
	    path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	while (fd != -1 && (n = reader_read(s, chunk, sizeof(chunk))) > 0)
		if (!file_write_full(fd, chunk, (size_t)n)) {
			n = -1;
			break;
		}
	if (n == 0 &&
	    (fchmod(fd, m->mode & 0777) == -1 || futimens(fd, times) == -1))
		n = -1;
	if (n != 0 && !reader_failed(s))
		diag_system(d, path, "cannot unpack");
	if (fd != -1)
		close(fd);
	return n == 0;
}

static bool
unpack_member(struct package_reader *s, const struct member *m, const char *dir,
    struct diag *d)
{
	char *path;
	bool ok;

	if (!path_is_safe(m->name)) {
		diag_error(
		    d, m->name, 0, NULL, "the name leads out of the package");
		return false;
	}
	path = path_join(dir, m->name);
	if (S_ISDIR(m->mode))
		ok = make_directories(path, 0755);
	else
		ok = make_parents(path) &&
		    (!S_ISREG(m->mode) || unpack_contents(s, m, path, d));
	if (!ok && d->worst < SEVERITY_ERROR)
		diag_system(d, path, "cannot unpack");
	free(path);
	return ok;
}

/* Writes pkginfo and pkgmap, which a stream has before the parts. */
static bool
unpack_head(const struct package *p, const char *dir, struct diag *d)
{
	char *package_dir = path_join(dir, p->name);
	char *info = path_join(package_dir, "pkginfo");
	char *map = path_join(package_dir, "pkgmap");
	bool ok;

	ok = make_directories(package_dir, 0755) &&
	    write_file(
		info, buf_text(&p->info_text), p->info_text.len, 0644, d) &&
	    write_file(map, buf_text(&p->map_text), p->map_text.len, 0644, d);
	free(map);
	free(info);
	free(package_dir);
	return ok;
}

bool
unpack_packages(struct package_reader *s, const bool *wanted, const char *dir,
    struct diag *d)
{
	size_t i, count = reader_count(s);
	struct member m;
	bool ok = true;
	char *package_dir;

	for (i = 0; i < count && ok; i++)
		if (wanted[i])
			ok = unpack_head(reader_package(s, i), dir, d);
	while (ok && reader_next(s, &m)) {
		if (!wanted[m.package])
			continue;
		package_dir = path_join(
		    dir, reader_package(s, m.package)->name);
		ok = unpack_member(s, &m, package_dir, d);
		free(package_dir);
	}
	return ok && !reader_failed(s);
}
