/*
 * pkgask: runs the request script of a package and keeps the response file.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "install/install.h"
#include "install/request.h"
#include "install/script_env.h"
#include "os/file_ops.h"
#include "os/interrupt.h"
#include "run/script.h"

static int
ask_user(struct context *ctx, struct request *q)
{
	int code = make_temp_dir(ctx, "install");

	if (code != 0)
		return code;
	/* the request script finds its files in it by name */
	(void)chmod(ctx->temp_dir, 0771);
	code = check_parameters(ctx);
	if (code != 0)
		return code;
	show_copyright(ctx, q->source);
	if (!source_has(q->source, "request")) {
		log_error(ctx, "the package has no request script");
		return EXIT_FATAL;
	}
	ctx->instance = xstrdup(ctx->package);
	return is_interrupted() ? EXIT_INTERRUPTED : run_request(ctx, q);
}

int
ask_package(const struct install_request *q)
{
	struct context *ctx = new_install_context(q, TOOL_PKGASK);
	struct package_source source = {
	    q->map, path_join(q->data_dir, q->package->name)};
	char *to = xasprintf("%s" RESPONSE_SUFFIX, source.dir);
	struct request request = {.source = &source};
	struct diag d = DIAG_INIT;
	int code;

	catch_interrupts();
	trace_tool_changes(ctx->trace, ctx); /* the state before */
	code = ask_user(ctx, &request);
	/* what a script wrote before it failed is kept as well */
	if (request.response.path != NULL &&
	    access(request.response.path, F_OK) == 0 &&
	    !copy_owned(request.response.path, to, &d) && code == 0)
		code = EXIT_FATAL;
	log_findings(ctx, &d);
	code = finish_run(ctx, "Asking the questions", code);
	request_clear(&request);
	free(to);
	free(source.dir);
	context_free(ctx);
	return code;
}
