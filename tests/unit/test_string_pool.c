#include "support.h"

#include "base/string_pool.h"

static void
test_shared(void **state)
{
	struct string_pool p = STRING_POOL_INIT;
	char word[] = "root";
	const char *first;

	(void)state;
	assert_null(string_pool_add(&p, NULL));
	assert_int_equal(p.n, 0);
	assert_null(string_pool_find(&p, "root"));
	first = string_pool_add(&p, word);
	assert_ptr_not_equal(first, word);
	word[0] = 'X';
	assert_string_equal(first, "root");
	assert_ptr_equal(string_pool_add(&p, "root"), first);
	assert_ptr_equal(string_pool_add(&p, first), first);
	assert_string_equal(string_pool_add(&p, ""), "");
	assert_int_equal(p.n, 2);
	assert_ptr_equal(string_pool_find(&p, "root"), first);
	assert_null(string_pool_find(&p, "roo"));
	string_pool_free(&p);
	assert_int_equal(p.n, 0);
}

/* Many strings, in an order that is not theirs: pointers stay valid. */
static void
test_many(void **state)
{
	struct string_pool p = STRING_POOL_INIT;
	const char *kept[997];
	char word[16];
	unsigned i, k;

	(void)state;
	for (i = 0; i < 997; i++) {
		k = i * 331 % 997;
		(void)snprintf(word, sizeof(word), "w%u", k);
		kept[k] = string_pool_add(&p, word);
	}
	assert_int_equal(p.n, 997);
	for (i = 0; i < 997; i++) {
		(void)snprintf(word, sizeof(word), "w%u", i);
		assert_string_equal(kept[i], word);
		assert_ptr_equal(string_pool_add(&p, word), kept[i]);
	}
	string_pool_free(&p);
}

/* Bytes within a text: what follows them does not belong to the string. */
static void
test_bytes(void **state)
{
	struct string_pool p = STRING_POOL_INIT;
	const char *root;

	(void)state;
	root = string_pool_add_bytes(&p, "roots", 4);
	assert_string_equal(root, "root");
	assert_ptr_equal(string_pool_add(&p, "root"), root);
	assert_string_equal(string_pool_add_bytes(&p, "roots", 3), "roo");
	assert_string_equal(string_pool_add(&p, "roots"), "roots");
	assert_string_equal(string_pool_add_bytes(&p, "x", 0), "");
	assert_int_equal(p.n, 4);
	string_pool_free(&p);
}

/*
 * The owners of a hostile pkgmap, a million of them in descending order, which
 * took a sorted pool minutes.
 */
static void
test_million(void **state)
{
	struct string_pool p = STRING_POOL_INIT;
	char word[16];
	unsigned i;

	(void)state;
	for (i = 1000000; i > 0; i--) {
		(void)snprintf(word, sizeof(word), "%07u", i);
		(void)string_pool_add(&p, word);
	}
	assert_int_equal(p.n, 1000000);
	string_pool_free(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shared),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_bytes),
	    cmocka_unit_test(test_million),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
