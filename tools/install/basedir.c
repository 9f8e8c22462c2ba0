#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "install/basedir.h"
#include "install/preflight.h"
#include "os/file_ops.h"
#include "target/installed.h"

/* Only an installation expands parameters in the value (mappath in libpkg). */
static void
set_basedir(struct context *ctx, const char *value, char **basedir)
{
	char *dir = ctx->tool == TOOL_PKGRM ? xstrdup(value)
					    : env_expand(ctx->env, value, NULL);

	path_canonize(dir);
	free(*basedir);
	*basedir = dir;
}

static int
ask_basedir(struct context *ctx, char **basedir)
{
	char line[OBJECT_PATH_MAX + 2];

	if (ctx->options->unattended) {
		log_error(ctx, "the package needs a base directory");
		return EXIT_INTERACTION;
	}
	(void)fprintf(ctx->options->out, "\nBase directory of the package: ");
	(void)fflush(ctx->options->out);
	if (fgets(line, sizeof(line), stdin) == NULL)
		return EXIT_FATAL;
	line[strcspn(line, "\n")] = '\0';
	if (line[0] != '/') {
		log_error(ctx, "`%s' is no absolute path", line);
		return EXIT_FATAL;
	}
	set_basedir(ctx, line, basedir);
	return 0;
}

/* BASEDIR of the installed pkginfo; the caller frees; NULL: has none. */
static char *
installed_basedir(struct context *ctx)
{
	struct installations *all = load_installations(ctx);
	const struct installed *i = installations_find(all, ctx->instance);
	const char *value;
	char *copy = NULL;

	value = i == NULL ? NULL : pkginfo_get(i->info, "BASEDIR");
	if (value != NULL && *value != '\0')
		copy = xstrdup(value);
	installations_free(all);
	return copy;
}

static int
resolve_relocatable(struct context *ctx, char **basedir)
{
	const char *wanted = admin_get(ctx->admin, ADMIN_BASEDIR);
	const char *value = env_get(ctx->env, "BASEDIR");
	char *old;

	if (wanted != NULL && strchr("/$", wanted[0]) != NULL) {
		set_basedir(ctx, wanted, basedir);
		return 0;
	}
	if (wanted != NULL && strcmp(wanted, "ask") == 0)
		return ask_basedir(ctx, basedir);
	if (wanted != NULL && strcmp(wanted, "default") != 0) {
		log_error(ctx, "basedir=%s means nothing", wanted);
		return EXIT_FATAL;
	}
	if (value != NULL && *value != '\0') {
		set_basedir(ctx, value, basedir);
		return 0;
	}
	old = installed_basedir(ctx);
	if (old == NULL)
		return ask_basedir(ctx, basedir);
	set_basedir(ctx, old, basedir);
	free(old);
	return 0;
}

static int
resolve_absolute(struct context *ctx, enum update update, char **basedir)
{
	char *old;

	/* begin_update has moved the old pkginfo, and kept its value */
	if (update == UPDATE_OTHER_VERSION &&
	    env_get(ctx->env, "BASEDIR") != NULL)
		old = xstrdup(env_get(ctx->env, "BASEDIR"));
	else
		old = installed_basedir(ctx);
	if (old != NULL)
		set_basedir(ctx, old, basedir);
	else if (ctx->target->alternate)
		set_basedir(ctx, "/", basedir);
	free(old);
	return 0;
}

int
resolve_basedir(
    struct context *ctx, bool relocatable, enum update update, char **basedir)
{
	int code = relocatable ? resolve_relocatable(ctx, basedir)
			       : resolve_absolute(ctx, update, basedir);

	if (code == 0 && *basedir != NULL && **basedir != '/') {
		log_error(ctx, "the base directory `%s' is no absolute path",
		    *basedir);
		code = EXIT_FATAL;
	}
	return code;
}

int
make_basedir(struct context *ctx, const char *basedir)
{
	char *dir;
	struct stat st;
	int code = 0;

	if (basedir == NULL)
		return 0;
	code = check_link_out(ctx, basedir);
	if (code != 0)
		return code;
	dir = target_path(ctx->target, basedir);
	if (stat(dir, &st) == -1 || !S_ISDIR(st.st_mode)) {
		if (!ctx->options->unattended)
			code = ask_yes_no(ctx->options,
			    "The base directory does not exist. "
			    "Create it?");
		if (code == 0 && !make_directories(dir, 0755)) {
			log_error(
			    ctx, "the base directory %s cannot be made", dir);
			code = EXIT_INTERNAL;
		}
	}
	free(dir);
	return code;
}
