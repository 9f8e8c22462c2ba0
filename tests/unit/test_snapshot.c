/*
 * States: each kind of difference is found and said, and nothing else.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "os/tree.h"
#include "root/root_copy.h"
#include "target/snapshot.h"

static char *root;

static void
sh(const char *fmt, const char *dir)
{
	char *command = xasprintf("cd '%s' && %s", dir, fmt);

	assert_int_equal(system(command), 0);
	free(command);
}

static int
setup(void **state)
{
	(void)state;
	root = xstrdup("/tmp/pkgstream-unit-XXXXXX");
	if (mkdtemp(root) == NULL)
		return -1;
	sh("mkdir -p r/opt/x r/var/sadm/install r/tmp &&"
	   "echo one >r/opt/x/a && ln r/opt/x/a r/opt/x/b &&"
	   "ln -s a r/opt/x/s && mkfifo r/opt/p &&"
	   "touch -t 200401010000 r/opt/x/a &&"
	   "echo '/opt/x/a f none 0644 root bin 4 1 2 P' "
	   ">r/var/sadm/install/contents",
	    root);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (!tree_remove(root))
		return -1;
	free(root);
	return 0;
}

static struct snapshot *
take(const char *name)
{
	struct diag d = DIAG_INIT;
	char *dir = xasprintf("%s/%s", root, name);
	struct snapshot *s = snapshot_take(dir, NULL, &d);

	assert_non_null(s);
	assert_int_equal(d.n, 0);
	free(dir);
	return s;
}

static void
collect(void *arg, const struct snapshot_difference *found)
{
	buf_printf(arg, "%s: %s\n", found->path, found->text);
}

/* What a command changes, as text; the caller frees. */
static char *
changes(const char *command, struct comparison how)
{
	struct snapshot *was = take("r"), *is;
	struct buf text = BUF_INIT;
	size_t n, lines = 0;
	const char *p;

	sh(command, root);
	is = take("r");
	how.differs = collect;
	how.arg = &text;
	n = snapshot_compare(was, is, &how);
	for (p = buf_text(&text); *p != '\0'; p++)
		lines += *p == '\n';
	assert_int_equal(n, lines);
	snapshot_free(was);
	snapshot_free(is);
	buf_char(&text, '\0');
	return buf_steal(&text);
}

static void
assert_changes(const char *command, const char *expected)
{
	char *text = changes(command, (struct comparison){.arg = NULL});

	assert_string_equal(text, expected);
	free(text);
}

static void
test_nothing(void **state)
{
	(void)state;
	assert_changes(":", "");
	/* its own business, and the times of directories */
	assert_changes("touch r/opt/x/new && rm r/opt/x/new && "
		       "touch r/var/sadm/install/.lockfile && "
		       "mkdir r/var/sadm/install/logs",
	    "");
	/* other comments, same database */
	assert_changes("echo '# Last modified by pkgadd' "
		       ">>r/var/sadm/install/contents",
	    "");
}

static void
test_attributes(void **state)
{
	(void)state;
	assert_changes("chmod 755 r/opt/x", "");
	assert_changes("chmod 700 r/opt/x",
	    "/opt/x: mode rwx------ (0700), was rwxr-xr-x (0755)\n");
	assert_changes("ln -sfn b r/opt/x/s", "/opt/x/s: points to b, was a\n");
	assert_changes(
	    "rm r/opt/p && mkdir r/opt/p", "/opt/p: directory, was pipe\n");
	assert_changes("rmdir r/opt/p && mkfifo r/opt/new",
	    "/opt/new: a pipe that was not there\n"
	    "/opt/p: gone, was a directory\n");
}

static void
test_files(void **state)
{
	char *text;

	(void)state;
	assert_changes("rm r/opt/x/b && cp -p r/opt/x/a r/opt/x/b",
	    "/opt/x/b: a file of its own, was a hard link to /opt/x/a\n");
	/* same size and time */
	text = changes("echo two >r/opt/x/b && "
		       "touch -t 200401010000 r/opt/x/b",
	    (struct comparison){.arg = NULL});
	assert_non_null(strstr(text, "/opt/x/b: contents differ\n"));
	assert_null(strstr(text, "modified"));
	free(text);
	assert_changes("touch -t 200401010001 r/opt/x/b",
	    "/opt/x/b: modified 2004-01-01 00:01:00, was "
	    "2004-01-01 00:00:00 (UTC)\n");
	assert_changes("touch -r r/opt/x/b r/k && echo >>r/opt/x/b && "
		       "touch -r r/k r/opt/x/b && rm r/k",
	    "/opt/x/b: contents differ (5 bytes, was 4)\n");
}

