#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/words.h"
#include "os/file.h"
#include "os/file_ops.h"
#include "os/owner.h"
#include "os/safe_dir.h"
#include "os/tree.h"
#include "target/account_change.h"
#include "target/account_table.h"

#define GROUP_OTHER  1
#define SOLARIS_BASE "/home"

int
account_complain(
    const struct account_request *q, int status, const char *fmt, ...)
{
	va_list ap;

	(void)fprintf(stderr, "UX: %s: ERROR: ", q->command);
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
	return status;
}

long
account_find_group(const struct account_request *q, const char *text)
{
	uint64_t n;
	gid_t gid;

	if (target_group(q->t, text, &gid))
		return (long)gid;
	return number_parse(
		   (struct slice){text, strlen(text)}, 10, ACCOUNT_ID_MAX, &n)
	    ? (long)n
	    : -1;
}

/* The file of the target; empty when there is none; the caller frees. */
static char *
read_table(const struct account_request *q, const char *name)
{
	char *path = target_path(q->t, name);
	struct diag ignored = DIAG_INIT;
	struct buf text = BUF_INIT;

	(void)file_read(path, ACCOUNTS_MAX, &text, &ignored);
	buf_str(&text, "");
	diag_free(&ignored);
	free(path);
	return buf_steal(&text);
}

/* Replaces the file, with its old owner and mode. */
static bool
write_table(const struct account_request *q, const char *name, const char *text)
{
	struct safe_dir *safe = safe_dir_open(
	    q->t->root[0] == '\0' ? "/" : q->t->root);
	char *path = target_path(q->t, name), *temporary = NULL;
	struct stat st = {.st_mode = 0644};
	bool has_old = lstat(path, &st) == 0;
	int fd = safe == NULL
	    ? -1
	    : safe_dir_create_temporary(safe, name + 1, true, &temporary);
	bool ok = fd != -1 && file_write_full(fd, text, strlen(text));

	if (has_old)
		owner_read_path(path, &st);
	ok = ok &&
	    (!has_old || !q->t->owners ||
		owner_set(fd, st.st_uid, st.st_gid)) &&
	    fchmod(fd, st.st_mode & 07777) == 0;

	if (fd != -1)
		ok = close(fd) == 0 && ok;
	ok = ok && safe_dir_commit(safe, temporary, name + 1, true);
	safe_dir_close(safe);
	free(temporary);
	free(path);
	return ok;
}

/* Sets or, with NULL, removes the line of an account in a file. */
static bool
change_line(const struct account_request *q, const char *file, const char *name,
    const char *line)
{
	char *old = read_table(q, file);
	char *new = account_set_line(old, name, line);
	bool ok = strcmp(old, new) == 0 || write_table(q, file, new);

	free(new);
	free(old);
	return ok;
}

/* The same where the file is not there on every system. */
static bool
change_optional(const struct account_request *q, const char *file,
    const char *name, const char *line)
{
	char *path = target_path(q->t, file);
	bool ok = access(path, F_OK) == -1 || change_line(q, file, name, line);

	free(path);
	return ok;
}

static bool
change_members(const struct account_request *q, const char *old,
    const char *new, const char *groups)
{
	char *table = read_table(q, "/etc/group");
	char *changed = account_set_member(table, old, new, groups);
	bool ok = strcmp(table, changed) == 0 ||
	    write_table(q, "/etc/group", changed);

	free(changed);
	free(table);
	return ok;
}

static int
not_changed(const struct account_request *q)
{
	return account_complain(q, ACCOUNT_NOT_CHANGED,
	    "the files of the system cannot be changed");
}

static int
make_home(const struct account_request *q, const char *line)
{
	char *uid = account_field(line, 2), *gid = account_field(line, 3);
	char *home = account_field(line, 5), *path = target_path(q->t, home);
	bool ok = make_directories(path, 0755) &&
	    (!q->t->owners ||
		owner_set_path(path, (uid_t)atol(uid), (gid_t)atol(gid)));

	free(path);
	free(home);
	free(gid);
	free(uid);
	return ok ? ACCOUNT_DONE
		  : account_complain(
			q, ACCOUNT_HOME, "no home directory can be made");
}

static int
remove_home(const struct account_request *q, const char *line)
{
	char *home = account_field(line, 5), *path = target_path(q->t, home);
	/* never a directory of the system, such as / of root */
	bool ok = strchr(home + (home[0] == '/'), '/') != NULL &&
	    tree_remove(path);

	free(path);
	free(home);
	return ok
	    ? ACCOUNT_DONE
	    : account_complain(q, ACCOUNT_HOME, "the home directory stays");
}

/* Replaces a field of *line when a value is given. */
static void
set_field(char **line, size_t n, const char *value)
{
	char *changed;

	if (value == NULL)
		return;
	changed = account_set_field(*line, n, value);
	free(*line);
	*line = changed;
}

