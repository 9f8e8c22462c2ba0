#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/vars.h"

static bool
is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Is a variable with this initial replaced at this time? */
static bool
is_replaced(char initial, enum vars_time when)
{
	return is_small(initial) || (when != VARS_BUILD && is_capital(initial));
}

/* The value of the variable, or NULL when it is empty or there is none. */
static const char *
find_value(const struct pkginfo *vars, const char *name, size_t len)
{
	char *copy = xstrndup(name, len);
	const char *value = pkginfo_get(vars, copy);

	free(copy);
	return value == NULL || value[0] == '\0' ? NULL : value;
}

char *
vars_path(const char *path, const struct pkginfo *vars, enum vars_time when,
    const char **missing)
{
	struct buf b = BUF_INIT;
	const char *value;
	size_t len;

	for (;;) {
		len = strcspn(path, "/");
		value = NULL;
		if (path[0] == '$' && is_replaced(path[1], when)) {
			value = find_value(vars, path + 1, len - 1);
			if (value == NULL && when != VARS_ANY) {
				*missing = path;
				buf_free(&b);
				return NULL;
			}
		}
		if (value != NULL)
			buf_str(&b, value);
		else
			buf_add(&b, path, len);
		path += len;
		if (*path == '\0')
			return buf_steal(&b);
		buf_char(&b, *path++);
	}
}

char *
vars_text(const char *text, const struct pkginfo *vars)
{
	struct buf b = BUF_INIT;
	const char *value;
	size_t len;

	while (*text != '\0') {
		if (*text != '$') {
			buf_char(&b, *text++);
			continue;
		}
		text++;
		len = strcspn(text, "/= \t\r\n");
		value = find_value(vars, text, len);
		if (value != NULL)
			buf_str(&b, value);
		text += len;
	}
	return buf_steal(&b);
}

/* What the shell of a package script takes for a variable's name. */
static bool
is_variable_name(const char *s, size_t len)
{
	size_t i;

	if (len < 1 || len > PKGINFO_NAME_MAX || (s[0] >= '0' && s[0] <= '9'))
		return false;
	for (i = 0; i < len; i++)
		if (s[i] != '_' && !isalnum((unsigned char)s[i]))
			return false;
	return true;
}

bool
vars_assign(struct pkginfo *params, const char *text)
{
	const char *value = strchr(text, '=');
	char *name;

	if (value == NULL || !is_variable_name(text, (size_t)(value - text)))
		return false;
	name = xstrndup(text, (size_t)(value - text));
	pkginfo_set(params, name, value + 1);
	free(name);
	return true;
}
