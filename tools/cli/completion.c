#include <string.h>

#include "cli/completion.h"

enum completion
completion_of(const struct opt *o)
{
	static const struct {
		const char *arg;
		enum completion with;
	} rows[] = {
	    {"ADMIN", COMPLETE_FILE},
	    {"DIR", COMPLETE_DIRECTORY},
	    {"FILE", COMPLETE_FILE},
	    {"PATH", COMPLETE_FILE},
	    {"RESPONSE", COMPLETE_FILE},
	    {"ROOT", COMPLETE_DIRECTORY},
	    {"SOURCE", COMPLETE_FILE},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (o->arg != NULL && strcmp(o->arg, rows[i].arg) == 0)
			return rows[i].with;
	return COMPLETE_NOTHING;
}
