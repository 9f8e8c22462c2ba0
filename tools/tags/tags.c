#include <string.h>

#include "tags/tags.h"

static const struct lint_tag *const tables[] = {lint_tags_shell, lint_tags_trap,
    lint_tags_utility, lint_tags_context, lint_tags_package, lint_tags_elf};

#define TABLES (sizeof(tables) / sizeof(*tables))

const struct lint_tag *
lint_tag_next(const struct lint_tag *t)
{
	const struct lint_tag *end;
	size_t i;

	if (t == NULL)
		return tables[0];
	if (t[1].id != NULL)
		return t + 1;
	for (i = 0; i + 1 < TABLES; i++) {
		for (end = tables[i]; end->id != NULL; end++)
			;
		if (end == t + 1)
			return tables[i + 1];
	}
	return NULL;
}

const struct lint_tag *
lint_tag_find(const char *id)
{
	const struct lint_tag *t;
	size_t i;

	for (i = 0; i < TABLES; i++)
		for (t = tables[i]; t->id != NULL; t++)
			if (strcmp(t->id, id) == 0)
				return t;
	return NULL;
}

unsigned
lint_release(const char *name)
{
	static const char *const names[] = {"8", "9", "10", "11"};
	unsigned i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return 1u << i;
	return 0;
}
