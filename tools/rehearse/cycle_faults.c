/*
 * The same cycle once for every moment at which the package's scripts change
 * the file system: all is killed there, as by a power cut, and then it has to
 * be possible to go back, and to go on.
 */
#include <stdio.h>
#include <string.h>

#include "rehearse/cycle_impl.h"

/* What has to come out, and how often it did. */
struct trials {
	struct cycle	*c;
	struct snapshot	*old;		/* before, exactly */
	struct snapshot	*new;		/* installed, but for records */
	unsigned long	 tried, recovered, lost, missed;
};

enum trial {
	TRIAL_INSTALL_BACK,	/* killed at installation, then removed */
	TRIAL_INSTALL_AGAIN,	/* killed at installation, then once more */
	TRIAL_REMOVE_AGAIN	/* killed at removal, then once more */
};

static const char *const trial_names[] = {
	"killed at installation, then removed",
	"killed at installation, then installed again",
	"killed at removal, then removed again"
};

/* The next phase, with a moment to die at; 0: only count. */
static void
arm(struct cycle *c, unsigned long kill_at)
{
	c->set.faults->points = 0;
	c->set.faults->struck = false;
	c->set.faults->what[0] = '\0';
	c->set.faults->kill_at = kill_at;
}

static int
calm_add(struct cycle *c)
{
	struct faults *f = c->set.faults;
	int code;

	c->set.faults = NULL;
	code = phase_add(c, c->q->source);
	c->set.faults = f;
	return code;
}

static int
calm_remove(struct cycle *c)
{
	struct faults *f = c->set.faults;
	int code;

	c->set.faults = NULL;
	code = phase_remove(c);
	c->set.faults = f;
	return code;
}

/* Kills at the moment; false when it did not come. */
static bool
kill_in_phase(struct cycle *c, enum trial trial, unsigned long moment)
{
	if (trial == TRIAL_REMOVE_AGAIN && calm_add(c) != EXIT_OK)
		return false;
	arm(c, moment);
	if (trial == TRIAL_REMOVE_AGAIN)
		(void)phase_remove(c);
	else
		(void)phase_add(c, c->q->source);
	return c->set.faults->struck;
}

static void
report_loss(struct trials *t, enum trial trial, unsigned long moment,
    int code, const struct snapshot *wanted, const struct snapshot *found)
{
	struct cycle *c = t->c;
	bool exactly = trial != TRIAL_INSTALL_AGAIN;

	if (c->json != NULL) {
		json_object(c->json, NULL);
		json_string(c->json, "trial", trial_names[trial]);
		json_number(c->json, "moment", (int64_t)moment);
		json_string(c->json, "before", c->set.faults->what);
		json_number(c->json, "status", code);
		json_array(c->json, "differences");
	} else
		(void)fprintf(c->q->out, "  lost: %s, moment %lu, before %s "
		    "(status %d)\n", trial_names[trial], moment,
		    c->set.faults->what, code);
	(void)cycle_compare(c, wanted, found, exactly, true);
	if (c->json != NULL) {
		json_end(c->json);
		json_end(c->json);
	}
	(void)fflush(c->q->out);
}

static void
try_moment(struct trials *t, enum trial trial, unsigned long moment)
{
	bool exactly = trial != TRIAL_INSTALL_AGAIN;
	const struct snapshot *wanted = exactly ? t->old : t->new;
	struct cycle *c = t->c;
	struct snapshot *found;
	int code;

	if (!cycle_renew(c))
		return;
	if (!kill_in_phase(c, trial, moment)) {
		t->missed++;
		return;
	}
	t->tried++;
	code = trial == TRIAL_INSTALL_AGAIN ? calm_add(c) : calm_remove(c);
	found = cycle_look(c, exactly);
	if (code == EXIT_OK && cycle_compare(c, wanted, found, exactly,
	    false) == 0)
		t->recovered++;
	else {
		t->lost++;
		report_loss(t, trial, moment, code, wanted, found);
	}
	snapshot_free(found);
}

/* Without a kill: what comes out, and how many moments there are. */
static bool
measure(struct trials *t, unsigned long *adding, unsigned long *removing)
{
	struct cycle *c = t->c;

	if (!cycle_renew(c))
		return false;
	t->old = cycle_look(c, true);
	arm(c, 0);
	if (phase_add(c, c->q->source) != EXIT_OK)
		return false;
	*adding = c->set.faults->points;
	t->new = cycle_look(c, false);
	arm(c, 0);
	if (phase_remove(c) != EXIT_OK)
		return false;
	*removing = c->set.faults->points;
	return t->old != NULL && t->new != NULL && !c->set.faults->broken;
}

static void
report_trials(struct trials *t)
{
	struct cycle *c = t->c;

	if (c->json != NULL) {
		json_end(c->json);
		json_number(c->json, "tried", (int64_t)t->tried);
		json_number(c->json, "recovered", (int64_t)t->recovered);
		json_number(c->json, "lost", (int64_t)t->lost);
		json_number(c->json, "missed", (int64_t)t->missed);
		return;
	}
	(void)fprintf(c->q->out, "  power cuts: %lu tried, %lu recovered, "
	    "%lu lost", t->tried, t->recovered, t->lost);
	if (t->missed > 0)
		(void)fprintf(c->q->out, ", %lu did not come about",
		    t->missed);
	(void)fputc('\n', c->q->out);
}

static void
run_trials(struct trials *t)
{
	unsigned long adding = 0, removing = 0, i;
	struct cycle *c = t->c;

	if (!measure(t, &adding, &removing)) {
		diag_error(c->d, c->q->source, 0, NULL, "no power cuts: %s",
		    c->set.faults->broken ? "this system does not let "
		    "processes be traced" :
		    "even without one the package does not go in and out");
		return;
	}
	for (i = 1; i <= adding; i++) {
		try_moment(t, TRIAL_INSTALL_BACK, i);
		try_moment(t, TRIAL_INSTALL_AGAIN, i);
	}
	for (i = 1; i <= removing; i++)
		try_moment(t, TRIAL_REMOVE_AGAIN, i);
}

void
cycle_faults(struct cycle *c)
{
	struct trials t = { .c = c };

	c->set.faults = faults_new();
	if (c->set.faults == NULL) {
		diag_error(c->d, c->q->source, 0, NULL,
		    "no power cuts: this system cannot trace (Linux can)");
		return;
	}
	if (c->q->json) {
		c->json = json_new(c->q->out);
		json_row(c->json, NULL);
		json_string(c->json, "mode", c->live ? "live" : "alternate");
		json_array(c->json, "losses");
	}
	run_trials(&t);
	report_trials(&t);
	if (c->json != NULL) {
		json_end(c->json);
		json_free(c->json);
		c->json = NULL;
	}
	c->wrong += t.lost;
	snapshot_free(t.old);
	snapshot_free(t.new);
	faults_free(c->set.faults);
	c->set.faults = NULL;
}
