#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "os/file.h"
#include "target/target.h"

#define ACCOUNTS_FILE_MAX (16u * 1024 * 1024) /* bytes */

/* Field n (from 0) of a line of passwd or group; the caller frees. */
static char *
field(const char *line, unsigned n)
{
	for (; n > 0; n--) {
		line += strcspn(line, ":");
		if (*line == '\0')
			return xstrdup("");
		line++;
	}
	return xstrndup(line, strcspn(line, ":"));
}

static long
number(const char *line, unsigned n)
{
	char *text = field(line, n), *end;
	long id;

	errno = 0;
	id = strtol(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || id < 0)
		id = -1;
	free(text);
	return id;
}

static void
add_account(struct accounts *a, const char *line)
{
	struct account new = {NULL, number(line, 2), number(line, 3)};

	if (new.id == -1)
		return;
	new.name = field(line, 0);
	if (new.name[0] == '\0') {
		free(new.name);
		return;
	}
	a->v = xreallocarray(a->v, a->n + 1, sizeof(*a->v));
	a->v[a->n++] = new;
}

/* A target without the file has no accounts but root, which is 0 anywhere. */
static void
read_accounts(struct accounts *a, char *path)
{
	struct buf text = BUF_INIT;
	struct diag ignored = DIAG_INIT;
	char *p, *lf;

	if (file_read(path, ACCOUNTS_FILE_MAX, &text, &ignored)) {
		for (p = text.data; p != NULL && *p != '\0'; p = lf + 1) {
			lf = strchr(p, '\n');
			if (lf != NULL)
				*lf = '\0';
			add_account(a, p);
			if (lf == NULL)
				break;
		}
	}
	if (a->n == 0)
		add_account(a, "root:x:0:0:");
	diag_free(&ignored);
	buf_free(&text);
	free(path);
}

struct target *
target_open(const char *root, bool alternate, bool chowns, struct diag *d)
{
	struct target *t;
	struct stat st;

	if (root[0] != '/') {
		diag_error(
		    d, root, 0, "pkgadd(1m)", "a root is an absolute path");
		return NULL;
	}
	if (stat(root, &st) == -1) {
		diag_error(d, root, 0, NULL, "no root: %s", strerror(errno));
		return NULL;
	}
	if (!S_ISDIR(st.st_mode)) {
		diag_error(d, root, 0, NULL, "no root: not a directory");
		return NULL;
	}
	t = xcalloc(1, sizeof(*t));
	t->root = xstrdup(root);
	path_canonize(t->root);
	if (strcmp(t->root, "/") == 0)
		t->root[0] = '\0';
	t->alternate = alternate;
	t->chowns = chowns;
	read_accounts(&t->users, target_path(t, "/etc/passwd"));
	read_accounts(&t->groups, target_path(t, "/etc/group"));
	return t;
}

char *
target_path(const struct target *t, const char *client)
{
	if (strcmp(client, "/") == 0)
		return xstrdup(t->root[0] == '\0' ? "/" : t->root);
	return xasprintf("%s%s", t->root, client);
}

char *
target_package(const struct target *t, const char *instance, const char *name)
{
	return xasprintf("%s/var/sadm/pkg/%s%s%s", t->root, instance,
	    name == NULL ? "" : "/", name == NULL ? "" : name);
}

char *
target_admin(const struct target *t, const char *name)
{
	return xasprintf("%s/var/sadm/install/%s", t->root, name);
}

static const struct account *
find_name(const struct accounts *a, const char *name)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		if (strcmp(a->v[i].name, name) == 0)
			return &a->v[i];
	return NULL;
}

static const char *
find_id(const struct accounts *a, long id)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		if (a->v[i].id == id)
			return a->v[i].name;
	return NULL;
}

bool
target_user(const struct target *t, const char *name, uid_t *uid)
{
	const struct account *a = find_name(&t->users, name);

	if (a != NULL)
		*uid = (uid_t)a->id;
	return a != NULL;
}

bool
target_group(const struct target *t, const char *name, gid_t *gid)
{
	const struct account *a = find_name(&t->groups, name);

	if (a != NULL)
		*gid = (gid_t)a->id;
	return a != NULL;
}

const char *
target_user_name(const struct target *t, uid_t uid)
{
	return find_id(&t->users, (long)uid);
}

const char *
target_group_name(const struct target *t, gid_t gid)
{
	return find_id(&t->groups, (long)gid);
}

static void
free_accounts(struct accounts *a)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		free(a->v[i].name);
	free(a->v);
}

void
target_close(struct target *t)
{
	if (t == NULL)
		return;
	free_accounts(&t->users);
	free_accounts(&t->groups);
	free(t->root);
	free(t);
}
