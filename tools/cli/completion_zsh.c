#include <stdio.h>
#include <string.h>

#include "cli/completion.h"

/* Text within '...'; in a specification some characters are escaped too. */
static void
print_quoted(const char *text, const char *special)
{
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			fputs("'\\''", stdout);
		else if (strchr(special, *text) != NULL)
			printf("\\%c", *text);
		else
			putchar(*text);
	}
}

/* The name of a verb as a function: blanks become underlines. */
static void
print_function(const struct verb *v)
{
	const char *p;

	fputs(verb_is_program(v) ? "_pkgstream" : "_pkgstream_", stdout);
	for (p = v->name; *p != '\0'; p++)
		putchar(*p == ' ' ? '_' : *p);
}

/* `'(-o --output)'{-o+,--output=}'[help]:FILE:_files'` */
static void
print_option(const struct opt *o)
{
	static const char *const actions[] = {
	    [COMPLETE_NOTHING] = " ",
	    [COMPLETE_FILE] = "_files",
	    [COMPLETE_DIRECTORY] = "_files -/",
	};
	const char *plus = o->arg == NULL ? "" : "+";
	const char *equals = o->arg == NULL ? "" : "=";

	fputs("\t    ", stdout);
	if (o->kind == OPT_LIST)
		fputs("'*'", stdout);
	else if (o->letter != 0 && o->name != NULL)
		printf("'(-%c --%s)'", o->letter, o->name);
	if (o->letter != 0 && o->name != NULL)
		printf("{-%c%s,--%s%s}'[", o->letter, plus, o->name, equals);
	else if (o->letter != 0)
		printf("'-%c%s[", o->letter, plus);
	else
		printf("'--%s%s[", o->name, equals);
	print_quoted(o->help, "[]\\");
	putchar(']');
	if (o->arg != NULL) {
		putchar(':');
		print_quoted(o->arg, ":\\");
		printf(":%s", actions[completion_of(o)]);
	}
	puts("' \\");
}

static void
print_leaf(const struct verb *v)
{
	const struct opt *o;

	puts("\t_arguments -s -S \\");
	for (o = v->options; !opt_is_end(o); o++)
		if (!opt_is_heading(o))
			print_option(o);
	puts("\t    '*:file:_files'");
}

/* Completes one of the verbs, or hands over to the function of that verb. */
static void
print_group(const struct verb *v)
{
	const struct verb *const *list;
	const char *name;

	puts("\tlocal -a verbs=(");
	for (list = v->verbs; *list != NULL; list++) {
		if ((*list)->hidden)
			continue;
		name = strrchr((*list)->name, ' ');
		fputs("\t    '", stdout);
		print_quoted(name == NULL ? (*list)->name : name + 1, ":\\");
		putchar(':');
		print_quoted((*list)->summary, "\\");
		puts("'");
	}
	fputs("\t)\n\tif (( CURRENT == 2 )); then\n"
	      "\t\t_describe -t verbs verb verbs\n"
	      "\t\treturn\n"
	      "\tfi\n"
	      "\tlocal next=",
	    stdout);
	print_function(v);
	fputs("_$words[2]\n"
	      "\t(( $+functions[$next] )) || return 1\n"
	      "\tshift words\n"
	      "\t(( CURRENT-- ))\n"
	      "\t$next\n",
	    stdout);
}

static void
print_verb(const struct verb *v)
{
	const struct verb *const *list;

	for (list = v->verbs; list != NULL && *list != NULL; list++)
		if (!(*list)->hidden)
			print_verb(*list);
	print_function(v);
	puts("()\n{");
	if (v->verbs != NULL)
		print_group(v);
	else
		print_leaf(v);
	puts("}\n");
}

void
completion_print_zsh(const struct verb *program)
{
	puts("#compdef pkgstream\n"
	     "# printed by `pkgstream completion zsh'");
	print_verb(program);
	puts("_pkgstream \"$@\"");
}
