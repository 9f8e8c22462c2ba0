#include <stdlib.h>
#include <unistd.h>

#include "base/array.h"
#include "base/path.h"
#include "os/file.h"
#include "os/output.h"
#include "rehearse/dry_run_report.h"
#include "run/exit_code.h"

#define CHUNK 65536

/* The packages of the run, in their order. */
struct noted {
	struct dry_run_package *v;
	size_t n;
};

static bool
read_packages(const struct dry_run *dry, struct noted *noted)
{
	int fd = fileno(dry->packages);
	struct dry_run_package p;

	if (lseek(fd, 0, SEEK_SET) == -1)
		return false;
	while (file_read_full(fd, &p, sizeof(p)) == (ssize_t)sizeof(p)) {
		noted->v = array_append_room(
		    noted->v, noted->n, sizeof(*noted->v));
		noted->v[noted->n++] = p;
	}
	return true;
}

/* A check is as bad as it was for the worst package. */
static const char *
check_words(const struct noted *noted, enum dry_run_check check)
{
	static const char *const words[] = {"NOT_TESTED", "OK", "NOT_OK"};
	enum check_state worst = CHECK_NOT_TESTED;
	size_t i;

	for (i = 0; i < noted->n; i++)
		if (noted->v[i].checks[check] > worst)
			worst = noted->v[i].checks[check];
	return words[worst];
}

static void
add_checks(struct buf *text, const struct noted *noted, enum dry_run_check from,
    enum dry_run_check to)
{
	enum dry_run_check check;

	for (check = from; check <= to; check++)
		buf_printf(text, "%s=%s\n", dry_run_check_name(check),
		    check_words(noted, check));
}

/* A package that would not be installed is marked with `-'. */
static void
add_names(struct buf *text, const struct noted *noted)
{
	size_t i;

	buf_str(text, "PKG_LIST=\"");
	for (i = 0; i < noted->n; i++)
		buf_printf(text, " %s%s", noted->v[i].instance,
		    noted->v[i].code == 0 ? "" : "-");
	buf_str(text, "\"\n");
}

/* The order and the words are those of pkgadd; there is a package. */
static void
make_summary(
    struct buf *text, const struct noted *noted, const char *root, int code)
{
	const struct dry_run_package *last = &noted->v[noted->n - 1];

	buf_printf(text, "DR_TYPE=INSTALL\nPKG_INSTALL_ROOT=%s\n", root);
	add_names(text, noted);
	buf_str(text, "CONTINUE=OK\n"); /* as it always is there */
	add_checks(text, noted, CHECK_PARTIAL, CHECK_RUNLEVEL);
	buf_printf(text, "REQUESTEXITCODE=%d\nCHECKINSTALLEXITCODE=%d\n",
	    last->request, last->checkinstall);
	add_checks(text, noted, CHECK_PKGFILES, CHECKS - 1);
	buf_printf(text, "EXITCODE=%d\n", code);
	buf_printf(text, "ERRORMSG=Installation of <%s> %s.\n", last->instance,
	    exit_code_text(last->code));
}

static bool
add_objects(struct buf *text, const struct dry_run *dry)
{
	int fd = fileno(dry->objects);
	char chunk[CHUNK];
	ssize_t n;

	buf_str(text, "WOULD_INSTALL=\\\n\"\\\n");
	if (lseek(fd, 0, SEEK_SET) == -1)
		return false;
	while ((n = file_read_full(fd, chunk, sizeof(chunk))) > 0)
		buf_add(text, chunk, (size_t)n);
	buf_str(text, "\"\n");
	return n == 0;
}

static bool
write_file(
    const char *dir, const char *name, const struct buf *text, struct diag *d)
{
	char *path = path_join(dir, name);
	struct output *out = output_open(path, true, d);
	bool ok = false;

	if (out != NULL &&
	    file_write_full(output_fd(out), buf_text(text), text->len))
		ok = output_commit(out, d);
	else if (out != NULL) {
		diag_system(d, path, "cannot write");
		output_discard(out);
	}
	free(path);
	return ok;
}

bool
dry_run_write(const struct dry_run *dry, const char *dir, const char *root,
    int code, struct diag *d)
{
	struct buf summary = BUF_INIT, objects = BUF_INIT;
	struct noted noted = {NULL, 0};
	bool ok = read_packages(dry, &noted) && add_objects(&objects, dry);

	if (!ok)
		diag_system(d, dir, "cannot read what the dry run noted");
	/* without packages there is nothing to tell */
	if (ok && noted.n > 0) {
		make_summary(&summary, &noted, root, code);
		ok = write_file(dir, "dryrun.isum.asc", &summary, d) &&
		    write_file(dir, "dryrun.ipo.asc", &objects, d);
	}
	buf_free(&objects);
	buf_free(&summary);
	free(noted.v);
	return ok;
}
