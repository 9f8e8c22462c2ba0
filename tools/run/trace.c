#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/words.h"
#include "os/process.h"
#include "os/stattime.h"
#include "run/context.h"
#include "run/script.h"
#include "target/object_check.h"
#include "target/snapshot.h"

struct trace {
	FILE *out;
	bool json;
	int root;              /* descriptor of the target */
	struct snapshot *last; /* of the target after the last event */
};

/* One changed path, for the list sorted by time. */
struct change {
	enum difference_kind what;
	char type;
	const char *path;
	struct timespec when; /* status change; removed paths: 0 */
};

struct changes {
	struct change *v;
	size_t n, size;
};

struct trace_script {
	struct trace *trace;
	struct context *ctx;
	const struct script *script;
	struct buf output;
	int pipe[2];
	struct timespec begun; /* monotonic clock */
};

struct trace *
trace_open(const char *path, bool json, const char *root, struct diag *d)
{
	struct trace *t = xcalloc(1, sizeof(*t));

	t->json = json;
	t->root = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (t->root == -1)
		diag_system(d, root, "cannot open");
	else {
		t->out = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");
		if (t->out == NULL)
			diag_system(d, path, "cannot make");
	}
	if (t->out != NULL)
		return t;
	if (t->root != -1)
		close(t->root);
	free(t);
	return NULL;
}

bool
trace_close(struct trace *t)
{
	bool ok;

	if (t == NULL)
		return true;
	ok = fflush(t->out) == 0 && !ferror(t->out);
	if (t->out != stdout)
		ok = fclose(t->out) == 0 && ok;
	close(t->root);
	snapshot_free(t->last);
	free(t);
	return ok;
}

static const char *
difference_name(enum difference_kind d)
{
	static const char *const names[] = {
	    "created",
	    "removed",
	    "type",
	    "contents",
	    "mode",
	    "owner",
	    "time",
	    "link",
	};

	return names[d];
}

static void
add_change(void *arg, const struct snapshot_difference *found)
{
	const struct stat *st = &found->node->st;
	struct changes *c = arg;

	/* a change of owner and group is one change here */
	if (c->n > 0 && c->v[c->n - 1].path == found->path &&
	    c->v[c->n - 1].what == found->what)
		return;
	c->v = array_room(c->v, c->n, &c->size, sizeof(*c->v));
	c->v[c->n++] = (struct change){found->what, ftype_of_mode(st->st_mode),
	    found->path,
	    found->what == DIFFERENCE_REMOVED ? (struct timespec){0, 0}
					      : st->st_ctim};
}

static int
compare_changes(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	if (x->when.tv_sec != y->when.tv_sec)
		return x->when.tv_sec < y->when.tv_sec ? -1 : 1;
	if (x->when.tv_nsec != y->when.tv_nsec)
		return x->when.tv_nsec < y->when.tv_nsec ? -1 : 1;
	if (strcmp(x->path, y->path) != 0)
		return strcmp(x->path, y->path);
	return (int)x->what - (int)y->what;
}

/*
 * The changes of the target since the last event, by their times; the caller
 * frees the array.  Paths in it belong to the snapshots: *old is for the caller
 * to free as well, when the changes are printed.
 */
static struct changes
diff_since_last(struct trace *t, struct snapshot **old)
{
	struct changes c = {.v = NULL};
	struct comparison how = {
	    .leave_out = LEAVE_OUT_NOTHING, .differs = add_change, .arg = &c};
	struct diag ignored = DIAG_INIT;
	struct snapshot *now = snapshot_take_brief(t->root, &ignored);

	diag_free(&ignored);
	*old = t->last;
	if (now == NULL)
		*old = NULL;
	else {
		if (t->last != NULL)
			(void)snapshot_compare(t->last, now, &how);
		t->last = now;
	}
	if (c.n > 0)
		qsort(c.v, c.n, sizeof(*c.v), compare_changes);
	return c;
}

static void
print_changes(struct trace *t, struct json *j, const struct changes *c)
{
	size_t i;

	if (j != NULL)
		json_array(j, "changes");
	for (i = 0; i < c->n; i++) {
		if (j == NULL) {
			fprintf(t->out, "  %s %c %s\n",
			    difference_name(c->v[i].what), c->v[i].type,
			    c->v[i].path);
			continue;
		}
		json_row(j, NULL);
		json_string(j, "change", difference_name(c->v[i].what));
		json_string(j, "type", (char[]){c->v[i].type, '\0'});
		json_string(j, "path", c->v[i].path);
		json_end(j);
	}
	if (j != NULL)
		json_end(j);
}

static const char *
package_of(const struct context *ctx)
{
	return ctx->instance == NULL ? ctx->package : ctx->instance;
}

/* Records what the tool itself changed since the last event. */
static void
print_tool_changes(struct trace *t, struct context *ctx)
{
	const char *tool = tool_name(ctx->tool);
	struct snapshot *old;
	struct changes c = diff_since_last(t, &old);
	struct json *j;

	if (c.n > 0 && t->json) {
		j = json_new(t->out);
		json_row(j, NULL);
		json_string(j, "tool", tool);
		json_string(j, "package", package_of(ctx));
		print_changes(t, j, &c);
		json_end(j);
		json_free(j);
	} else if (c.n > 0) {
		fprintf(t->out, "== %s (%s)\n", tool, package_of(ctx));
		print_changes(t, NULL, &c);
	}
	(void)fflush(t->out);
	free(c.v);
	snapshot_free(old);
}

