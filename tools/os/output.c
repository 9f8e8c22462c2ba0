#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/file.h"
#include "os/output.h"
#include "os/unnamed_file.h"

#define CHUNK (256u * 1024) /* bytes copied at once */

struct output {
	char *path;    /* the name it gets at the end; NULL: standard output */
	char *temp;    /* its name until then; NULL: it has none */
	bool force;    /* may replace a file */
	bool replaces; /* there was a file of that name at the beginning */
	bool scratch;  /* a temporary file, for standard output in the end */
	int fd;
};

/*
 * The temporary file to remove at exit or after a signal; global because the
 * handlers have no argument.
 */
static char *volatile cleanup_path;

static void
remove_cleanup_file(void)
{
	if (cleanup_path != NULL)
		(void)unlink(cleanup_path);
}

static void
on_signal(int sig)
{
	remove_cleanup_file();
	(void)signal(sig, SIG_DFL);
	(void)raise(sig);
}

/*
 * A signal that the program handles otherwise (os/interrupt.h) or ignores keeps
 * its handler; then the caller discards the output on its way out.
 */
static void
set_cleanup_path(char *temp)
{
	static const int signals[] = {SIGHUP, SIGINT, SIGPIPE, SIGTERM};
	struct sigaction action = {.sa_handler = on_signal};
	struct sigaction old;
	static bool installed;
	size_t i;

	cleanup_path = temp;
	if (installed)
		return;
	installed = true;
	(void)atexit(remove_cleanup_file);
	(void)sigemptyset(&action.sa_mask);
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (sigaction(signals[i], NULL, &old) == 0 &&
		    old.sa_handler == SIG_DFL)
			(void)sigaction(signals[i], &action, NULL);
}

