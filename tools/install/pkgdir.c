#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "install/pkgdir.h"
#include "os/file.h"
#include "target/fs_ops.h"

/* Variables of one run, which are not kept (svr4-packaging 4.4). */
static const char *const not_kept[] = {
    "BASEDIR",
    "CLASSES",
    "CLIENT_BASEDIR",
    "INST_DATADIR",
    "PKG_CAS_PASSRELATIVE",
    "PKG_DST_QKVERIFY",
    "PKG_INIT_INSTALL",
    "PKG_INSTALL_ROOT",
    "PKG_SRC_NOVERIFY",
    "SUNW_PKGCOND_GLOBAL_DATA",
    "SUNW_PKG_DIR",
    "SUNW_PKG_INSTALL_ZONENAME",
};

int
make_pkgdir(struct run *r)
{
	static const char *const names[] = {"install", "save"};
	char *dir;
	size_t i;
	int code = 0;

	for (i = 0; i < 2; i++) {
		dir = target_package(r->target, r->instance, names[i]);
		if (!make_directories(dir, 0755)) {
			log_error(
			    r, "%s cannot be made: %s", dir, strerror(errno));
			code = EXIT_INTERNAL;
		}
		free(dir);
	}
	return code;
}

bool
set_lock(struct run *r, const char *lock)
{
	char *path = target_package(r->target, r->instance, lock);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd == -1)
		log_error(r, "%s cannot be made: %s", path, strerror(errno));
	else
		close(fd);
	free(path);
	return fd != -1;
}

void
clear_lock(struct run *r, const char *lock)
{
	char *path = target_package(r->target, r->instance, lock);

	(void)unlink(path);
	free(path);
}

static bool
has_class(const char *list, const char *name)
{
	size_t len = strlen(name), n;

	for (; *list != '\0'; list += n + strspn(list + n, " \t")) {
		n = strcspn(list, " \t");
		if (n == len && memcmp(list, name, n) == 0)
			return true;
	}
	return false;
}

/*
 * An update keeps the list of the instance; the new classes come behind it
 * only when none of the old ones is among them (merginfo.c; the same in
 * illumos).
 */
static void
print_classes(struct run *r, struct buf *out)
{
	bool any = false;
	size_t i;

	buf_str(out, "CLASSES=");
	if (r->saved_classes != NULL) {
		buf_str(out, r->saved_classes);
		for (i = 0; i < r->nclasses; i++)
			if (has_class(r->saved_classes, r->classes[i].name))
				any = true;
	}
	for (i = 0; !any && i < r->nclasses; i++)
		buf_printf(out, "%s%s",
		    i == 0 && r->saved_classes == NULL ? "" : " ",
		    r->classes[i].name);
	buf_char(out, '\n');
}

static bool
is_kept(const char *variable)
{
	size_t i, len;

	for (i = 0; i < sizeof(not_kept) / sizeof(not_kept[0]); i++) {
		len = strlen(not_kept[i]);
		if (strncmp(variable, not_kept[i], len) == 0 &&
		    variable[len] == '=')
			return false;
	}
	return true;
}

static bool
store_info(struct run *r)
{
	char *path = target_package(r->target, r->instance, "pkginfo");
	struct buf text = BUF_INIT;
	struct diag d = DIAG_INIT;
	size_t i;
	bool ok;

	print_classes(r, &text);
	buf_printf(
	    &text, "BASEDIR=%s\n", r->basedir == NULL ? "/" : r->basedir);
	for (i = 0; i < r->env->n; i++) {
		if (strncmp(r->env->v[i], "PKGSAV=", 7) == 0)
			buf_printf(&text, "PKGSAV=/var/sadm/pkg/%s/save\n",
			    r->instance);
		else if (is_kept(r->env->v[i]))
			buf_printf(&text, "%s\n", r->env->v[i]);
	}
	ok = write_file(path, text.data, text.len, 0644, &d);
	log_findings(r, &d);
	buf_free(&text);
	free(path);
	return ok;
}

