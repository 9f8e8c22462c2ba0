#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/string_pool.h"
#include "base/words.h"
#include "cycle/fault_record.h"
#include "os/file.h"

#define FORMAT     "pkgstream power cuts 1"
#define RECORD_MAX (256u * 1024 * 1024) /* bytes of the file */
#define CHUNK      65536

/*
 * The first line is the format, the second the identity; each other one has a
 * trial, its result and what was lost, with tabs between.
 */
struct fault_record {
	char *path;
	int fd;
	struct string_pool trials; /* what trial_name() gives */
	char **lost;               /* for each of them: a text, or NULL */
};

/* The kinds, as the file has them. */
static const char *const kinds[TRIAL_KINDS] = {
    "install-remove", "install-install", "remove-remove"};

static void
add_text(struct sha256 *h, const char *text)
{
	/* with the NUL, so that words do not run together */
	if (text != NULL)
		sha256_update(h, text, strlen(text) + 1);
	else
		sha256_update(h, "\1", 2);
}

static bool
add_file(struct sha256 *h, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *data = xmalloc(CHUNK);
	ssize_t n = -1;

	while (fd != -1 && (n = file_read_full(fd, data, CHUNK)) > 0)
		sha256_update(h, data, (size_t)n);
	free(data);
	if (fd != -1)
		close(fd);
	return n == 0;
}

static bool
add_directory(struct sha256 *h, const char *path, struct diag *d)
{
	struct snapshot *s = snapshot_take(path, NULL, d);
	char mode[16];
	size_t i;

	if (s == NULL)
		return false;
	for (i = 0; i < s->n; i++) {
		add_text(h, s->v[i].path);
		(void)snprintf(
		    mode, sizeof(mode), "%o", (unsigned)s->v[i].st.st_mode);
		add_text(h, mode);
		add_text(h, s->v[i].target);
		add_text(h, s->v[i].digest);
	}
	snapshot_free(s);
	return true;
}

/* A file or directory that the tools read; NULL: none. */
static bool
add_input(struct sha256 *h, const char *path, struct diag *d)
{
	struct stat st;

	add_text(h, path == NULL ? NULL : "input");
	if (path == NULL)
		return true;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return add_directory(h, path, d);
	if (add_file(h, path))
		return true;
	diag_path(d, path, "cannot read");
	return false;
}

static void
add_texts(struct sha256 *h, const char *const *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		add_text(h, v[i]);
	add_text(h, NULL);
}

/* A digest of all that decides about the results of trials. */
static bool
identify(
    const struct cycle_request *q, char identity[SHA256_HEX], struct diag *d)
{
	struct sha256 *h = sha256_new();
	char numbers[64];
	size_t i;
	bool ok;

	(void)snprintf(numbers, sizeof(numbers), "%u %d %d", q->release,
	    (int)q->protection, q->network);
	add_text(h, numbers);
	add_texts(h, q->sources->names, q->sources->nnames);
	add_texts(h, q->ignore, q->nignore);
	add_text(h, q->shell);
	add_text(h, q->tools);
	add_text(h, q->start);
	ok = add_input(h, q->self, d) && add_input(h, q->sources->path, d) &&
	    add_input(h, q->base, d) && add_input(h, q->admin, d) &&
	    add_input(h, q->response, d);
	for (i = 0; ok && i < q->nwith; i++)
		ok = add_input(h, q->with[i], d);
	sha256_final(h, identity);
	return ok;
}

/* For each trial another text; the caller frees. */
static char *
trial_name(const char *mode, const struct trial_order *order)
{
	char *script = text_printable(order->point->script);
	char *name = xasprintf("%s\t%s\t%zu\t%s %s in %s", mode,
	    kinds[order->kind], order->number,
	    order->point->after ? "after" : "before", order->point->call,
	    script);

	free(script);
	return name;
}

/* Takes name and text, which may be NULL, over. */
static void
enter(struct fault_record *r, char *name, char *text)
{
	size_t n = r->trials.n;
	size_t i = string_pool_insert(&r->trials, name, strlen(name));

	if (i == n) {
		r->lost = array_append_room(r->lost, n, sizeof(*r->lost));
		r->lost[i] = NULL;
	}
	free(r->lost[i]);
	r->lost[i] = text;
	free(name);
}

/* Enters the trial of a line "NAME<tab>recovered" or "NAME<tab>lost: TEXT". */
static bool
read_trial(struct fault_record *r, struct slice line)
{
	static const char lost[] = "lost: ";
	char *name = slice_dup(line), *result = strrchr(name, '\t'), *text;

	if (result != NULL) {
		*result++ = '\0';
		if (strcmp(result, "recovered") == 0) {
			enter(r, name, NULL);
			return true;
		}
		if (strncmp(result, lost, strlen(lost)) == 0) {
			text = xstrdup(result + strlen(lost));
			enter(r, name, text);
			return true;
		}
	}
	free(name);
	return false;
}