static void
set_number(char **line, size_t n, long value)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%ld", value);
	set_field(line, n, text);
}

static int
add_user(const struct account_request *q, long id)
{
	long gid = q->group == NULL ? GROUP_OTHER
				    : account_find_group(q, q->group);
	char *home = q->home != NULL
	    ? xstrdup(q->home)
	    : xasprintf(
		  "%s/%s", q->base == NULL ? SOLARIS_BASE : q->base, q->name);
	char *line = xasprintf("%s:x:%ld:%ld:%s:%s:%s", q->name, id, gid,
	    q->comment == NULL ? "" : q->comment, home,
	    q->shell != NULL ? q->shell
		: q->is_role ? "/bin/pfsh"
			     : "/bin/sh");
	char *shadow = xasprintf("%s:*LK*:::::::", q->name);
	char *attributes = xasprintf("%s::::type=%s%s%s", q->name,
	    q->is_role ? "role" : "normal", q->attributes == NULL ? "" : ";",
	    q->attributes == NULL ? "" : q->attributes);
	int status = ACCOUNT_DONE;

	if (!change_line(q, "/etc/passwd", q->name, line) ||
	    !change_optional(q, "/etc/shadow", q->name, shadow) ||
	    ((q->is_role || q->attributes != NULL) &&
		!change_line(q, "/etc/user_attr", q->name, attributes)) ||
	    (q->groups != NULL &&
		!change_members(q, q->name, q->name, q->groups)))
		status = not_changed(q);
	else if (q->makes_home)
		status = make_home(q, line);
	free(attributes);
	free(shadow);
	free(line);
	free(home);
	return status;
}

/* Gives the account its new name in a file, where it has a line. */
static bool
rename_in(const struct account_request *q, const char *file)
{
	char *table = read_table(q, file);
	char *line = account_line(table, q->name);
	bool ok = true;

	if (line != NULL) {
		set_field(&line, 0, q->new_name);
		ok = change_line(q, file, q->name, line);
	}
	free(line);
	free(table);
	return ok;
}

static int
change_user(const struct account_request *q, long id)
{
	char *table = read_table(q, "/etc/passwd");
	char *line = account_line(table, q->name);
	const char *name = q->new_name == NULL ? q->name : q->new_name;
	int status = ACCOUNT_DONE;

	if (q->id != NULL)
		set_number(&line, 2, id);
	if (q->group != NULL)
		set_number(&line, 3, account_find_group(q, q->group));
	set_field(&line, 4, q->comment);
	set_field(&line, 5, q->home);
	set_field(&line, 6, q->shell);
	set_field(&line, 0, q->new_name);
	if (!change_line(q, "/etc/passwd", q->name, line) ||
	    (q->new_name != NULL &&
		(!rename_in(q, "/etc/shadow") ||
		    !rename_in(q, "/etc/user_attr"))) ||
	    ((q->groups != NULL || q->new_name != NULL) &&
		!change_members(q, q->name, name, q->groups)))
		status = not_changed(q);
	else if (q->makes_home)
		status = make_home(q, line);
	free(line);
	free(table);
	return status;
}

static int
delete_user(const struct account_request *q)
{
	char *table = read_table(q, "/etc/passwd");
	char *line = account_line(table, q->name);
	int status = ACCOUNT_DONE;

	if (!change_line(q, "/etc/passwd", q->name, NULL) ||
	    !change_optional(q, "/etc/shadow", q->name, NULL) ||
	    !change_optional(q, "/etc/user_attr", q->name, NULL) ||
	    !change_members(q, q->name, NULL, NULL))
		status = not_changed(q);
	else if (q->removes_home)
		status = remove_home(q, line);
	free(line);
	free(table);
	return status;
}

int
account_change_group(const struct account_request *q, long id)
{
	char *table = read_table(q, "/etc/group");
	char *line = q->action == ACCOUNT_ADD
	    ? xasprintf("%s::%ld:", q->name, id)
	    : account_line(table, q->name);
	bool ok;

	if (q->action == ACCOUNT_DELETE) {
		free(line);
		line = NULL;
	}
	if (q->action == ACCOUNT_CHANGE) {
		if (q->id != NULL)
			set_number(&line, 2, id);
		set_field(&line, 0, q->new_name);
	}
	ok = change_line(q, "/etc/group", q->name, line);
	free(line);
	free(table);
	return ok ? ACCOUNT_DONE : not_changed(q);
}

int
account_change_user(const struct account_request *q, long id)
{
	switch (q->action) {
	case ACCOUNT_ADD: return add_user(q, id);
	case ACCOUNT_CHANGE: return change_user(q, id);
	default: return delete_user(q);
	}
}
