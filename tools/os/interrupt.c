#include <signal.h>
#include <stddef.h>

#include "os/interrupt.h"

/* The last signal that was caught; global because a handler sets it. */
static volatile sig_atomic_t signal_seen;

static void
on_signal(int sig)
{
	signal_seen = sig;
}

void
catch_interrupts(void)
{
	struct sigaction action = {
	    .sa_handler = on_signal, .sa_flags = SA_RESTART};

	(void)sigemptyset(&action.sa_mask);
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGHUP, &action, NULL);
}

bool
is_interrupted(void)
{
	return signal_seen != 0;
}
