#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "install/package_source.h"
#include "os/file.h"

char *
source_information_file(const struct package_source *s, const char *name)
{
	return xasprintf("%s/install/%s", s->dir, name);
}

bool
source_has(const struct package_source *s, const char *name)
{
	char *path = source_information_file(s, name);
	bool found = access(path, F_OK) == 0;

	free(path);
	return found;
}

bool
source_is_relocatable(const struct package_source *s)
{
	const struct objects *list = &s->map->objects;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->v[i].ftype != 'i' && list->v[i].path[0] != '/')
			return true;
	return false;
}

void
show_copyright(struct context *ctx, const struct package_source *s)
{
	char *path = source_information_file(s, "copyright");
	const char *vendor = env_get(ctx->env, "VENDOR");
	struct buf text = BUF_INIT;
	struct diag ignored = DIAG_INIT;

	if (ctx->options->no_copyright)
		;
	else if (access(path, F_OK) == 0 &&
	    file_read(path, PKGINFO_MAX, &text, &ignored)) {
		(void)fputs(buf_text(&text), ctx->options->out);
		(void)fflush(ctx->options->out);
	} else if (vendor != NULL)
		log_info(ctx, "%s", vendor);
	diag_free(&ignored);
	buf_free(&text);
	free(path);
}

int
check_parameters(struct context *ctx)
{
	static const char *const needed[] = {
	    "PKG",
	    "NAME",
	    "ARCH",
	    "VERSION",
	    "CATEGORY",
	};
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (env_get(ctx->env, needed[i]) == NULL) {
			log_error(ctx, "the pkginfo has no %s", needed[i]);
			return EXIT_FATAL;
		}
	log_info(ctx, "\n%s(%s) %s", env_get(ctx->env, "NAME"),
	    env_get(ctx->env, "ARCH"), env_get(ctx->env, "VERSION"));
	if (env_get(ctx->env, "INTONLY") != NULL && ctx->options->unattended) {
		log_error(ctx, "%s is interactive only (INTONLY)",
		    env_get(ctx->env, "PKG"));
		return EXIT_FATAL;
	}
	return 0;
}
