#include "support.h"

#include <ctype.h>

#include "cmd/verbs.h"

/* Calls check for each verb below the group, groups included. */
static void
each(const struct verb *group, void (*check)(const struct verb *))
{
	const struct verb *const *list;

	for (list = group->verbs; *list != NULL; list++) {
		check(*list);
		if ((*list)->verbs != NULL)
			each(*list, check);
	}
}

static void
check_verb(const struct verb *v)
{
	const char *name = v->name;

	assert_int_equal(
	    strspn(name, "abcdefghijklmnopqrstuvwxyz- "), strlen(name));
	assert_non_null(v->synopsis);
	/* it is one line of the list */
	if (!v->hidden)
		assert_in_range(strlen(name), 2, 16);
	assert_in_range(strlen(v->summary), 5, 80 - 19);
	assert_true(islower((unsigned char)v->summary[0]) ||
	    isupper((unsigned char)v->summary[1]));
	assert_int_not_equal(v->summary[strlen(v->summary) - 1], '.');
	/* a group, which may have options of its own, or something to run */
	assert_true(v->verbs != NULL || v->run != NULL);
	if (v->run == NULL)
		return;
	assert_non_null(v->options);
	assert_true(v->size >= sizeof(struct common));
}

static void
test_verbs(void **state)
{
	(void)state;
	each(&program, check_verb);
}

static void
check_option(const struct verb *v, const struct opt *o)
{
	const struct opt *other;

	assert_non_null(o->help);
	if (opt_is_heading(o)) {
		assert_int_equal(o->help[strlen(o->help) - 1], ':');
		return;
	}
	assert_int_not_equal(o->help[strlen(o->help) - 1], '.');
	assert_true((o->kind == OPT_FLAG) == (o->arg == NULL));
	assert_true(o->offset < v->size);
	for (other = v->options; other != o; other++) {
		if (o->letter != 0)
			assert_int_not_equal(o->letter, other->letter);
		if (o->name != NULL && other->name != NULL)
			assert_string_not_equal(o->name, other->name);
	}
}

static void
check_options(const struct verb *v)
{
	const struct opt *o;
	bool has_help = false;

	if (v->options == NULL)
		return;
	for (o = v->options; !opt_is_end(o); o++) {
		check_option(v, o);
		has_help = has_help ||
		    (o->name != NULL && strcmp(o->name, "help") == 0);
	}
	assert_true(has_help);
}

static void
test_options(void **state)
{
	(void)state;
	check_options(&program);
	each(&program, check_options);
}

/* verb_find() finds each by its name, and says how long that is. */
static void
check_find(const struct verb *v)
{
	char *copy = strdup(v->name), *blank = strchr(copy, ' ');
	char *words[] = {copy, "x", "x"};
	int used = -1;

	if (blank != NULL) {
		*blank = '\0';
		words[1] = blank + 1;
	}
	assert_ptr_equal(verb_find(&program, 3, words, &used), v);
	assert_int_equal(used, blank != NULL ? 2 : 1);
	free(copy);
}

static void
test_find(void **state)
{
	char *none[] = {"buil", "build"};
	int used = 0;

	(void)state;
	each(&program, check_find);
	assert_null(verb_find(&program, 2, none, &used));
	assert_null(verb_find(&program, 0, none, &used));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_verbs),
	    cmocka_unit_test(test_options),
	    cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
