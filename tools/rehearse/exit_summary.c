#include <stdio.h>
#include <unistd.h>

#include "os/process.h"
#include "rehearse/exit_summary.h"
#include "run/exit_code.h"

int
run_in_child(int (*work)(void *), void *arg)
{
	int status;
	pid_t pid;

	(void)fflush(NULL);
	pid = fork();
	if (pid == 0) {
		status = work(arg);
		(void)fflush(NULL);
		_exit(status);
	}
	if (pid == -1)
		return -1;
	return process_wait(pid);
}

void
exit_summary_add(struct exit_summary *summary, int code)
{
	summary->stopped = summary->consult = true;
	switch (code < 0 || code > 25 ? EXIT_FATAL : code % 10) {
	case EXIT_OK: summary->stopped = summary->consult = false; break;
	case EXIT_WARNING: summary->warned = true; break;
	case EXIT_INTERRUPTED: summary->interrupted = true; break;
	case EXIT_ADMINISTRATION:
		summary->administration = true;
		summary->consult = false;
		break;
	case EXIT_INTERACTION: summary->interaction = true; break;
	default: summary->failed = true; break;
	}
	if (code >= EXIT_REBOOT_NOW && code <= 25)
		summary->reboot_now = true;
	else if (code >= EXIT_REBOOT_LATER && code < EXIT_REBOOT_NOW)
		summary->reboot_later = true;
}

int
exit_summary_code(const struct exit_summary *summary, bool removal)
{
	int code = 0;

	if (summary->failed)
		code = EXIT_FATAL;
	else if (summary->warned)
		code = EXIT_WARNING;
	else if (summary->interrupted)
		code = EXIT_INTERRUPTED;
	else if (summary->administration)
		code = EXIT_ADMINISTRATION;
	else if (summary->interaction)
		code = EXIT_INTERACTION;
	if (summary->reboot_now)
		code += EXIT_REBOOT_NOW;
	if (summary->reboot_later)
		code = (removal ? code : code % 10) + EXIT_REBOOT_LATER;
	return code;
}
