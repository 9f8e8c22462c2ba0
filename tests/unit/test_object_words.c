#include "support.h"

#include <stdlib.h>

#include "model/object_words.h"

static void
check_mode(unsigned mode, const char *expected)
{
	char words[MODE_WORDS];

	mode_words(mode, words);
	assert_string_equal(words, expected);
}

static void
test_modes(void **state)
{
	(void)state;
	check_mode(0, "--------- (0000)");
	check_mode(0755, "rwxr-xr-x (0755)");
	check_mode(0640, "rw-r----- (0640)");
	check_mode(0123, "--x-w--wx (0123)");
	/* set-uid, set-gid and sticky bits with x and without */
	check_mode(07777, "rwsrwsrwt (7777)");
	check_mode(07666, "rwSrwSrwT (7666)");
	check_mode(04711, "rws--x--x (4711)");
	/* the type of a file is none of its permissions */
	check_mode(0100644, "rw-r--r-- (0644)");
}

/* Checks how the second line of a database differs from the first. */
static void
check_entries(const char *was, const char *is, const char *expected)
{
	struct diag d = DIAG_INIT;
	struct contents *a = contents_parse(was, strlen(was), "was", &d);
	struct contents *b = contents_parse(is, strlen(is), "is", &d);
	char *text;

	assert_non_null(a);
	assert_non_null(b);
	text = entry_difference(&a->v[0], &b->v[0]);
	if (expected == NULL)
		assert_null(text);
	else {
		assert_non_null(text);
		assert_string_equal(text, expected);
	}
	free(text);
	contents_free(a);
	contents_free(b);
	diag_free(&d);
}

static void
test_entries(void **state)
{
	static const char file[] =
	    "/x f none 0644 root bin 4 17 1052416800 P\n";

	(void)state;
	check_entries(file, file, NULL);
	check_entries(file, "/x e cfg 4755 lp sys 5 18 1052416801 P\n",
	    "type editable file, was regular file; class cfg, was none; "
	    "mode rwsr-xr-x (4755), was rw-r--r-- (0644); owner lp, was root; "
	    "group sys, was bin; size 5 bytes, was 4 bytes; "
	    "checksum 18, was 17; "
	    "modified 2003-05-08 18:00:01, was 2003-05-08 18:00:00");
	check_entries(file, "/x f none 0644 root bin 4 17 1052416800 P Q:cfg\n",
	    "packages P Q in class cfg, was P");
	check_entries(file, "/x f none 0644 root bin 4 17 1052416800 *P\n",
	    "packages P (being installed), was P");
	check_entries("/x=a s none P\n", "/x=b s none P\n", "link to b, was a");
	check_entries("/x c none 1 2 0644 root bin P\n",
	    "/x c none 1 3 0644 root bin P\n", "device 1,3, was 1,2");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_modes),
	    cmocka_unit_test(test_entries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
