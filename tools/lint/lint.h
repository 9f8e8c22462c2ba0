/*
 * What will break on Solaris, found without one.
 */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "lint/findings.h"

#define LINT_SCRIPT_MAX (16u * 1024 * 1024) /* bytes */

enum lint_script {
	LINT_REQUEST,
	LINT_CHECKINSTALL,
	LINT_PREINSTALL,
	LINT_POSTINSTALL,
	LINT_PREREMOVE,
	LINT_POSTREMOVE,
	LINT_CLASS_INSTALL,
	LINT_CLASS_REMOVE,
	LINT_ANY_SCRIPT, /* one of these */
	LINT_PROGRAM     /* that is installed, and run by others */
};

/* What the name of a file says; `.sh' behind it does not matter. */
enum lint_script lint_script_kind(const char *name);

/* Checks a script; file is its name in findings. */
void lint_check_script(struct lint_findings *f, const char *file,
    const char *text, size_t len, enum lint_script kind);

/*
 * Checks a file that is a program of awk or sed, by its name or first line;
 * false: it is none.
 */
bool lint_check_program(
    struct lint_findings *f, const char *file, const char *text, size_t len);

#endif
