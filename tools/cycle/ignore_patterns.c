#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/words.h"
#include "cycle/ignore_patterns.h"
#include "os/file.h"

#define FILE_MAX (1u << 20) /* bytes */

static void
add(struct ignore_patterns *p, struct slice pattern)
{
	p->v = array_append_room(p->v, p->n, sizeof(*p->v));
	p->v[p->n++] = slice_dup(pattern);
}

void
ignore_patterns_add(struct ignore_patterns *p, const char *const *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		add(p, (struct slice){v[i], strlen(v[i])});
}

bool
ignore_patterns_read(
    struct ignore_patterns *p, const char *path, struct diag *d)
{
	struct buf text = BUF_INIT;
	bool ok = file_read(path, FILE_MAX, &text, d);
	struct slice rest = {buf_text(&text), text.len}, line;

	while (ok && line_next(&rest, &line)) {
		line = slice_trim(line, " \t\r");
		if (line.len > 0 && line.p[0] != '#')
			add(p, line);
	}
	buf_free(&text);
	return ok;
}

void
ignore_patterns_free(struct ignore_patterns *p)
{
	while (p->n > 0)
		free((char *)(uintptr_t)p->v[--p->n]);
	free(p->v);
	*p = (struct ignore_patterns){NULL, 0};
}
