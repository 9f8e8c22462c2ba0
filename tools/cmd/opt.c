#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/opt.h"

/* The command line while it is read. */
struct parser {
	const char	 *verb;
	const struct opt *table;
	char		 *values;
	int		  argc, next;
	char		**argv;
};

bool
opt_is_end(const struct opt *o)
{
	return o->letter == 0 && o->name == NULL && o->kind != OPT_SECTION;
}

static bool
mistake(const struct parser *p, const char *what, const char *option)
{
	fprintf(stderr, "pkgstream %s: %s %s\n"
	    "try `pkgstream %s --help'\n", p->verb, what, option, p->verb);
	return false;
}

static void
store(const struct parser *p, const struct opt *o, const char *arg)
{
	char *field = p->values + o->offset;
	struct strings *list;

	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)(void *)field = true;
		break;
	case OPT_STRING:
		*(const char **)(void *)field = arg;
		break;
	case OPT_LIST:
		list = (struct strings *)(void *)field;
		list->v = xreallocarray(list->v, list->n + 1,
		    sizeof(*list->v));
		list->v[list->n++] = arg;
		break;
	case OPT_SECTION:
		break;
	}
}

/* `--name`, `--name=value`, `--name value` */
static bool
parse_long(struct parser *p, const char *word)
{
	size_t len = strcspn(word + 2, "=");
	const char *arg = word[2 + len] == '=' ? word + 2 + len + 1 : NULL;
	const struct opt *o;

	for (o = p->table; !opt_is_end(o); o++)
		if (o->name != NULL && o->kind != OPT_SECTION &&
		    strlen(o->name) == len &&
		    strncmp(o->name, word + 2, len) == 0)
			break;
	if (opt_is_end(o))
		return mistake(p, "unknown option", word);
	if (o->arg == NULL && arg != NULL)
		return mistake(p, "no argument belongs to", word);
	if (o->arg != NULL && arg == NULL) {
		if (p->next >= p->argc)
			return mistake(p, "an argument is missing for", word);
		arg = p->argv[p->next++];
	}
	store(p, o, arg);
	return true;
}

/* `-abc`, where the argument of c may be joined or the next word */
static bool
parse_short(struct parser *p, const char *word)
{
	char shown[3] = "-?";
	const struct opt *o;
	const char *c, *arg;

	for (c = word + 1; *c != '\0'; c++) {
		shown[1] = *c;
		for (o = p->table; !opt_is_end(o); o++)
			if (o->letter == *c)
				break;
		if (opt_is_end(o))
			return mistake(p, "unknown option", shown);
		if (o->arg == NULL) {
			store(p, o, NULL);
			continue;
		}
		arg = c + 1;
		if (*arg == '\0') {
			if (p->next >= p->argc)
				return mistake(p,
				    "an argument is missing for", shown);
			arg = p->argv[p->next++];
		}
		store(p, o, arg);
		break;
	}
	return true;
}

int
opt_parse(const char *verb, const struct opt *table, void *values, int argc,
    char **argv)
{
	struct parser p = { verb, table, values, argc, 0, argv };
	int operands = 0;
	char *word;
	bool ok;

	while (p.next < argc) {
		word = argv[p.next++];
		if (strcmp(word, "--") == 0)
			break;
		if (word[0] != '-' || word[1] == '\0') {
			argv[operands++] = word;
			continue;
		}
		ok = word[1] == '-' ? parse_long(&p, word) :
		    parse_short(&p, word);
		if (!ok)
			return -1;
	}
	while (p.next < argc)
		argv[operands++] = argv[p.next++];
	return operands;
}

void
opt_free(const struct opt *table, void *values)
{
	const struct opt *o;
	struct strings *list;

	for (o = table; !opt_is_end(o); o++) {
		if (o->kind != OPT_LIST)
			continue;
		list = (struct strings *)(void *)((char *)values + o->offset);
		free(list->v);
		*list = (struct strings){ NULL, 0 };
	}
}
