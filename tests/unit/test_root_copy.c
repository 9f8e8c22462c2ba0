/*
 * Copies of roots become other states, whatever they were: paths, contents,
 * attributes, and names of the same file.
 */
#include "cycle/state_key.h"
#include "os/tree.h"
#include "root/root_copy.h"
#include "support.h"

#define PAST 1000000000 /* a time of files */

/* Does a shell command in the directory `root'; all its files have that time. */
static void
change(const char *command)
{
	char text[1024];

	(void)snprintf(text, sizeof(text),
	    "cd root && { %s; } && find . -exec touch -hd @%d {} +", command,
	    PAST);
	assert_int_equal(system(text), 0);
}

/* The state of `root' after a command. */
static struct snapshot *
keep(struct state_store *store, const char *command,
    const struct snapshot *before)
{
	struct diag d = DIAG_INIT;
	struct snapshot *s;

	change(command);
	s = state_store_keep(store, "root", before, &d);
	assert_non_null(s);
	assert_int_equal(d.n, 0);
	return s;
}

static void
assert_state(const char *dir, const struct snapshot *state)
{
	struct diag d = DIAG_INIT;
	struct snapshot *is = snapshot_take(dir, NULL, &d);
	struct comparison how = {.leave_out = LEAVE_OUT_NOTHING};

	assert_non_null(is);
	assert_int_equal(snapshot_compare(state, is, &how), 0);
	snapshot_free(is);
}

static void
test_become(void **state)
{
	static const char *const commands[] = {
	    "mkdir d; echo one >d/a; ln d/a b; ln -s b l; mkfifo p",
	    "echo two >d/a; chmod 600 b",       /* the same size, at once */
	    "rm b; cp d/a b; touch -hd @5 d/a", /* no name of the same file */
	    "rm -rf d; echo text >d; rm l p",
	    "rm d b; mkdir -p d/b b/x; ln -s / l; chmod 700 b",
	    "rmdir d/b b/x b; mkdir p; echo one >d/a; ln d/a p/c; ln d/a b",
	};
	enum { N = sizeof(commands) / sizeof(commands[0]) };
	struct diag d = DIAG_INIT;
	struct state_store *store = state_store_open("store", NULL, &d);
	struct snapshot *s[N];
	struct root_copy *copy;
	size_t i, k;

	(void)state;
	assert_non_null(store);
	assert_int_equal(mkdir("root", 0755), 0);
	for (i = 0; i < N; i++)
		s[i] = keep(store, commands[i], i == 0 ? NULL : s[i - 1]);
	/* what was copied stays although its original is gone */
	assert_true(tree_remove("root"));
	copy = root_copy_of_state(store, s[0], "copy", &d);
	assert_non_null(copy);
	assert_state("copy", s[0]);
	for (i = 0; i < N; i++)
		for (k = 0; k < N; k++) {
			assert_true(root_copy_become(copy, s[i], &d));
			assert_state(root_copy_path(copy), s[i]);
			assert_true(root_copy_become(copy, s[k], &d));
			assert_state(root_copy_path(copy), s[k]);
		}
	/* and changes of others are undone */
	assert_int_equal(
	    system("cd copy && rm -rf * && echo one >l && mkdir d"), 0);
	assert_true(root_copy_become(copy, s[0], &d));
	assert_state("copy", s[0]);
	assert_int_equal(d.n, 0);
	root_copy_free(copy, false);
	for (i = 0; i < N; i++)
		snapshot_free(s[i]);
	state_store_close(store);
}

/* Equal keys: times from the clock and comments of the database differ. */
static void
test_key(void **state)
{
	static const char *const same[] = {
	    "mkdir -p var/sadm/install; echo x >a;"
	    "printf '/a f none\\n# one\\n' >var/sadm/install/contents",
	    "echo '# two' >>var/sadm/install/contents; touch -d @1500000000 .",
	};
	static const char *const other[] = {"echo y >a", "chmod 600 a",
	    "ln a b", "echo '/b f none' >>var/sadm/install/contents",
	    "rm b; cp a b"};
	struct timespec before = {.tv_sec = PAST}, after = {.tv_sec = PAST + 1};
	struct diag d = DIAG_INIT;
	struct state_store *store = state_store_open("store", NULL, &d);
	char key[SHA256_HEX], last[SHA256_HEX] = "";
	struct snapshot *s;
	size_t i;

	(void)state;
	assert_int_equal(mkdir("root", 0755), 0);
	for (i = 0; i < 2; i++) {
		s = keep(store, same[i], NULL);
		state_key(s, store, &before, key);
		assert_int_equal(strcmp(key, last) == 0, i > 0);
		(void)strcpy(last, key);
		snapshot_free(s);
	}
	for (i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
		s = keep(store, other[i], NULL);
		state_key(s, store, &before, key);
		assert_string_not_equal(key, last);
		(void)strcpy(last, key);
		snapshot_free(s);
	}
	/* a time that is no time of the clock counts */
	assert_int_equal(system("touch -d @5 root/a"), 0);
	s = state_store_keep(store, "root", NULL, &d);
	state_key(s, store, &after, last);
	state_key(s, store, &(struct timespec){.tv_sec = 1}, key);
	assert_string_not_equal(key, last);
	snapshot_free(s);
	state_store_close(store);
}

/* A store above another has what that one has, and can forget its own. */
static void
test_stores(void **state)
{
	struct diag d = DIAG_INIT;
	struct state_store *below = state_store_open("below", NULL, &d);
	struct state_store *above = state_store_open("above", below, &d);
	struct snapshot *one, *two;
	struct root_copy *copy;

	(void)state;
	assert_int_equal(mkdir("root", 0755), 0);
	one = keep(below, "echo one >a", NULL);
	two = keep(above, "echo two >b", NULL);
	assert_int_equal(count_names("below"), 1);
	assert_int_equal(count_names("above"), 1);
	copy = root_copy_of_state(above, two, "copy", &d);
	assert_non_null(copy);
	assert_state("copy", two);
	assert_true(state_store_empty(above, &d));
	assert_int_equal(count_names("above"), 0);
	assert_true(root_copy_become(copy, one, &d));
	assert_state("copy", one);
	assert_int_equal(d.n, 0);
	/* what it had is gone: an error, not an empty file */
	assert_false(root_copy_become(copy, two, &d));
	assert_int_equal(d.n, 1);
	diag_free(&d);
	root_copy_free(copy, false);
	snapshot_free(one);
	snapshot_free(two);
	state_store_close(above);
	state_store_close(below);
}

/* Files that cannot be kept are told of; nothing is left half done. */
static void
test_no_store(void **state)
{
	struct diag d = DIAG_INIT;

	(void)state;
	write_text("file", "x");
	assert_null(state_store_open("file/store", NULL, &d));
	assert_int_equal(d.n, 1);
	diag_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		test_become, scratch_begin, scratch_end),
	    cmocka_unit_test_setup_teardown(
		test_key, scratch_begin, scratch_end),
	    cmocka_unit_test_setup_teardown(
		test_stores, scratch_begin, scratch_end),
	    cmocka_unit_test_setup_teardown(
		test_no_store, scratch_begin, scratch_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
