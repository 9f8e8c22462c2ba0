/*
 * States of the root against each other, and the report.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "rehearse/cycle_impl.h"
#include "rehearse/processes.h"

/* The rehearsal's own traces. */
#define OWN_TRACES	"/.host", "/.live-root", \
	"/var/tmp/dstream??????", "/var/tmp/install??????", \
	"/var/tmp/remove??????", "/var/sadm/install/.lockfile", \
	"/var/sadm/install/.pkgstream-????????"

static const char *const own_traces[] = { OWN_TRACES };

#define NOWN	(sizeof(own_traces) / sizeof(own_traces[0]))

/* A second installation has its own date, and keeps records of its own. */
static const char records[] = "/var/sadm/pkg/*/*";

/* Patterns of what is not looked at; the caller frees. */
static const char **
skipped(const struct cycle *c, bool exactly)
{
	const char **skip = xcalloc(NOWN + c->q->nignore + 2, sizeof(*skip));
	size_t i, n = 0;

	for (i = 0; i < NOWN; i++)
		skip[n++] = own_traces[i];
	for (i = 0; i < c->q->nignore; i++)
		skip[n++] = c->q->ignore[i];
	if (!exactly)
		skip[n++] = records;
	return skip;
}

struct snapshot *
cycle_look(struct cycle *c, bool exactly)
{
	const char **skip = skipped(c, exactly);
	struct snapshot_rules rules = { .digests = true, .skip = skip,
	    .now = exactly ? 0 : c->begun };
	struct snapshot *s = snapshot_take(c->root, &rules, c->d);

	free(skip);
	return s;
}

/* Lines of sorted texts that are only in one of them. */
static void
print_lines(FILE *out, const char *a, const char *b)
{
	size_t m, n;
	int order;

	while (*a != '\0' || *b != '\0') {
		m = strcspn(a, "\n");
		n = strcspn(b, "\n");
		order = *a == '\0' ? 1 : *b == '\0' ? -1 :
		    strncmp(a, b, m > n ? m : n);
		if (order < 0)
			(void)fprintf(out, "      - %.*s\n", (int)m, a);
		else if (order > 0)
			(void)fprintf(out, "      + %.*s\n", (int)n, b);
		if (order <= 0)
			a += m + (a[m] == '\n');
		if (order >= 0)
			b += n + (b[n] == '\n');
	}
}

static void
print_difference(void *arg, enum difference what, const struct node *old,
    const struct node *new)
{
	const struct node *n = new == NULL ? old : new;
	struct cycle *c = arg;

	if (c->json == NULL) {
		(void)fprintf(c->q->out, "    %s %c %s\n",
		    difference_name(what), node_type(n), n->path);
		if (what == DIFFERENCE_CONTENTS && n->text != NULL)
			print_lines(c->q->out, old->text, new->text);
		return;
	}
	json_row(c->json, NULL);
	json_string(c->json, "difference", difference_name(what));
	json_string(c->json, "type", (char[]){ node_type(n), '\0' });
	json_string(c->json, "path", n->path);
	json_end(c->json);
}

static void
ignore_difference(void *arg, enum difference what, const struct node *old,
    const struct node *new)
{
	(void)arg, (void)what, (void)old, (void)new;
}

size_t
cycle_compare(struct cycle *c, const struct snapshot *old,
    const struct snapshot *new, bool exactly, bool print)
{
	struct snapshot_rules rules = { .digests = true,
	    .now = exactly ? 0 : c->begun };

	if (old == NULL || new == NULL)
		return 1;
	return snapshot_compare(old, new, &rules,
	    print ? print_difference : ignore_difference, c);
}

/* A number of the report; what it should be is 0. */
void
report_code(struct cycle *c, const char *what, int code)
{
	if (code != 0)
		c->wrong++;
	if (c->json != NULL)
		json_number(c->json, what, code);
	else
		(void)fprintf(c->q->out, "  %-22s %s (%d)\n", what,
		    code == 0 ? "well" : "not well", code);
	(void)fflush(c->q->out);
}

void
report_differences(struct cycle *c, const struct snapshot *old,
    const struct snapshot *new)
{
	size_t n;

	if (c->json != NULL)
		json_array(c->json, "differences");
	n = cycle_compare(c, old, new, true, true);
	if (c->json != NULL)
		json_end(c->json);
	else
		(void)fprintf(c->q->out, "  %-22s %zu\n", "differences", n);
	c->wrong += n;
}

void
report_processes(struct cycle *c)
{
	struct buf list = BUF_INIT;
	size_t n = c->live ? processes_left(&list) : 0;

	if (c->json != NULL) {
		json_number(c->json, "processes", (int64_t)n);
		if (n > 0)
			json_string(c->json, "process_names",
			    buf_text(&list));
	} else if (c->live)
		(void)fprintf(c->q->out, "  %-22s %zu%s%s\n",
		    "processes left", n, n > 0 ? ": " : "", buf_text(&list));
	c->wrong += n;
	buf_free(&list);
}

