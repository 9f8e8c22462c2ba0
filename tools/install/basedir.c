#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "install/basedir.h"
#include "os/file.h"
#include "target/fs_ops.h"
#include "target/installed.h"

void
set_directory_env(struct run *r)
{
	char *dir;

	/* pkgask does not hand the root on */
	if (r->target->alternate && !r->asking)
		env_set(r->env, "PKG_INSTALL_ROOT",
		    r->target->root[0] == '\0' ? "/" : r->target->root);
	if (r->basedir == NULL)
		return;
	dir = target_path(r->target, r->basedir);
	env_set(r->env, "BASEDIR", dir);
	env_set(r->env, "CLIENT_BASEDIR", r->basedir);
	free(dir);
}

void
set_client_release_env(struct run *r)
{
	static const char *const names[][2] = {
	    {"OS", "PKG_CLIENT_OS"},
	    {"VERSION", "PKG_CLIENT_VERSION"},
	    {"REV", "PKG_CLIENT_REVISION"},
	};
	char *path = target_path(
	    r->target, "/var/sadm/system/admin/INST_RELEASE");
	struct buf text = BUF_INIT;
	struct diag ignored = DIAG_INIT;
	struct pkginfo *release = NULL;
	const char *value;
	size_t i;

	if (r->target->alternate && access(path, F_OK) == 0 &&
	    file_read(path, PKGINFO_MAX, &text, &ignored))
		release = pkginfo_parse(
		    buf_text(&text), text.len, path, &ignored);
	for (i = 0; release != NULL && i < 3; i++) {
		value = pkginfo_get(release, names[i][0]);
		if (value != NULL)
			env_set(r->env, names[i][1], value);
	}
	pkginfo_free(release);
	diag_free(&ignored);
	buf_free(&text);
	free(path);
}

/* A removal takes the value as it stands (mapping is for installations). */
static void
set_basedir(struct run *r, const char *value)
{
	char *dir = r->removing ? xstrdup(value)
				: env_expand(r->env, value, NULL);

	path_canonize(dir);
	free(r->basedir);
	r->basedir = dir;
}

static int
ask_basedir(struct run *r)
{
	char line[OBJECT_PATH_MAX + 2];

	if (r->options->unattended) {
		log_error(r, "the package needs a base directory");
		return EXIT_INTERACTION;
	}
	(void)fprintf(r->options->out, "\nBase directory of the package: ");
	(void)fflush(r->options->out);
	if (fgets(line, sizeof(line), stdin) == NULL)
		return EXIT_FATAL;
	line[strcspn(line, "\n")] = '\0';
	if (line[0] != '/') {
		log_error(r, "`%s' is no absolute path", line);
		return EXIT_FATAL;
	}
	set_basedir(r, line);
	return 0;
}

/* BASEDIR of the pkginfo that is installed; the caller frees. */
static char *
installed_basedir(struct run *r)
{
	struct installations *all = installations_read(r->target);
	const struct installed *i = installations_find(all, r->instance);
	const char *value;
	char *copy = NULL;

	value = i == NULL ? NULL : pkginfo_get(i->info, "BASEDIR");
	if (value != NULL && *value != '\0')
		copy = xstrdup(value);
	installations_free(all);
	return copy;
}

static int
resolve_relocatable(struct run *r)
{
	const char *wanted = admin_get(r->admin, ADMIN_BASEDIR);
	const char *value = env_get(r->env, "BASEDIR");
	char *old;

	if (wanted != NULL && strchr("/$", wanted[0]) != NULL) {
		set_basedir(r, wanted);
		return 0;
	}
	if (wanted != NULL && strcmp(wanted, "ask") == 0)
		return ask_basedir(r);
	if (wanted != NULL && strcmp(wanted, "default") != 0) {
		log_error(r, "basedir=%s means nothing", wanted);
		return EXIT_FATAL;
	}
	if (value != NULL && *value != '\0') {
		set_basedir(r, value);
		return 0;
	}
	old = installed_basedir(r);
	if (old == NULL)
		return ask_basedir(r);
	set_basedir(r, old);
	free(old);
	return 0;
}

static int
resolve_absolute(struct run *r)
{
	char *old;

	/* of an instance that was put aside begin_update has kept the value */
	if (r->update && !r->same_version && env_get(r->env, "BASEDIR") != NULL)
		old = xstrdup(env_get(r->env, "BASEDIR"));
	else
		old = installed_basedir(r);
	if (old != NULL)
		set_basedir(r, old);
	else if (r->target->alternate)
		set_basedir(r, "/");
	free(old);
	return 0;
}

int
resolve_basedir(struct run *r)
{
	int code = r->relocatable ? resolve_relocatable(r)
				  : resolve_absolute(r);

	if (code == 0 && r->basedir != NULL && r->basedir[0] != '/') {
		log_error(r, "the base directory `%s' is no absolute path",
		    r->basedir);
		code = EXIT_FATAL;
	}
	return code;
}

int
make_basedir(struct run *r)
{
	char *dir;
	struct stat st;
	int code = 0;

	if (r->basedir == NULL)
		return 0;
	dir = target_path(r->target, r->basedir);
	if (stat(dir, &st) == -1 || !S_ISDIR(st.st_mode)) {
		if (!r->options->unattended)
			code = ask_yes_no(r,
			    "The base directory does not exist. "
			    "Create it?");
		if (code == 0 && !make_directories(dir, 0755)) {
			log_error(
			    r, "the base directory %s cannot be made", dir);
			code = EXIT_INTERNAL;
		}
	}
	free(dir);
	return code;
}
