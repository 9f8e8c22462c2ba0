#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/mem.h"
#include "cycle/tool_command.h"

extern char **environ;

static void
add_word(struct command_line *command, const char *text)
{
	if (text == NULL)
		return;
	command->v = array_room(
	    command->v, command->n + 1, &command->size, sizeof(*command->v));
	command->v[command->n++] = xstrdup(text);
	command->v[command->n] = NULL;
}

static void
add_option(struct command_line *command, const char *name, const char *value)
{
	if (value == NULL)
		return;
	add_word(command, name);
	add_word(command, value);
}

static struct command_line
begin_command(
    const struct cycle *c, const char *verb, bool live, const char *root)
{
	struct command_line command = {0};

	add_word(&command, c->request->self);
	add_word(&command, "rehearse");
	add_word(&command, verb);
	add_word(&command, live ? "--live" : "-R");
	add_word(&command, root);
	if (live)
		add_option(&command, "--start", c->request->start);
	if (c->request->protection == PROTECTION_COMPLETE)
		add_word(&command, "--untrusted");
	if (c->request->network)
		add_word(&command, "--network");
	if (c->request->protection == PROTECTION_NONE)
		add_word(&command, "--unprotected");
	return command;
}

struct command_line
command_add(const struct cycle *c, const char *root)
{
	struct command_line command = begin_command(
	    c, "add", c->request->live, root);
	size_t i;

	add_option(&command, "--shell", c->request->shell);
	add_option(&command, "--tools", c->request->tools);
	add_option(&command, "-a", c->admin);
	add_option(&command, "-r", c->request->response);
	add_option(&command, "-d", c->request->source);
	add_word(&command, "-n");
	for (i = 0; i < c->request->nnames; i++)
		add_word(&command, c->request->names[i]);
	return command;
}

struct command_line
command_add_other(const struct cycle *c, const char *root, const char *source)
{
	struct command_line command = begin_command(
	    c, "add", c->request->live, root);

	add_option(&command, "--shell", c->request->shell);
	add_option(&command, "--tools", c->request->tools);
	add_option(&command, "-a", c->admin);
	add_option(&command, "-d", source);
	add_word(&command, "-n");
	add_word(&command, "all");
	return command;
}

struct command_line
command_add_expected(
    const struct cycle *c, const char *root, const char *source)
{
	/* as files they are the same, whatever the scripts see */
	struct command_line command = begin_command(c, "add", false, root);

	add_option(&command, "--shell", c->request->shell);
	add_option(&command, "--tools", c->request->tools);
	add_option(&command, "-a", c->admin);
	add_option(&command, "-d", source);
	add_word(&command, "-n");
	add_word(&command, "all");
	return command;
}

struct command_line
command_remove(const struct cycle *c, const char *root)
{
	struct command_line command = begin_command(
	    c, "rm", c->request->live, root);
	size_t i, options;
	char *record;

	add_option(&command, "--shell", c->request->shell);
	add_option(&command, "--tools", c->request->tools);
	add_option(&command, "-a", c->admin);
	add_word(&command, "-n");
	options = command.n;
	for (i = c->request->nnames; i-- > 0;) {
		record = xasprintf(
		    "%s/var/sadm/pkg/%s/pkginfo", root, c->request->names[i]);
		if (access(record, F_OK) == 0)
			add_word(&command, c->request->names[i]);
		free(record);
	}
	if (command.n == options)
		command_free(&command);
	return command;
}

struct command_line
command_check(const struct cycle *c, const char *root)
{
	/* with --live, directories of the host are mounted over some */
	return begin_command(c, "chk", false, root);
}

void
command_free(struct command_line *command)
{
	size_t i;

	for (i = 0; i < command->n; i++)
		free(command->v[i]);
	free(command->v);
	*command = (struct command_line){0};
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
