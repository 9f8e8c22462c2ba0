#include <stdio.h>
#include <string.h>

#include "cli/completion.h"

/* Also for bash 3.2, which has no compopt: then names with blanks suffer. */
static const char head[] =
    "# bash completion for pkgstream; printed by `pkgstream completion bash'\n"
    "_pkgstream()\n"
    "{\n"
    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
    "\tlocal verb= verbs= options= files= dirs= words= kind= i IFS\n"
    "\n"
    "\t# --name=value comes as three words\n"
    "\tif [ \"$cur\" = = ]; then\n"
    "\t\tcur=\n"
    "\telif [ \"$prev\" = = ]; then\n"
    "\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n"
    "\tfi\n"
    "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
    "\t\tcase \"$verb ${COMP_WORDS[i]}\" in\n";

static const char middle[] = "\t\t\tverb=\"$verb ${COMP_WORDS[i]}\" ;;\n"
			     "\t\t*)\tbreak ;;\n"
			     "\t\tesac\n"
			     "\tdone\n"
			     "\tcase $verb in\n";

static const char tail[] =
    "\tesac\n"
    "\tCOMPREPLY=()\n"
    "\tcase \" $words \" in *\" $prev \"*) return ;; esac\n"
    "\tcase \" $files \" in *\" $prev \"*) kind=-f ;; esac\n"
    "\tcase \" $dirs \" in *\" $prev \"*) kind=-d ;; esac\n"
    "\tcase $cur in\n"
    "\t-*)\twords=$options ;;\n"
    "\t*)\twords=$verbs ;;\n"
    "\tesac\n"
    "\tif [ -z \"$kind\" ] && [ -n \"$words\" ]; then\n"
    "\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
    "\t\treturn\n"
    "\tfi\n"
    "\tIFS=$'\\n'\n"
    "\tCOMPREPLY=($(compgen \"${kind:--f}\" -- \"$cur\"))\n"
    "\tcompopt -o filenames 2>/dev/null\n"
    "}\n"
    "complete -F _pkgstream pkgstream\n";

/* One pattern of a case for each verb and group: `" build"|" list"` */
static void
print_patterns(const struct verb *const *list, const char **between)
{
	for (; *list != NULL; list++) {
		if ((*list)->hidden)
			continue;
		printf("%s\" %s\"", *between, (*list)->name);
		*between = "|";
		if ((*list)->verbs != NULL)
			print_patterns((*list)->verbs, between);
	}
}

static void
print_option(const struct opt *o, const char **between)
{
	if (o->letter != 0) {
		printf("%s-%c", *between, o->letter);
		*between = " ";
	}
	if (o->name != NULL) {
		printf("%s--%s", *between, o->name);
		*between = " ";
	}
}

/* `name='-o --output'`: all options, or those whose argument is of a kind */
static void
print_list(
    const char *name, const struct opt *o, bool all, enum completion with)
{
	const char *between = "";

	printf("\t\t%s='", name);
	for (; !opt_is_end(o); o++)
		if (!opt_is_heading(o) &&
		    (all || (o->arg != NULL && completion_of(o) == with)))
			print_option(o, &between);
	puts("'");
}

/* The part of a name behind that of its group. */
static const char *
last_word(const char *name)
{
	const char *blank = strrchr(name, ' ');

	return blank == NULL ? name : blank + 1;
}

static void
print_verbs(const struct verb *const *list)
{
	const char *between = "";

	fputs("\t\tverbs='", stdout);
	for (; *list != NULL; list++)
		if (!(*list)->hidden) {
			printf("%s%s", between, last_word((*list)->name));
			between = " ";
		}
	puts("'");
}

static void
print_row(const struct verb *v)
{
	const struct verb *const *list;

	printf("\t\"%s%s\")\n", verb_is_program(v) ? "" : " ", v->name);
	if (v->verbs != NULL)
		print_verbs(v->verbs);
	if (v->options != NULL) {
		print_list("options", v->options, true, COMPLETE_NOTHING);
		print_list("files", v->options, false, COMPLETE_FILE);
		print_list("dirs", v->options, false, COMPLETE_DIRECTORY);
		print_list("words", v->options, false, COMPLETE_NOTHING);
	} else
		puts("\t\toptions='-h --help'");
	puts("\t\t;;");
	for (list = v->verbs; list != NULL && *list != NULL; list++)
		if (!(*list)->hidden)
			print_row(*list);
}

void
completion_print_bash(const struct verb *program)
{
	const char *between = "\t\t";

	fputs(head, stdout);
	print_patterns(program->verbs, &between);
	puts(")");
	fputs(middle, stdout);
	print_row(program);
	fputs(tail, stdout);
}
