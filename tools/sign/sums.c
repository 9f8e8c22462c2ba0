#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/words.h"
#include "os/file.h"
#include "sign/sums.h"
#include "stream/rule.h"

#define CHUNK   (256u * 1024)
#define RULE    "sha256sum(1)"
#define HEX_LEN (SHA256_HEX - 1)

/* The digest of a regular file; others may never end. */
static bool
digest_file(const char *path, char hex[SHA256_HEX], struct diag *d)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct sha256 *h;
	struct stat st;
	char *data;
	ssize_t n;

	if (fd == -1 || fstat(fd, &st) == -1 || !S_ISREG(st.st_mode)) {
		diag_error(d, path, 0, NULL, "%s",
		    fd == -1 ? strerror(errno) : "is no regular file");
		if (fd != -1)
			close(fd);
		return false;
	}
	h = sha256_new();
	data = xmalloc(CHUNK);
	while ((n = file_read_full(fd, data, CHUNK)) > 0)
		sha256_update(h, data, (size_t)n);
	sha256_final(h, hex);
	if (n < 0)
		diag_system(d, path, "cannot read");
	free(data);
	close(fd);
	return n == 0;
}

/* Characters that would break the line, and what stands for them. */
static const char escaped[][2] = {{'\\', '\\'}, {'\n', 'n'}, {'\r', 'r'}};

#define ESCAPES (sizeof(escaped) / sizeof(escaped[0]))

static void
print_name(const char *name, struct buf *out)
{
	size_t i;

	for (; *name != '\0'; name++) {
		for (i = 0; i < ESCAPES && escaped[i][0] != *name; i++)
			;
		if (i < ESCAPES)
			buf_char(out, '\\');
		buf_char(out, i < ESCAPES ? escaped[i][1] : *name);
	}
}

bool
sums_add_file(
    const char *path, const char *name, struct buf *out, struct diag *d)
{
	char hex[SHA256_HEX];

	if (!digest_file(path, hex, d))
		return false;
	if (strpbrk(name, "\\\n\r") != NULL)
		buf_char(out, '\\');
	buf_printf(out, "%s  ", hex);
	print_name(name, out);
	buf_char(out, '\n');
	return true;
}

/* NULL: an escape that there is not. */
static char *
parse_name(struct slice s, bool has_escapes)
{
	char *name = xmalloc(s.len + 1);
	size_t i, k, n = 0;

	for (i = 0; i < s.len; i++) {
		if (!has_escapes || s.p[i] != '\\') {
			name[n++] = s.p[i];
			continue;
		}
		i++;
		for (k = 0; k < ESCAPES; k++)
			if (i < s.len && escaped[k][1] == s.p[i])
				break;
		if (k == ESCAPES) {
			free(name);
			return NULL;
		}
		name[n++] = escaped[k][0];
	}
	name[n] = '\0';
	return name;
}

/* `HEX  NAME' or `HEX *NAME', behind a backslash if NAME has escapes. */
static bool
parse_line(struct sums *s, struct slice line)
{
	struct sums_entry e;
	bool has_escapes = line.len > 0 && line.p[0] == '\\';
	size_t i;

	if (has_escapes)
		line = (struct slice){line.p + 1, line.len - 1};
	if (line.len < HEX_LEN + 3 || line.p[HEX_LEN] != ' ' ||
	    (line.p[HEX_LEN + 1] != ' ' && line.p[HEX_LEN + 1] != '*') ||
	    memchr(line.p, '\0', line.len) != NULL)
		return false;
	for (i = 0; i < HEX_LEN; i++) {
		if (!isxdigit((unsigned char)line.p[i]))
			return false;
		e.hex[i] = (char)tolower((unsigned char)line.p[i]);
	}
	e.hex[HEX_LEN] = '\0';
	e.name = parse_name(
	    (struct slice){line.p + HEX_LEN + 2, line.len - HEX_LEN - 2},
	    has_escapes);
	if (e.name == NULL)
		return false;
	s->v = array_room(s->v, s->n, &s->size, sizeof(*s->v));
	s->v[s->n++] = e;
	return true;
}

bool
sums_read(struct sums *s, const char *path, struct diag *d)
{
	struct buf text = BUF_INIT;
	struct slice rest, line;
	size_t lineno = 1;
	bool ok = file_read(path, SUMS_MAX, &text, d);

	rest = (struct slice){buf_text(&text), ok ? text.len : 0};
	for (; line_next(&rest, &line); lineno++)
		if (!parse_line(s, line)) {
			diag_error(d, path, lineno, RULE,
			    "is not a SHA-256 digest with the name of a file");
			ok = false;
		}
	if (ok && s->n == 0) {
		diag_error(d, path, 0, RULE, "lists no file");
		ok = false;
	}
	buf_free(&text);
	return ok;
}

static const char *
last_component(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

const struct sums_entry *
sums_find(const struct sums *s, const char *path)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->v[i].name, path) == 0)
			return &s->v[i];
	for (i = 0; i < s->n; i++)
		if (strcmp(last_component(s->v[i].name),
			last_component(path)) == 0)
			return &s->v[i];
	return NULL;
}

void
sums_check(const char *path, const struct sums_entry *e, struct diag *d)
{
	char hex[SHA256_HEX];

	if (digest_file(path, hex, d) && strcmp(hex, e->hex) != 0)
		diag_error(d, path, 0, RULE,
		    "has the SHA-256 digest %s, not %s", hex, e->hex);
}

void
sums_free(struct sums *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		free(s->v[i].name);
	free(s->v);
	*s = SUMS_INIT;
}
