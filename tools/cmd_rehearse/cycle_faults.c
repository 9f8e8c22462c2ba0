#include <string.h>

#include "base/date.h"
#include "base/words.h"
#include "cmd_rehearse/cycle_faults.h"
#include "os/process.h"
#include "report/cycle_report.h"
#include "report/progress.h"

#define EVERY_MAX 1000000

enum status
choose_faults(const struct verb *verb, const struct fault_options *options,
    struct fault_choice *choice)
{
	const char *every = options->every, *budget = options->budget;
	uint64_t n = 1;

	if (!options->wanted &&
	    (every != NULL || budget != NULL || options->resume != NULL))
		return usage_error(
		    verb, "--every, --budget and --resume go with --faults");
	if (every != NULL &&
	    (!number_parse(
		 (struct slice){every, strlen(every)}, 10, EVERY_MAX, &n) ||
		n == 0))
		return usage_error(
		    verb, "--every wants a number from 1, not `%s'", every);
	*choice = (struct fault_choice){.wanted = options->wanted,
	    .every = (size_t)n,
	    .resume = options->resume};
	if (budget != NULL && !duration_parse(budget, &choice->budget))
		return usage_error(verb,
		    "--budget wants a time such as 90s, 5m or 1h, not `%s'",
		    budget);
	return STATUS_OK;
}

bool
open_fault_record(struct fault_choice *choice,
    const struct cycle_request *request, struct diag *d)
{
	if (choice->resume == NULL)
		return true;
	choice->record = fault_record_open(choice->resume, request, d);
	return choice->record != NULL;
}

bool
try_faults(const struct fault_choice *choice, const struct cycle *c, bool quiet,
    struct fault_campaign *campaign, struct diag *d)
{
	double now = monotonic_seconds();
	struct fault_progress progress = {.mode = cycle_mode_name(&c->result),
	    .begin = now,
	    .shown = now,
	    .budget = choice->budget};
	struct fault_plan plan = {.every = choice->every,
	    .seconds = choice->budget,
	    .record = choice->record,
	    .mode = progress.mode,
	    .show_progress = quiet ? NULL : fault_progress_show,
	    .arg = &progress};

	return fault_campaign_run(campaign, c, &plan, d);
}
