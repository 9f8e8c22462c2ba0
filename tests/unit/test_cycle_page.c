/*
 * The page of rehearse cycle --html, whatever the results are.
 */
#include "support.h"

#include "base/mem.h"
#include "os/command.h"
#include "pages/cycle_page.h"
#include "pages/timeline.h"

#define HOSTILE "</td><script>alert(\"1\")</script>\033[31m\xe4&"
#define HOSTILE_TEXT \
	"&lt;/td&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;?[31m?&amp;"

static struct script_time scripts[] = {
    {.package = "ACMEx",
	.name = "preinstall",
	.status = 0,
	.begin = 100.25,
	.end = 101.25},
    {.package = "ACMEx",
	.name = "i." HOSTILE,
	.status = -1,
	.begin = 101.5,
	.end = 102},
};
static struct service_state states[] = {{100, 2}, {101, 1}, {101.5, 2}};
static struct changed_file files[] = {
    {.path = (char *)"/opt/" HOSTILE,
	.old_size = 1204,
	.new_size = 1234567,
	.old_build = (char *)"5.1-7",
	.new_build = (char *)"5.1-" HOSTILE},
    {.path = (char *)"/opt/new", .old_size = -1, .new_size = 7},
};

/* A live cycle with one step, which took from 100 to 102 s. */
static struct cycle_result
result(struct step *step)
{
	*step = (struct step){.stage = STAGE_INSTALL,
	    .packages = (char *)"ACMEx",
	    .begin = 100,
	    .seconds = 2,
	    .scripts = {.v = scripts, .n = 2},
	    .output = (char *)""};
	return (struct cycle_result){.is_live = true,
	    .steps = step,
	    .nsteps = 1,
	    .services = {.v = states, .n = 3},
	    .nservices = 2,
	    .has_counts = true,
	    .files = {.v = files, .n = 2},
	    .processes = 2};
}

/* The page of a result; the caller frees. */
static char *
page_of(const struct cycle_report *report, bool is_incomplete)
{
	static const char *const packages[] = {"ACMEx 1: " HOSTILE};
	const struct cycle_request request = {.nsources = 1};
	struct diag left_out = DIAG_INIT, findings = DIAG_INIT;
	struct cycle_page_facts facts = {.title = "ACMEx " HOSTILE,
	    .packages = packages,
	    .npackages = 1,
	    .date = "2026-11-24",
	    .request = &request,
	    .left_out = &left_out,
	    .findings = &findings,
	    .is_incomplete = is_incomplete};
	struct cycle_page *page = cycle_page_new();
	struct buf out = BUF_INIT;

	diag_warn(&left_out, "live", 0, NULL, "%s", HOSTILE);
	if (report != NULL)
		cycle_page_add(page, report);
	cycle_page_write(page, &facts, &out);
	cycle_page_free(page);
	diag_free(&left_out);
	return buf_steal(&out);
}

static void
expect_in(const char *page, const char *text)
{
	if (strstr(page, text) == NULL)
		fail_msg("%s is not in\n%s", text, page);
}

static void
test_passed(void **state)
{
	struct step step;
	struct cycle_result r = result(&step);
	struct cycle_report report = {.result = &r};
	char *page = page_of(&report, false);

	(void)state;
	expect_in(page, "<title>Rehearsal of ACMEx " HOSTILE_TEXT "</title>");
	expect_in(page, "<p class=\"verdict\">Passed");
	expect_in(page,
	    "<td class=\"number\">+0.25 s</td>"
	    "<td class=\"number\">1.00 s</td>"
	    "<td class=\"number\">exit 0</td>");
	expect_in(page, "i." HOSTILE_TEXT);
	expect_in(page, "<td class=\"number\">killed</td>");
	expect_in(page, "x=\"12.500%\" y=\"20%\" width=\"50.000%\"");
	expect_in(page, "down from 1.00 s to 1.50 s");
	expect_in(page, "0.50 s at install");
	expect_in(page, "1,234,567");
	expect_in(page, "/opt/" HOSTILE_TEXT);
	expect_in(page, "5.1-" HOSTILE_TEXT);
	expect_in(page, "1 replaced or removed, 1 new");
	expect_in(page, "None: the root is what it was");
	expect_in(page, "not tried (--faults tries them)");
	assert_null(strstr(page, "<script"));
	assert_null(strstr(page, "\033"));
	free(page);
	page = page_of(&report, true);
	expect_in(page, "<p class=\"verdict part\">Incomplete");
	free(page);
}

static void
test_failed(void **state)
{
	struct difference differences[] = {
	    {STAGE_COMPARE, (char *)"/etc/" HOSTILE, (char *)HOSTILE}};
	struct step step;
	struct cycle_result r = result(&step);
	struct cycle_report report = {.result = &r};
	char *page;

	(void)state;
	step.status = 1;
	step.output = (char *)HOSTILE "\n";
	page = page_of(&report, false);
	expect_in(page, "<p class=\"verdict bad\">Failed: 1 step, 0 diff");
	expect_in(page, "<pre>" HOSTILE_TEXT "\n</pre>");
	expect_in(page, "Not made: a step before it failed.");
	free(page);
	step.status = COMMAND_TIMEOUT;
	r.differences = differences;
	r.ndifferences = 1;
	page = page_of(&report, false);
	expect_in(page, "did not end");
	expect_in(page, "/etc/" HOSTILE_TEXT);
	assert_null(strstr(page, "<script"));
	free(page);
	page = page_of(NULL, true);
	expect_in(page, "Nothing was rehearsed");
	expect_in(page, "live: " HOSTILE_TEXT);
	free(page);
}

static void
test_power_cuts(void **state)
{
	struct step step;
	struct cycle_result r = result(&step);
	struct fault_point point = {.script = (char *)HOSTILE,
	    .call = "rename",
	    .path = (char *)HOSTILE};
	struct lost_trial lost = {
	    TRIAL_INSTALL_TWICE, 3, &point, (char *)HOSTILE};
	struct fault_campaign campaign = {.tried = {10, 1200, 5},
	    .lost = {0, 1, 0},
	    .lost_trials = &lost,
	    .nlost_trials = 1};
	struct cycle_report report = {.result = &r, .campaign = &campaign};
	char *page = page_of(&report, false);

	(void)state;
	expect_in(page, "1215 tried, 1214 recovered, 1 lost");
	expect_in(page, "<td class=\"size bad\">1</td>");
	expect_in(page, "point 3, in " HOSTILE_TEXT ", before rename of");
	expect_in(page, "1 power cut lost");
	free(page);
}

/* Nothing is known before the first state, and after the last one. */
static void
test_service(void **state)
{
	struct step step;
	struct cycle_result r = result(&step);

	(void)state;
	assert_true(timeline_seconds_down(&r, &step) == 0.5);
	r.services.n = 2;
	assert_true(timeline_seconds_down(&r, &step) == 1);
	r.services.n = 0;
	assert_true(timeline_seconds_down(&r, &step) == 0);
	r.services.n = 3;
	step.begin = 101.25;
	assert_true(timeline_seconds_down(&r, &step) == 0.25);
	step.begin = 90;
	assert_true(timeline_seconds_down(&r, &step) == 0);
	assert_true(timeline_span(&r) == 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_passed),
	    cmocka_unit_test(test_failed),
	    cmocka_unit_test(test_power_cuts),
	    cmocka_unit_test(test_service),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
