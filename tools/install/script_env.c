#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/mem.h"
#include "install/script_env.h"
#include "os/file.h"

void
set_directory_env(struct context *ctx, const char *basedir)
{
	char *dir;

	/* pkgask does not pass the root on */
	if (ctx->target->alternate && ctx->tool != TOOL_PKGASK)
		env_set(ctx->env, "PKG_INSTALL_ROOT",
		    ctx->target->root[0] == '\0' ? "/" : ctx->target->root);
	if (basedir == NULL)
		return;
	dir = target_path(ctx->target, basedir);
	env_set(ctx->env, "BASEDIR", dir);
	env_set(ctx->env, "CLIENT_BASEDIR", basedir);
	free(dir);
}

/* PKG_CLIENT_OS and others, from the release file of an alternate root. */
static void
set_client_release_env(struct context *ctx)
{
	static const char *const names[][2] = {
	    {"OS", "PKG_CLIENT_OS"},
	    {"VERSION", "PKG_CLIENT_VERSION"},
	    {"REV", "PKG_CLIENT_REVISION"},
	};
	char *path = target_path(
	    ctx->target, "/var/sadm/system/admin/INST_RELEASE");
	struct buf text = BUF_INIT;
	struct diag ignored = DIAG_INIT;
	struct pkginfo *release = NULL;
	const char *value;
	size_t i;

	if (ctx->target->alternate && access(path, F_OK) == 0 &&
	    file_read(path, PKGINFO_MAX, &text, &ignored))
		release = pkginfo_parse(
		    buf_text(&text), text.len, path, &ignored);
	for (i = 0; release != NULL && i < 3; i++) {
		value = pkginfo_get(release, names[i][0]);
		if (value != NULL)
			env_set(ctx->env, names[i][1], value);
	}
	pkginfo_free(release);
	diag_free(&ignored);
	buf_free(&text);
	free(path);
}

/* Old packages can ask for old behaviour; so can the caller's environment. */
static void
set_legacy_env(struct context *ctx)
{
	const char *value;

	if (getenv("NONABI_SCRIPTS") != NULL)
		env_set(ctx->env, "NONABI_SCRIPTS", "TRUE");
	if (getenv("PKG_NONABI_SYMLINKS") != NULL)
		env_set(ctx->env, "PKG_NONABI_SYMLINKS", "TRUE");
	value = env_get(ctx->env, "PKG_NONABI_SYMLINKS");
	if (value != NULL && strncasecmp(value, "TRUE", 4) == 0)
		ctx->target->follows = true;
}

static void
set_initial_env(
    struct context *ctx, const char *data_dir, const struct pkginfo *info)
{
	if (ctx->options->initial)
		env_set(ctx->env, "PKG_INIT_INSTALL", "TRUE");
	set_client_release_env(ctx);
	env_set(ctx->env, "INST_DATADIR", data_dir);
	env_set(ctx->env, "PATH", ctx->shell->search);
	env_set(ctx->env, "OAMBASE", "/usr/sadm/sysadm");
	env_set_all(ctx->env, info);
	set_legacy_env(ctx);
	set_directory_env(ctx, NULL);
}

struct context *
new_install_context(const struct install_request *q, enum tool tool)
{
	struct context parts = q->caller, *ctx;

	parts.tool = tool;
	parts.package = q->package->name;
	ctx = context_new(&parts);
	ctx->script_dir = q->from_directory
	    ? xstrdup(q->caller_dir)
	    : target_path(ctx->target, "/var/sadm/install");
	set_initial_env(ctx, q->data_dir, q->package->info);
	return ctx;
}
