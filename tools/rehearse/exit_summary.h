/*
 * The exit code of a tool that works on several packages, each in a process of
 * its own (ckreturn and quit in pkgadd; svr4-packaging 6.5, 6.11).
 */
#ifndef REHEARSE_EXIT_SUMMARY_H
#define REHEARSE_EXIT_SUMMARY_H

#include <stdbool.h>

struct exit_summary {
	bool failed, warned, interrupted, administration, interaction;
	bool reboot_now, reboot_later;
	bool stopped; /* the last package was not processed to the end */
	bool consult; /* and needs the administrator's attention */
};

/*
 * Runs work(arg) in a process of its own; its exit code, 128 and the signal
 * when it was killed, or less than 0 when there is no process.
 */
int run_in_child(int (*work)(void *), void *arg);

/* Adds the exit code of one package. */
void exit_summary_add(struct exit_summary *summary, int code);

/* The exit code of the tool; pkgrm (removal) adds both reboot codes. */
int exit_summary_code(const struct exit_summary *summary, bool removal);

#endif
