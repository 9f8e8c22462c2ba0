/*
 * Small parts of the rehearsal: environment, exit codes, comparison.
 */
#include "os/file_ops.h"
#include "os/tree.h"
#include "support.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "rehearse/exit_summary.h"
#include "run/context.h"
#include "run/env.h"
#include "target/object_check.h"

static void
check_expansion(const char *path, const char *wanted)
{
	struct env *e = env_new();
	char *got;

	env_set(e, "DATADIR", "/export/data");
	env_set(e, "EMPTY", "");
	env_set(e, "lower", "/no");
	env_set(e, "BASEDIR", "/a/opt");
	got = env_expand(e, path, "/opt");
	assert_string_equal(got, wanted);
	free(got);
	env_free(e);
}

static void
test_expand(void **state)
{
	(void)state;
	check_expansion("$DATADIR/x", "/export/data/x");
	check_expansion("/a/$DATADIR", "/a//export/data");
	check_expansion("/a$DATADIR", "/a$DATADIR");
	check_expansion("$EMPTY/x", "$EMPTY/x");
	check_expansion("$UNSET/x", "$UNSET/x");
	check_expansion("$lower/x", "$lower/x");
	check_expansion("$BASEDIR/x", "/opt/x");
	check_expansion("//a///b/", "/a/b");
	check_expansion("/", "/");
}

static void
test_env(void **state)
{
	struct env *e;

	(void)state;
	(void)setenv("LC_ALL", "C", 1);
	(void)setenv("HOME", "/root", 1);
	e = env_new();
	assert_string_equal(env_get(e, "LC_ALL"), "C");
	assert_null(env_get(e, "HOME"));
	env_set(e, "PKG", "A");
	env_set(e, "PKGINST", "A.2");
	env_set(e, "PKG", "B");
	assert_string_equal(env_get(e, "PKG"), "B");
	assert_string_equal(env_get(e, "PKGINST"), "A.2");
	assert_null(e->v[e->n]);
	env_free(e);
}

/* svr4-packaging 6.5 and 6.11, column by column */
static void
test_script_codes(void **state)
{
	static const struct {
		int status, installed, removed;
	} rows[] = {
	    {0, 0, 0},
	    {1, 1, 1},
	    {2, 2, 2},
	    {3, 3, 3},
	    {4, 4, 4},
	    {5, 5, 5},
	    {7, 1, 1},
	    {10, 10, 10},
	    {11, 11, 11},
	    {12, 12, 12},
	    {13, 13, 13},
	    {20, 20, 10},
	    {22, 22, 12},
	    {30, 1, 1},
	    {9, 1, 1},
	    {99, 99, 99},
	    {-1, 99, 99},
	};
	struct run_options options = {.out = fopen("/dev/null", "w")};
	struct context ctx;
	size_t i;
	int removing;

	(void)state;
	options.err = options.out;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (removing = 0; removing < 2; removing++) {
			ctx = (struct context){.options = &options,
			    .tool = removing != 0 ? TOOL_PKGRM : TOOL_PKGADD};
			assert_int_equal(
			    exit_code_final(&ctx.notes,
				check_script_status(&ctx, rows[i].status, "x")),
			    removing ? rows[i].removed : rows[i].installed);
		}
	(void)fclose(options.out);
}

static int
summary_of(const int *codes, bool removal)
{
	struct exit_summary t = {.failed = false};

	for (; *codes != 100; codes++)
		exit_summary_add(&t, *codes);
	return exit_summary_code(&t, removal);
}

static void
test_exit_summary(void **state)
{
	(void)state;
	assert_int_equal(summary_of((int[]){0, 100}, false), 0);
	assert_int_equal(summary_of((int[]){4, 2, 100}, false), 2);
	assert_int_equal(summary_of((int[]){5, 4, 3, 100}, false), 3);
	assert_int_equal(summary_of((int[]){99, 100}, false), 1);
	assert_int_equal(summary_of((int[]){-1, 100}, false), 1);
	assert_int_equal(summary_of((int[]){10, 1, 100}, false), 11);
	assert_int_equal(summary_of((int[]){20, 100}, false), 20);
	assert_int_equal(summary_of((int[]){20, 10, 100}, false), 10);
	assert_int_equal(summary_of((int[]){20, 10, 100}, true), 30);
}

static void
put(const char *dir, const char *name, const char *text)
{
	char *path = NULL;
	struct diag d = DIAG_INIT;

	assert_true(asprintf(&path, "%s/%s", dir, name) > 0);
	assert_true(write_file(path, text, strlen(text), 0644, &d));
	free(path);
}

