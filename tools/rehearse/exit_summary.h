/*
 * Several packages in one call: each is a process of its own, and their exit
 * codes amount to one (pkgadd's ckreturn and quit; svr4-packaging 6.5, 6.11).
 */
#ifndef REHEARSE_EXIT_SUMMARY_H
#define REHEARSE_EXIT_SUMMARY_H

#include <stdbool.h>

struct exit_summary {
	bool failed, warned, interrupted, administration, interaction;
	bool reboot_now, reboot_later;
	bool stopped; /* the last one did not end well */
	bool consult; /* and somebody should look at it */
};

/* Runs work(arg) in a process of its own; its exit code, -1 when killed. */
int run_in_child(int (*work)(void *), void *arg);

void exit_summary_add(struct exit_summary *t, int code);

/* The exit code of the whole; removal adds the reboot flags up. */
int exit_summary_code(const struct exit_summary *t, bool removal);

#endif
