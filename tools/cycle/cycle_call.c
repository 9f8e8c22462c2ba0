#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cycle/cycle_call.h"

extern char **environ;

static void
word(struct command_line *call, const char *text)
{
	if (text == NULL)
		return;
	call->v = xreallocarray(call->v, call->n + 2, sizeof(*call->v));
	call->v[call->n++] = xstrdup(text);
	call->v[call->n] = NULL;
}

static void
option(struct command_line *call, const char *name, const char *value)
{
	if (value == NULL)
		return;
	word(call, name);
	word(call, value);
}

static struct command_line
begin(const struct cycle *c, const char *verb, bool live, const char *root)
{
	struct command_line call = {NULL, 0};

	word(&call, c->q->self);
	word(&call, "rehearse");
	word(&call, verb);
	word(&call, live ? "--live" : "-R");
	word(&call, root);
	if (live)
		option(&call, "--start", c->q->start);
	return call;
}

struct command_line
call_add(const struct cycle *c, const char *root)
{
	struct command_line call = begin(c, "add", c->q->live, root);
	size_t i;

	option(&call, "--shell", c->q->shell);
	option(&call, "-a", c->admin);
	option(&call, "-r", c->q->response);
	option(&call, "-d", c->q->source);
	word(&call, "-n");
	for (i = 0; i < c->q->nnames; i++)
		word(&call, c->q->names[i]);
	return call;
}

struct command_line
call_add_other(const struct cycle *c, const char *root, const char *source)
{
	struct command_line call = begin(c, "add", c->q->live, root);

	option(&call, "--shell", c->q->shell);
	option(&call, "-a", c->admin);
	option(&call, "-d", source);
	word(&call, "-n");
	word(&call, "all");
	return call;
}

struct command_line
call_remove(const struct cycle *c, const char *root)
{
	struct command_line call = begin(c, "rm", c->q->live, root);
	size_t i, options;
	char *record;

	option(&call, "--shell", c->q->shell);
	option(&call, "-a", c->admin);
	word(&call, "-n");
	options = call.n;
	for (i = c->q->nnames; i-- > 0;) {
		record = xasprintf(
		    "%s/var/sadm/pkg/%s/pkginfo", root, c->q->names[i]);
		if (access(record, F_OK) == 0)
			word(&call, c->q->names[i]);
		free(record);
	}
	if (call.n == options)
		call_free(&call);
	return call;
}

struct command_line
call_check(const struct cycle *c, const char *root)
{
	/* inside, some of the directories have the host's under them */
	return begin(c, "chk", false, root);
}

void
call_free(struct command_line *call)
{
	size_t i;

	for (i = 0; i < call->n; i++)
		free(call->v[i]);
	free(call->v);
	*call = (struct command_line){NULL, 0};
}

char **
environment_new(const char *temporary)
{
	char **env = NULL;
	size_t i, n = 0;

	for (i = 0; environ[i] != NULL; i++) {
		if (strncmp(environ[i], "TMPDIR=", 7) == 0)
			continue;
		env = xreallocarray(env, n + 2, sizeof(*env));
		env[n++] = xstrdup(environ[i]);
	}
	env = xreallocarray(env, n + 2, sizeof(*env));
	env[n++] = xasprintf("TMPDIR=%s", temporary);
	env[n] = NULL;
	return env;
}

void
environment_free(char **env)
{
	size_t i;

	for (i = 0; env != NULL && env[i] != NULL; i++)
		free(env[i]);
	free(env);
}
