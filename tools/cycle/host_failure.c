#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/mem.h"
#include "cycle/host_failure.h"
#include "os/file.h"

#define OUTPUT_MAX (16u * 1024 * 1024) /* bytes of one tool */

/* Less is a full file system. */
#define FREE_BYTES_MIN (1u << 20)
#define FREE_FILES_MIN 16

/* As env(1) and shells end when a program cannot be executed. */
#define STATUS_NOT_EXECUTABLE 126
#define STATUS_NOT_FOUND      127

/* What has no other cause than the host, within a scratch root. */
static const int errors[] = {
    ENOSPC, EDQUOT, ENOMEM, EMFILE, ENFILE, EIO, EROFS};

/* Empty when it cannot be read; for buf_free(). */
static struct buf
read_output(const char *output)
{
	struct diag ignored = DIAG_INIT;
	struct buf all = BUF_INIT;

	(void)file_read(output, OUTPUT_MAX, &all, &ignored);
	diag_free(&ignored);
	return all;
}

char *
last_output_line(const char *output)
{
	struct buf all = read_output(output);
	const char *text, *line;
	char *last;

	while (all.len > 0 && all.data[all.len - 1] == '\n')
		all.data[--all.len] = '\0';
	text = buf_text(&all);
	line = strrchr(text, '\n');
	last = xstrdup(line == NULL ? text : line + 1);
	buf_free(&all);
	return last;
}

static bool
is_full(const char *dir)
{
	struct statvfs fs;

	/* some file systems count no files */
	return statvfs(dir, &fs) == 0 &&
	    (fs.f_bavail < FREE_BYTES_MIN / fs.f_frsize ||
		(fs.f_files > 0 && fs.f_ffree < FREE_FILES_MIN));
}

/* The error that the output tells of; 0: none of the host's. */
static int
find_error(const char *output)
{
	struct buf all = read_output(output);
	size_t i;
	int found = 0;

	for (i = 0; found == 0 && i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strstr(buf_text(&all), strerror(errors[i])) != NULL)
			found = errors[i];
	buf_free(&all);
	return found;
}

bool
host_has_failed(const struct fault_result *result, const char *output,
    const char *dir, struct buf *text)
{
	int error;

	if (result->end == FAULT_ENDED && result->status == 128 + SIGKILL)
		buf_str(text, ", since the host has killed it");
	else if (result->end == FAULT_ENDED &&
	    (result->status == STATUS_NOT_EXECUTABLE ||
		result->status == STATUS_NOT_FOUND))
		buf_str(text, ", since the host cannot run the program");
	else if (is_full(dir))
		buf_printf(text, ", since the file system of %s is full", dir);
	else if ((error = find_error(output)) != 0)
		buf_printf(
		    text, ", since the host has failed: %s", strerror(error));
	else
		return false;
	return true;
}
