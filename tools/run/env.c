#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "run/env.h"

static const char *const inherited[] = {
    "LC_CTYPE",
    "LC_NUMERIC",
    "LC_TIME",
    "LC_COLLATE",
    "LC_MESSAGES",
    "LC_MONETARY",
    "LC_ALL",
    "LANG",
    "TZ",
};

struct env *
env_new(void)
{
	struct env *e = xcalloc(1, sizeof(*e));
	const char *value;
	size_t i;

	e->v = array_room(NULL, 0, &e->size, sizeof(*e->v));
	e->v[0] = NULL;
	for (i = 0; i < sizeof(inherited) / sizeof(inherited[0]); i++) {
		value = getenv(inherited[i]);
		if (value != NULL)
			env_set(e, inherited[i], value);
	}
	return e;
}

const char *
env_get(const struct env *e, const char *name)
{
	size_t len = strlen(name), i = string_pool_index(&e->names, name, len);

	return i == STRING_POOL_NONE ? NULL : e->v[i] + len + 1;
}

void
env_set(struct env *e, const char *name, const char *value)
{
	size_t i = string_pool_insert(&e->names, name, strlen(name));
	char *new = xasprintf("%s=%s", name, value);

	if (i < e->n) {
		free(e->v[i]);
		e->v[i] = new;
		return;
	}
	e->v = array_room(e->v, e->n + 1, &e->size, sizeof(*e->v));
	e->v[e->n++] = new;
	e->v[e->n] = NULL;
}

void
env_set_all(struct env *e, const struct pkginfo *params)
{
	size_t i;

	for (i = 0; i < params->n; i++)
		if (strcmp(params->v[i].name, "PATH") != 0)
			env_set(e, params->v[i].name, params->v[i].value);
}

/* The value for a path; NULL when there is none or it is empty. */
static const char *
path_value(const struct env *e, const char *name, const char *basedir)
{
	const char *value;

	if (basedir != NULL && strcmp(name, "BASEDIR") == 0)
		return basedir;
	value = env_get(e, name);
	return value == NULL || *value == '\0' ? NULL : value;
}

char *
env_expand(const struct env *e, const char *path, const char *basedir)
{
	struct buf out = BUF_INIT;
	const char *p = path, *value;
	char *name;
	size_t len;

	while (*p != '\0') {
		if (*p == '/') {
			p += strspn(p, "/");
			if (*p != '\0' || out.len == 0)
				buf_char(&out, '/');
			continue;
		}
		len = strcspn(p, "/");
		value = NULL;
		if (*p == '$' && isupper((unsigned char)p[1])) {
			name = xstrndup(p + 1, len - 1);
			value = path_value(e, name, basedir);
			free(name);
		}
		if (value != NULL)
			buf_str(&out, value);
		else
			buf_add(&out, p, len);
		p += len;
	}
	if (out.data == NULL)
		buf_str(&out, "");
	return buf_steal(&out);
}

void
env_free(struct env *e)
{
	size_t i;

	if (e == NULL)
		return;
	for (i = 0; i < e->n; i++)
		free(e->v[i]);
	free(e->v);
	string_pool_free(&e->names);
	free(e);
}