struct trace_script *
trace_script_begin(struct trace *t, struct context *ctx, const struct script *s)
{
	struct trace_script *n;

	if (t == NULL)
		return NULL;
	print_tool_changes(t, ctx);
	n = xcalloc(1, sizeof(*n));
	n->trace = t;
	n->ctx = ctx;
	n->script = s;
	if (!process_pipe(n->pipe)) {
		free(n);
		return NULL;
	}
	(void)clock_gettime(CLOCK_MONOTONIC, &n->begun);
	return n;
}

int
trace_script_output(struct trace_script *s)
{
	return s->pipe[1];
}

/* Has the process ended?  It is not reaped. */
static bool
has_ended(pid_t pid)
{
	siginfo_t info = {.si_pid = 0};

	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) ==
	    -1 ||
	    info.si_pid == pid;
}

/* Copies what can be read within timeout milliseconds; false at the end. */
static bool
copy_output(struct trace_script *s, int timeout)
{
	struct pollfd p = {.fd = s->pipe[0], .events = POLLIN};
	char chunk[4096];
	ssize_t n;

	/* a timeout, or a signal: there may be more later */
	if (poll(&p, 1, timeout) <= 0)
		return true;
	n = read(s->pipe[0], chunk, sizeof(chunk));
	if (n <= 0)
		return false;
	buf_add(&s->output, chunk, (size_t)n);
	(void)fwrite(chunk, 1, (size_t)n, s->ctx->options->out);
	(void)fflush(s->ctx->options->out);
	return true;
}

void
trace_script_copy_output(struct trace_script *s, pid_t pid)
{
	struct pollfd p = {.fd = s->pipe[0], .events = POLLIN};

	close(s->pipe[1]);
	s->pipe[1] = -1;
	/* a service that the script started may keep the pipe open */
	while (!has_ended(pid))
		if (!copy_output(s, 50))
			return;
	while (poll(&p, 1, 0) > 0 && copy_output(s, 0))
		;
}

/* Each line of a text: an element of the JSON array word, or indented. */
static void
print_lines(struct trace *t, struct json *j, const char *word, const char *text)
{
	struct slice rest = {text, strlen(text)}, each;
	char *line;

	if (j != NULL)
		json_array(j, word);
	while (line_next(&rest, &each)) {
		line = slice_dup(each);
		if (j != NULL)
			json_string(j, NULL, line);
		else
			fprintf(t->out, "  %s %s\n", word, line);
		free(line);
	}
	if (j != NULL)
		json_end(j);
}

static int64_t
milliseconds_since(const struct timespec *begun)
{
	struct timespec now = *begun;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)(now.tv_sec - begun->tv_sec) * 1000 +
	    (now.tv_nsec - begun->tv_nsec) / 1000000;
}

static void
print_env(struct trace *t, struct json *j, const struct env *env)
{
	struct buf text = BUF_INIT;
	size_t i;

	for (i = 0; i < env->n; i++)
		buf_printf(&text, "%s\n", env->v[i]);
	print_lines(t, j, "env", buf_text(&text));
	buf_free(&text);
}

static void
print_json(struct trace_script *n, int status, const struct changes *c)
{
	const struct script *s = n->script;
	struct json *j = json_new(n->trace->out);

	json_row(j, NULL);
	json_string(j, "script", s->name);
	json_string(j, "package", package_of(n->ctx));
	json_string(j, "file", s->path);
	json_string(j, "argument", s->arg);
	json_string(j, "shell", n->ctx->shell->options.program);
	json_string(j, "directory", s->dir);
	json_string(j, "user", s->user == NULL ? "root" : s->user);
	print_env(n->trace, j, n->ctx->env);
	print_lines(
	    n->trace, j, "input", s->list == NULL ? "" : buf_text(s->list));
	json_string(j, "output", buf_text(&n->output));
	json_number(j, "status", status);
	json_number(j, "milliseconds", milliseconds_since(&n->begun));
	print_changes(n->trace, j, c);
	json_end(j);
	json_free(j);
}

static void
print_text(struct trace_script *n, int status, const struct changes *c)
{
	const struct script *s = n->script;
	FILE *out = n->trace->out;

	fprintf(out, "== %s (%s)%s%s\n", s->name, package_of(n->ctx),
	    s->arg == NULL ? "" : " ", s->arg == NULL ? "" : s->arg);
	fprintf(out, "  file %s\n  shell %s\n  directory %s\n  user %s\n",
	    s->path, n->ctx->shell->options.program, s->dir,
	    s->user == NULL ? "root" : s->user);
	print_env(n->trace, NULL, n->ctx->env);
	print_lines(
	    n->trace, NULL, "in", s->list == NULL ? "" : buf_text(s->list));
	print_lines(n->trace, NULL, "out", buf_text(&n->output));
	print_changes(n->trace, NULL, c);
	fprintf(out, "  status %d after %lld ms\n", status,
	    (long long)milliseconds_since(&n->begun));
}

void
trace_script_end(struct trace_script *s, int status)
{
	struct snapshot *old;
	struct changes c;

	if (s == NULL)
		return;
	c = diff_since_last(s->trace, &old);
	if (s->trace->json)
		print_json(s, status, &c);
	else
		print_text(s, status, &c);
	(void)fflush(s->trace->out);
	free(c.v);
	snapshot_free(old);
	close(s->pipe[0]);
	if (s->pipe[1] != -1)
		close(s->pipe[1]);
	buf_free(&s->output);
	free(s);
}

void
trace_tool_changes(struct trace *t, struct context *ctx)
{
	if (t != NULL)
		print_tool_changes(t, ctx);
}
