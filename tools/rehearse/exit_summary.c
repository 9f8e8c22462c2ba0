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
exit_summary_add(struct exit_summary *t, int code)
{
	t->stopped = t->consult = true;
	switch (code < 0 || code > 25 ? EXIT_FATAL : code % 10) {
	case EXIT_OK: t->stopped = t->consult = false; break;
	case EXIT_WARNING: t->warned = true; break;
	case EXIT_INTERRUPTED: t->interrupted = true; break;
	case EXIT_ADMINISTRATION:
		t->administration = true;
		t->consult = false;
		break;
	case EXIT_INTERACTION: t->interaction = true; break;
	default: t->failed = true; break;
	}
	if (code >= EXIT_REBOOT_NOW && code <= 25)
		t->reboot_now = true;
	else if (code >= EXIT_REBOOT_LATER && code < EXIT_REBOOT_NOW)
		t->reboot_later = true;
}

int
exit_summary_code(const struct exit_summary *t, bool removal)
{
	int code = 0;

	if (t->failed)
		code = EXIT_FATAL;
	else if (t->warned)
		code = EXIT_WARNING;
	else if (t->interrupted)
		code = EXIT_INTERRUPTED;
	else if (t->administration)
		code = EXIT_ADMINISTRATION;
	else if (t->interaction)
		code = EXIT_INTERACTION;
	if (t->reboot_now)
		code += EXIT_REBOOT_NOW;
	if (t->reboot_later)
		code = (removal ? code : code % 10) + EXIT_REBOOT_LATER;
	return code;
}
