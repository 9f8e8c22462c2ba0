#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "cycle/tool_command.h"

extern char **environ;

static void
add_word(struct command_line *call, const char *text)
{
	if (text == NULL)
		return;
	call->v = array_room(
	    call->v, call->n + 1, &call->size, sizeof(*call->v));
	call->v[call->n++] = xstrdup(text);
	call->v[call->n] = NULL;
}

static void
add_option(struct command_line *call, const char *name, const char *value)
{
	if (value == NULL)
		return;
	add_word(call, name);
	add_word(call, value);
}

static struct command_line
begin_command(
    const struct cycle *c, const char *verb, bool live, const char *root)
{
	struct command_line call = {NULL};

	add_word(&call, c->q->self);
	add_word(&call, "rehearse");
	add_word(&call, verb);
	add_word(&call, live ? "--live" : "-R");
	add_word(&call, root);
	if (live)
		add_option(&call, "--start", c->q->start);
	return call;
}

struct command_line
command_add(const struct cycle *c, const char *root)
{
	struct command_line call = begin_command(c, "add", c->q->live, root);
	size_t i;

	add_option(&call, "--shell", c->q->shell);
	add_option(&call, "-a", c->admin);
	add_option(&call, "-r", c->q->response);
	add_option(&call, "-d", c->q->source);
	add_word(&call, "-n");
	for (i = 0; i < c->q->nnames; i++)
		add_word(&call, c->q->names[i]);
	return call;
}

struct command_line
command_add_other(const struct cycle *c, const char *root, const char *source)
{
	struct command_line call = begin_command(c, "add", c->q->live, root);

	add_option(&call, "--shell", c->q->shell);
	add_option(&call, "-a", c->admin);
	add_option(&call, "-d", source);
	add_word(&call, "-n");
	add_word(&call, "all");
	return call;
}

struct command_line
command_remove(const struct cycle *c, const char *root)
{
	struct command_line call = begin_command(c, "rm", c->q->live, root);
	size_t i, options;
	char *record;

	add_option(&call, "--shell", c->q->shell);
	add_option(&call, "-a", c->admin);
	add_word(&call, "-n");
	options = call.n;
	for (i = c->q->nnames; i-- > 0;) {
		record = xasprintf(
		    "%s/var/sadm/pkg/%s/pkginfo", root, c->q->names[i]);
		if (access(record, F_OK) == 0)
			add_word(&call, c->q->names[i]);
		free(record);
	}
	if (call.n == options)
		command_free(&call);
	return call;
}

struct command_line
command_check(const struct cycle *c, const char *root)
{
	/* inside, some of the directories have the host's under them */
	return begin_command(c, "chk", false, root);
}

void
command_free(struct command_line *call)
{
	size_t i;

	for (i = 0; i < call->n; i++)
		free(call->v[i]);
	free(call->v);
	*call = (struct command_line){NULL};
}

char **
environment_new(const char *temporary)
{
	char **env = NULL;
	size_t i, n = 0, size = 0;

	for (i = 0; environ[i] != NULL; i++) {
		if (strncmp(environ[i], "TMPDIR=", 7) == 0)
			continue;
		env = array_room(env, n + 1, &size, sizeof(*env));
		env[n++] = xstrdup(environ[i]);
	}
	env = array_room(env, n + 1, &size, sizeof(*env));
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
