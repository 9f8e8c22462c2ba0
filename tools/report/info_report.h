/*
 * What a package is, on standard output, in three forms.
 */
#ifndef REPORT_INFO_REPORT_H
#define REPORT_INFO_REPORT_H

#include "inspect/info.h"

/*
 * For somebody who has never seen a package.  width is in columns; hint: say
 * how to install and remove it.
 */
void info_print_text(const struct info *info, int width, bool hint);

/* For programs; pkgstream-info(1) documents the fields. */
void info_print_json(const struct info *info);

/* A line for each package, as pkginfo(1) prints them. */
void info_print_lines(const struct package_reader *s, const bool *picked);

#endif
