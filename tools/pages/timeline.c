#include <stdio.h>

#include "base/html.h"
#include "pages/timeline.h"

#define TICKS_MAX 6

/*
 * Bars are placed in per cent of the column, so that they fit any width of the
 * page, while what is written keeps its size.
 */
const char timeline_style[] =
    "table.time{table-layout:fixed}table.time svg{display:block;width:100%;"
    "height:1.4em;overflow:visible}\n"
    "table.time th,table.time td{border-width:0 0 1px;border-color:#ddd}"
    ".time .script{width:9em}.time .number{width:5.2em;text-align:right;"
    "font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".time th.number{text-align:right}\n"
    ".time text{font:.8em sans-serif;fill:#555}.time .grid{stroke:#dde}"
    ".ran{fill:#2f6db0}.broke,.down{fill:#b3261e}.up{fill:#2e7d32}"
    ".cut{fill:#fff;stroke:#b3261e}\n"
    "@media(max-width:40em){.time tr{border-bottom:1px solid #ddd}"
    ".time td{display:inline-block!important;border:0!important;"
    "width:auto!important}.time td:empty{display:none!important}"
    ".time td.line{display:block!important}"
    ".time td.script{font-weight:bold}}\n"
    "@media print{table.time{page-break-inside:avoid}.time rect,.time line{print-color-adjust:exact;"
    "-webkit-print-color-adjust:exact}}\n";

/* 1, 2 or 5 times a power of ten, not below x. */
static double
round_up(double x)
{
	double power = 0.001, part;

	while (power * 10 <= x)
		power *= 10;
	part = x / power;
	return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
}

static double
tick_of(double span)
{
	return round_up(span / TICKS_MAX);
}

double
timeline_span(const struct cycle_result *r)
{
	double most = 0.01, tick;
	size_t i;

	for (i = 0; i < r->nsteps; i++)
		if (r->steps[i].scripts.n > 0 && r->steps[i].seconds > most)
			most = r->steps[i].seconds;
	tick = tick_of(most);
	return (double)(unsigned long)(most / tick + 0.999) * tick;
}

/* Begins the picture of a row, with its grid. */
static void
begin_line(struct buf *out, double span, const char *label)
{
	double tick = tick_of(span), at;

	buf_str(out, "<td class=\"line\"><svg role=\"img\" aria-label=\"");
	html_text(out, label);
	buf_str(out, "\">");
	for (at = 0; at < span + tick / 2; at += tick)
		buf_printf(out,
		    "<line class=\"grid\" x1=\"%.3f%%\" x2=\"%.3f%%\" y1=\"0\" "
		    "y2=\"100%%\"/>",
		    at / span * 100, at / span * 100);
}

static void
end_line(struct buf *out)
{
	buf_str(out, "</svg></td></tr>\n");
}

/* A bar from begin to end, in seconds of the line; title: shown at it. */
static void
add_bar(struct buf *out, const char *class, double begin, double end,
    double span, const char *title)
{
	double width = (end - begin) / span * 100;

	buf_printf(out,
	    "<rect class=\"%s\" x=\"%.3f%%\" y=\"20%%\" width=\"%.3f%%\" "
	    "height=\"60%%\"><title>",
	    class, begin / span * 100, width < 0.4 ? 0.4 : width);
	html_text(out, title);
	buf_str(out, "</title></rect>");
}

static void
add_script(struct buf *out, const struct step *s, const struct script_time *t,
    double span)
{
	double begin = t->begin - s->begin, end = t->end - s->begin;
	char label[128];

	buf_str(out, "<tr><td class=\"script\">");
	html_text(out, t->name);
	buf_printf(out,
	    "</td><td class=\"number\">+%.2f s</td>"
	    "<td class=\"number\">%.2f s</td>",
	    begin, end - begin);
	if (t->status == -1)
		buf_str(out, "<td class=\"number\">killed</td>");
	else
		buf_printf(out, "<td class=\"number\">exit %d</td>", t->status);
	snprintf(label, sizeof(label), "%.2f s to %.2f s, exit status %d",
	    begin, end, t->status);
	begin_line(out, span, label);
	add_bar(out, exit_code_is_success(t->status) ? "ran" : "broke", begin,
	    end, span, label);
	end_line(out);
}

