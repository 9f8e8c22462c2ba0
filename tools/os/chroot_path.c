#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/chroot_path.h"

#define TARGET_MAX 4096 /* bytes of a link */

/* How far the path was resolved. */
struct resolver {
	int root;
	char *done; /* no link in it; "": the root */
	char *rest; /* not looked at yet */
	int links;
};

static void
go_up(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash != NULL)
		*slash = '\0';
	else
		path[0] = '\0';
}

/* A link in the middle: what it says comes before the rest. */
static bool
follow(struct resolver *r, const char *link, const char *rest)
{
	char target[TARGET_MAX], *all;
	ssize_t n = readlinkat(r->root, link, target, sizeof(target) - 1);

	if (n == -1)
		return false;
	target[n] = '\0';
	if (++r->links > CHROOT_PATH_LINKS_MAX) {
		errno = ELOOP;
		return false;
	}
	all = xasprintf("%s/%s", target, rest);
	free(r->rest);
	r->rest = all;
	if (target[0] == '/')
		r->done[0] = '\0';
	return true;
}

/* One component of the rest; last: it is not followed. */
static bool
step(struct resolver *r, const char *name, const char *rest, bool last)
{
	struct stat st;
	char *next;
	bool ok = true;

	next = xasprintf(
	    "%s%s%s", r->done, r->done[0] == '\0' ? "" : "/", name);
	if (!last) {
		ok = fstatat(r->root, next, &st, AT_SYMLINK_NOFOLLOW) == 0;
		if (ok && S_ISLNK(st.st_mode)) {
			ok = follow(r, next, rest);
			free(next);
			return ok;
		}
	}
	free(r->done);
	r->done = next;
	next = xstrdup(rest);
	free(r->rest);
	r->rest = next;
	return ok;
}

char *
chroot_path_resolve(int root, const char *path)
{
	struct resolver r = {
	    .root = root, .done = xstrdup(""), .rest = xstrdup(path)};
	char *name, *rest;
	bool ok = true;
	size_t len;

	for (;;) {
		rest = r.rest + strspn(r.rest, "/");
		len = strcspn(rest, "/");
		if (len == 0)
			break;
		name = xstrndup(rest, len);
		rest += len;
		rest += strspn(rest, "/");
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
			if (name[1] == '.')
				go_up(r.done);
			memmove(r.rest, rest, strlen(rest) + 1);
		} else
			ok = step(&r, name, rest, *rest == '\0');
		free(name);
		if (!ok)
			break;
	}
	free(r.rest);
	if (ok && r.done[0] != '\0')
		return r.done;
	free(r.done);
	return ok ? xstrdup(".") : NULL;
}
