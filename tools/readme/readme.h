/*
 * The announcement page of a package, from its manifest and pkginfo(4): what it
 * is, what it needs, how it is installed, removed and checked, what it changes.
 */
#ifndef README_README_H
#define README_README_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/diag.h"
#include "manifest/manifest.h"
#include "model/pkginfo.h"

struct readme_request {
	const struct manifest *m;
	const struct pkginfo *info; /* with PKG, ARCH and VERSION */
	const char *file;           /* of the manifest, for findings */
	const char *lang;           /* one that the manifest declares */
	const char *charset;        /* of charset_find() */
	bool is_html;
};

/*
 * The name of the package's file: that of the notes, else PKG.pkg; the caller
 * frees.
 */
char *readme_package_file(const struct manifest *m, const struct pkginfo *info);

/* Are there sentences in this language? */
bool readme_speaks(const char *lang);

/*
 * Appends the page.  False after a finding: the manifest does not declare the
 * language, or there are no sentences in it.
 */
bool readme_write(
    const struct readme_request *r, struct buf *out, struct diag *d);

#endif
