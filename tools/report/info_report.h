/*
 * What a package is, on standard output, in three forms.
 */
#ifndef REPORT_INFO_REPORT_H
#define REPORT_INFO_REPORT_H

#include "base/json.h"
#include "inspect/info.h"
#include "sign/signature.h"

/* The signature of a stream that has one. */
struct info_signature {
	const struct signature *signature; /* NULL: it cannot be read */
	const char *fault;                 /* then: why */
	int64_t at;                        /* seconds: is it valid then? */
};

/*
 * For somebody who has never seen a package.  width is in columns; hint: say
 * how to install and remove it.  The signature is NULL where there is none.
 */
void info_print_text(const struct info *info,
    const struct info_signature *signature, int width, bool hint);

/*
 * An object for programs; pkgstream-info(1) documents the fields.  When failed
 * has errors it has them as well; one of a file that could not be read has
 * nothing else.
 */
void info_print_json(struct json *j, const struct info *info,
    const struct info_signature *signature, const struct diag *failed);
void info_print_json_failed(
    struct json *j, const char *file, const struct diag *failed);
void info_print_json_signature(
    struct json *j, const struct info_signature *signature);

/* A line for each package, as pkginfo(1) prints them. */
void info_print_lines(const struct package_reader *s, const bool *picked);

#endif
