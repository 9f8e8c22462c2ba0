#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/mem.h"
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

char *
ignore_patterns_beside(const char *source)
{
	size_t len = strlen(source);
	char *path;

	if (len > 4 && strcmp(source + len - 4, ".pkg") == 0)
		len -= 4;
	path = xasprintf("%.*s.ignore", (int)len, source);
	if (access(path, F_OK) == 0)
		return path;
	free(path);
	return NULL;
}

void
ignore_patterns_free(struct ignore_patterns *p)
{
	while (p->n > 0)
		free((char *)(uintptr_t)p->v[--p->n]);
	free(p->v);
	*p = (struct ignore_patterns){NULL, 0};
}
