#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
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

static bool
is_true(const struct context *ctx, const char *name)
{
	const char *value = env_get(ctx->env, name);

	return value != NULL && strncasecmp(value, "TRUE", 4) == 0;
}

/*
 * Makes the response file, unless it exists, and gives it to the user that the
 * script will run as.  False after a message.
 */
static bool
prepare_response_file(
    struct context *ctx, struct response_file *file, const char *user)
{
	uid_t uid;
	gid_t gid = 1;
	int fd;

	if (file->path == NULL)
		file->path = xasprintf("%s/response", ctx->temp_dir);
	fd = open(
	    file->path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd == -1) {
		log_error(
		    ctx, "no response file can be made: %s", strerror(errno));
		return false;
	}
	(void)target_group(ctx->target, "other", &gid);
	if (user != NULL && target_user(ctx->target, user, &uid) &&
	    ctx->target->privileged)
		(void)fchown(fd, uid, gid);
	(void)fchmod(fd, 0644);
	close(fd);
	return true;
}

/*
 * The script runs without privileges, so from a copy that anybody can read;
 * but in an update from the package itself (svr4-packaging 6.2).
 */
static int
run_unprivileged(struct context *ctx, const struct request *q, const char *name,
    const char *user, enum script_input input)
{
	char *path = source_information_file(q->source, name);
	struct script s = {.name = name,
	    .path = path,
	    .arg = q->response.path,
	    .dir = ctx->script_dir,
	    .input = input,
	    .user = user};
	struct diag d = DIAG_INIT;
	char *copy = NULL;
	int status;

	if (!q->is_update) {
		copy = xasprintf("%s/%s.copy", ctx->temp_dir, name);
		if (copy_file(path, copy, 0444, &d)) {
			(void)chmod(copy, 0444);
			s.path = copy;
		}
		log_findings(ctx, &d);
	}
	status = script_run(ctx, &s);
	free(copy);
	free(path);
	return status;
}

int
run_request(struct context *ctx, struct request *q)
{
	const char *user = script_unprivileged_user(ctx);

	if (q->response.given || !source_has(q->source, "request"))
		return 0;
	if (ctx->options->unattended && ctx->tool != TOOL_PKGASK) {
		log_error(ctx,
		    "the package has a request script, and nobody can be "
		    "asked (-n); -r gives the answers");
		return EXIT_INTERACTION;
	}
	if (admin_is(ctx->admin, ADMIN_RSCRIPTALT, "root") ||
	    is_true(ctx, "NONABI_SCRIPTS"))
		user = "root";
	if (user == NULL) {
		log_error(ctx,
		    "there is no account to run request as: install or "
		    "noaccess");
		return EXIT_FATAL;
	}
	if (!prepare_response_file(ctx, &q->response, user))
		return EXIT_INTERNAL;
	return check_script_status(ctx,
	    run_unprivileged(ctx, q, "request", user, INPUT_CALLER), "request");
}

/*
 * 3 says that the package does not belong on this system; 7 is one of pkgadd's
 * own codes (svr4-packaging 6.5).
 */
static int
check_checkinstall_status(struct context *ctx, int status)
{
	if (status == EXIT_INTERRUPTED)
		log_info(ctx,
		    "checkinstall says that this is no place for the package");
	if (status == EXIT_INTERRUPTED || status == 7)
		status = EXIT_ADMINISTRATION;
	return check_script_status(ctx, status, "checkinstall");
}

int
run_checkinstall(struct context *ctx, struct request *q)
{
	const char *user = script_unprivileged_user(ctx);

	if (!source_has(q->source, "checkinstall"))
		return 0;
	if (user == NULL) {
		log_error(ctx,
		    "there is no account to run checkinstall as: install or "
		    "noaccess");
		return EXIT_FATAL;
	}
	if (!prepare_response_file(ctx, &q->response, user))
		return EXIT_INTERNAL;
	log_info(ctx, "## Running checkinstall.");
	return check_checkinstall_status(
	    ctx, run_unprivileged(ctx, q, "checkinstall", user, INPUT_NONE));
}

void
request_clear(struct request *q)
{
	free(q->response.path);
}

/* pkgask: no more than the questions. */
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