/* A span of time in which the services were all up, or not. */
struct stretch {
	double begin, end; /* seconds since the step began */
	bool up;
};

/*
 * The stretch that begins at `begin'; false at the end of the step.  What is
 * not known yet counts as up, since the services had been started.
 */
static bool
next_stretch(const struct cycle_result *r, const struct step *s, double begin,
    struct stretch *stretch)
{
	const struct service_state *state;
	bool up;
	size_t i;

	*stretch = (struct stretch){begin, s->seconds, true};
	if (begin >= s->seconds)
		return false;
	for (i = 0; i < r->services.n; i++) {
		state = &r->services.v[i];
		up = state->running >= r->nservices;
		if (state->at - s->begin <= begin)
			stretch->up = up;
		else if (up != stretch->up) {
			if (state->at - s->begin < s->seconds)
				stretch->end = state->at - s->begin;
			return true;
		}
	}
	return true;
}

double
timeline_seconds_down(const struct cycle_result *r, const struct step *s)
{
	struct stretch stretch = {0, 0, true};
	double down = 0;

	while (next_stretch(r, s, stretch.end, &stretch))
		if (!stretch.up)
			down += stretch.end - stretch.begin;
	return down;
}

/* The row of the services; none where they were not watched. */
static void
add_services(struct buf *out, const struct cycle_result *r,
    const struct step *s, double span)
{
	struct stretch stretch = {0, 0, true};
	double down = timeline_seconds_down(r, s);
	char label[128];

	if (r->nservices == 0 || r->services.n == 0)
		return;
	snprintf(label, sizeof(label), "%zu process%s", r->nservices,
	    r->nservices == 1 ? "" : "es");
	buf_printf(
	    out, "<tr><td class=\"script\" title=\"%s\">service</td>", label);
	if (down > 0)
		buf_printf(out,
		    "<td class=\"number\">down</td>"
		    "<td class=\"number\">%.2f s</td>",
		    down);
	else
		buf_str(out,
		    "<td class=\"number\">up</td><td class=\"number\"></td>");
	buf_str(out, "<td class=\"number\"></td>");
	begin_line(out, span, down > 0 ? "was down for a while" : "was up");
	while (next_stretch(r, s, stretch.end, &stretch)) {
		snprintf(label, sizeof(label), "%s from %.2f s to %.2f s",
		    stretch.up ? "up" : "down", stretch.begin, stretch.end);
		add_bar(out, stretch.up ? "up" : "cut", stretch.begin,
		    stretch.end, span, label);
	}
	end_line(out);
}

/* What the lines of the grid mean. */
static void
add_axis(struct buf *out, double span)
{
	double tick = tick_of(span), at;
	const char *anchor = "start";

	buf_str(out,
	    "<tr><td class=\"script\"></td><td class=\"number\"></td>"
	    "<td class=\"number\"></td><td class=\"number\"></td>");
	begin_line(out, span, "seconds since the step began");
	for (at = 0; at < span + tick / 2; at += tick) {
		if (at + tick > span + tick / 2)
			anchor = "end";
		buf_printf(out,
		    "<text x=\"%.3f%%\" y=\"75%%\" text-anchor=\"%s\">%g "
		    "s</text>",
		    at / span * 100, anchor, at);
		anchor = "middle";
	}
	end_line(out);
}

void
timeline_add(struct buf *out, const struct cycle_result *r,
    const struct step *s, double span)
{
	size_t i;

	if (s->scripts.n == 0)
		return;
	buf_str(out,
	    "<table class=\"time\">\n<tr class=\"head\">"
	    "<th class=\"script\">Script</th><th class=\"number\">began</th>"
	    "<th class=\"number\">took</th><th class=\"number\">ended</th>"
	    "<th></th></tr>\n");
	for (i = 0; i < s->scripts.n; i++)
		add_script(out, s, &s->scripts.v[i], span);
	add_services(out, r, s, span);
	add_axis(out, span);
	buf_str(out, "</table>\n");
}
