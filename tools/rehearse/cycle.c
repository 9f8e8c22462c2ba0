#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "rehearse/check.h"
#include "rehearse/cycle_impl.h"
#include "rehearse/installed.h"
#include "rehearse/make.h"
#include "rehearse/processes.h"
#include "rehearse/session.h"
#include "stream/source.h"

/* Nothing is asked, and nothing stands in the way. */
static const char admin_text[] =
    "mail=\ninstance=overwrite\npartial=nocheck\nrunlevel=nocheck\n"
    "idepend=nocheck\nrdepend=nocheck\nspace=nocheck\nsetuid=nocheck\n"
    "conflict=nocheck\naction=nocheck\nbasedir=default\n";

/* The rehearsal's own traces. */
#define OWN_TRACES	"/.host", "/.live-root", \
	"/var/tmp/dstream??????", "/var/tmp/install??????", \
	"/var/tmp/remove??????", "/var/sadm/install/.lockfile", \
	"/var/sadm/install/.pkgstream-????????"

static const char *const own_traces[] = { OWN_TRACES };

#define NOWN	(sizeof(own_traces) / sizeof(own_traces[0]))

/* A second installation has its own date, and keeps records of its own. */
static const char records[] = "/var/sadm/pkg/*/*";

struct names
names_read(const char *root)
{
	struct names list = { NULL, 0 };
	struct diag ignored = DIAG_INIT;
	struct target *t = target_open(root, true, false, &ignored);
	struct installations *all;
	size_t i;

	diag_free(&ignored);
	if (t == NULL)
		return list;
	all = installations_read(t);
	list.v = xcalloc(all->n + 1, sizeof(*list.v));
	for (i = 0; i < all->n; i++)
		list.v[list.n++] = xstrdup(all->v[i].instance);
	installations_free(all);
	target_close(t);
	return list;
}

struct names
names_new(const struct names *old, const struct names *now)
{
	struct names list = { xcalloc(now->n + 1, sizeof(char *)), 0 };
	size_t i, j;

	for (i = 0; i < now->n; i++) {
		for (j = 0; j < old->n; j++)
			if (strcmp(old->v[j], now->v[i]) == 0)
				break;
		if (j == old->n)
			list.v[list.n++] = xstrdup(now->v[i]);
	}
	return list;
}

void
names_free(struct names *n)
{
	size_t i;

	for (i = 0; i < n->n; i++)
		free(n->v[i]);
	free(n->v);
}

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

/* Patterns of what is not looked at; the caller frees. */
static const char **
skipped(const struct cycle *c, bool exactly)
{
	const char **skip = xcalloc(NOWN + c->q->nignore + 2, sizeof(*skip));
	size_t i, n = 0;

	for (i = 0; i < NOWN; i++)
		skip[n++] = own_traces[i];
	for (i = 0; i < c->q->nignore; i++)
		skip[n++] = c->q->ignore[i];
	if (!exactly)
		skip[n++] = records;
	return skip;
}

struct snapshot *
cycle_look(struct cycle *c, bool exactly)
{
	const char **skip = skipped(c, exactly);
	struct snapshot_rules rules = { .digests = true, .skip = skip,
	    .now = exactly ? 0 : c->begun };
	struct snapshot *s = snapshot_take(c->root, &rules, c->d);

	free(skip);
	return s;
}

/* Lines of sorted texts that are only in one of them. */
static void
print_lines(FILE *out, const char *a, const char *b)
{
	size_t m, n;
	int order;

	while (*a != '\0' || *b != '\0') {
		m = strcspn(a, "\n");
		n = strcspn(b, "\n");
		order = *a == '\0' ? 1 : *b == '\0' ? -1 :
		    strncmp(a, b, m > n ? m : n);
		if (order < 0)
			(void)fprintf(out, "      - %.*s\n", (int)m, a);
		else if (order > 0)
			(void)fprintf(out, "      + %.*s\n", (int)n, b);
		if (order <= 0)
			a += m + (a[m] == '\n');
		if (order >= 0)
			b += n + (b[n] == '\n');
	}
}

