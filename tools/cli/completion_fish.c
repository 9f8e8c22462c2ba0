#include <stdio.h>
#include <string.h>

#include "cli/completion.h"

/* The words that are no options: verbs come first, so they are found there. */
static const char head[] =
    "# fish completion for pkgstream; printed by `pkgstream completion fish'\n"
    "function __pkgstream_words\n"
    "\tset -l words (commandline -opc)\n"
    "\tset -e words[1]\n"
    "\tstring match -rv -- '^-' $words\n"
    "end\n"
    "# a verb comes next, behind these words\n"
    "function __pkgstream_next\n"
    "\tset -l words (__pkgstream_words)\n"
    "\ttest \"$words\" = \"$argv\"\n"
    "end\n"
    "# these words are the verb\n"
    "function __pkgstream_is\n"
    "\tset -l words (__pkgstream_words)\n"
    "\tset -l n (count $argv)\n"
    "\ttest (count $words) -ge $n\n"
    "\tand test \"$words[1..$n]\" = \"$argv\"\n"
    "end\n"
    "complete -c pkgstream -f\n";

/* Text within '...', where fish knows \' and \\ only. */
static void
print_quoted(const char *text)
{
	putchar('\'');
	for (; *text != '\0'; text++) {
		if (*text == '\'' || *text == '\\')
			putchar('\\');
		putchar(*text);
	}
	putchar('\'');
}

/* `complete -c pkgstream -n '__pkgstream_is build' -s o -l output ...' */
static void
print_option(const struct verb *v, const struct opt *o)
{
	static const char *const actions[] = {
	    [COMPLETE_NOTHING] = " -x",
	    [COMPLETE_FILE] = " -rF",
	    [COMPLETE_DIRECTORY] = " -x -a '(__fish_complete_directories)'",
	};

	printf("complete -c pkgstream -n '%s%s'",
	    verb_is_program(v) ? "__pkgstream_next" : "__pkgstream_is ",
	    verb_is_program(v) ? "" : v->name);
	if (o->letter != 0)
		printf(" -s %c", o->letter);
	if (o->name != NULL)
		printf(" -l %s", o->name);
	if (o->arg != NULL)
		fputs(actions[completion_of(o)], stdout);
	fputs(" -d ", stdout);
	print_quoted(o->help);
	putchar('\n');
}

/* A word that may follow those of the group. */
static void
print_name(const struct verb *group, const struct verb *v)
{
	const char *name = strrchr(v->name, ' ');

	printf("complete -c pkgstream -n '__pkgstream_next%s%s' -a %s -d ",
	    verb_is_program(group) ? "" : " ",
	    verb_is_program(group) ? "" : group->name,
	    name == NULL ? v->name : name + 1);
	print_quoted(v->summary);
	putchar('\n');
}

static void
print_verb(const struct verb *v)
{
	const struct verb *const *list;
	const struct opt *o;

	for (list = v->verbs; list != NULL && *list != NULL; list++)
		if (!(*list)->hidden) {
			print_name(v, *list);
			print_verb(*list);
		}
	for (o = v->options; o != NULL && !opt_is_end(o); o++)
		if (o->kind != OPT_SECTION)
			print_option(v, o);
	if (v->verbs == NULL)
		printf("complete -c pkgstream -n '__pkgstream_is %s' -F\n",
		    v->name);
}

void
completion_print_fish(const struct verb *program)
{
	fputs(head, stdout);
	print_verb(program);
}
