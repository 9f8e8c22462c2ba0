#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "rehearse/command.h"
#include "rehearse/cycle_call.h"
#include "rehearse/replica.h"
#include "rehearse/residence.h"
#include "rehearse/scratch.h"

#define OUTPUT_MAX	(64u * 1024 * 1024)

/* Nothing is asked, and what is there is no obstacle (svr4-packaging 5.5). */
static const char lenient_admin[] =
	"mail=\ninstance=overwrite\npartial=nocheck\nrunlevel=nocheck\n"
	"idepend=nocheck\nrdepend=nocheck\nspace=nocheck\nsetuid=nocheck\n"
	"conflict=nocheck\naction=nocheck\nbasedir=default\n";

/* The root on which one undisturbed cycle runs. */
struct visit {
	char		*root;
	struct residence *home;		/* of a live one; else NULL */
	struct state	*was;		/* when services ran */
	char		*processes;	/* likewise */
};

const char *
stage_name(enum stage stage)
{
	static const char *const names[] = { "prepare", "start", "install",
	    "check", "remove", "compare" };

	return names[stage];
}

bool
status_is_good(int status)
{
	return status == 0 || status == 10 || status == 20;
}

static char *
in_dir(const struct cycle *c, const char *name)
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
static bool
keep_step(struct cycle *c, enum stage stage, int status,
    const struct timespec *begin, struct diag *d)
{
	char *output = in_dir(c, "output");
	struct buf text = BUF_INIT;
	struct step *s;
	bool ok;

	c->steps = xreallocarray(c->steps, c->nsteps + 1, sizeof(*c->steps));
	s = &c->steps[c->nsteps++];
	*s = (struct step){ .stage = stage, .status = status,
	    .seconds = seconds_since(begin) };
	ok = file_read(output, OUTPUT_MAX, &text, d);
	buf_str(&text, "");
	s->output = buf_steal(&text);
	/* a residence goes on to write there */
	ok = truncate(output, 0) == 0 && ok;
	free(output);
	return ok;
}

/* Runs one tool; false when that was impossible. */
static bool
run_step(struct cycle *c, enum stage stage, struct call call,
    const char *root, struct diag *d)
{
	char *output = in_dir(c, "output");
	struct timespec begin;
	int status;

	(void)clock_gettime(CLOCK_MONOTONIC, &begin);
	status = command_run(call.v, c->env, output, CYCLE_SECONDS, d);
	call_free(&call);
	if (c->q->live && stage != STAGE_CHECK)
		scratch_settle_live(root);
	free(output);
	return status != COMMAND_FAILED &&
	    keep_step(c, stage, status, &begin, d);
}

static int
last_status(const struct cycle *c)
{
	return c->steps[c->nsteps - 1].status;
}

static void
add_difference(struct cycle *c, enum stage stage, const char *path,
    const char *text)
{
	c->differences = xreallocarray(c->differences, c->ndifferences + 1,
	    sizeof(*c->differences));
	c->differences[c->ndifferences++] = (struct difference){
	    .stage = stage, .path = xstrdup(path), .text = xstrdup(text) };
}

static void
found_after_removal(void *cycle, const char *path, const char *text)
{
	add_difference(cycle, STAGE_COMPARE, path, text);
}

/* A copy of the base that was given, or a fresh root. */
static bool
make_base(struct cycle *c, struct diag *d)
{
	struct state *s;
	struct replica *r;

	if (c->q->base == NULL)
		return scratch_make(c->base, d);
	s = state_take(c->q->base, NULL, d);
	if (s == NULL)
		return false;
	r = replica_new(c->q->base, s, c->base, d);
	replica_free(r, true);
	state_free(s);
	return r != NULL;
}

