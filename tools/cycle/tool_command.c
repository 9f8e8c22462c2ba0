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

/* The options that all runs of scripts have, and the admin file. */
static void
add_script_options(struct command_line *command, const struct cycle *c)
{
	add_option(command, "--shell", c->request->shell);
	add_option(command, "--tools", c->request->tools);
	add_option(command, "-a", c->admin);
	add_word(command, "-n");
}

static struct command_line
add_packages(const struct cycle *c, const struct cycle_source *source,
    bool live, const char *root)
{
	struct command_line command = begin_command(c, "add", live, root);
	size_t i;

	add_script_options(&command, c);
	add_option(&command, "-d", source->path);
	if (source->nnames == 0)
		add_word(&command, "all");
	else /* the answers are for the packages that are tested */
		add_option(&command, "-r", c->request->response);
	for (i = 0; i < source->nnames; i++)
		add_word(&command, source->names[i]);
	return command;
}

struct command_line
command_add(
    const struct cycle *c, const struct cycle_source *source, const char *root)
{
	return add_packages(c, source, c->request->live, root);
}

struct command_line
command_add_files(
    const struct cycle *c, const struct cycle_source *source, const char *root)
{
	return add_packages(c, source, false, root);
}

static bool
is_installed(const char *name, const char *root)
{
	char *record = xasprintf("%s/var/sadm/pkg/%s/pkginfo", root, name);
	bool found = access(record, F_OK) == 0;

	free(record);
	return found;
}

bool
source_is_installed(const struct cycle_source *source, const char *root)
{
	size_t i;

	for (i = 0; i < source->nnames; i++)
		if (is_installed(source->names[i], root))
			return true;
	return false;
}

struct command_line
command_remove(
    const struct cycle *c, const struct cycle_source *source, const char *root)
{
	struct command_line command = begin_command(
	    c, "rm", c->request->live, root);
	size_t i;

	add_script_options(&command, c);
	for (i = source->nnames; i-- > 0;)
		if (is_installed(source->names[i], root))
			add_word(&command, source->names[i]);
	if (!source_is_installed(source, root))
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
command_record_times(struct command_line *command, const char *file)
{
	add_option(command, "--times", file);
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
