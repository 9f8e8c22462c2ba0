#include "support.h"

#include <fcntl.h>

#include "target/accounts.h"
#include "target/installed.h"

/* Of a name, and of a number, that is there twice the first one counts. */
static void
test_accounts(void **state)
{
	struct accounts a = {.v = NULL};
	int dir = open(".", O_RDONLY | O_DIRECTORY);

	(void)state;
	write_text("passwd",
	    "root:x:0:0::/:/bin/sh\n"
	    "daemon:x:1:1::/:\n"
	    "toor:x:0:0::/:\n"
	    "daemon:x:7:7::/:\n"
	    "no number\n"
	    ":x:9:9::/:\n"
	    "large:x:99999999999999999999:1::/:\n"
	    "last:x:4");
	accounts_read(&a, dir, "/passwd");
	assert_true(a.known);
	assert_int_equal(accounts_id(&a, "root"), 0);
	assert_int_equal(accounts_id(&a, "toor"), 0);
	assert_int_equal(accounts_id(&a, "daemon"), 1);
	assert_int_equal(accounts_id(&a, "last"), 4);
	assert_int_equal(accounts_id(&a, "large"), -1);
	assert_int_equal(accounts_id(&a, ""), -1);
	assert_string_equal(accounts_name(&a, 0), "root");
	assert_string_equal(accounts_name(&a, 1), "daemon");
	assert_string_equal(accounts_name(&a, 7), "daemon");
	assert_null(accounts_name(&a, 9));
	accounts_free(&a);
	accounts_read(&a, dir, "/group");
	assert_false(a.known);
	assert_int_equal(accounts_id(&a, "root"), -1);
	assert_null(accounts_name(&a, 0));
	accounts_free(&a);
	close(dir);
}

static void
make_package(const char *instance, const char *compver)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "var/sadm/pkg/%s/install", instance);
	(void)mkdir("var", 0755);
	(void)mkdir("var/sadm", 0755);
	(void)mkdir("var/sadm/pkg", 0755);
	path[strlen(path) - strlen("/install")] = '\0';
	assert_int_equal(mkdir(path, 0755), 0);
	(void)strcat(path, "/install");
	assert_int_equal(mkdir(path, 0755), 0);
	if (compver != NULL) {
		(void)strcat(path, "/compver");
		write_text(path, compver);
	}
	(void)snprintf(path, sizeof(path), "var/sadm/pkg/%s/pkginfo", instance);
	write_text(path, "PKG=ACMEx\nARCH=sparc,i386\nVERSION=2.0\n");
}

static bool
matches(struct target *t, struct installed *i, const char *version)
{
	struct depend_version wanted = {NULL, (char *)(uintptr_t)version};

	return installed_matches(t, i, "ACMEx", &wanted);
}

/* Its own version, and those of compver; blanks do not count. */
static void
test_compatible(void **state)
{
	struct diag d = DIAG_INIT;
	char *root = realpath(".", NULL);
	struct target *t;
	struct installations *all;
	struct installed *i;

	(void)state;
	make_package("ACMEx", "1.0\n 1 . 1 \n");
	make_package("ACMEx.2", NULL);
	t = target_open(root, true, false, &d);
	assert_non_null(t);
	all = installations_read(t, &d);
	assert_int_equal(all->n, 2);
	assert_null(installations_find(all, "ACME"));
	i = installations_find(all, "ACMEx");
	assert_true(matches(t, i, "2.0"));
	assert_true(matches(t, i, " 2. 0"));
	assert_true(matches(t, i, "1.0"));
	assert_true(matches(t, i, "1.1"));
	assert_false(matches(t, i, "1"));
	i = installations_find(all, "ACMEx.2");
	assert_true(matches(t, i, "2.0"));
	assert_false(matches(t, i, "1.0"));
	installations_free(all);
	target_close(t);
	free(root);
	diag_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		test_accounts, scratch_begin, scratch_end),
	    cmocka_unit_test_setup_teardown(
		test_compatible, scratch_begin, scratch_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
