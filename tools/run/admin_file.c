#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "model/pkginfo.h"
#include "os/file.h"
#include "run/admin_file.h"

/* The path of the admin file; the caller frees. */
static char *
admin_path(const char *name, const char *root)
{
	char *path;

	if (name == NULL)
		name = "default";
	else if (strchr(name, '/') != NULL || access(name, F_OK) == 0)
		return xstrdup(name);
	path = xasprintf("%s/var/sadm/install/admin/%s",
	    strcmp(root, "/") == 0 ? "" : root, name);
	if (access(path, R_OK) == 0)
		return path;
	free(path);
	return xasprintf("/var/sadm/install/admin/%s", name);
}

struct admin *
admin_load(const char *name, const char *root, struct diag *d)
{
	struct buf text = BUF_INIT;
	struct admin *a = NULL;
	char *path;

	if (name != NULL && strcmp(name, "none") == 0) {
		a = admin_new();
		admin_set(a, ADMIN_BASEDIR, "ask");
		return a;
	}
	path = admin_path(name, root);
	if (file_read(path, PKGINFO_MAX, &text, d))
		a = admin_parse(buf_text(&text), text.len, path, d);
	buf_free(&text);
	free(path);
	return a;
}
