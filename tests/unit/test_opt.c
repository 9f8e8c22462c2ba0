#include "support.h"

#include "cli/verb.h"

struct values {
	struct common common;
	bool force;
	const char *output;
	struct strings names;
};

static const struct opt options[] = {
    {'f', NULL, NULL, "a flag", OPT_FLAG, offsetof(struct values, force)},
    {'o', "output", "FILE", "a string", OPT_STRING,
	offsetof(struct values, output)},
    {0, NULL, NULL, "Heading:", OPT_SECTION, 0},
    {'D', "define", "NAME", "a list", OPT_LIST, offsetof(struct values, names)},
    OPTS_COMMON(struct values),
};

static const struct verb verb = {.name = "try", .options = options};

/* Parses words up to NULL, in place; the number of operands. */
static int
parse(struct values *values, char **words)
{
	int n = 0;

	memset(values, 0, sizeof(*values));
	while (words[n] != NULL)
		n++;
	return opt_parse(&verb, values, n, words);
}

static void
test_all_forms(void **state)
{
	char *words[] = {"a", "-fqo", "x", "--define=1=2", "b", "-Dc",
	    "--output", "-", "-", "--verbose", "--", "-f", "--", NULL};
	struct values v;

	(void)state;
	assert_int_equal(parse(&v, words), 5);
	assert_string_equal(words[0], "a");
	assert_string_equal(words[1], "b");
	assert_string_equal(words[2], "-");
	assert_string_equal(words[3], "-f");
	assert_string_equal(words[4], "--");
	assert_true(v.force);
	assert_true(v.common.quiet);
	assert_true(v.common.verbose);
	assert_false(v.common.help);
	assert_string_equal(v.output, "-");
	assert_int_equal(v.names.n, 2);
	assert_string_equal(v.names.v[0], "1=2");
	assert_string_equal(v.names.v[1], "c");
	opt_free(options, &v);
	assert_null(v.names.v);
	assert_int_equal(v.names.n, 0);
}

/* An argument may be empty, and may look like an option. */
static void
test_odd_arguments(void **state)
{
	char *empty[] = {"--output=", NULL};
	char *dashed[] = {"-o", "--force", NULL};
	struct values v;

	(void)state;
	assert_int_equal(parse(&v, empty), 0);
	assert_string_equal(v.output, "");
	assert_int_equal(parse(&v, dashed), 0);
	assert_string_equal(v.output, "--force");
}

static void
test_mistakes(void **state)
{
	static const char *const wrong[] = {
	    "-x",
	    "-fx",
	    "-o",
	    "-fo",
	    "-D",
	    "--output",
	    "--outpu",
	    "--outputs",
	    "--out=x",
	    "--quiet=1",
	    "--quiet=",
	    "--=",
	    "---",
	    "--force",
	};
	char *words[] = {"a", NULL, NULL};
	char *copy;
	struct values v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		copy = strdup(wrong[i]);
		words[0] = "a";
		words[1] = copy;
		assert_int_equal(parse(&v, words), -1);
		opt_free(options, &v);
		free(copy);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_all_forms),
	    cmocka_unit_test(test_odd_arguments),
	    cmocka_unit_test(test_mistakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
