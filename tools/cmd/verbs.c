/*
 * The program as the group of its verbs, and those verbs that print this table
 * in one form or another: help, completion and manual.
 */
#include "cmd/verbs.h"
#include "cli/completion.h"
#include "cli/help.h"
#include "cli/manual.h"
#include "cmd_rehearse/rehearse.h"
#include "stream/package_reader.h"

#ifndef VERSION
#define VERSION "unknown"
#endif

static const struct verb verb_help, verb_manual, verb_completion;
static const struct verb verb_bash, verb_zsh, verb_fish;

static const struct verb *const verbs[] = {
    &verb_build,
    &verb_init,
    &verb_proto,
    &verb_info,
    &verb_list,
    &verb_cat,
    &verb_extract,
    &verb_trans,
    &verb_verify,
    &verb_lint,
    &verb_sign,
    &verb_diff,
    &verb_rehearse,
    &verb_readme,
    &verb_kit,
    &verb_catalog,
    &verb_completion,
    &verb_help,
    &verb_manual,
    NULL,
};

struct strings
find_volumes(const struct strings *option, int argc, char **argv, int *used)
{
	*used = 1;
	if (option->n > 0)
		return *option;
	while (*used < argc && reader_is_volume(argv[*used]))
		++*used;
	return (struct strings){(const char **)argv + 1, (size_t)*used - 1};
}

enum status
missing_package(const struct verb *v)
{
	return usage_error(
	    v, "the name of a package file or directory is missing");
}

struct program_options {
	struct common common;
	bool version;
};

static const struct opt program_options[] = {
    {'h', "help", NULL,
	"show this help; behind a verb, the help of that "
	"verb",
	OPT_FLAG, offsetof(struct program_options, common.help)},
    {0, "version", NULL, "show the version", OPT_FLAG,
	offsetof(struct program_options, version)},
    OPT_END,
};

static enum status
run_program(void *values, int argc, char **argv)
{
	const struct program_options *o = values;

	(void)argc;
	(void)argv;
	if (o->version)
		printf("pkgstream %s\n", VERSION);
	return STATUS_OK;
}

const struct verb program = {
    .name = "",
    .synopsis = "VERB [options] [OPERAND]...",
    .summary = "SVR4 packages on any Unix host",
    .text = "Makes, reads, checks and rehearses Solaris SVR4 packages on any "
	    "Unix host.\n",
    .options = program_options,
    .size = sizeof(struct program_options),
    .run = run_program,
    .verbs = verbs,
};

/* The verbs that follow have no options of their own. */
struct options {
	struct common common;
};

static const struct opt options[] = {
    OPTS_COMMON(struct options),
};

static enum status
run_help(void *values, int argc, char **argv)
{
	const struct verb *v = &program;
	int used = 0;

	(void)values;
	if (argc > 0)
		v = verb_find(&program, argc, argv, &used);
	if (v == NULL || used < argc)
		return verb_unknown(v == NULL ? &program : v, argv[used]);
	help_print(v, stdout);
	return STATUS_OK;
}

static const struct verb verb_help = {
    .name = "help",
    .synopsis = "[VERB]",
    .summary = "explain a verb",
    .text = "Shows the help of a verb, or of the program.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run_help,
    .hidden = true,
};

static enum status
print_completion(const struct verb *v,
    void (*print)(const struct verb *program), int argc, char **argv)
{
	if (argc > 0)
		return usage_error(v, "takes no operand: `%s'", argv[0]);
	print(&program);
	return STATUS_OK;
}

static enum status
run_bash(void *values, int argc, char **argv)
{
	(void)values;
	return print_completion(&verb_bash, completion_print_bash, argc, argv);
}

static enum status
run_zsh(void *values, int argc, char **argv)
{
	(void)values;
	return print_completion(&verb_zsh, completion_print_zsh, argc, argv);
}

static enum status
run_fish(void *values, int argc, char **argv)
{
	(void)values;
	return print_completion(&verb_fish, completion_print_fish, argc, argv);
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

static const struct verb verb_fish = {
    .name = "completion fish",
    .synopsis = "[options]",
    .summary = "commands for fish",
    .text = "Prints commands that let fish complete verbs and options.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run_fish,
};

static const struct verb *const shells[] = {
    &verb_bash, &verb_zsh, &verb_fish, NULL};

static const struct verb verb_completion = {
    .name = "completion",
    .synopsis = "bash|zsh|fish",
    .summary = "make a shell complete verbs and options",
    .text = "Prints a script for the shell, to be kept where it looks for "
	    "them.\n",
    .verbs = shells,
};

static enum status
run_manual(void *values, int argc, char **argv)
{
	const struct verb *v = &program;
	int used = 0;

	(void)values;
	if (argc > 1)
		v = verb_find(&program, argc - 1, argv + 1, &used);
	if (argc == 0 || v == NULL || used < argc - 1)
		return usage_error(&verb_manual, "which part of which verb?");
	if (!manual_print(v, argv[0]))
		return usage_error(
		    &verb_manual, "there is no part `%s'", argv[0]);
	return STATUS_OK;
}

static const struct verb verb_manual = {
    .name = "manual",
    .synopsis = "synopsis|options|verbs [VERB]",
    .summary = "print parts of a manual page",
    .text = "Prints what the page of a verb has from the tables, as "
	    "mdoc(7).\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run_manual,
    .hidden = true,
};