static char *
spool_path(struct run *r, const char *name)
{
	char *below = xasprintf("save/pspool/%s/%s", r->instance, name);
	char *path = target_package(r->target, r->instance, below);

	free(below);
	return path;
}

static bool
copy_to(struct run *r, const char *from, char *to)
{
	struct diag d = DIAG_INIT;
	struct stat st;
	bool ok;

	ok = stat(from, &st) == 0 && make_parents(to) &&
	    copy_file(from, to, st.st_mode & 07777, &d);
	log_findings(r, &d);
	free(to);
	return ok;
}

/* One information file, to install/ and to the spooled copy. */
static bool
store_file(struct run *r, const char *name)
{
	char *from = xasprintf("%s/install/%s", r->source_dir, name);
	char *below = xasprintf("install/%s", name);
	bool ok;

	ok = copy_to(r, from, target_package(r->target, r->instance, below));
	if (ok && strcmp(name, "i.none") != 0)
		ok = copy_to(r, from, spool_path(r, below));
	free(below);
	free(from);
	return ok;
}

static bool
store_files(struct run *r)
{
	char *dir = xasprintf("%s/install", r->source_dir);
	struct dirent *e;
	bool ok = true;
	DIR *list = opendir(dir);

	free(dir);
	if (list == NULL)
		return true;
	while ((e = readdir(list)) != NULL)
		if (e->d_name[0] != '.' && !store_file(r, e->d_name))
			ok = false;
	closedir(list);
	return ok;
}

int
store_pkgdir(struct run *r)
{
	static const char *const names[] = {"pkginfo", "pkgmap"};
	bool ok = store_info(r) && store_files(r);
	char *from;
	size_t i;

	for (i = 0; ok && i < 2; i++) {
		from = xasprintf("%s/%s", r->source_dir, names[i]);
		ok = copy_to(r, from, spool_path(r, names[i]));
		free(from);
	}
	return ok ? 0 : EXIT_INTERNAL;
}

void
spool_item(struct run *r, const struct install_item *item, const char *from)
{
	const char *rest = item->map_path;
	char *name, *to;
	struct diag d = DIAG_INIT;

	rest += strspn(rest, "/");
	name = xasprintf(
	    "%s/%s", item->map_path[0] == '/' ? "root" : "reloc", rest);
	to = spool_path(r, name);
	if (!make_parents(to) || !copy_file(from, to, 0644, &d))
		r->notes.warned = true;
	log_findings(r, &d);
	free(to);
	free(name);
}

void
drop_class_scripts(struct run *r)
{
	char *dir = target_package(r->target, r->instance, "install"), *path;
	struct dirent *e;
	DIR *list = opendir(dir);

	while (list != NULL && (e = readdir(list)) != NULL)
		if (strncmp(e->d_name, "i.", 2) == 0) {
			path = path_join(dir, e->d_name);
			(void)unlink(path);
			free(path);
		}
	if (list != NULL)
		closedir(list);
	free(dir);
}

/* The file has one instance a line, and a comment at its head. */
bool
note_global_only(struct run *r, bool add)
{
	char *path = target_admin(r->target, "gz-only-packages");
	struct buf old = BUF_INIT, new = BUF_INIT;
	struct diag d = DIAG_INIT;
	const char *p;
	size_t n;
	bool ok = true;

	if (access(path, F_OK) == 0)
		ok = file_read(path, PKGINFO_MAX, &old, &d);
	for (p = buf_text(&old); ok && *p != '\0'; p += n + (p[n] == '\n')) {
		n = strcspn(p, "\n");
		if (n == strlen(r->instance) && memcmp(p, r->instance, n) == 0)
			continue;
		buf_add(&new, p, n);
		buf_char(&new, '\n');
	}
	if (add)
		buf_printf(&new, "%s\n", r->instance);
	if (ok && (add || old.len > 0))
		ok = write_file(path, buf_text(&new), new.len, 0644, &d);
	log_findings(r, &d);
	buf_free(&old);
	buf_free(&new);
	free(path);
	return ok;
}