static void
print_difference(void *arg, enum difference what, const struct node *old,
    const struct node *new)
{
	const struct node *n = new == NULL ? old : new;
	struct cycle *c = arg;

	if (c->json == NULL) {
		(void)fprintf(c->q->out, "    %s %c %s\n",
		    difference_name(what), node_type(n), n->path);
		if (what == DIFFERENCE_CONTENTS && n->text != NULL)
			print_lines(c->q->out, old->text, new->text);
		return;
	}
	json_row(c->json, NULL);
	json_string(c->json, "difference", difference_name(what));
	json_string(c->json, "type", (char[]){ node_type(n), '\0' });
	json_string(c->json, "path", n->path);
	json_end(c->json);
}

static void
ignore_difference(void *arg, enum difference what, const struct node *old,
    const struct node *new)
{
	(void)arg, (void)what, (void)old, (void)new;
}

size_t
cycle_compare(struct cycle *c, const struct snapshot *old,
    const struct snapshot *new, bool exactly, bool print)
{
	struct snapshot_rules rules = { .digests = true,
	    .now = exactly ? 0 : c->begun };

	if (old == NULL || new == NULL)
		return 1;
	return snapshot_compare(old, new, &rules,
	    print ? print_difference : ignore_difference, c);
}

/* A number of the report; what it should be is 0. */
static void
report_code(struct cycle *c, const char *what, int code)
{
	if (code != 0)
		c->wrong++;
	if (c->json != NULL)
		json_number(c->json, what, code);
	else
		(void)fprintf(c->q->out, "  %-22s %s (%d)\n", what,
		    code == 0 ? "well" : "not well", code);
	(void)fflush(c->q->out);
}

static void
report_differences(struct cycle *c, const struct snapshot *old,
    const struct snapshot *new)
{
	size_t n;

	if (c->json != NULL)
		json_array(c->json, "differences");
	n = cycle_compare(c, old, new, true, true);
	if (c->json != NULL)
		json_end(c->json);
	else
		(void)fprintf(c->q->out, "  %-22s %zu\n", "differences", n);
	c->wrong += n;
}

static void
report_processes(struct cycle *c)
{
	struct buf list = BUF_INIT;
	size_t n = c->live ? processes_left(&list) : 0;

	if (c->json != NULL) {
		json_number(c->json, "processes", (int64_t)n);
		if (n > 0)
			json_string(c->json, "process_names",
			    buf_text(&list));
	} else if (c->live)
		(void)fprintf(c->q->out, "  %-22s %zu%s%s\n",
		    "processes left", n, n > 0 ? ": " : "", buf_text(&list));
	c->wrong += n;
	buf_free(&list);
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

/* Makes the directories above an object that the package does not bring. */
static size_t
make_implied(struct cycle *c, const struct package *p,
    const struct object *o)
{
	const char *base = pkginfo_get(p->info, "BASEDIR");
	char *path = path_join(base == NULL ? "/" : base, o->path), *full;
	char *slash = path;
	struct stat st;
	size_t n = 0;

	while (path[0] == '/' && strchr(path, '$') == NULL &&
	    (slash = strchr(slash + 1, '/')) != NULL) {
		*slash = '\0';
		full = xasprintf("%s%s", c->s->pristine, path);
		if (objects_find(&p->map->objects, path) == NULL &&
		    objects_find(&p->map->objects, path + 1) == NULL &&
		    lstat(full, &st) == -1 && mkdir(full, 0755) == 0)
			n++;
		free(full);
		*slash = '/';
	}
	free(path);
	return n;
}

/*
 * Directories that a package neither brings nor finds would be made by
 * pkgadd and stay for ever; on a bare root they are taken as given.
 */
static bool
complete_base(struct cycle *c)
{
	struct source *s = source_open(c->q->source, c->d);
	const struct package *p;
	size_t i, j, n = 0;

	if (s == NULL)
		return false;
	for (i = 0; i < source_count(s); i++) {
		p = source_package(s, i);
		for (j = 0; j < p->map->objects.n; j++)
			if (p->map->objects.v[j].ftype != 'i')
				n += make_implied(c, p,
				    &p->map->objects.v[j]);
	}
	source_close(s);
	if (n > 0 && !c->q->json)
		(void)fprintf(c->q->out, "%zu director%s that nobody brings "
		    "%s taken as given\n", n, n == 1 ? "y" : "ies",
		    n == 1 ? "is" : "are");
	return true;
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
	return c->q->base != NULL || complete_base(c);
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
