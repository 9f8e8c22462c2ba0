/*
 * completion: a script that lets a shell complete verbs and options.
 */
#include <string.h>

#include "cli/completion.h"
#include "cli/verb.h"

enum completes
completes(const struct opt *o)
{
	static const struct {
		const char *arg;
		enum completes with;
	} rows[] = {
	    {"ADMIN", COMPLETES_FILE},
	    {"DIR", COMPLETES_DIRECTORY},
	    {"FILE", COMPLETES_FILE},
	    {"PATH", COMPLETES_FILE},
	    {"RESPONSE", COMPLETES_FILE},
	    {"ROOT", COMPLETES_DIRECTORY},
	    {"SOURCE", COMPLETES_FILE},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (o->arg != NULL && strcmp(o->arg, rows[i].arg) == 0)
			return rows[i].with;
	return COMPLETES_NOTHING;
}

struct options {
	struct common common;
};

static const struct opt options[] = {
    OPTS_COMMON(struct options),
};

static const struct verb verb_bash, verb_zsh;

static enum status
run_bash(void *values, int argc, char **argv)
{
	(void)values;
	if (argc > 0)
		return usage_error(
		    &verb_bash, "takes no operand: `%s'", argv[0]);
	completion_bash();
	return STATUS_OK;
}

static enum status
run_zsh(void *values, int argc, char **argv)
{
	(void)values;
	if (argc > 0)
		return usage_error(
		    &verb_zsh, "takes no operand: `%s'", argv[0]);
	completion_zsh();
	return STATUS_OK;
}

static const struct verb verb_bash = {
    .name = "completion bash",
    .synopsis = "[options]",
    .summary = "a script for bash",
    .text = "Prints a script that lets bash complete verbs and options.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run_bash,
};

static const struct verb verb_zsh = {
    .name = "completion zsh",
    .synopsis = "[options]",
    .summary = "a function for zsh",
    .text = "Prints a function that lets zsh complete verbs and "
	    "options.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run_zsh,
};

static const struct verb *const shells[] = {&verb_bash, &verb_zsh, NULL};

const struct verb verb_completion = {
    .name = "completion",
    .synopsis = "bash|zsh",
    .summary = "make a shell complete verbs and options",
    .text = "Prints a script for the shell, to be kept where it looks for "
	    "them.\n",
    .verbs = shells,
};
