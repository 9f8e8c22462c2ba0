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
#include "rehearse/scratch.h"

#define OUTPUT_MAX	(64u * 1024 * 1024)

/* Nothing is asked, and what is there is no obstacle (svr4-packaging 5.5). */
static const char lenient_admin[] =
	"mail=\ninstance=overwrite\npartial=nocheck\nrunlevel=nocheck\n"
	"idepend=nocheck\nrdepend=nocheck\nspace=nocheck\nsetuid=nocheck\n"
	"conflict=nocheck\naction=nocheck\nbasedir=default\n";

const char *
stage_name(enum stage stage)
{
	static const char *const names[] = { "prepare", "install", "check",
	    "remove", "compare" };

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

/* Runs one tool and keeps what came of it; false when that was impossible. */
static bool
run_step(struct cycle *c, enum stage stage, struct call call,
    const char *root, struct diag *d)
{
	char *output = in_dir(c, "output");
	struct buf text = BUF_INIT;
	struct timespec begin;
	struct step *s;

	(void)unlink(output);
	(void)clock_gettime(CLOCK_MONOTONIC, &begin);
	c->steps = xreallocarray(c->steps, c->nsteps + 1, sizeof(*c->steps));
	s = &c->steps[c->nsteps++];
	*s = (struct step){ .stage = stage };
	s->status = command_run(call.v, c->env, output, CYCLE_SECONDS, d);
	s->seconds = seconds_since(&begin);
	call_free(&call);
	scratch_settle_live(root);
	if (s->status != COMMAND_FAILED)
		(void)file_read(output, OUTPUT_MAX, &text, d);
	buf_str(&text, "");
	s->output = buf_steal(&text);
	free(output);
	return s->status != COMMAND_FAILED && s->output != NULL;
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
	    install_others(c, d) && look(c, d)) {
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
examine_new(struct cycle *c, const char *root, struct diag *d)
{
	struct comparison how = { .paths_only = true,
	    .differs = count_path, .arg = c };
	size_t i;

	c->new = state_take(root, NULL, d);
	if (c->new == NULL)
		return false;
	for (i = 0; i < c->q->nnames; i++)
		c->objects += state_objects(c->new, c->q->names[i]);
	(void)state_compare(c->old, c->new, &how);
	return true;
}

static bool
examine_end(struct cycle *c, const char *root, struct diag *d)
{
	struct comparison how = { .leave_out = LEAVE_OUT_TOOLS,
	    .differs = found_after_removal, .arg = c };
	struct state *s = state_take(root, NULL, d);

	if (s == NULL)
		return false;
	(void)state_compare(c->old, s, &how);
	state_free(s);
	return check(c, root, d);
}

static bool
run_in(struct cycle *c, const char *root, struct diag *d)
{
	struct call call;

	if (!run_step(c, STAGE_INSTALL, call_add(c, root), root, d))
		return false;
	if (!status_is_good(last_status(c)))
		return true;
	find_down_time(c);
	if (!examine_new(c, root, d) || !check(c, root, d))
		return false;
	call = call_remove(c, root);
	if (call.n == 0) {
		add_difference(c, STAGE_REMOVE, "/var/sadm/pkg",
		    "the package is not there under its name");
		return true;
	}
	if (!run_step(c, STAGE_REMOVE, call, root, d))
		return false;
	return !status_is_good(last_status(c)) || examine_end(c, root, d);
}

bool
cycle_run(struct cycle *c, struct diag *d)
{
	struct replica *r;
	char *root;
	bool ok;

	if (!cycle_is_clean(c))		/* the base could not be made */
		return true;
	root = in_dir(c, "root");
	r = replica_new(c->base, c->old, root, d);
	ok = r != NULL && run_in(c, root, d);
	replica_free(r, false);
	free(root);
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
	free(c->own_admin);
	free(c->base);
	free(c->checked);
	free(c->down);
	free(c);
}
