#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/words.h"
#include "os/file_ops.h"
#include "os/own_path.h"
#include "os/tree.h"
#include "run/admin_file.h"
#include "run/context.h"
#include "target/database.h"

struct context *
context_new(const struct context *callers)
{
	struct context *ctx = xmalloc(sizeof(*ctx));

	*ctx = (struct context){.options = callers->options,
	    .tool = callers->tool,
	    .admin = callers->admin,
	    .target = callers->target,
	    .shell = callers->shell,
	    .trace = callers->trace,
	    .package = callers->package,
	    .env = env_new()};
	return ctx;
}

void
context_free(struct context *ctx)
{
	if (ctx == NULL)
		return;
	env_free(ctx->env);
	object_log_free(&ctx->objects);
	missing_commands_free(&ctx->missing);
	if (ctx->temp_dir != NULL)
		tree_discard(ctx->temp_dir);
	free(ctx->temp_dir);
	free(ctx->instance);
	free(ctx->script_dir);
	free(ctx);
}

const char *
tool_name(enum tool tool)
{
	static const char *const names[] = {
	    [TOOL_PKGADD] = "pkgadd",
	    /* one program in Solaris, and pkgadd in our traces */
	    [TOOL_PKGASK] = "pkgadd",
	    [TOOL_PKGRM] = "pkgrm",
	    [TOOL_INSTALLF] = "installf",
	    [TOOL_REMOVEF] = "removef",
	};

	return names[tool];
}

int
make_temp_dir(struct context *ctx, const char *prefix)
{
	const char *dir = ctx->target->alternate ? temporary_directory()
						 : "/var/tmp";

	ctx->temp_dir = make_temporary(dir, prefix);
	if (ctx->temp_dir != NULL)
		return 0;
	log_error(ctx, "no private directory can be made in %s: %s", dir,
	    strerror(errno));
	return EXIT_INTERNAL;
}

bool
load_database(struct context *ctx, struct contents **db)
{
	struct diag d = DIAG_INIT;

	contents_free(*db);
	*db = database_load(ctx->target, &d);
	log_findings(ctx, &d);
	return *db != NULL;
}

struct installations *
load_installations(struct context *ctx)
{
	struct diag d = DIAG_INIT;
	struct installations *all = installations_read(ctx->target, &d);

	log_findings(ctx, &d);
	return all;
}

bool
store_database(struct context *ctx, struct contents *db)
{
	struct diag d = DIAG_INIT;
	bool ok = database_store(
	    ctx->target, db, tool_name(ctx->tool), ctx->instance, &d);

	log_findings(ctx, &d);
	return ok;
}

void
log_info(struct context *ctx, const char *fmt, ...)
{
	va_list ap;

	if (ctx->options->unattended)
		return;
	va_start(ap, fmt);
	(void)vfprintf(ctx->options->out, fmt, ap);
	va_end(ap);
	(void)fputc('\n', ctx->options->out);
	(void)fflush(ctx->options->out);
}

void
log_error(struct context *ctx, const char *fmt, ...)
{
	va_list ap;

	(void)fflush(ctx->options->out);
	va_start(ap, fmt);
	(void)vfprintf(ctx->options->err, fmt, ap);
	va_end(ap);
	(void)fputc('\n', ctx->options->err);
}

void
log_detail(struct context *ctx, const struct buf *why)
{
	struct slice text = {buf_text(why), why->len}, line;

	while (line_next(&text, &line))
		log_error(ctx, "    %.*s", (int)line.len, line.p);
}

void
log_findings(struct context *ctx, struct diag *d)
{
	(void)fflush(ctx->options->out);
	diag_print(d, SEVERITY_WARNING, ctx->options->err);
	diag_free(d);
	*d = DIAG_INIT;
}

