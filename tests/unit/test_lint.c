/*
 * lint.  tests/lint/tags.txt has for each tag of scripts one that it is about,
 * and one that is close to it and right.
 */
#include "support.h"

#include <time.h>

#include "base/mem.h"
#include "lint/lint.h"
#include "os/file.h"

static bool
has_tag(const char *name, const char *script, size_t len, const char *tag)
{
	struct lint_findings f = LINT_FINDINGS_INIT;
	bool found = false;
	size_t i;

	lint_check_script(&f, name, script, len, lint_script_kind(name));
	for (i = 0; i < f.n; i++)
		found = found || strcmp(f.v[i].tag->id, tag) == 0;
	lint_findings_free(&f);
	return found;
}

/* `=== TAG NAME', a script, `--- NAME', another one. */
static int
check_pair(char *pair)
{
	char tag[64], name[64], other[64];
	char *first = strchr(pair, '\n') + 1, *end = strstr(first, "\n--- ");
	char *second = strchr(end + 1, '\n') + 1;
	int bad = 0;

	assert_int_equal(sscanf(pair, "%63s %63s", tag, name), 2);
	assert_int_equal(sscanf(end + 5, "%63s", other), 1);
	if (lint_tag_find(tag) == NULL) {
		print_error("there is no tag %s\n", tag);
		return 1;
	}
	if (!has_tag(name, first, (size_t)(end + 1 - first), tag)) {
		print_error("%s is not found\n", tag);
		bad++;
	}
	if (has_tag(other, second, strlen(second), tag)) {
		print_error("%s is found where it is not\n", tag);
		bad++;
	}
	return bad;
}

static void
test_pairs(void **state)
{
	char *text = test_data("lint/tags.txt"), *pair = text + 4, *next;
	int n = 0, bad = 0;

	(void)state;
	for (; pair != NULL; pair = next) {
		next = strstr(pair, "\n=== ");
		if (next != NULL) {
			next[1] = '\0';
			next += 5;
		}
		bad += check_pair(pair);
		n++;
	}
	free(text);
	assert_int_equal(bad, 0);
	assert_true(n > 100);
}

/* Is the tag about packages as a whole?  test_lint_package.c has those. */
static bool
is_of_packages(const char *id)
{
	const struct lint_tag *t;

	for (t = lint_tags_package; t->id != NULL; t++)
		if (strcmp(id, t->id) == 0)
			return true;
	for (t = lint_tags_elf; t->id != NULL; t++)
		if (strcmp(id, t->id) == 0)
			return true;
	return false;
}

/* A tag of scripts without a pair is one without a test. */
static void
test_each_tag_has_a_pair(void **state)
{
	char *text = test_data("lint/tags.txt"), *mark;
	const struct lint_tag *t = NULL;
	int missing = 0;

	(void)state;
	while ((t = lint_tag_next(t)) != NULL) {
		mark = xasprintf("=== %s ", t->id);
		if (strstr(text, mark) == NULL && !is_of_packages(t->id)) {
			print_error("%s has no pair\n", t->id);
			missing++;
		}
		free(mark);
	}
	free(text);
	assert_int_equal(missing, 0);
}

static void
test_overrides(void **state)
{
	static const char script[] = "a\necho -n x\nexit 0\n";
	static const char text[] =
	    "# why\n\necho-option postinstall:2 meant so\n"
	    "which-use * nothing of it\n";
	struct lint_findings f = LINT_FINDINGS_INIT;
	struct diag d = DIAG_INIT;

	(void)state;
	lint_read_overrides(&f, text, strlen(text), "o", &d);
	assert_int_equal(d.n, 0);
	lint_check_script(
	    &f, "x/postinstall", script, strlen(script), LINT_POSTINSTALL);
	assert_int_equal(f.n, 0);
	assert_int_equal(f.overridden, 1);
	assert_true(f.overrides[0].used);
	assert_false(f.overrides[1].used);
	lint_findings_free(&f);
}

static void
test_bad_overrides(void **state)
{
	static const char text[] = "no-such x y\ntest-e f\ntest-e\n";
	struct lint_findings f = LINT_FINDINGS_INIT;
	struct diag d = DIAG_INIT;

	(void)state;
	lint_read_overrides(&f, text, strlen(text), "o", &d);
	expect_findings(&d,
	    "o:1: there is no tag `no-such'\n"
	    "o:2: an override has a tag, a file and a reason: `test-e'\n"
	    "o:3: an override has a tag, a file and a reason: `test-e'\n");
	assert_int_equal(f.noverrides, 0);
	lint_findings_free(&f);
}

static void
test_target(void **state)
{
	static const char script[] = "diff -u a b\nexit 0\n";
	struct lint_findings f = LINT_FINDINGS_INIT;

	(void)state;
	f.releases = lint_release("10");
	lint_check_script(
	    &f, "postinstall", script, strlen(script), LINT_POSTINSTALL);
	assert_int_equal(f.n, 0);
	f.releases = lint_release("9");
	lint_check_script(
	    &f, "postinstall", script, strlen(script), LINT_POSTINSTALL);
	assert_int_equal(f.n, 1);
	assert_int_equal(lint_release("12"), 0);
	lint_findings_free(&f);
}

static void
test_time_is_linear(void **state)
{
	static const char *const v[] = {
	    "while read x; do v=$x; done < f; echo $v\n",
	    "[ $a = b ] || cp a /etc/b\n", "f() { shift; svcadm x; }\n",
	    "installf a b\n", "x=`uname`; y=$x\n"};
	const size_t size = 256 * 1024;
	char *text = xmalloc(size + 1);
	struct lint_findings f;
	clock_t begin;
	size_t i, at;

	(void)state;
	for (i = 0; i < sizeof(v) / sizeof(*v); i++) {
		for (at = 0; at < size; at++)
			text[at] = v[i][at % strlen(v[i])];
		f = LINT_FINDINGS_INIT;
		begin = clock();
		lint_check_script(
		    &f, "postinstall", text, size, LINT_POSTINSTALL);
		assert_true(clock() - begin < 2 * CLOCKS_PER_SEC);
		lint_findings_free(&f);
	}
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_pairs),
	    cmocka_unit_test(test_each_tag_has_a_pair),
	    cmocka_unit_test(test_overrides),
	    cmocka_unit_test(test_bad_overrides),
	    cmocka_unit_test(test_target),
	    cmocka_unit_test(test_time_is_linear),
	};

	return cmocka_run_group_tests_name("lint", tests, NULL, NULL);
}
