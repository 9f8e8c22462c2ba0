#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cycle/cycle_step.h"
#include "os/command.h"
#include "os/file.h"
#include "os/process.h"
#include "root/scratch.h"

#define OUTPUT_MAX (64u * 1024 * 1024) /* bytes of one step */

char *
cycle_file(const struct cycle *c, const char *name)
{
	return xasprintf("%s/%s", c->request->dir, name);
}

bool
cycle_record_step(
    struct cycle *c, enum stage stage, int status, double begin, struct diag *d)
{
	char *output = cycle_file(c, "output");
	double seconds = monotonic_seconds() - begin;
	struct script_times scripts = {.v = NULL};
	struct buf text = BUF_INIT;
	bool ok = file_read(output, OUTPUT_MAX, &text, d);

	if (c->times != NULL)
		ok = script_times_read(c->times, &scripts, d) && ok;
	buf_str(&text, "");
	cycle_result_add_step(&c->result,
	    (struct step){.stage = stage,
		.status = status,
		.begin = begin,
		.seconds = seconds,
		.scripts = scripts,
		.output = buf_steal(&text)});
	/* a live session appends the output of its next step */
	ok = truncate(output, 0) == 0 && ok;
	if (c->times != NULL)
		ok = truncate(c->times, 0) == 0 && ok;
	free(output);
	return ok;
}

bool
cycle_step(struct cycle *c, enum stage stage, struct command_line command,
    const char *root, struct diag *d)
{
	char *output = cycle_file(c, "output");
	double begin = monotonic_seconds();
	int status;

	if (c->times != NULL && stage != STAGE_CHECK)
		command_record_times(&command, c->times);
	status = command_run(command.v, c->env, output, c->request->seconds, d);
	command_free(&command);
	if (c->request->live && stage != STAGE_CHECK)
		scratch_remove_live_mountpoints(root);
	free(output);
	return status != COMMAND_FAILED &&
	    cycle_record_step(c, stage, status, begin, d);
}

void
cycle_name_step(struct cycle *c, const char *packages)
{
	struct step *last = &c->result.steps[c->result.nsteps - 1];

	free(last->packages);
	last->packages = xstrdup(packages);
}

const struct step *
cycle_last_step(const struct cycle *c)
{
	return &c->result.steps[c->result.nsteps - 1];
}

char *
cycle_last_output(const struct cycle *c, const char *root)
{
	const char *p = cycle_last_step(c)->output, *at;
	struct buf text = BUF_INIT;

	while ((at = strstr(p, root)) != NULL) {
		buf_add(&text, p, (size_t)(at - p));
		p = at + strlen(root);
	}
	buf_str(&text, p);
	return buf_steal(&text);
}
