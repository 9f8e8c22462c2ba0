/*
 * pkgadd and pkgask for one package that has been unpacked.
 */
#ifndef INSTALL_INSTALL_H
#define INSTALL_INSTALL_H

#include "install/response.h"
#include "run/context.h"
#include "stream/package_reader.h"

struct install_request {
	struct context caller; /* what context_new copies, but the tool */
	const struct package *package;
	const struct pkgmap *map; /* of the package whose parts are used */
	const struct response_source *response;
	const char *data_dir; /* holds the unpacked package as DIR/NAME */
	const char *caller_dir;
	bool from_directory; /* -d names a directory: nothing was unpacked */
};

/*
 * Both return the exit code of the tool.  They catch signals and change the
 * working directory, so each call has a process of its own.
 */

/* The installation (svr4-packaging 6.1). */
int install_package(const struct install_request *q);

/*
 * Only the request script; the response file is left as DIR/NAME with
 * RESPONSE_SUFFIX.
 */
int ask_package(const struct install_request *q);

#define RESPONSE_SUFFIX ".answers"

#endif