static void
test_clock(void **state)
{
	struct comparison how = {.clock = {.tv_sec = 1500000000}};
	char *text;

	(void)state;
	sh("touch -t 202001010000 r/opt/x/a", root);
	text = changes("touch -t 202001010001 r/opt/x/a", how);
	assert_string_equal(text, "");
	free(text);
	text = changes("touch -t 200401010000 r/opt/x/a", how);
	assert_non_null(strstr(text, "/opt/x/a: modified 2004-01-01 00:00:00"));
	free(text);
	/* within one second; the second time is a whole one */
	how.clock = (struct timespec){.tv_sec = 1577836800, .tv_nsec = 500};
	sh("touch -d '2020-01-01 00:00:00.9 UTC' r/opt/x/a", root);
	text = changes("touch -d '2020-01-01 00:00:00 UTC' r/opt/x/a", how);
	assert_string_equal(text, "");
	free(text);
	text = changes(
	    "touch -d '2020-01-01 00:00:00.0000004 UTC' r/opt/x/a", how);
	assert_non_null(strstr(text, "/opt/x/a: modified"));
	free(text);
}

static void
test_database(void **state)
{
	char *text;

	(void)state;
	assert_changes("echo '/opt/x/a f none 0644 root bin 4 1 2 P Q' "
		       ">r/var/sadm/install/contents",
	    "/opt/x/a: in the database: packages P Q, was P\n");
	assert_changes("echo '/opt/y d none 0755 root bin P' "
		       ">r/var/sadm/install/contents",
	    "/opt/x/a: gone from the database\n"
	    "/opt/y: in the database, was not there\n");
	assert_changes("rm r/var/sadm/install/contents",
	    "/opt/y: gone from the database\n");
	text = changes("echo nonsense >r/var/sadm/install/contents",
	    (struct comparison){.arg = NULL});
	assert_non_null(strstr(text, "/contents: damaged: "));
	free(text);
	sh("rm r/var/sadm/install/contents", root);
}

static void
test_left_out(void **state)
{
	const char *names[] = {"O", "P"};
	struct comparison how = {.instances = names, .ninstances = 2};
	const char *command = "touch r/tmp/$$ && mkdir -p r/var/sadm/pkg/P "
			      "&& touch r/var/sadm/pkg/P/$$";
	char *text;

	(void)state;
	sh("mkdir -p r/var/sadm/pkg", root);
	how.leave_out = LEAVE_OUT_TEMPORARY;
	text = changes(command, how);
	assert_null(strstr(text, "/tmp"));
	assert_non_null(strstr(text, "/var/sadm/pkg/P/"));
	free(text);
	how.leave_out = LEAVE_OUT_RECORDS;
	text = changes(command, how);
	assert_string_equal(text, "");
	free(text);
	how.leave_out = LEAVE_OUT_TOOLS;
	text = changes(command, how);
	assert_non_null(strstr(text, "/tmp/"));
	free(text);
}

/* A copy is the same, and becomes so again after any change. */
static void
test_replica(void **state)
{
	struct comparison how = {.differs = NULL};
	struct diag d = DIAG_INIT;
	struct snapshot *original, *copy;
	struct root_copy *r;
	char *from = xasprintf("%s/r", root), *to = xasprintf("%s/c", root);
	char *kept = xasprintf("%s/s", root);
	struct state_store *store = state_store_open(kept, NULL, &d);

	(void)state;
	sh("chmod 4755 r/opt/x/a; chmod 1777 r/tmp; ln -s /nowhere r/l", root);
	original = state_store_keep(store, from, NULL, &d);
	assert_non_null(original);
	r = root_copy_new(from, original, to, &d);
	assert_non_null(r);
	copy = take("c");
	assert_int_equal(snapshot_compare(original, copy, &how), 0);
	snapshot_free(copy);
	root_copy_free(r, false);
	r = root_copy_of_state(store, original, to, &d);
	assert_non_null(r);
	copy = take("c");
	assert_int_equal(snapshot_compare(original, copy, &how), 0);
	snapshot_free(copy);

	sh("echo x >c/opt/x/a; rm c/opt/new; mkdir -p c/new/y; touch c/new/z;"
	   "rm c/l; mkdir c/l; chmod 700 c/opt; rm -r c/var; ln -s r c/tmp/x;"
	   "mv c/opt/x c/opt/y",
	    root);
	copy = take("c");
	assert_true(snapshot_compare(original, copy, &how) > 8);
	snapshot_free(copy);
	assert_true(root_copy_become(r, original, &d));
	copy = take("c");
	assert_int_equal(snapshot_compare(original, copy, &how), 0);
	assert_int_equal(
	    snapshot_compare(original, root_copy_snapshot(r), &how), 0);
	snapshot_free(copy);

	/* same size, same time of modification */
	sh("cp -p c/opt/x/a k && echo owt >c/opt/x/a && "
	   "touch -r k c/opt/x/a && rm k",
	    root);
	assert_true(root_copy_become(r, original, &d));
	copy = take("c");
	assert_int_equal(snapshot_compare(original, copy, &how), 0);
	snapshot_free(copy);

	root_copy_free(r, false);
	assert_int_equal(access(to, F_OK), -1);
	snapshot_free(original);
	state_store_close(store);
	assert_true(tree_remove(kept));
	diag_free(&d);
	free(from);
	free(to);
	free(kept);
}