static enum verify_result
verify(struct target *t, char ftype, const char *path, const char *link,
    int32_t mode, enum remedy remedy)
{
	struct buf why = BUF_INIT;
	struct object o;
	enum verify_result v;

	object_init(&o);
	o.ftype = ftype;
	o.mode = mode;
	o.owner = o.group = "?";
	o.target = link == NULL ? NULL : strdup(link);
	v = object_check_attributes(t, &o, path, remedy, &why);
	free(o.target);
	buf_free(&why);
	return v;
}

static void
test_verify(void **state)
{
	char *dir = make_temporary("/tmp", "verify");
	struct diag d = DIAG_INIT;
	struct target *t = target_open(dir, true, false, &d);

	(void)state;
	assert_non_null(t);
	assert_int_equal(chdir(dir), 0);
	put(dir, "f", "x");
	assert_int_equal(
	    verify(t, 'f', "f", NULL, 0644, REMEDY_NONE), VERIFY_OK);
	assert_int_equal(
	    verify(t, 'f', "f", NULL, 0600, REMEDY_NONE), VERIFY_ATTRIBUTES);
	assert_int_equal(
	    verify(t, 'f', "f", NULL, 0600, REMEDY_FIX), VERIFY_OK);
	assert_int_equal(
	    verify(t, 'd', "f", NULL, 0755, REMEDY_NONE), VERIFY_TYPE);
	assert_int_equal(
	    verify(t, 'd', "a/b", NULL, 0755, REMEDY_FIX), VERIFY_OK);
	assert_int_equal(
	    verify(t, 's', "s", "f", -1, REMEDY_NONE), VERIFY_MISSING);
	assert_int_equal(verify(t, 's', "s", "f", -1, REMEDY_FIX), VERIFY_OK);
	assert_int_equal(
	    verify(t, 's', "s", "g", -1, REMEDY_NONE), VERIFY_CONTENTS);
	assert_int_equal(
	    verify(t, 'l', "l", "f", -1, REMEDY_NONE), VERIFY_CONTENTS);
	assert_int_equal(verify(t, 'l', "l", "f", -1, REMEDY_FIX), VERIFY_OK);
	/* a regular file cannot be made, but what is in its way goes */
	assert_int_equal(
	    verify(t, 'f', "s", NULL, 0644, REMEDY_FIX), VERIFY_TYPE);
	assert_int_equal(access("s", F_OK), -1);
	assert_int_equal(
	    verify(t, 'f', "a", NULL, 0644, REMEDY_FIX), VERIFY_FAILED);
	target_close(t);
	assert_int_equal(chdir("/"), 0);
	assert_true(tree_remove(dir));
	free(dir);
}

static void
test_accounts(void **state)
{
	char *dir = make_temporary("/tmp", "accounts");
	struct accounts a = {.v = NULL};
	int root = open(dir, O_RDONLY | O_DIRECTORY);

	(void)state;
	assert_int_equal(chdir(dir), 0);
	assert_int_equal(mkdir("etc", 0755), 0);
	accounts_read(&a, root, "/etc/passwd");
	assert_false(a.known);
	put(dir, "real",
	    "root:x:0:0::/:\nbin:x:2\n:x:3:\nbad:x:4x:\nlp:x:-1:\n"
	    "bin:x:5:\nno colon\nlast:x:60001:60001");
	/* an absolute link is one of the system below the root */
	assert_int_equal(symlink("/real", "etc/passwd"), 0);
	accounts_read(&a, root, "/etc/passwd");
	assert_true(a.known);
	assert_int_equal(accounts_id(&a, "root"), 0);
	assert_int_equal(accounts_id(&a, "bin"), 2);
	assert_int_equal(accounts_id(&a, "bad"), -1);
	assert_int_equal(accounts_id(&a, "lp"), -1);
	assert_int_equal(accounts_id(&a, "last"), 60001);
	assert_string_equal(accounts_name(&a, 5), "bin");
	assert_null(accounts_name(&a, 3));
	accounts_free(&a);
	close(root);
	assert_int_equal(chdir("/"), 0);
	assert_true(tree_remove(dir));
	free(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_expand),
	    cmocka_unit_test(test_env),
	    cmocka_unit_test(test_script_codes),
	    cmocka_unit_test(test_exit_summary),
	    cmocka_unit_test(test_verify),
	    cmocka_unit_test(test_accounts),
	};

	umask(022);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
