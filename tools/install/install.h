/*
 * The installation of one package, and the run of its request script alone.
 */
#ifndef INSTALL_INSTALL_H
#define INSTALL_INSTALL_H

#include "run/context.h"
#include "stream/package_reader.h"

/* Answers to the questions of DIR/PKG are left as DIR/PKG.answers. */
#define ANSWERS_SUFFIX ".answers"

/* What one installation works on. */
struct installation {
	const struct run_options *options;
	const struct admin *admin;
	struct target *target;
	struct shell *shell;
	struct trace *trace;
	const struct package *package;
	const struct pkgmap *map; /* of the parts that are used */
	struct response *response;
	const char *data_dir; /* holds the unpacked package */
	const char *caller_dir;
	bool from_directory; /* -d DIR: nothing unpacked */
	bool asking;         /* pkgask */
};

/* The exit code of pkginstall; the process is for this alone. */
int install_package(const struct installation *in);

#endif
