#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "install/pkgdir.h"
#include "os/dirlist.h"
#include "os/file.h"
#include "os/file_ops.h"

/* Variables that the stored pkginfo does not have (svr4-packaging 4.4). */
static const char not_stored[] =
    "BASEDIR CLASSES CLIENT_BASEDIR INST_DATADIR PKG_CAS_PASSRELATIVE "
    "PKG_DST_QKVERIFY PKG_INIT_INSTALL PKG_INSTALL_ROOT PKG_SRC_NOVERIFY "
    "SUNW_PKGCOND_GLOBAL_DATA SUNW_PKG_DIR SUNW_PKG_INSTALL_ZONENAME";

int
make_pkgdir(struct context *ctx)
{
	static const char *const names[] = {"install", "save"};
	char *dir;
	size_t i;
	int code = 0;

	for (i = 0; i < 2; i++) {
		dir = target_package(ctx->target, ctx->instance, names[i]);
		if (!make_directories(dir, 0755)) {
			log_error(
			    ctx, "%s cannot be made: %s", dir, strerror(errno));
			code = EXIT_INTERNAL;
		}
		free(dir);
	}
	return code;
}

bool
set_lock_file(struct context *ctx, const char *lock)
{
	char *path = target_package(ctx->target, ctx->instance, lock);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd == -1)
		log_error(ctx, "%s cannot be made: %s", path, strerror(errno));
	else
		close(fd);
	free(path);
	return fd != -1;
}

void
clear_lock_file(struct context *ctx, const char *lock)
{
	char *path = target_package(ctx->target, ctx->instance, lock);

	(void)unlink(path);
	free(path);
}

/*
 * An update keeps the CLASSES of the instance; the new ones are appended only
 * when none of them is among the old (merginfo.c; the same in illumos).
 */
static void
print_classes(const struct class_list *classes, const char *saved_classes,
    struct buf *out)
{
	struct string_pool saved = STRING_POOL_INIT;
	bool any = false;
	size_t i;

	buf_str(out, "CLASSES=");
	if (saved_classes != NULL)
		buf_str(out, saved_classes);
	string_pool_add_words(&saved, saved_classes, " \t");
	for (i = 0; i < classes->n; i++)
		if (string_pool_find(&saved, classes->v[i].name) != NULL)
			any = true;
	string_pool_free(&saved);
	for (i = 0; !any && i < classes->n; i++)
		buf_printf(out, "%s%s",
		    i == 0 && saved_classes == NULL ? "" : " ",
		    classes->v[i].name);
	buf_char(out, '\n');
}

/* variable is NAME=value. */
static bool
is_stored(const char *variable)
{
	return !words_contain(
	    not_stored, " ", variable, strcspn(variable, "="));
}

static bool
store_pkginfo(struct context *ctx, const struct class_list *classes,
    const char *saved_classes, const char *basedir)
{
	char *path = target_package(ctx->target, ctx->instance, "pkginfo");
	struct buf text = BUF_INIT;
	struct diag d = DIAG_INIT;
	size_t i;
	bool ok;

	print_classes(classes, saved_classes, &text);
	buf_printf(&text, "BASEDIR=%s\n", basedir == NULL ? "/" : basedir);
	for (i = 0; i < ctx->env->n; i++) {
		if (strncmp(ctx->env->v[i], "PKGSAV=", 7) == 0)
			buf_printf(&text, "PKGSAV=/var/sadm/pkg/%s/save\n",
			    ctx->instance);
		else if (is_stored(ctx->env->v[i]))
			buf_printf(&text, "%s\n", ctx->env->v[i]);
	}
	ok = write_file(path, text.data, text.len, 0644, &d);
	log_findings(ctx, &d);
	buf_free(&text);
	free(path);
	return ok;
}

/* A path in the package as it was delivered; the caller frees. */
static char *
spool_path(struct context *ctx, const char *name)
{
	char *below = xasprintf("save/pspool/%s/%s", ctx->instance, name);
	char *path = target_package(ctx->target, ctx->instance, below);

	free(below);
	return path;
}