static bool
install_others(struct cycle *c, struct diag *d)
{
	size_t i;

	for (i = 0; i < c->q->nwith; i++) {
		if (!run_step(c, STAGE_PREPARE, call_add_other(c, c->base,
		    c->q->with[i]), c->base, d))
			return false;
		if (!status_is_good(last_status(c)))
			return true;	/* the steps tell */
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
	const struct timespec before = { .tv_nsec = 30000000 };
	const struct timespec after = { .tv_nsec = 15000000 };

	(void)nanosleep(&before, NULL);
	(void)clock_gettime(CLOCK_REALTIME, &c->clock);
	(void)nanosleep(&after, NULL);
}

/*
 * What a check has said, without the place of the root; the caller frees.
 */
static char *
last_complaints(const struct cycle *c, const char *root)
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
	if (!run_step(c, STAGE_CHECK, call_check(c, c->base), c->base,
	    d))
		return false;
	c->checked = last_complaints(c, c->base);
	c->old = state_take(c->base, NULL, d);
	return c->old != NULL;
}

/* A root that was given has what there is. */
static bool
complete(struct cycle *c, struct diag *d)
{
	return c->q->base != NULL || implied_make(c->base, c->q->source,
	    c->q->names, c->q->nnames, &c->implied, d);
}

/* Everybody may look into roots: some scripts run as nobody. */
static bool
make_directories(struct cycle *c, struct diag *d)
{
	char *temporary = in_dir(c, "tmp");
	bool ok = chmod(c->q->dir, 0755) == 0 &&
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

	c->admin = c->q->admin;
	if (c->admin != NULL)
		return true;
	c->own_admin = in_dir(c, "admin");
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
	c->base = in_dir(c, "base");
	if (make_directories(c, d) && write_admin(c, d) && make_base(c, d) &&
	    (!q->live || scratch_prepare_live(c->base, d)) &&
	    install_others(c, d) && complete(c, d) && look(c, d)) {
		set_clock(c);
		return c;
	}
	cycle_free(c);
	return NULL;
}

static bool
has_line(const char *text, const char *line, size_t len)
{
	const char *p = text;

	for (; *p != '\0'; p += strcspn(p, "\n"), p += *p == '\n')
		if (strncmp(p, line, len) == 0 &&
		    (p[len] == '\n' || p[len] == '\0'))
			return true;
	return false;
}

/* What the check says now and did not say of the base. */
static bool
check(struct cycle *c, const char *root, struct diag *d)
{
	const char *p;
	size_t len;
	char *line, *all;

	if (!run_step(c, STAGE_CHECK, call_check(c, root), root, d))
		return false;
	all = last_complaints(c, root);
	for (p = all; *p != '\0'; p += len + (p[len] == '\n')) {
		len = strcspn(p, "\n");
		if (len == 0 || has_line(c->checked, p, len))
			continue;
		line = xstrndup(p, len);
		add_difference(c, STAGE_CHECK, "pkgchk", line);
		free(line);
	}
	free(all);
	return true;
}

/* "... was down for 3 seconds", as patches say it. */
static void
find_down_time(struct cycle *c)
{
	const char *p = strstr(c->steps[c->nsteps - 1].output, "down for ");

	if (p == NULL)
		return;
	p += strlen("down for ");
	free(c->down);
	c->down = xstrndup(p, strspn(p, "0123456789."));
}

static void
count_path(void *cycle, const char *path, const char *text)
{
	(void)path, (void)text;
	((struct cycle *)cycle)->changed++;
}

static bool
examine_new(struct cycle *c, struct visit *v, struct diag *d)
{
	struct comparison how = { .paths_only = true,
	    .differs = count_path, .arg = c };
	size_t i;

	c->new = state_take(v->root, NULL, d);
	if (c->new == NULL)
		return false;
	for (i = 0; i < c->q->nnames; i++)
		c->objects += state_objects(c->new, c->q->names[i]);
	(void)state_compare(v->was, c->new, &how);
	return check(c, v->root, d);
}

/* Services that ran have to run, and nothing else. */
static void
compare_processes(struct cycle *c, const char *was, const char *is)
{
	const char *p;
	size_t len;
	char *line;

	for (p = is; *p != '\0'; p += len + 1, c->processes++) {
		len = strcspn(p, "\n");
		if (has_line(was, p, len))
			continue;
		line = xasprintf("runs, did not before: %.*s", (int)len, p);
		add_difference(c, STAGE_COMPARE, "process", line);
		free(line);
	}
	for (p = was; *p != '\0'; p += len + 1) {
		len = strcspn(p, "\n");
		if (has_line(is, p, len))
			continue;
		line = xasprintf("does not run any more: %.*s", (int)len, p);
		add_difference(c, STAGE_COMPARE, "process", line);
		free(line);
	}
}