/* Digests are taken over for files that were not touched, for no others. */
static void
test_before(void **state)
{
	struct comparison how = {.differs = NULL};
	struct diag d = DIAG_INIT;
	struct snapshot *was = take("r"), *is;
	char *dir = xasprintf("%s/r", root);

	(void)state;
	usleep(20000);
	sh("cp -p r/opt/x/a k && echo owt >r/opt/x/a && "
	   "touch -r k r/opt/x/a && rm k",
	    root);
	is = snapshot_take(dir, was, &d);
	assert_non_null(is);
	assert_int_equal(snapshot_compare(was, is, &how), 1);
	assert_string_equal(snapshot_find(is, "/opt/x/b")->digest,
	    snapshot_find(was, "/opt/x/b")->digest);
	snapshot_free(was);
	snapshot_free(is);
	free(dir);
}

static void
count(void *arg, const struct snapshot_difference *found)
{
	((size_t *)arg)[found->what]++;
}

/* Brief looks read no file, and tell what happened to it all the same. */
static void
test_looks(void **state)
{
	size_t seen[DIFFERENCE_DATABASE + 1] = {0};
	struct comparison how = {
	    .leave_out = LEAVE_OUT_NOTHING, .differs = count, .arg = seen};
	struct diag d = DIAG_INIT;
	struct snapshot *was, *is;
	char *dir = xasprintf("%s/look", root);
	int fd;

	(void)state;
	sh("mkdir look && cd look && mkdir -p var/sadm/install && "
	   "echo nonsense >var/sadm/install/contents && echo x >same && "
	   "echo x >changed && echo x >gone && echo x >touched && "
	   "ln -s a link && echo x >mode && ln same other",
	    root);
	fd = open(dir, O_RDONLY | O_DIRECTORY);
	was = snapshot_take_brief(fd, &d);
	assert_non_null(was);
	assert_string_equal(snapshot_find(was, "/same")->digest, "");
	assert_null(was->db);
	assert_null(was->damage);
	assert_int_equal(snapshot_compare(was, was, &how), 0);
	usleep(20000);
	sh("cd look && echo y >changed && echo x >new && rm gone && "
	   "touch -r touched touched && ln -sfn b link && chmod 600 mode && "
	   "touch var/sadm/install/.lockfile",
	    root);
	is = snapshot_take_brief(fd, &d);
	assert_non_null(is);
	assert_int_equal(snapshot_compare(was, is, &how), 7);
	assert_int_equal(seen[DIFFERENCE_CREATED], 2);
	assert_int_equal(seen[DIFFERENCE_REMOVED], 1);
	assert_int_equal(seen[DIFFERENCE_CONTENTS], 1);
	assert_int_equal(seen[DIFFERENCE_TIME], 1);
	assert_int_equal(seen[DIFFERENCE_LINK], 1);
	assert_int_equal(seen[DIFFERENCE_MODE], 1);
	close(fd);
	snapshot_free(was);
	snapshot_free(is);
	free(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_nothing),
	    cmocka_unit_test(test_attributes),
	    cmocka_unit_test(test_files),
	    cmocka_unit_test(test_clock),
	    cmocka_unit_test(test_database),
	    cmocka_unit_test(test_left_out),
	    cmocka_unit_test(test_before),
	    cmocka_unit_test(test_looks),
	    cmocka_unit_test(test_replica),
	};

	setenv("TZ", "UTC", 1);
	umask(022);
	return cmocka_run_group_tests(tests, setup, teardown);
}
