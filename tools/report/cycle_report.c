#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/command.h"
#include "report/cycle_report.h"
#include "report/text.h"

#define DIFFERENCES_MAX 20
#define LINES_MAX       20 /* of the output of a failed tool */

const char *
mode_name(const struct cycle *c)
{
	return c->q->live ? "live" : "alternate root";
}

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* The last lines of what a tool has printed. */
static void
print_output(const char *text)
{
	const char *p = text + strlen(text);
	size_t len, lines = 0;
	char *line, *shown;

	while (p > text && lines <= LINES_MAX)
		lines += *--p == '\n';
	while (*p == '\n')
		p++;
	for (; *p != '\0'; p += len + (p[len] == '\n')) {
		len = strcspn(p, "\n");
		line = strndup(p, len);
		shown = line == NULL ? NULL : text_printable(line);
		printf("    | %s\n", shown == NULL ? "" : shown);
		free(shown);
		free(line);
	}
}

static void
print_step(const struct cycle *c, const struct step *s)
{
	printf("  %-10s%7.2f s  ", stage_name(s->stage), s->seconds);
	if (s->status == COMMAND_TIMEOUT)
		printf("did not end");
	else if (s->stage == STAGE_CHECK)
		printf(s->status == 0 ? "clean" : "complaints (exit %d)",
		    s->status);
	else
		printf("exit %d", s->status);
	if (s->stage == STAGE_INSTALL && c->new != NULL)
		printf(", %zu object%s, %zu path%s changed", c->objects,
		    plural(c->objects), c->changed, plural(c->changed));
	if (s->stage == STAGE_INSTALL && c->down != NULL)
		printf(", service down for %s s", c->down);
	putchar('\n');
	if (s->stage != STAGE_CHECK && !exit_code_is_success(s->status))
		print_output(s->output);
}

static void
print_differences(const struct cycle *c, bool all)
{
	size_t i, n = c->ndifferences;
	char *path, *text;

	if (cycle_is_clean(c)) {
		printf("  compare              no difference");
		if (c->q->live)
			printf(", %zu process%s as before", c->processes,
			    c->processes == 1 ? "" : "es");
		putchar('\n');
		return;
	}
	if (c->ndifferences > 0)
		printf("  compare              %zu difference%s\n",
		    c->ndifferences, plural(c->ndifferences));
	if (!all && n > DIFFERENCES_MAX)
		n = DIFFERENCES_MAX;
	for (i = 0; i < n; i++) {
		path = text_printable(c->differences[i].path);
		text = text_printable(c->differences[i].text);
		printf("    %s: %s\n", path, text);
		free(path);
		free(text);
	}
	if (n < c->ndifferences)
		printf("    and %zu more (--verbose shows them)\n",
		    c->ndifferences - n);
}

static void
print_loss(const struct loss *l)
{
	char *path = text_printable(l->point->path);
	char *script = text_printable(l->point->script);
	char *text = text_printable(l->text);

	printf("    lost at point %zu, in %s %s %s of %s\n        %s\n",
	    l->number, script, l->point->after ? "after" : "before",
	    l->point->call, path, text);
	free(path);
	free(script);
	free(text);
}

static void
print_campaign(const struct fault_campaign *a)
{
	size_t i, k = 0, tried;

	printf("  power cuts%7.2f s  %zu point%s at installation, %zu at "
	       "removal%s\n",
	    a->seconds, a->install.n, plural(a->install.n), a->remove.n,
	    a->interrupted ? " (interrupted)" : "");
	for (i = 0; i < TRIALS; i++) {
		tried = a->tried[i];
		printf("    %-37s%5zu tried, %5zu recovered, %5zu lost\n",
		    fault_trial_name((enum fault_trial)i), tried,
		    tried - a->lost[i], a->lost[i]);
		for (; k < a->nlosses &&
		     a->losses[k].trial == (enum fault_trial)i;
		     k++)
			print_loss(&a->losses[k]);
	}
}

