#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/words.h"
#include "cycle/service_watch.h"
#include "os/file.h"
#include "os/process.h"
#include "root/processes.h"

#define PAUSE_NANOSECONDS 20000000            /* between two looks */
#define STATES_MAX        (16u * 1024 * 1024) /* bytes of the file */

/* How many of the lines of expected are in the list; both are sorted. */
static size_t
count_running(const char *expected, const char *list)
{
	struct slice a = {expected, strlen(expected)}, line, other;
	struct slice b = {list, strlen(list)};
	bool has = line_next(&b, &other);
	size_t n = 0;
	int order;

	while (line_next(&a, &line)) {
		order = 1;
		while (has) {
			order = strncmp(line.p, other.p,
			    line.len < other.len ? line.len : other.len);
			if (order == 0)
				order = (line.len > other.len) -
				    (line.len < other.len);
			if (order <= 0)
				break;
			has = line_next(&b, &other);
		}
		if (has && order == 0) {
			n++;
			has = line_next(&b, &other);
		}
	}
	return n;
}

static void
watch(int out, const char *processes)
{
	const struct timespec pause = {.tv_nsec = PAUSE_NANOSECONDS};
	size_t running, seen = SIZE_MAX, noted = SIZE_MAX;
	double since = 0;
	char *list;

	for (;;) {
		list = processes_list();
		running = count_running(processes, list);
		free(list);
		/* one that is just becoming another shows no arguments */
		if (running != seen) {
			seen = running;
			since = monotonic_seconds();
		} else if (running != noted) {
			noted = running;
			(void)dprintf(out, "%" PRId64 " %zu\n",
			    (int64_t)(since * 1e6), running);
		}
		(void)nanosleep(&pause, NULL);
	}
}

pid_t
service_watch_begin(int out, const char *processes)
{
	pid_t pid;

	if (out == -1 || processes == NULL || *processes == '\0')
		return -1;
	(void)fflush(NULL);
	pid = fork();
	if (pid == 0)
		watch(out, processes);
	return pid;
}

void
service_watch_end(pid_t pid)
{
	if (pid == -1)
		return;
	(void)kill(pid, SIGKILL);
	(void)process_wait(pid);
}

static bool
read_state(struct slice line, struct service_state *state)
{
	struct slice at, running;
	uint64_t microseconds, n;

	if (!word_next(&line, " ", &at) || !word_next(&line, " ", &running) ||
	    !number_parse(at, 10, INT64_MAX, &microseconds) ||
	    !number_parse(running, 10, SIZE_MAX, &n))
		return false;
	*state = (struct service_state){
	    .at = (double)microseconds / 1e6, .running = (size_t)n};
	return true;
}

bool
service_states_read(
    const char *path, struct service_states *states, struct diag *d)
{
	struct buf text = BUF_INIT;
	struct service_state state;
	struct slice rest, line;
	bool ok = file_read(path, STATES_MAX, &text, d);

	*states = (struct service_states){.v = NULL};
	rest = (struct slice){buf_text(&text), text.len};
	while (ok && line_next(&rest, &line)) {
		if (!read_state(line, &state) ||
		    (states->n > 0 &&
			states->v[states->n - 1].running == state.running))
			continue;
		states->v = array_append_room(
		    states->v, states->n, sizeof(*states->v));
		states->v[states->n++] = state;
	}
	buf_free(&text);
	return ok;
}
