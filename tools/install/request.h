/*
 * The scripts request and checkinstall, which write the response file and run
 * without privileges (svr4-packaging 6.2).
 */
#ifndef INSTALL_REQUEST_H
#define INSTALL_REQUEST_H

#include "install/package_source.h"
#include "install/response.h"

/* What these scripts work with, and the response file that they leave. */
struct request {
	const struct package_source *source;
	struct response_file response;
	bool is_update;
};

/*
 * Each is a step: 0, or the exit code after a message.  A script that the
 * package does not have is not run, nor is request when -r gave the answers.
 */
int run_request(struct context *ctx, struct request *q);
int run_checkinstall(struct context *ctx, struct request *q);

void request_clear(struct request *q);

#endif
