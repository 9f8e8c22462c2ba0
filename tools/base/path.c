#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"

/* Is the component empty, `.` or `..`? */
static bool
is_dots(const char *s, size_t len)
{
	return len <= 2 && strncmp(s, "..", len) == 0;
}

bool
path_is_safe(const char *path)
{
	size_t len;

	for (;;) {
		len = strcspn(path, "/");
		if (is_dots(path, len))
			return false;
		if (path[len] == '\0')
			return true;
		path += len + 1;
	}
}

/*
 * Removes the last component of the path between root and *to; false when it
 * has none, or is `..`.
 */
static bool
drop_last(const char *root, char **to)
{
	char *slash = *to;

	while (slash > root && slash[-1] != '/')
		slash--;
	if (*to == root || is_dots(slash, (size_t)(*to - slash)))
		return false;
	*to = slash > root ? slash - 1 : slash;
	return true;
}

void
path_canonize(char *path)
{
	const char *from = path;
	bool absolute = path[0] == '/';
	char *root = absolute ? path + 1 : path;
	char *to = root;
	size_t len;

	for (; *from != '\0'; from += len) {
		from += strspn(from, "/");
		len = strcspn(from, "/");
		if (len == 0 || (len == 1 && from[0] == '.'))
			continue;
		/* `..' of the root is the root; a relative path keeps it */
		if (len == 2 && is_dots(from, len) &&
		    (drop_last(root, &to) || absolute))
			continue;
		if (to > root)
			*to++ = '/';
		memmove(to, from, len);
		to += len;
	}
	*to = '\0';
}

char *
path_between(const char *file, const char *to)
{
	struct buf b = BUF_INIT;
	size_t i, common = 0;

	for (i = 0; file[i] != '\0' && file[i] == to[i]; i++)
		if (file[i] == '/')
			common = i + 1;
	for (file += common; (file = strchr(file, '/')) != NULL; file++)
		buf_str(&b, "../");
	buf_str(&b, to + common);
	return buf_steal(&b);
}

char *
path_dirname(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return xstrdup(".");
	if (slash == path)
		return xstrdup("/");
	return xstrndup(path, (size_t)(slash - path));
}

const char *
path_basename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

char *
path_join(const char *dir, const char *name)
{
	size_t len = strlen(dir);

	if (name[0] == '/' || strcmp(dir, ".") == 0)
		return xstrdup(name);
	return xasprintf(
	    "%s%s%s", dir, len > 0 && dir[len - 1] == '/' ? "" : "/", name);
}

char *
path_relative(const char *path, size_t max)
{
	const char *part = path;
	char *clean;

	if (path == NULL || path[0] == '/' || strlen(path) > max)
		return NULL;
	for (; part != NULL; part = strchr(part, '/')) {
		part += strspn(part, "/");
		if (strncmp(part, "..", 2) == 0 &&
		    (part[2] == '/' || part[2] == '\0'))
			return NULL;
	}
	clean = xstrdup(path);
	path_canonize(clean);
	return clean;
}
