/*
 * The preparation of a cycle: its directories, its admin file and its base.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "cycle/cycle.h"
#include "cycle/cycle_step.h"
#include "root/root_copy.h"
#include "root/scratch.h"
#include "stream/package_reader.h"

/* Never ask, never refuse (svr4-packaging 5.5). */
static const char lenient_admin[] =
    "mail=\ninstance=overwrite\npartial=nocheck\nrunlevel=nocheck\n"
    "idepend=nocheck\nrdepend=nocheck\nspace=nocheck\nsetuid=nocheck\n"
    "conflict=nocheck\naction=nocheck\nbasedir=default\n";

/* All users must be able to search them, since some scripts run as nobody. */
static bool
make_directories(struct cycle *c, struct diag *d)
{
	char *temporary = cycle_file(c, "tmp");
	bool ok = chmod(c->request->dir, 0755) == 0 &&
	    mkdir(temporary, 0755) == 0 && chmod(temporary, 01777) == 0;

	if (!ok)
		diag_system(d, temporary, "cannot make the directory");
	c->env = environment_new(temporary);
	free(temporary);
	return ok;
}

static bool
write_admin(struct cycle *c, struct diag *d)
{
	FILE *f;

	c->admin = c->request->admin;
	if (c->admin != NULL)
		return true;
	c->default_admin = cycle_file(c, "admin");
	c->admin = c->default_admin;
	f = fopen(c->default_admin, "w");
	if (f == NULL || fputs(lenient_admin, f) == EOF || fclose(f) == EOF) {
		diag_system(d, c->default_admin, "cannot write");
		return false;
	}
	return true;
}

/* A new empty file; the caller frees its path.  NULL after a finding. */
static char *
make_file(const struct cycle *c, const char *name, struct diag *d)
{
	char *path = cycle_file(c, name);
	FILE *f = fopen(path, "w");

	if (f != NULL && fclose(f) == 0)
		return path;
	diag_system(d, path, "cannot make");
	free(path);
	return NULL;
}

/* What a detailed request has its tools write to. */
static bool
make_records(struct cycle *c, struct diag *d)
{
	if (!c->request->detailed)
		return true;
	c->times = make_file(c, "times", d);
	c->states = make_file(c, "states", d);
	return c->times != NULL && c->states != NULL;
}

static bool
make_base(struct cycle *c, struct diag *d)
{
	struct snapshot *state;
	struct root_copy *copy;
	bool ok;

	if (c->request->base == NULL)
		return scratch_make(c->base, c->request->release, d);
	state = snapshot_take(c->request->base, NULL, d);
	if (state == NULL)
		return false;
	copy = root_copy_new(c->request->base, state, c->base, d);
	ok = copy != NULL;
	root_copy_free(copy, true);
	snapshot_free(state);
	return ok;
}

/* The step that has just run is about the packages of the source. */
static void
name_last_step(struct cycle *c, const char *source)
{
	struct package_reader *s;
	struct diag ignored = DIAG_INIT; /* the step itself has said it */
	struct buf names = BUF_INIT;
	size_t i;

	s = reader_open(source, &ignored);
	for (i = 0; s != NULL && i < reader_count(s); i++)
		buf_printf(&names, "%s%s", i == 0 ? "" : " ",
		    reader_package(s, i)->name);
	reader_close(s);
	diag_free(&ignored);
	cycle_name_step(c, names.len > 0 ? buf_text(&names) : source);
	buf_free(&names);
}

/* Stops at the first source that fails, which shows in the result. */
static bool
install_others(struct cycle *c, struct diag *d)
{
	const struct cycle_request *q = c->request;
	struct cycle_source source;
	size_t i;

	for (i = 0; i < q->nwith; i++) {
		source = (struct cycle_source){.path = q->with[i]};
		if (!cycle_step(c, STAGE_PREPARE,
			command_add(c, &source, c->base), c->base, d))
			return false;
		name_last_step(c, q->with[i]);
		if (!exit_code_is_success(cycle_last_step(c)->status))
			return true;
	}
	return true;
}

/* Only in a root that we made: one that was given is not changed. */
static bool
add_missing_parents(struct cycle *c, struct diag *d)
{
	const struct cycle_request *q = c->request;

	return q->base != NULL ||
	    make_missing_parents(c->base, q->sources, q->nsources,
		&c->result.missing_parents, d);
}

static bool
check_base(struct cycle *c, struct diag *d)
{
	if (!cycle_step(c, STAGE_CHECK, command_check(c, c->base), c->base, d))
		return false;
	c->base_complaints = cycle_last_output(c, c->base);
	c->base_state = snapshot_take(c->base, NULL, d);
	return c->base_state != NULL;
}

/*
 * Notes a time that is later than all times in the base and earlier than all
 * that follow.  It waits before and after, since the clock that the kernel
 * stamps files with runs some milliseconds behind.
 */
static void
note_base_time(struct cycle *c)
{
	const struct timespec before = {.tv_nsec = 30000000};
	const struct timespec after = {.tv_nsec = 15000000};

	(void)nanosleep(&before, NULL);
	(void)clock_gettime(CLOCK_REALTIME, &c->base_time);
	(void)nanosleep(&after, NULL);
}

struct cycle *
cycle_new(const struct cycle_request *request, struct diag *d)
{
	struct cycle *c = xcalloc(1, sizeof(*c));

	c->request = request;
	c->result.is_live = request->live;
	c->result.tools = request->tools;
	c->base = cycle_file(c, "base");
	if (make_directories(c, d) && write_admin(c, d) && make_records(c, d) &&
	    make_base(c, d) &&
	    (!request->live || scratch_add_live_mountpoints(c->base, d)) &&
	    install_others(c, d) && add_missing_parents(c, d) &&
	    check_base(c, d)) {
		note_base_time(c);
		return c;
	}
	cycle_free(c);
	return NULL;
}

void
cycle_free(struct cycle *c)
{
	if (c == NULL)
		return;
	cycle_result_free(&c->result);
	snapshot_free(c->base_state);
	environment_free(c->env);
	free(c->default_admin);
	free(c->times);
	free(c->states);
	free(c->base);
	free(c->base_complaints);
	free(c);
}
