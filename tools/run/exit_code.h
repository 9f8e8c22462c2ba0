/*
 * Exit statuses of the package tools and of the scripts that they run
 * (svr4-packaging 6.5).
 */
#ifndef RUN_EXIT_CODE_H
#define RUN_EXIT_CODE_H

#include <stdbool.h>

/*
 * A script that wants the system to be booted adds 10 or 20 to one of the
 * others.
 */
enum exit_code {
	EXIT_OK = 0,
	EXIT_FATAL = 1,
	EXIT_WARNING = 2,
	EXIT_INTERRUPTED = 3, /* by a signal, or by the answer no to a prompt */
	EXIT_ADMINISTRATION = 4,
	EXIT_INTERACTION = 5,
	EXIT_REBOOT_LATER = 10,
	EXIT_REBOOT_NOW = 20,
	EXIT_INTERNAL = 99
};

/* What scripts and steps have reported so far, for the final exit code. */
struct exit_notes {
	bool warned;
	bool reboot_now, reboot_later;
};

/* The exit code of a whole run, from the code of the step that ended it. */
int exit_code_final(const struct exit_notes *notes, int code);

/* The predicate of a sentence about the exit code, as "was successful". */
const char *exit_code_text(int code);

#endif
