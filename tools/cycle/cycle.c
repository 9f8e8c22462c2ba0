#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cycle/cycle_impl.h"
#include "os/command.h"
#include "os/file.h"
#include "root/root_copy.h"
#include "root/scratch.h"

#define OUTPUT_MAX (64u * 1024 * 1024)

/* Nothing is asked, and what is there is no obstacle (svr4-packaging 5.5). */
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

static double
seconds_since(const struct timespec *begin)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - begin->tv_sec) +
	    (double)(now.tv_nsec - begin->tv_nsec) / 1e9;
}

/* Keeps what came of a step that took from begin to now. */
bool
cycle_keep(struct cycle *c, enum stage stage, int status,
    const struct timespec *begin, struct diag *d)
{
	char *output = cycle_file(c, "output");
	struct buf text = BUF_INIT;
	struct step *s;
	bool ok;

	c->steps = xreallocarray(c->steps, c->nsteps + 1, sizeof(*c->steps));
	s = &c->steps[c->nsteps++];
	*s = (struct step){
	    .stage = stage, .status = status, .seconds = seconds_since(begin)};
	ok = file_read(output, OUTPUT_MAX, &text, d);
	buf_str(&text, "");
	s->output = buf_steal(&text);
	/* a residence goes on to write there */
	ok = truncate(output, 0) == 0 && ok;
	free(output);
	return ok;
}

/* Runs one tool; false when that was impossible. */
bool
cycle_step(struct cycle *c, enum stage stage, struct command_line call,
    const char *root, struct diag *d)
{
	char *output = cycle_file(c, "output");
	struct timespec begin;
	int status;

	(void)clock_gettime(CLOCK_MONOTONIC, &begin);
	status = command_run(call.v, c->env, output, CYCLE_SECONDS, d);
	call_free(&call);
	if (c->q->live && stage != STAGE_CHECK)
		scratch_remove_live_mountpoints(root);
	free(output);
	return status != COMMAND_FAILED &&
	    cycle_keep(c, stage, status, &begin, d);
}

int
cycle_status(const struct cycle *c)
{
	return c->steps[c->nsteps - 1].status;
}

void
cycle_differs(
    struct cycle *c, enum stage stage, const char *path, const char *text)
{
	c->differences = xreallocarray(
	    c->differences, c->ndifferences + 1, sizeof(*c->differences));
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
			call_add_other(c, c->base, c->q->with[i]), c->base, d))
			return false;
		if (!exit_code_is_success(cycle_status(c)))
			return true; /* the steps tell */
	}
	return true;
}

/*
 * The time from which on the clock has set it.  Files are stamped with a
 * clock that may be some milliseconds late.
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

/*
 * What a check has said, without the place of the root; the caller frees.
 */
char *
cycle_complaints(const struct cycle *c, const char *root)
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
look(struct cycle *c, struct diag *d)
{
	if (!cycle_step(c, STAGE_CHECK, call_check(c, c->base), c->base, d))
		return false;
	c->checked = cycle_complaints(c, c->base);
	c->old = snapshot_take(c->base, NULL, d);
	return c->old != NULL;
}

/* A root that was given has what there is. */
static bool
complete(struct cycle *c, struct diag *d)
{
	return c->q->base != NULL ||
	    make_missing_parents(c->base, c->q->source, c->q->names,
		c->q->nnames, &c->implied, d);
}

/* Everybody may look into roots: some scripts run as nobody. */
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
	    install_others(c, d) && complete(c, d) && look(c, d)) {
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
	paths_free(&c->implied);
	free(c->own_admin);
	free(c->base);
	free(c->checked);
	free(c->down);
	free(c);
}