int
check_script_status(struct context *ctx, int status, const char *name)
{
	switch (status) {
	case EXIT_OK:
	case EXIT_REBOOT_LATER:
	case EXIT_REBOOT_NOW: break;
	case EXIT_WARNING:
	case EXIT_REBOOT_LATER + EXIT_WARNING:
	case EXIT_REBOOT_NOW + EXIT_WARNING:
		ctx->notes.warned = true;
		log_error(ctx, "%s ended with a warning (%d)", name, status);
		break;
	case EXIT_FATAL:
	case EXIT_INTERRUPTED:
	case EXIT_ADMINISTRATION:
	case EXIT_INTERACTION:
	case EXIT_REBOOT_LATER + EXIT_FATAL:
	case EXIT_REBOOT_LATER + EXIT_INTERRUPTED:
	case EXIT_REBOOT_LATER + EXIT_ADMINISTRATION:
	case EXIT_REBOOT_LATER + EXIT_INTERACTION:
	case EXIT_REBOOT_NOW + EXIT_FATAL:
	case EXIT_REBOOT_NOW + EXIT_INTERRUPTED:
	case EXIT_REBOOT_NOW + EXIT_ADMINISTRATION:
	case EXIT_REBOOT_NOW + EXIT_INTERACTION:
	case EXIT_INTERNAL:
		log_error(ctx, "%s did not succeed (%d)", name, status);
		return status;
	case -1: log_error(ctx, "%s was killed", name); return EXIT_INTERNAL;
	default:
		log_error(ctx, "%s did not succeed (%d)", name, status);
		return EXIT_FATAL;
	}
	if (status >= EXIT_REBOOT_NOW)
		ctx->notes.reboot_now = true;
	/* a removal script's 20 counts as both (svr4-packaging 6.11) */
	if (status >= EXIT_REBOOT_LATER &&
	    (status < EXIT_REBOOT_NOW || ctx->tool == TOOL_PKGRM))
		ctx->notes.reboot_later = true;
	return 0;
}

int
finish_run(struct context *ctx, const char *run, int code)
{
	object_log_print(&ctx->objects, ctx);
	missing_commands_print(&ctx->missing, ctx);
	code = exit_code_final(&ctx->notes, code);
	log_error(ctx, "\n%s of <%s> %s", run,
	    ctx->instance == NULL ? ctx->package : ctx->instance,
	    exit_code_text(code));
	if (code != 0 && !ctx->changes_begun)
		log_error(ctx, "Nothing was changed.");
	return code;
}

int
ask_yes_no(const struct run_options *options, const char *question)
{
	char line[256];

	for (;;) {
		(void)fprintf(options->out, "\n%s [y,n,?,q] ", question);
		(void)fflush(options->out);
		if (fgets(line, sizeof(line), stdin) == NULL)
			return EXIT_FATAL;
		if (line[0] == 'y' || line[0] == 'Y')
			return 0;
		if (strchr("nNqQ", line[0]) != NULL)
			return EXIT_INTERRUPTED;
		(void)fprintf(options->out, "answer y or n\n");
	}
}

/* Names the admin file that answers the question. */
static void
say_unasked(struct context *ctx, enum admin_key key)
{
	char *file = target_admin(ctx->target, "admin/" ADMIN_UNATTENDED);
	bool is_there = access(file, R_OK) == 0;

	free(file);
	log_error(ctx, "%s: nobody can be asked (-n)", admin_name(key));
	if (is_there)
		log_error(ctx,
		    "    -a %s names an admin file of this root that answers "
		    "all such questions",
		    ADMIN_UNATTENDED);
	else
		log_error(ctx,
		    "    an admin file (-a FILE) with the line %s=nocheck "
		    "answers it",
		    admin_name(key));
}

int
admin_decision(struct context *ctx, enum admin_key key, const char *question)
{
	if (admin_is(ctx->admin, key, "nocheck"))
		return 0;
	if (admin_is(ctx->admin, key, "quit")) {
		log_error(ctx, "%s=quit: the run ends here", admin_name(key));
		return EXIT_ADMINISTRATION;
	}
	if (ctx->options->unattended) {
		say_unasked(ctx, key);
		return EXIT_INTERACTION;
	}
	return ask_yes_no(ctx->options, question);
}
