#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "rehearse/check.h"
#include "rehearse/cycle_impl.h"
#include "rehearse/make.h"
#include "rehearse/session.h"

/* Nothing is asked, and nothing stands in the way. */
static const char admin_text[] =
    "mail=\ninstance=overwrite\npartial=nocheck\nrunlevel=nocheck\n"
    "idepend=nocheck\nrdepend=nocheck\nspace=nocheck\nsetuid=nocheck\n"
    "conflict=nocheck\naction=nocheck\nbasedir=default\n";

static struct adding *
prepare(struct cycle *c, const char *source)
{
	static const char *all[] = { "all" };

	c->add = (struct add_request){ .source = source, .names = all,
	    .nnames = 1, .admin = c->admin_file,
	    .response = c->q->response };
	return adding_prepare(&c->set, &c->add, NULL, c->d);
}

int
phase_add(struct cycle *c, const char *source)
{
	struct adding *a = prepare(c, source);
	int code = EXIT_FATAL;

	if (a != NULL)
		code = place_run(&c->set, adding_run, a, c->d);
	adding_free(a);
	(void)fflush(c->log);
	return code;
}

static int
remove_names(struct cycle *c, struct names *list, const struct place *place)
{
	struct remove_request q = { .nnames = 1 };
	const char *name;
	int code = EXIT_OK, one;

	while (list->n > 0) {
		name = list->v[list->n - 1];
		q.names = &name;
		one = removal_run(&c->set, &q, c->admin, NULL, place);
		if (one != EXIT_OK)
			code = one;
		free(list->v[--list->n]);
	}
	return code;
}

/* All that is not in the pristine root goes. */
static int
remove_inside(void *arg, const struct place *place)
{
	struct cycle *c = arg;
	int code = remove_names(c, &c->leaving, place);

	(void)fflush(c->log);
	return code;
}

int
phase_remove(struct cycle *c)
{
	struct names now = names_read(c->s->root);
	int code = EXIT_OK;

	c->leaving = names_new(&c->old_names, &now);
	if (c->leaving.n > 0)
		code = place_run(&c->set, remove_inside, c, c->d);
	names_free(&c->leaving);
	names_free(&now);
	return code;
}

static int
check(struct cycle *c, const struct place *place)
{
	struct check_request q = { .names = NULL };
	int code = check_run(&c->set, &q, place);

	(void)fflush(c->log);
	return code;
}

/* There and back in one place, so that services live as long as they would. */
static void
go_and_return(struct cycle *c, const struct place *place)
{
	int checked = check(c, place);	/* the base may have its own faults */
	struct snapshot *before = cycle_look(c, true), *after;
	struct names now;

	report_code(c, "install", adding_run(c->adding, place));
	report_code(c, "check", checked != 0 ? 0 : check(c, place));
	now = names_read(place->root);
	c->leaving = names_new(&c->old_names, &now);
	names_free(&now);
	if (c->leaving.n == 0)
		report_code(c, "instances installed", 1);
	report_code(c, "remove", remove_names(c, &c->leaving, place));
	report_code(c, "check after removal",
	    checked != 0 ? 0 : check(c, place));
	after = cycle_look(c, true);
	report_differences(c, before, after);
	report_processes(c);
	names_free(&c->leaving);
	snapshot_free(before);
	snapshot_free(after);
}

/* The process may be one of its own, so all of the report is made here. */
static int
whole(void *arg, const struct place *place)
{
	struct cycle *c = arg;

	if (c->q->json) {
		c->json = json_new(c->q->out);
		json_row(c->json, NULL);
		json_string(c->json, "mode", c->live ? "live" : "alternate");
	} else
		(void)fprintf(c->q->out, "%s:\n", c->live ? "live" :
		    "alternate root");
	go_and_return(c, place);
	if (c->json != NULL) {
		json_end(c->json);
		json_free(c->json);
		c->json = NULL;
	}
	(void)fflush(c->q->out);
	(void)fflush(c->log);
	return c->wrong > 100 ? 100 : (int)c->wrong;
}

