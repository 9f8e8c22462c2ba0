#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/words.h"
#include "os/file.h"
#include "run/context.h"
#include "run/missing_commands.h"
#include "run/script.h"

#define SCRIPT_MAX (4u * 1024 * 1024) /* bytes that are searched */
#define CALLS_MAX  (1u * 1024 * 1024)
#define NAMES_MAX  1000 /* commands that are kept */

/* How shells end the line; SVR4, dash and bosh with the first. */
static const char *const endings[] = {
    ": not found",
    ": command not found",
    ": inaccessible or not found",
    ": not found [No such file or directory]",
};

static bool
is_name_char(char c)
{
	return isalnum((unsigned char)c) || (c != '\0' && strchr("_./+-", c));
}

static bool
is_name(struct slice s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!is_name_char(s.p[i]))
			return false;
	return s.len > 0;
}

/* Does the line have the name as a word, before any comment? */
static bool
line_calls(struct slice line, const char *name)
{
	size_t len = strlen(name), i;

	for (i = 0; i + len <= line.len && line.p[i] != '#'; i++)
		if (memcmp(line.p + i, name, len) == 0 &&
		    (i == 0 || !is_name_char(line.p[i - 1])) &&
		    (i + len == line.len || !is_name_char(line.p[i + len])))
			return true;
	return false;
}

/* The first line of the script that calls the command; 0: none. */
static size_t
find_line(const char *path, const char *name)
{
	struct diag ignored = DIAG_INIT;
	struct buf text = BUF_INIT;
	struct slice rest, line;
	size_t n = 0, found = 0;

	if (file_read(path, SCRIPT_MAX, &text, &ignored)) {
		rest = (struct slice){buf_text(&text), text.len};
		while (found == 0 && line_next(&rest, &line)) {
			n++;
			if (line_calls(line, name))
				found = n;
		}
	}
	diag_free(&ignored);
	buf_free(&text);
	return found;
}

/* Counts a call; line 0: it is looked for in the script.  Takes over name. */
static void
add(struct missing_commands *m, const struct script *s, char *name, size_t line,
    bool did_nothing)
{
	struct missing_command *c;
	size_t i;

	if (line == 0)
		line = find_line(s->path, name);
	for (i = 0; i < m->n; i++) {
		c = &m->v[i];
		if (strcmp(c->name, name) == 0 &&
		    strcmp(c->script, s->name) == 0 && c->line == line) {
			c->times++;
			free(name);
			return;
		}
	}
	if (m->n >= NAMES_MAX) {
		free(name);
		return;
	}
	m->v = array_append_room(m->v, m->n, sizeof(*m->v));
	m->v[m->n++] = (struct missing_command){.name = name,
	    .script = xstrdup(s->name),
	    .line = line,
	    .did_nothing = did_nothing,
	    .times = 1};
}

/* The line without the ending of a shell; len 0: it has none. */
static struct slice
without_ending(struct slice line)
{
	size_t i, len;

	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		len = strlen(endings[i]);
		if (line.len > len &&
		    memcmp(line.p + line.len - len, endings[i], len) == 0)
			return (struct slice){line.p, line.len - len};
	}
	return (struct slice){line.p, 0};
}

/* The number in `PATH: 5', `PATH: line 5' or `PATH[5]'; 0: none. */
static size_t
line_number(struct slice before)
{
	size_t end = before.len, begin;
	uint64_t n = 0;

	if (end > 0 && before.p[end - 1] == ']')
		end--;
	begin = end;
	while (begin > 0 && isdigit((unsigned char)before.p[begin - 1]))
		begin--;
	if (begin == 0 || strchr(" [", before.p[begin - 1]) == NULL)
		return 0;
	(void)number_parse(
	    (struct slice){before.p + begin, end - begin}, 10, SCRIPT_MAX, &n);
	return (size_t)n;
}

/* `WHERE: NAME', where WHERE begins with the path of the script. */
static void
find_in_line(
    struct missing_commands *m, const struct script *s, struct slice text)
{
	struct slice name = text, before = text;
	size_t path = strlen(s->path), i = text.len;

	while (i > 0 && text.p[i - 1] != ' ')
		i--;
	if (i < 2 || text.p[i - 2] != ':' || text.len < path ||
	    memcmp(text.p, s->path, path) != 0)
		return;
	name = (struct slice){text.p + i, text.len - i};
	before.len = i - 2;
	if (is_name(name))
		add(m, s, slice_dup(name), line_number(before), false);
}

void
missing_commands_find(
    struct missing_commands *m, const struct script *s, const char *errors)
{
	struct slice rest = {errors, strlen(errors)}, line;

	while (line_next(&rest, &line)) {
		line = without_ending(line);
		if (line.len > 0)
			find_in_line(m, s, line);
	}
}

void
missing_commands_read(
    struct missing_commands *m, const struct script *s, const char *calls)
{
	struct diag ignored = DIAG_INIT;
	struct buf text = BUF_INIT;
	struct slice rest, line, how, name;

	if (access(calls, F_OK) == 0 &&
	    file_read(calls, CALLS_MAX, &text, &ignored)) {
		(void)!truncate(calls, 0);
		rest = (struct slice){buf_text(&text), text.len};
		while (line_next(&rest, &line))
			if (word_next(&line, " ", &how) &&
			    word_next(&line, " ", &name) && is_name(name))
				add(m, s, slice_dup(name), 0,
				    slice_equals(how, "nothing"));
	}
	diag_free(&ignored);
	buf_free(&text);
}

static void
print_command(struct context *ctx, const struct missing_command *c)
{
	char times[40] = "once", line[40] = "";

	if (c->times > 1)
		(void)snprintf(times, sizeof(times), "%zu times", c->times);
	if (c->line > 0)
		(void)snprintf(line, sizeof(line), ", line %zu", c->line);
	log_error(ctx, "    %s: %s%s: %s, %s", c->name, c->script, line, times,
	    c->did_nothing ? "did nothing" : "not found");
}

void
missing_commands_print(struct missing_commands *m, struct context *ctx)
{
	size_t i;

	if (m->n > 0)
		log_error(ctx, MISSING_COMMANDS_TITLE);
	for (i = 0; i < m->n; i++)
		print_command(ctx, &m->v[i]);
	missing_commands_free(m);
}

void
missing_commands_free(struct missing_commands *m)
{
	size_t i;

	for (i = 0; i < m->n; i++) {
		free(m->v[i].name);
		free(m->v[i].script);
	}
	free(m->v);
	*m = (struct missing_commands){NULL, 0};
}
