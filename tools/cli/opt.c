#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/closest.h"
#include "base/mem.h"
#include "cli/verb.h"

/* The command line while it is read. */
struct parser {
	const struct verb *verb;
	char *values;
	int argc, next;
	char **argv;
};

bool
opt_is_end(const struct opt *o)
{
	return o->letter == 0 && o->name == NULL && !opt_is_heading(o);
}

bool
opt_is_heading(const struct opt *o)
{
	return o->kind == OPT_SECTION || o->kind == OPT_GROUP;
}

static bool
mistake(const struct parser *p, const char *what, const char *option)
{
	(void)usage_error(p->verb, "%s %s", what, option);
	return false;
}

static void
store(const struct parser *p, const struct opt *o, const char *arg)
{
	char *field = p->values + o->offset;
	struct strings *list;

	switch (o->kind) {
	case OPT_FLAG: *(bool *)(void *)field = true; break;
	case OPT_STRING: *(const char **)(void *)field = arg; break;
	case OPT_LIST:
		list = (struct strings *)(void *)field;
		list->v = array_append_room(list->v, list->n, sizeof(*list->v));
		list->v[list->n++] = arg;
		break;
	case OPT_SECTION:
	case OPT_GROUP: break;
	}
}

static const struct opt *
find_long(const struct opt *o, const char *name, size_t len)
{
	for (; !opt_is_end(o); o++)
		if (o->name != NULL && strlen(o->name) == len &&
		    strncmp(o->name, name, len) == 0)
			return o;
	return NULL;
}

static const struct opt *
find_short(const struct opt *o, char letter)
{
	for (; !opt_is_end(o); o++)
		if (o->letter == letter)
			return o;
	return NULL;
}

/* Says which option may have been meant. */
static bool
unknown_option(const struct parser *p, const char *word, size_t len)
{
	char *name = xstrndup(word, len);
	struct closest c;
	const struct opt *o;

	closest_begin(&c, name);
	for (o = p->verb->options; !opt_is_end(o); o++)
		if (o->name != NULL)
			closest_offer(&c, o->name);
	if (c.best == NULL)
		(void)usage_error(p->verb, "unknown option --%s", name);
	else
		(void)usage_error(p->verb,
		    "unknown option --%s; did you mean --%s?", name, c.best);
	free(name);
	return false;
}

/* Stores the next word as the argument of the option shown. */
static bool
store_next(struct parser *p, const struct opt *o, const char *shown)
{
	if (p->next >= p->argc)
		return mistake(p, "an argument is missing for", shown);
	store(p, o, p->argv[p->next++]);
	return true;
}

/* `--name`, `--name=value`, `--name value` */
static bool
parse_long(struct parser *p, const char *word)
{
	const char *name = word + 2;
	size_t len = strcspn(name, "=");
	const char *arg = name[len] == '=' ? name + len + 1 : NULL;
	const struct opt *o = find_long(p->verb->options, name, len);

	if (o == NULL)
		return unknown_option(p, name, len);
	if (o->arg == NULL && arg != NULL)
		return mistake(p, "no argument belongs to", word);
	if (o->arg != NULL && arg == NULL)
		return store_next(p, o, word);
	store(p, o, arg);
	return true;
}

/* `-abc`, where the argument of c may be joined or the next word */
static bool
parse_short(struct parser *p, const char *word)
{
	char shown[3] = "-?";
	const struct opt *o;
	const char *c;

	for (c = word + 1; *c != '\0'; c++) {
		shown[1] = *c;
		o = find_short(p->verb->options, *c);
		if (o == NULL)
			return mistake(p, "unknown option", shown);
		if (o->arg != NULL && c[1] == '\0')
			return store_next(p, o, shown);
		store(p, o, c + 1);
		if (o->arg != NULL)
			break;
	}
	return true;
}

int
opt_parse(const struct verb *v, void *values, int argc, char **argv)
{
	struct parser p = {v, values, argc, 0, argv};
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
		ok = word[1] == '-' ? parse_long(&p, word)
				    : parse_short(&p, word);
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
		*list = (struct strings){NULL, 0};
	}
}