/* Copies a file with its mode; frees to. */
static bool
copy_into_pkgdir(struct context *ctx, const char *from, char *to)
{
	struct diag d = DIAG_INIT;
	struct stat st;
	bool ok;

	ok = stat(from, &st) == 0 && make_parents(to) &&
	    copy_file(from, to, st.st_mode & 07777, &d);
	log_findings(ctx, &d);
	free(to);
	return ok;
}

/* Copies one information file to install/ and to the spooled package. */
static bool
store_information_file(
    struct context *ctx, const struct package_source *source, const char *name)
{
	char *from = source_information_file(source, name);
	char *below = xasprintf("install/%s", name);
	bool ok;

	ok = copy_into_pkgdir(
	    ctx, from, target_package(ctx->target, ctx->instance, below));
	if (ok && strcmp(name, "i.none") != 0)
		ok = copy_into_pkgdir(ctx, from, spool_path(ctx, below));
	free(below);
	free(from);
	return ok;
}

static bool
store_information_files(
    struct context *ctx, const struct package_source *source)
{
	char *dir = xasprintf("%s/install", source->dir);
	struct dirlist list = DIRLIST_INIT;
	bool ok = dirlist_read_path(&list, dir);
	size_t i;

	if (!ok)
		log_error(ctx, "%s cannot be read: %s", dir, strerror(errno));
	for (i = 0; i < list.n; i++)
		if (list.v[i][0] != '.' &&
		    !store_information_file(ctx, source, list.v[i]))
			ok = false;
	dirlist_free(&list);
	free(dir);
	return ok;
}

int
store_pkgdir(struct context *ctx, const struct package_source *source,
    const struct class_list *classes, const char *saved_classes,
    const char *basedir)
{
	static const char *const names[] = {"pkginfo", "pkgmap"};
	bool ok = store_pkginfo(ctx, classes, saved_classes, basedir) &&
	    store_information_files(ctx, source);
	char *from;
	size_t i;

	for (i = 0; ok && i < 2; i++) {
		from = xasprintf("%s/%s", source->dir, names[i]);
		ok = copy_into_pkgdir(ctx, from, spool_path(ctx, names[i]));
		free(from);
	}
	return ok ? 0 : EXIT_INTERNAL;
}

void
spool_object(
    struct context *ctx, const struct install_object *obj, const char *from)
{
	const char *rest = obj->map_path;
	char *name, *to;
	struct diag d = DIAG_INIT;

	rest += strspn(rest, "/");
	name = xasprintf(
	    "%s/%s", obj->map_path[0] == '/' ? "root" : "reloc", rest);
	to = spool_path(ctx, name);
	if (!make_parents(to) || !copy_file(from, to, 0644, &d))
		ctx->notes.warned = true;
	log_findings(ctx, &d);
	free(to);
	free(name);
}

void
remove_class_scripts(struct context *ctx)
{
	char *dir = target_package(ctx->target, ctx->instance, "install"),
	     *path;
	struct dirlist list = DIRLIST_INIT;
	size_t i;

	if (!dirlist_read_path(&list, dir))
		log_error(ctx, "%s cannot be read: %s", dir, strerror(errno));
	for (i = 0; i < list.n; i++)
		if (strncmp(list.v[i], "i.", 2) == 0) {
			path = path_join(dir, list.v[i]);
			(void)unlink(path);
			free(path);
		}
	dirlist_free(&list);
	free(dir);
}

/* gz-only-packages has one instance a line, below a comment. */
bool
record_global_only(struct context *ctx, bool add)
{
	char *path = target_admin(ctx->target, "gz-only-packages");
	struct buf old = BUF_INIT, new = BUF_INIT;
	struct slice rest, line;
	struct diag d = DIAG_INIT;
	bool ok = true;

	if (access(path, F_OK) == 0)
		ok = file_read(path, PKGINFO_MAX, &old, &d);
	rest = (struct slice){buf_text(&old), ok ? old.len : 0};
	while (line_next(&rest, &line)) {
		if (slice_equals(line, ctx->instance))
			continue;
		buf_add(&new, line.p, line.len);
		buf_char(&new, '\n');
	}
	if (add)
		buf_printf(&new, "%s\n", ctx->instance);
	if (ok && (add || old.len > 0))
		ok = write_file(path, buf_text(&new), new.len, 0644, &d);
	log_findings(ctx, &d);
	buf_free(&old);
	buf_free(&new);
	free(path);
	return ok;
}
