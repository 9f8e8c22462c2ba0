/*
 * The package that is being installed, as its source delivers it: a directory
 * with pkginfo, pkgmap, install/ and the objects.
 */
#ifndef INSTALL_PACKAGE_SOURCE_H
#define INSTALL_PACKAGE_SOURCE_H

#include "model/pkgmap.h"
#include "run/context.h"

struct package_source {
	const struct pkgmap *map; /* belongs to the package's reader */
	char *dir;                /* the unpacked package */
};

/* The path of install/NAME in the source; the caller frees. */
char *source_information_file(const struct package_source *s, const char *name);

/* Does the package deliver install/NAME? */
bool source_has(const struct package_source *s, const char *name);

/* Has it an object with a relative pathname? */
bool source_is_relocatable(const struct package_source *s);

/* Prints install/copyright, or VENDOR, unless -S. */
void show_copyright(struct context *ctx, const struct package_source *s);

/*
 * Prints the header with NAME, ARCH and VERSION.  EXIT_FATAL when a parameter
 * that a package must have is missing, or INTONLY forbids -n.
 */
int check_parameters(struct context *ctx);

#endif
