#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "base/path.h"
#include "os/owner.h"
#include "target/target.h"

static void
read_accounts(const struct target *t, int root, struct accounts *users,
    struct accounts *groups)
{
	accounts_read(users, root, "/etc/passwd");
	accounts_read(groups, root, "/etc/group");
	if (t->running_users != NULL) {
		accounts_add(users, t->running_users);
		accounts_add(groups, t->running_groups);
	}
}

/* Is it the same table, as after most scripts? */
static bool
is_same_table(const struct accounts *a, const struct accounts *b)
{
	size_t i;

	if (a->names.n != b->names.n || a->known != b->known)
		return false;
	for (i = 0; i < a->names.n; i++)
		if (a->ids[i] != b->ids[i] ||
		    strcmp(a->names.v[i], b->names.v[i]) != 0)
			return false;
	return true;
}

static void
replace_table(struct target *t, struct accounts *table, struct accounts new)
{
	if (is_same_table(table, &new)) {
		accounts_free(&new);
		return;
	}
	t->past = array_append_room(t->past, t->npast, sizeof(*t->past));
	t->past[t->npast++] = *table;
	*table = new;
}

void
target_read_accounts(struct target *t)
{
	struct accounts users = {.v = NULL}, groups = {.v = NULL};
	int fd = open(t->root[0] == '\0' ? "/" : t->root,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1)
		return;
	read_accounts(t, fd, &users, &groups);
	close(fd);
	replace_table(t, &t->users, users);
	replace_table(t, &t->groups, groups);
}

void
target_set_running(struct target *t, const char *users, const char *groups)
{
	t->running_users = users;
	t->running_groups = groups;
	target_read_accounts(t);
}

int
target_open_root(const char *root, struct diag *d)
{
	int fd = -1;

	if (root[0] != '/')
		diag_error(
		    d, root, 0, "pkgadd(1m)", "a root is an absolute path");
	else if ((fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		diag_error(d, root, 0, NULL, "no root: %s",
		    errno == ENOTDIR ? "not a directory" : strerror(errno));
	return fd;
}

struct target *
target_open(const char *root, bool alternate, bool privileged, struct diag *d)
{
	struct target *t;
	int fd = target_open_root(root, d);

	if (fd == -1)
		return NULL;
	t = xcalloc(1, sizeof(*t));
	t->root = xstrdup(root);
	path_canonize(t->root);
	if (strcmp(t->root, "/") == 0)
		t->root[0] = '\0';
	t->alternate = alternate;
	t->privileged = privileged;
	t->owners = privileged || owner_is_noted(fd);
	read_accounts(t, fd, &t->users, &t->groups);
	close(fd);
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
target_link_out(const struct target *t, const char *client)
{
	char *path = xasprintf("%s%s/", t->root, client), *slash, first;
	size_t root = strlen(t->root);

	if (t->alternate)
		for (slash = strchr(path + root + 1, '/'); slash != NULL;
		     slash = strchr(slash + 1, '/')) {
			*slash = '\0';
			if (readlink(path, &first, 1) == 1 && first == '/')
				return path;
			*slash = '/';
		}
	free(path);
	return NULL;
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

/* Without its file a target has no accounts but root, number 0 anywhere. */
static long
account_id(const struct accounts *a, const char *name)
{
	if (a->n == 0)
		return strcmp(name, "root") == 0 ? 0 : -1;
	return accounts_id(a, name);
}

static const char *
account_name(const struct accounts *a, long id)
{
	if (a->n == 0)
		return id == 0 ? "root" : NULL;
	return accounts_name(a, id);
}

bool
target_user(const struct target *t, const char *name, uid_t *uid)
{
	long id = account_id(&t->users, name);

	if (id != -1)
		*uid = (uid_t)id;
	return id != -1;
}

bool
target_group(const struct target *t, const char *name, gid_t *gid)
{
	long id = account_id(&t->groups, name);

	if (id != -1)
		*gid = (gid_t)id;
	return id != -1;
}

const char *
target_user_name(const struct target *t, uid_t uid)
{
	return account_name(&t->users, (long)uid);
}

const char *
target_group_name(const struct target *t, gid_t gid)
{
	return account_name(&t->groups, (long)gid);
}

void
target_close(struct target *t)
{
	if (t == NULL)
		return;
	while (t->npast > 0)
		accounts_free(&t->past[--t->npast]);
	free(t->past);
	accounts_free(&t->users);
	accounts_free(&t->groups);
	free(t->root);
	free(t);
}
