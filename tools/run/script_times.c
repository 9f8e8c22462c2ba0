#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/words.h"
#include "os/file.h"
#include "run/script_times.h"

#define TIMES_MAX (1024u * 1024) /* bytes of a file */

void
script_times_append(FILE *out, const struct script_time *t)
{
	fprintf(out, "%" PRId64 " %" PRId64 " %d %s %s\n",
	    (int64_t)(t->begin * 1e6), (int64_t)(t->end * 1e6), t->status,
	    t->package, t->name);
	/* the next process may be killed, or inherit what is left here */
	(void)fflush(out);
}

static bool
read_number(struct slice *line, int64_t *n)
{
	struct slice word;

	return word_next(line, " ", &word) && number_parse_signed(word, n);
}

/* Makes strings of the last two words, which the text keeps. */
static bool
read_line(struct slice line, struct script_time *t)
{
	int64_t begin, end, status;
	struct slice package, name;

	if (!read_number(&line, &begin) || !read_number(&line, &end) ||
	    !read_number(&line, &status) || status < -1 || status > 255 ||
	    !word_next(&line, " ", &package) || !word_next(&line, " ", &name))
		return false;
	/* behind each is a blank or the end of the line */
	((char *)(uintptr_t)package.p)[package.len] = '\0';
	((char *)(uintptr_t)name.p)[name.len] = '\0';
	*t = (struct script_time){.package = package.p,
	    .name = name.p,
	    .status = (int)status,
	    .begin = (double)begin / 1e6,
	    .end = (double)end / 1e6};
	return true;
}

bool
script_times_read(const char *path, struct script_times *times, struct diag *d)
{
	struct buf text = BUF_INIT;
	struct slice rest, line;
	struct script_time t;

	*times = (struct script_times){.v = NULL};
	if (!file_read(path, TIMES_MAX, &text, d)) {
		buf_free(&text);
		return false;
	}
	rest.len = text.len;
	times->text = buf_steal(&text);
	rest.p = times->text;
	while (line_next(&rest, &line))
		if (read_line(line, &t)) {
			times->v = array_append_room(
			    times->v, times->n, sizeof(*times->v));
			times->v[times->n++] = t;
		}
	return true;
}

void
script_times_free(struct script_times *times)
{
	free(times->v);
	free(times->text);
	*times = (struct script_times){.v = NULL};
}
