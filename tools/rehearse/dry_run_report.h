/*
 * The files that pkgadd -D leaves: what a dry run has tested, and what it would
 * install.
 */
#ifndef REHEARSE_DRY_RUN_REPORT_H
#define REHEARSE_DRY_RUN_REPORT_H

#include <stdbool.h>

#include "base/diag.h"
#include "run/dry_run.h"

/*
 * Writes dryrun.isum.asc and dryrun.ipo.asc in the directory; root is that of
 * the target, "" for a live one, and code the exit code of the tool.  False
 * after findings.
 */
bool dry_run_write(const struct dry_run *dry, const char *dir, const char *root,
    int code, struct diag *d);

#endif