void
report_text(const struct mode_report *m, bool all)
{
	const struct cycle *c = m->cycle;
	size_t i;

	printf("%s:\n", mode_name(c));
	for (i = 0; i < c->missing_parents.n; i++)
		printf("%s%s%s",
		    i == 0 ? "  taken as given, since no "
			     "package brings it: "
			   : ", ",
		    c->missing_parents.v[i],
		    i + 1 == c->missing_parents.n ? "\n" : "");
	for (i = 0; i < c->nsteps; i++)
		print_step(c, &c->steps[i]);
	print_differences(c, all);
	if (m->fault_campaign != NULL)
		print_campaign(m->fault_campaign);
	else if (m->unclean)
		printf("  power cuts  not tried: even without them the state "
		       "is another\n");
}

static void
json_steps(struct json *j, const struct cycle *c)
{
	size_t i;

	json_array(j, "steps");
	for (i = 0; i < c->nsteps; i++) {
		json_row(j, NULL);
		json_string(j, "stage", stage_name(c->steps[i].stage));
		json_number(j, "status", c->steps[i].status);
		json_number(
		    j, "milliseconds", (int64_t)(c->steps[i].seconds * 1000));
		if (c->steps[i].stage != STAGE_CHECK &&
		    !exit_code_is_success(c->steps[i].status))
			json_string(j, "output", c->steps[i].output);
		json_end(j);
	}
	json_end(j);
}

static void
json_differences(struct json *j, const struct cycle *c)
{
	size_t i;

	json_array(j, "differences");
	for (i = 0; i < c->ndifferences; i++) {
		json_row(j, NULL);
		json_string(j, "stage", stage_name(c->differences[i].stage));
		json_string(j, "path", c->differences[i].path);
		json_string(j, "text", c->differences[i].text);
		json_end(j);
	}
	json_end(j);
}

static void
json_losses(struct json *j, const struct fault_campaign *a)
{
	const struct loss *l;
	size_t i;

	json_array(j, "losses");
	for (i = 0; i < a->nlosses; i++) {
		l = &a->losses[i];
		json_row(j, NULL);
		json_string(j, "trial", fault_trial_name(l->trial));
		json_number(j, "point", (int64_t)l->number);
		json_string(j, "script", l->point->script);
		json_string(j, "call", l->point->call);
		json_bool(j, "after", l->point->after);
		json_string(j, "path", l->point->path);
		json_string(j, "text", l->text);
		json_end(j);
	}
	json_end(j);
}

static void
json_campaign(struct json *j, const struct fault_campaign *a)
{
	size_t i;

	json_object(j, "faults");
	json_number(j, "install_points", (int64_t)a->install.n);
	json_number(j, "remove_points", (int64_t)a->remove.n);
	json_bool(j, "interrupted", a->interrupted);
	json_number(j, "milliseconds", (int64_t)(a->seconds * 1000));
	json_array(j, "trials");
	for (i = 0; i < TRIALS; i++) {
		json_row(j, NULL);
		json_string(j, "trial", fault_trial_name((enum fault_trial)i));
		json_number(j, "tried", (int64_t)a->tried[i]);
		json_number(
		    j, "recovered", (int64_t)(a->tried[i] - a->lost[i]));
		json_number(j, "lost", (int64_t)a->lost[i]);
		json_end(j);
	}
	json_end(j);
	json_losses(j, a);
	json_end(j);
}

void
report_json(struct json *j, const struct mode_report *m)
{
	const struct cycle *c = m->cycle;
	size_t i;

	json_object(j, NULL);
	json_string(j, "mode", mode_name(c));
	json_bool(j, "clean", cycle_is_clean(c));
	json_array(j, "taken_as_given");
	for (i = 0; i < c->missing_parents.n; i++)
		json_string(j, NULL, c->missing_parents.v[i]);
	json_end(j);
	json_steps(j, c);
	json_number(j, "objects", (int64_t)c->objects);
	json_number(j, "changed", (int64_t)c->changed);
	json_string(j, "service_down_seconds", c->down);
	json_number(j, "processes", (int64_t)c->processes);
	json_differences(j, c);
	if (m->fault_campaign != NULL)
		json_campaign(j, m->fault_campaign);
	json_end(j);
}
