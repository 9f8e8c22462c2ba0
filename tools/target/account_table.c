#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "target/account_table.h"

#define MEMBERS_FIELD 3

static bool
has_name(struct slice line, const char *name)
{
	size_t len = strlen(name);

	return line.len > len && memcmp(line.p, name, len) == 0 &&
	    line.p[len] == ':';
}

char *
account_line(const char *table, const char *name)
{
	struct slice rest = {table, strlen(table)}, line;

	while (line_next(&rest, &line))
		if (has_name(line, name))
			return slice_dup(line);
	return NULL;
}

/* The field as a part of the line; it points to the end when it is missing. */
static struct slice
find_field(const char *line, size_t n)
{
	const char *p = line;

	for (; n > 0; n--) {
		p += strcspn(p, ":");
		if (*p == '\0')
			return (struct slice){p, 0};
		p++;
	}
	return (struct slice){p, strcspn(p, ":")};
}

char *
account_field(const char *line, size_t n)
{
	return slice_dup(find_field(line, n));
}

char *
account_set_field(const char *line, size_t n, const char *value)
{
	struct slice old = find_field(line, n);

	return xasprintf(
	    "%.*s%s%s", (int)(old.p - line), line, value, old.p + old.len);
}

char *
account_set_line(const char *table, const char *name, const char *new)
{
	struct slice rest = {table, strlen(table)}, line;
	struct buf text = BUF_INIT;

	buf_str(&text, "");
	while (line_next(&rest, &line)) {
		if (!has_name(line, name))
			buf_printf(&text, "%.*s\n", SLICE_ARGS(line));
		else if (new != NULL) {
			buf_printf(&text, "%s\n", new);
			new = NULL;
		}
	}
	if (new != NULL)
		buf_printf(&text, "%s\n", new);
	return buf_steal(&text);
}

/* The members without old and with new, unless NULL; the caller frees. */
static char *
replace_member(const char *members, const char *old, const char *new)
{
	struct slice rest = {members, strlen(members)}, word;
	struct buf text = BUF_INIT;

	buf_str(&text, "");
	while (word_next(&rest, ",", &word))
		if (!slice_equals(word, old) &&
		    (new == NULL || !slice_equals(word, new)))
			buf_printf(&text, "%s%.*s", text.len == 0 ? "" : ",",
			    SLICE_ARGS(word));
	if (new != NULL)
		buf_printf(&text, "%s%s", text.len == 0 ? "" : ",", new);
	return buf_steal(&text);
}

static char *
set_member_of_line(
    const char *line, const char *old, const char *new, const char *groups)
{
	char *name = account_field(line, 0);
	char *members = account_field(line, MEMBERS_FIELD), *changed, *result;
	bool had = words_contain(members, ",", old, strlen(old));
	bool gets = groups == NULL
	    ? had
	    : words_contain(groups, ",", name, strlen(name));

	if (!had && !gets) {
		free(members);
		free(name);
		return xstrdup(line);
	}
	changed = replace_member(members, old, gets ? new : NULL);
	result = account_set_field(line, MEMBERS_FIELD, changed);
	free(changed);
	free(members);
	free(name);
	return result;
}

char *
account_set_member(
    const char *table, const char *old, const char *new, const char *groups)
{
	struct slice rest = {table, strlen(table)}, line;
	struct buf text = BUF_INIT;
	char *copy, *changed;

	buf_str(&text, "");
	while (line_next(&rest, &line)) {
		copy = slice_dup(line);
		changed = set_member_of_line(copy, old, new, groups);
		buf_printf(&text, "%s\n", changed);
		free(changed);
		free(copy);
	}
	return buf_steal(&text);
}