/* Is what the file begins with what it has to? */
static bool
check_header(const struct fault_record *r, const struct buf *text,
    const char *header, struct diag *d)
{
	size_t len = strlen(header), format = strlen(FORMAT "\n");
	const char *found = buf_text(text);

	/* an interrupted run may have written less */
	if (strncmp(found, header, text->len < len ? text->len : len) == 0)
		return true;
	if (text->len > format && strncmp(found, header, format) == 0)
		diag_error(d, r->path, 2, NULL,
		    "these are power cuts of other packages, of another "
		    "program, or with other options; without the file all "
		    "begins anew");
	else
		diag_error(d, r->path, 1, NULL, "this is no file of --resume");
	return false;
}

/* Reads the lines after the header; *len is that of all whole lines then. */
static bool
read_trials(
    struct fault_record *r, const struct buf *text, size_t *len, struct diag *d)
{
	struct slice rest = {text->data + *len, text->len - *len}, line;
	size_t number = 2;

	while (
	    memchr(rest.p, '\n', rest.len) != NULL && line_next(&rest, &line)) {
		number++;
		if (!read_trial(r, line)) {
			diag_error(d, r->path, number, NULL,
			    "this line is no trial: MODE, KIND, POINT, where, "
			    "and the result");
			return false;
		}
	}
	*len = text->len - rest.len;
	return true;
}

static bool
lock(struct fault_record *r, struct diag *d)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	if (fcntl(r->fd, F_SETLK, &whole) == 0)
		return true;
	if (errno == EACCES || errno == EAGAIN)
		diag_error(d, r->path, 0, NULL,
		    "another run is at work with this file");
	else
		diag_system(d, r->path, "cannot lock");
	return false;
}

/* Reads the file, or begins it; what was cut off of its end is made again. */
static bool
begin(struct fault_record *r, const char *identity, struct diag *d)
{
	char *header = xasprintf(FORMAT "\n%s\n", identity);
	size_t len = strlen(header);
	struct buf text = BUF_INIT;
	bool ok = file_read_fd(r->fd, r->path, RECORD_MAX, &text, d) &&
	    check_header(r, &text, header, d);

	if (ok && text.len < len) {
		ok = ftruncate(r->fd, 0) == 0 &&
		    file_write_full(r->fd, header, len);
		if (!ok)
			diag_system(d, r->path, "cannot write");
	} else if (ok && (ok = read_trials(r, &text, &len, d)) &&
	    ftruncate(r->fd, (off_t)len) == -1) {
		diag_system(d, r->path, "cannot cut off the end");
		ok = false;
	}
	buf_free(&text);
	free(header);
	return ok;
}

struct fault_record *
fault_record_open(
    const char *path, const struct cycle_request *request, struct diag *d)
{
	struct fault_record *r = xcalloc(1, sizeof(*r));
	char identity[SHA256_HEX];

	r->path = xstrdup(path);
	r->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (r->fd == -1)
		diag_path(d, path, "cannot open");
	else if (lock(r, d) && identify(request, identity, d) &&
	    begin(r, identity, d))
		return r;
	fault_record_close(r, false);
	return NULL;
}

bool
fault_record_find(const struct fault_record *record, const char *mode,
    const struct trial_order *order, const char **text)
{
	char *name = trial_name(mode, order);
	size_t i = string_pool_index(&record->trials, name, strlen(name));

	free(name);
	if (i == STRING_POOL_NONE)
		return false;
	*text = record->lost[i];
	return true;
}

bool
fault_record_add(struct fault_record *record, const char *mode,
    const struct trial_order *order, const char *text)
{
	char *name = trial_name(mode, order), *lost = text_printable(text);
	struct buf line = BUF_INIT;
	bool ok;

	buf_printf(&line, "%s\t%s%s\n", name,
	    lost == NULL ? "recovered" : "lost: ", lost == NULL ? "" : lost);
	ok = file_write_full(record->fd, line.data, line.len);
	buf_free(&line);
	free(name);
	free(lost);
	return ok;
}

void
fault_record_close(struct fault_record *record, bool is_complete)
{
	size_t i;

	if (record == NULL)
		return;
	if (is_complete)
		(void)unlink(record->path);
	if (record->fd != -1)
		close(record->fd);
	for (i = 0; i < record->trials.n; i++)
		free(record->lost[i]);
	free(record->lost);
	string_pool_free(&record->trials);
	free(record->path);
	free(record);
}
