#include <stdio.h>

#include "syntax/place.h"

void
syntax_note(struct syntax_place *place, size_t at, const char *text, size_t len)
{
	const size_t most = sizeof(place->text) - 1;

	if (place->found)
		return;
	place->found = true;
	place->at = at;
	snprintf(place->text, sizeof(place->text), "%.*s",
	    (int)(len > most ? most : len), text);
}