static bool
examine_end(struct cycle *c, struct visit *v, struct diag *d)
{
	struct comparison how = { .leave_out = LEAVE_OUT_TOOLS,
	    .ignore = c->q->ignore, .nignore = c->q->nignore,
	    .differs = found_after_removal, .arg = c };
	struct state *s = state_take(v->root, NULL, d);

	if (s == NULL)
		return false;
	(void)state_compare(v->was, s, &how);
	state_free(s);
	if (v->home != NULL)
		compare_processes(c, v->processes,
		    residence_processes(v->home));
	return check(c, v->root, d);
}

/* One step in the residence, or as a process of its own. */
static bool
act(struct cycle *c, struct visit *v, enum stage stage, struct diag *d)
{
	struct timespec begin;
	int status;

	if (v->home == NULL)
		return run_step(c, stage, stage == STAGE_INSTALL ?
		    call_add(c, v->root) : call_remove(c, v->root), v->root,
		    d);
	(void)clock_gettime(CLOCK_MONOTONIC, &begin);
	status = residence_do(v->home, stage);
	if (stage == STAGE_START && c->q->start == NULL && status == 0)
		return true;
	/* without a residence, what was printed says why */
	return keep_step(c, stage, status, &begin, d);
}

/* Services run, and what they write is there. */
static bool
settle_in(struct cycle *c, struct visit *v, struct diag *d)
{
	char *output;

	if (!c->q->live) {
		v->was = state_take(v->root, NULL, d);
		return v->was != NULL;
	}
	output = in_dir(c, "output");
	v->home = residence_open(c, v->root, output, d);
	free(output);
	if (v->home == NULL || !act(c, v, STAGE_START, d))
		return false;
	v->processes = xstrdup(residence_processes(v->home));
	v->was = state_take(v->root, NULL, d);
	return v->was != NULL;
}

static bool
is_installed(const struct cycle *c, const struct visit *v)
{
	struct call call = call_remove(c, v->root);
	bool there = call.n > 0;

	call_free(&call);
	return there;
}

static bool
go_and_return(struct cycle *c, struct visit *v, struct diag *d)
{
	if (!settle_in(c, v, d))
		return false;
	if (!cycle_is_clean(c))
		return true;
	if (!act(c, v, STAGE_INSTALL, d))
		return false;
	if (!status_is_good(last_status(c)))
		return true;
	find_down_time(c);
	if (!examine_new(c, v, d))
		return false;
	if (!is_installed(c, v)) {
		add_difference(c, STAGE_REMOVE, "/var/sadm/pkg",
		    "the package is not there under its name");
		return true;
	}
	if (!act(c, v, STAGE_REMOVE, d))
		return false;
	return !status_is_good(last_status(c)) || examine_end(c, v, d);
}

bool
cycle_run(struct cycle *c, struct diag *d)
{
	struct visit v = { .root = NULL };
	struct replica *r;
	bool ok;

	if (!cycle_is_clean(c))		/* the base could not be made */
		return true;
	v.root = in_dir(c, "root");
	r = replica_new(c->base, c->old, v.root, d);
	ok = r != NULL && go_and_return(c, &v, d);
	residence_close(v.home);
	scratch_settle_live(v.root);
	state_free(v.was);
	replica_free(r, false);
	free(v.processes);
	free(v.root);
	return ok;
}

bool
cycle_is_clean(const struct cycle *c)
{
	size_t i;

	for (i = 0; i < c->nsteps; i++)
		if (c->steps[i].stage != STAGE_CHECK &&
		    !status_is_good(c->steps[i].status))
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
	state_free(c->old);
	state_free(c->new);
	environment_free(c->env);
	paths_free(&c->implied);
	free(c->own_admin);
	free(c->base);
	free(c->checked);
	free(c->down);
	free(c);
}
