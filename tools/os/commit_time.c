#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "os/command.h"
#include "os/commit_time.h"
#include "os/file.h"
#include "os/file_ops.h"
#include "os/tree.h"

#define SECONDS_MAX 60 /* that git may take */
#define OUTPUT_MAX  64 /* bytes */

/* Runs git and reads what it prints to the file. */
static bool
ask_git(const char *dir, const char *output, int64_t *seconds, struct diag *d)
{
	char *git = command_find("git");
	char *argv[] = {git, (char[]){"-C"}, (char *)(uintptr_t)dir,
	    (char[]){"log"}, (char[]){"-1"}, (char[]){"--format=%ct"}, NULL};
	struct buf text = BUF_INIT;
	struct slice number;
	uint64_t n = 0;
	bool ok = git != NULL &&
	    command_run(argv, environ, output, SECONDS_MAX, d) == 0 &&
	    file_read(output, OUTPUT_MAX, &text, d);

	number = slice_trim((struct slice){buf_text(&text), text.len}, " \n");
	ok = ok && number_parse(number, 10, UINT32_MAX, &n);
	*seconds = (int64_t)n;
	buf_free(&text);
	free(git);
	return ok;
}

bool
commit_time(const char *file, int64_t *seconds, struct diag *d)
{
	const char *env = getenv("TMPDIR");
	char *dir = path_dirname(file);
	char *tmp = make_temporary(
	    env == NULL || env[0] == '\0' ? "/tmp" : env, "pkgstream-git.");
	char *output = tmp == NULL ? NULL : path_join(tmp, "time");
	bool ok = output != NULL && ask_git(dir, output, seconds, d);

	if (!ok)
		diag_error(d, dir, 0, NULL,
		    "is in no checkout of git whose last commit has a time");
	if (tmp != NULL)
		tree_discard(tmp);
	free(output);
	free(tmp);
	free(dir);
	return ok;
}
