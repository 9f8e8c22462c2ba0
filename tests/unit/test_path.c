#include "support.h"

#include "base/path.h"

static void
test_canonize(void **state)
{
	static const char *const table[][2] = {
	    {"", ""},
	    {"/", "/"},
	    {"//", "/"},
	    {".", ""},
	    {"./", ""},
	    {"a", "a"},
	    {"a/", "a"},
	    {"a//b", "a/b"},
	    {"//a///b//", "/a/b"},
	    {"./a", "a"},
	    {"a/./b", "a/b"},
	    {"a/.", "a"},
	    {"a/b/..", "a"},
	    {"a/..", ""},
	    {"/a/..", "/"},
	    {"/a/../b", "/b"},
	    {"a/b/../../c", "c"},
	    {"$foo/../x//y", "x/y"},
	    {"...", "..."},
	    {"a/..b/c..", "a/..b/c.."},
	    {".a/.b", ".a/.b"},
	    /* what leads out stays, all of it */
	    {"..", ".."},
	    {"../a", "../a"},
	    {"../../a", "../../a"},
	    {"a/../../b", "../b"},
	    {"a/../../../b", "../../b"},
	    {"../a/../..", "../.."},
	    {"./../x", "../x"},
	    /* above the root is the root */
	    {"/..", "/"},
	    {"/../a", "/a"},
	    {"/a/../../b", "/b"},
	};
	char path[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		(void)snprintf(path, sizeof(path), "%s", table[i][0]);
		path_canonize(path);
		assert_string_equal(path, table[i][1]);
		path_canonize(path);
		assert_string_equal(path, table[i][1]);
	}
}

static void
test_is_safe(void **state)
{
	static const char *const safe[] = {
	    "a",
	    "a/b",
	    "...",
	    "..a",
	    "a..",
	    ".a",
	    "a/..b/c",
	    "$x/y",
	};
	static const char *const unsafe[] = {
	    "",
	    "/",
	    "/a",
	    "a/",
	    "a//b",
	    ".",
	    "..",
	    "./a",
	    "../a",
	    "a/.",
	    "a/..",
	    "a/./b",
	    "a/../b",
	    "//",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(safe) / sizeof(safe[0]); i++)
		assert_true(path_is_safe(safe[i]));
	for (i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++)
		assert_false(path_is_safe(unsafe[i]));
}

static void
test_parts(void **state)
{
	static const char *const table[][3] = {
	    {"a", ".", "a"},
	    {"/a", "/", "a"},
	    {"/", "/", ""},
	    {"a/b", "a", "b"},
	    {"/a/b/c", "/a/b", "c"},
	    {"a/", "a", ""},
	};
	char *dir;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		dir = path_dirname(table[i][0]);
		assert_string_equal(dir, table[i][1]);
		assert_string_equal(path_basename(table[i][0]), table[i][2]);
		free(dir);
	}
}

static void
test_join(void **state)
{
	static const char *const table[][3] = {
	    {"d", "n", "d/n"},
	    {"d/", "n", "d/n"},
	    {".", "n", "n"},
	    {"/", "n", "/n"},
	    {"d", "/n", "/n"},
	    {"/d", "a/b", "/d/a/b"},
	};
	char *path;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		path = path_join(table[i][0], table[i][1]);
		assert_string_equal(path, table[i][2]);
		free(path);
	}
}

static void
test_between(void **state)
{
	static const char *const table[][3] = {
	    {"a", "b", "b"},
	    {"a/b", "a/c", "c"},
	    {"a/b", "c", "../c"},
	    {"a", "b/c", "b/c"},
	    {"a/b/c", "a/d/e/f", "../d/e/f"},
	    {"ab/x", "a", "../a"},
	    {"d/a2/x", "d/a", "../a"},
	    {"/src/m", "/src", "../src"},
	    {"/src/m", "/tmp/tree", "../tmp/tree"},
	    {"/m", "/tree", "tree"},
	};
	char *path;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		path = path_between(table[i][0], table[i][1]);
		assert_string_equal(path, table[i][2]);
		free(path);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_canonize),
	    cmocka_unit_test(test_is_safe),
	    cmocka_unit_test(test_parts),
	    cmocka_unit_test(test_join),
	    cmocka_unit_test(test_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
