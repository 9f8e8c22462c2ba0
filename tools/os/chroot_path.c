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

/* A path that is being resolved, component by component. */
struct resolver {
	int root;       /* descriptor of the root directory */
	char *resolved; /* relative to it, without symbolic links; "": it */
	char *rest;     /* still to be resolved */
	int links;      /* symbolic links followed so far */
};

static void
remove_last_component(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash != NULL)
		*slash = '\0';
	else
		path[0] = '\0';
}

/*
 * Puts the target of a symbolic link in front of the rest of the path; an
 * absolute target starts again at the root directory.
 */
static bool
follow_link(struct resolver *r, const char *link, const char *rest)
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
		r->resolved[0] = '\0';
	return true;
}

/* Resolves one component; the last one is not followed if it is a link. */
static bool
resolve_component(
    struct resolver *r, const char *name, const char *rest, bool last)
{
	struct stat st;
	char *next;
	bool ok = true;

	next = xasprintf(
	    "%s%s%s", r->resolved, r->resolved[0] == '\0' ? "" : "/", name);
	if (!last) {
		ok = fstatat(r->root, next, &st, AT_SYMLINK_NOFOLLOW) == 0;
		if (ok && S_ISLNK(st.st_mode)) {
			ok = follow_link(r, next, rest);
			free(next);
			return ok;
		}
	}
	free(r->resolved);
	r->resolved = next;
	next = xstrdup(rest);
	free(r->rest);
	r->rest = next;
	return ok;
}

char *
chroot_path_resolve(int root, const char *path)
{
	struct resolver r = {
	    .root = root, .resolved = xstrdup(""), .rest = xstrdup(path)};
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
				remove_last_component(r.resolved);
			memmove(r.rest, rest, strlen(rest) + 1);
		} else
			ok = resolve_component(&r, name, rest, *rest == '\0');
		free(name);
		if (!ok)
			break;
	}
	free(r.rest);
	if (ok && r.resolved[0] != '\0')
		return r.resolved;
	free(r.resolved);
	return ok ? xstrdup(".") : NULL;
}