bool
cycle_renew(struct cycle *c)
{
	if (c->root != -1)
		close(c->root);
	c->root = -1;
	(void)remove_tree(c->s->temp);
	(void)make_directories(c->s->temp, 0777);
	if (!scratch_renew(c->s, c->d))
		return false;
	c->root = open(c->s->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return c->root != -1;
}

/* The base with the packages that the one tried is installed upon. */
static bool
install_base(struct cycle *c)
{
	size_t i;
	int code;

	for (i = 0; i < c->q->nwith; i++) {
		code = phase_add(c, c->q->with[i]);
		if (code != EXIT_OK) {
			diag_error(c->d, c->q->with[i], 0, NULL,
			    "cannot be installed before (%d)", code);
			return false;
		}
	}
	c->old_names = names_read(c->s->root);
	if (c->q->nwith > 0 && !scratch_keep(c->s, c->d))
		return false;
	return c->q->base != NULL || cycle_complete_base(c);
}

static bool
run_whole(struct cycle *c)
{
	int code;

	if (!cycle_renew(c))
		return false;
	c->adding = prepare(c, c->q->source);
	if (c->adding == NULL)
		return false;
	code = place_run(&c->set, whole, c, c->d);
	adding_free(c->adding);
	c->wrong = (size_t)code;
	return c->d->worst < SEVERITY_ERROR;
}

static bool
begin(struct cycle *c)
{
	c->s = scratch_new(c->q->base, c->d);
	if (c->s == NULL)
		return false;
	c->begun = (int64_t)time(NULL);
	c->admin_file = c->q->admin != NULL ? xstrdup(c->q->admin) :
	    xasprintf("%s/admin", c->s->dir);
	if (c->q->admin == NULL && !write_file(c->admin_file, admin_text,
	    sizeof(admin_text) - 1, 0644, c->d))
		return false;
	c->admin = session_admin(c->admin_file, c->s->root, c->d);
	c->log = fopen(c->s->log, "we");
	if (c->log == NULL)
		diag_system(c->d, c->s->log, "cannot make");
	c->set = (struct settings){ .root = c->s->root, .live = c->live,
	    .unattended = true, .own_parts = true, .no_copyright = true,
	    .shell = c->q->shell,
	    .out = c->log, .err = c->log };
	(void)setenv("TMPDIR", c->s->temp, 1);
	return c->log != NULL && c->admin != NULL;
}

/* What the tools and scripts have printed, when it is of interest. */
static void
show_log(const struct cycle *c)
{
	char line[1024];
	FILE *log = fopen(c->s->log, "re");

	while (log != NULL && fgets(line, sizeof(line), log) != NULL)
		(void)fprintf(stderr, "  | %s", line);
	if (log != NULL)
		(void)fclose(log);
}

static void
end(struct cycle *c)
{
	if (c->log != NULL)
		(void)fclose(c->log);
	if (c->s != NULL && (c->wrong > 0 || c->q->verbose))
		show_log(c);
	if (c->root != -1)
		close(c->root);
	names_free(&c->old_names);
	admin_free(c->admin);
	free(c->admin_file);
	scratch_free(c->s);
}

/* Scripts print into the log meanwhile. */
static void
redirect(struct cycle *c, int saved[2])
{
	(void)fflush(NULL);
	saved[0] = dup(STDOUT_FILENO);
	saved[1] = dup(STDERR_FILENO);
	(void)dup2(fileno(c->log), STDOUT_FILENO);
	(void)dup2(fileno(c->log), STDERR_FILENO);
}

static void
restore(int saved[2])
{
	(void)fflush(NULL);
	(void)dup2(saved[0], STDOUT_FILENO);
	(void)dup2(saved[1], STDERR_FILENO);
	close(saved[0]);
	close(saved[1]);
}

static size_t
run_mode(const struct cycle_request *q, bool live, struct diag *d)
{
	struct cycle c = { .q = q, .live = live, .d = d, .root = -1 };
	char *temp = getenv("TMPDIR") == NULL ? NULL :
	    xstrdup(getenv("TMPDIR"));
	int saved[2];

	if (begin(&c)) {
		redirect(&c, saved);
		if (install_base(&c) && run_whole(&c) && q->faults)
			cycle_faults(&c);
		restore(saved);
	}
	end(&c);
	if (temp == NULL)
		(void)unsetenv("TMPDIR");
	else
		(void)setenv("TMPDIR", temp, 1);
	free(temp);
	return c.wrong;
}

int
cycle_run(const struct cycle_request *q, struct diag *d)
{
	struct cycle_request own = *q;
	size_t wrong = 0;

	own.out = fdopen(dup(fileno(q->out)), "w");
	if (own.out == NULL) {
		diag_system(d, NULL, "no report can be written");
		return -1;
	}
	if (q->alternate)
		wrong += run_mode(&own, false, d);
	if (q->live && d->worst < SEVERITY_ERROR)
		wrong += run_mode(&own, true, d);
	(void)fclose(own.out);
	if (d->worst >= SEVERITY_ERROR)
		return -1;
	return wrong > 1000000 ? 1000000 : (int)wrong;
}
