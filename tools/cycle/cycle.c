#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "cycle/cycle_step.h"
#include "os/command.h"
#include "os/file.h"
#include "os/process.h"
#include "root/root_copy.h"
#include "root/scratch.h"

#define OUTPUT_MAX (64u * 1024 * 1024)

/* The default admin file: never ask, never refuse (svr4-packaging 5.5). */
static const char lenient_admin[] =
    "mail=\ninstance=overwrite\npartial=nocheck\nrunlevel=nocheck\n"
    "idepend=nocheck\nrdepend=nocheck\nspace=nocheck\nsetuid=nocheck\n"
    "conflict=nocheck\naction=nocheck\nbasedir=default\n";

const char *
stage_name(enum stage stage)
{
	static const char *const names[] = {
	    "prepare", "start", "install", "check", "remove", "compare"};

	return names[stage];
}

bool
exit_code_is_success(int status)
{
	return status == 0 || status == 10 || status == 20;
}

char *
cycle_file(const struct cycle *c, const char *name)
{
	return xasprintf("%s/%s", c->q->dir, name);
}

bool
cycle_record_step(
    struct cycle *c, enum stage stage, int status, double begin, struct diag *d)
{
	char *output = cycle_file(c, "output");
	struct buf text = BUF_INIT;
	struct step *s;
	bool ok;

	c->steps = array_append_room(c->steps, c->nsteps, sizeof(*c->steps));
	s = &c->steps[c->nsteps++];
	*s = (struct step){.stage = stage,
	    .status = status,
	    .seconds = monotonic_seconds() - begin};
	ok = file_read(output, OUTPUT_MAX, &text, d);
	buf_str(&text, "");
	s->output = buf_steal(&text);
	/* a live session writes its further output there */
	ok = truncate(output, 0) == 0 && ok;
	free(output);
	return ok;
}

bool
cycle_step(struct cycle *c, enum stage stage, struct command_line call,
    const char *root, struct diag *d)
{
	char *output = cycle_file(c, "output");
	double begin = monotonic_seconds();
	int status;

	status = command_run(call.v, c->env, output, CYCLE_SECONDS, d);
	command_free(&call);
	if (c->q->live && stage != STAGE_CHECK)
		scratch_remove_live_mountpoints(root);
	free(output);
	return status != COMMAND_FAILED &&
	    cycle_record_step(c, stage, status, begin, d);
}

int
cycle_last_status(const struct cycle *c)
{
	return c->steps[c->nsteps - 1].status;
}

void
cycle_add_difference(
    struct cycle *c, enum stage stage, const char *path, const char *text)
{
	c->differences = array_append_room(
	    c->differences, c->ndifferences, sizeof(*c->differences));
	c->differences[c->ndifferences++] = (struct difference){
	    .stage = stage, .path = xstrdup(path), .text = xstrdup(text)};
}

/* A copy of the base that was given, or a fresh root. */
static bool
make_base(struct cycle *c, struct diag *d)
{
	struct snapshot *s;
	struct root_copy *r;
	bool ok;

	if (c->q->base == NULL)
		return scratch_make(c->base, d);
	s = snapshot_take(c->q->base, NULL, d);
	if (s == NULL)
		return false;
	r = root_copy_new(c->q->base, s, c->base, d);
	ok = r != NULL;
	root_copy_free(r, true);
	snapshot_free(s);
	return ok;
}

static bool
install_others(struct cycle *c, struct diag *d)
{
	size_t i;

	for (i = 0; i < c->q->nwith; i++) {
		if (!cycle_step(c, STAGE_PREPARE,
			command_add_other(c, c->base, c->q->with[i]), c->base,
			d))
			return false;
		if (!exit_code_is_success(cycle_last_status(c)))
			return true; /* cycle_is_clean() tells */
	}
	return true;
}

/*
 * A time later than all of the base and earlier than all that follows; the
 * kernel stamps files with a clock that may be some milliseconds late.
 */
static void
set_clock(struct cycle *c)
{
	const struct timespec before = {.tv_nsec = 30000000};
	const struct timespec after = {.tv_nsec = 15000000};

	(void)nanosleep(&before, NULL);
	(void)clock_gettime(CLOCK_REALTIME, &c->clock);
	(void)nanosleep(&after, NULL);
}

char *
cycle_last_output(const struct cycle *c, const char *root)
{
	const char *p = c->steps[c->nsteps - 1].output, *at;
	struct buf text = BUF_INIT;

	while ((at = strstr(p, root)) != NULL) {
		buf_add(&text, p, (size_t)(at - p));
		p = at + strlen(root);
	}
	buf_str(&text, p);
	return buf_steal(&text);
}

static bool
check_base(struct cycle *c, struct diag *d)
{
	if (!cycle_step(c, STAGE_CHECK, command_check(c, c->base), c->base, d))
		return false;
	c->checked = cycle_last_output(c, c->base);
	c->old = snapshot_take(c->base, NULL, d);
	return c->old != NULL;
}

/* Only in a root that we made: a given one is taken as it is. */
static bool
add_missing_parents(struct cycle *c, struct diag *d)
{
	return c->q->base != NULL ||
	    make_missing_parents(c->base, c->q->source, c->q->names,
		c->q->nnames, &c->missing_parents, d);
}

/* Roots must be readable for all: some scripts run as nobody. */
static bool
make_directories(struct cycle *c, struct diag *d)
{
	char *temporary = cycle_file(c, "tmp");
	bool ok = chmod(c->q->dir, 0755) == 0 && mkdir(temporary, 0755) == 0 &&
	    chmod(temporary, 01777) == 0;

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

	c->admin = c->q->admin;
	if (c->admin != NULL)
		return true;
	c->own_admin = cycle_file(c, "admin");
	c->admin = c->own_admin;
	f = fopen(c->own_admin, "w");
	if (f == NULL || fputs(lenient_admin, f) == EOF || fclose(f) == EOF) {
		diag_system(d, c->own_admin, "cannot write");
		return false;
	}
	return true;
}

struct cycle *
cycle_new(const struct cycle_request *q, struct diag *d)
{
	struct cycle *c = xcalloc(1, sizeof(*c));

	c->q = q;
	c->base = cycle_file(c, "base");
	if (make_directories(c, d) && write_admin(c, d) && make_base(c, d) &&
	    (!q->live || scratch_add_live_mountpoints(c->base, d)) &&
	    install_others(c, d) && add_missing_parents(c, d) &&
	    check_base(c, d)) {
		set_clock(c);
		return c;
	}
	cycle_free(c);
	return NULL;
}

bool
cycle_is_clean(const struct cycle *c)
{
	size_t i;

	for (i = 0; i < c->nsteps; i++)
		if (c->steps[i].stage != STAGE_CHECK &&
		    !exit_code_is_success(c->steps[i].status))
			return false;
	return c->ndifferences == 0;
}

void
cycle_free(struct cycle *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->nsteps; i++)
		free(c->steps[i].output);
	for (i = 0; i < c->ndifferences; i++) {
		free(c->differences[i].path);
		free(c->differences[i].text);
	}
	free(c->steps);
	free(c->differences);
	snapshot_free(c->old);
	snapshot_free(c->new);
	environment_free(c->env);
	path_list_free(&c->missing_parents);
	free(c->own_admin);
	free(c->base);
	free(c->checked);
	free(c->down);
	free(c);
}
