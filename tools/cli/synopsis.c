#include <ctype.h>
#include <string.h>

#include "cli/synopsis.h"

/*
 * Do the words on both sides of a blank belong to one item: alternatives, a
 * word and its `...', an option and its argument?
 */
static bool
belongs_together(const char *item, const char *blank)
{
	const char *word = blank, *next = blank + strspn(blank, " ");

	while (word > item && word[-1] != ' ')
		word--;
	if (*word == '|' || *next == '|' || strncmp(next, "...", 3) == 0)
		return true;
	return *word == '-' && isupper((unsigned char)*next);
}

static size_t
item_length(const char *text)
{
	size_t depth = 0, len;

	for (len = 0; text[len] != '\0' && text[len] != '\n'; len++) {
		if (text[len] == '[')
			depth++;
		else if (text[len] == ']' && depth > 0)
			depth--;
		else if (text[len] == ' ' && depth == 0 &&
		    !belongs_together(text, text + len))
			break;
	}
	return len;
}

bool
synopsis_next(const char **rest, struct synopsis_item *item)
{
	const char *p = *rest;

	item->begins = item->text == NULL;
	for (; *p == ' ' || *p == '\n'; p++)
		if (*p == '\n' && p[1] != ' ')
			item->begins = true;
	item->text = p;
	item->len = item_length(p);
	*rest = p + item->len;
	return item->len > 0;
}
