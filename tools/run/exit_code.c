#include <stddef.h>

#include "run/exit_code.h"

int
exit_code_final(const struct exit_notes *notes, int code)
{
	if (code == EXIT_INTERNAL)
		return code;
	if (code % 10 == 0 && notes->warned)
		code += EXIT_WARNING;
	if (notes->reboot_now)
		code = code % 10 + EXIT_REBOOT_NOW;
	if (notes->reboot_later)
		code = code % 10 + EXIT_REBOOT_LATER;
	return code;
}

const char *
exit_code_text(int code)
{
	static const char *const words[10] = {
	    "was successful",
	    "failed",
	    "ended with warnings: the instance counts as partial",
	    "was interrupted",
	    "was refused (administration)",
	    "needs an answer, which -n forbids (interaction)",
	};

	if (code == EXIT_INTERNAL || words[code % 10] == NULL)
		return "failed (internal error)";
	return words[code % 10];
}