/* A file with an unpredictable name, beside the one it will replace. */
static int
open_named(struct output *out)
{
	char *dir = path_dirname(out->path);
	mode_t mask;
	int fd;

	out->temp = xasprintf("%s/.pkgstream-XXXXXXXX", dir);
	free(dir);
	fd = mkstemp(out->temp);
	if (fd == -1) {
		free(out->temp);
		out->temp = NULL;
		return -1;
	}
	set_cleanup_path(out->temp);
	/* mkstemp() makes files with mode 0600 */
	mask = umask(0);
	(void)umask(mask);
	(void)fchmod(fd, 0666 & ~mask);
	(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd;
}

static struct output *
make_output(const char *path, bool force, int fd)
{
	struct output *out = xcalloc(1, sizeof(*out));

	out->path = path == NULL ? NULL : xstrdup(path);
	out->force = force;
	out->fd = fd;
	return out;
}

struct output *
output_open(const char *path, bool force, struct diag *d)
{
	struct output *out;
	bool exists;
	struct stat st;
	char *dir;

	/* with the signal ignored, write() fails with EFBIG at the limit */
	(void)signal(SIGXFSZ, SIG_IGN);
	if (strcmp(path, "-") == 0)
		return make_output(NULL, false, STDOUT_FILENO);
	exists = lstat(path, &st) == 0;
	if (exists && S_ISDIR(st.st_mode)) {
		diag_error(d, path, 0, NULL, "is a directory");
		return NULL;
	}
	if (exists && !force) {
		diag_error(d, path, 0, NULL, "exists; --force replaces it");
		return NULL;
	}
	dir = path_dirname(path);
	out = make_output(path, force, unnamed_file_open(dir));
	out->replaces = exists;
	free(dir);
	if (out->fd == -1)
		out->fd = open_named(out);
	if (out->fd == -1) {
		diag_system(d, path, "cannot create");
		output_discard(out);
		return NULL;
	}
	return out;
}

struct output *
output_open_seekable(const char *path, bool force, struct diag *d)
{
	struct output *out;
	int fd;

	if (strcmp(path, "-") != 0)
		return output_open(path, force, d);
	fd = file_scratch();
	if (fd == -1) {
		diag_system(d, NULL, "cannot make a temporary file");
		return NULL;
	}
	out = make_output(NULL, false, fd);
	out->scratch = true;
	return out;
}

int
output_fd(const struct output *out)
{
	return out->fd;
}

bool
output_is_stream(const struct output *out)
{
	return out->path == NULL && !out->scratch;
}

/* link(2) cannot replace, so an unnamed file gets a temporary name first. */
static bool
name_unnamed(struct output *out)
{
	char *dir;
	int spare;

	if (!out->force)
		return unnamed_file_link(out->fd, out->path);
	dir = path_dirname(out->path);
	out->temp = xasprintf("%s/.pkgstream-XXXXXXXX", dir);
	free(dir);
	spare = mkstemp(out->temp);
	if (spare == -1) {
		free(out->temp);
		out->temp = NULL;
		return false;
	}
	close(spare);
	set_cleanup_path(out->temp);
	return unlink(out->temp) == 0 &&
	    unnamed_file_link(out->fd, out->temp) &&
	    rename(out->temp, out->path) == 0;
}

static bool
name_named(struct output *out)
{
	if (out->force)
		return rename(out->temp, out->path) == 0;
	return link(out->temp, out->path) == 0;
}

/*
 * Some file systems tell only at close(2) that data could not be stored.  The
 * descriptor itself is still needed to name the file, so a duplicate is closed.
 * What replaces another file has to be on the disk before that one goes.
 */
static bool
store_data(const struct output *out)
{
	int copy = dup(out->fd);

	if (copy == -1 || close(copy) == -1)
		return false;
	return !out->replaces || fsync(out->fd) == 0 || errno == EINVAL;
}

/*
 * So that the new name survives a crash as well, where the file system and the
 * permissions of the directory allow to ask for it.
 */
static bool
store_name(const struct output *out)
{
	char *dir = path_dirname(out->path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd != -1 ? fsync(fd) == 0 || errno == EINVAL ||
		errno == ENOTSUP || errno == EBADF
			   : errno == EACCES;

	if (fd != -1)
		close(fd);
	free(dir);
	return ok;
}

/* The scratch file to standard output. */
static bool
copy_scratch(const struct output *out, struct diag *d)
{
	char *data = xmalloc(CHUNK);
	off_t at = 0;
	ssize_t n;

	(void)signal(SIGXFSZ, SIG_IGN);
	while ((n = file_pread_full(out->fd, data, CHUNK, at)) > 0 &&
	    file_write_full(STDOUT_FILENO, data, (size_t)n))
		at += n;
	free(data);
	if (n != 0)
		diag_system(d, "standard output", "cannot write");
	return n == 0;
}

bool
output_commit(struct output *out, struct diag *d)
{
	bool ok = true;

	if (out->path == NULL) {
		ok = !out->scratch || copy_scratch(out, d);
		output_discard(out);
		return ok;
	}
	if (!store_data(out)) {
		diag_system(d, out->path, "cannot write");
		output_discard(out);
		return false;
	}
	ok = out->temp == NULL ? name_unnamed(out) : name_named(out);
	if (!ok && errno == EEXIST && !out->force)
		diag_error(
		    d, out->path, 0, NULL, "exists; --force replaces it");
	else if (!ok)
		diag_system(d, out->path, "cannot create");
	else if (out->replaces && !store_name(out)) {
		diag_system(d, out->path,
		    "written, but a crash of the system may lose it");
		ok = false;
	}
	output_discard(out);
	return ok;
}

void
output_discard(struct output *out)
{
	if (out == NULL)
		return;
	if ((out->path != NULL || out->scratch) && out->fd != -1)
		close(out->fd);
	if (out->temp != NULL) {
		(void)unlink(out->temp);
		cleanup_path = NULL;
	}
	free(out->temp);
	free(out->path);
	free(out);
}
