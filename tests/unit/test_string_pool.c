#include "support.h"

#include "base/siphash.h"
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

/* The strings have numbers, from 0 in the order in which they came. */
static void
test_index(void **state)
{
	struct string_pool p = STRING_POOL_INIT;
	char word[16];
	unsigned i;

	(void)state;
	assert_true(string_pool_index(&p, "w", 1) == STRING_POOL_NONE);
	for (i = 0; i < 200; i++) {
		(void)snprintf(word, sizeof(word), "w%u", i);
		assert_int_equal(string_pool_insert(&p, word, strlen(word)), i);
	}
	assert_int_equal(string_pool_insert(&p, "w7", 2), 7);
	assert_int_equal(string_pool_index(&p, "w19", 2), 1);
	assert_string_equal(p.v[199], "w199");
	assert_true(string_pool_index(&p, "w200", 4) == STRING_POOL_NONE);
	string_pool_free(&p);
}

/* The vectors of the paper and of the reference implementation. */
static void
test_siphash(void **state)
{
	const struct siphash_key key = {
	    0x0706050403020100u, 0x0f0e0d0c0b0a0908u};
	static const unsigned char data[] = {
	    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};

	(void)state;
	assert_true(siphash(key, data, 0) == 0x726fdb47dd0e0e31u);
	assert_true(siphash(key, data, 1) == 0x74f839c593dc67fdu);
	assert_true(siphash(key, data, 8) == 0x93f5f5799a932462u);
	assert_true(siphash(key, data, 15) == 0xa129ca6149be45e5u);
}

/* Two tables have two keys, so that no order or collision can be planned. */
static void
test_key(void **state)
{
	struct siphash_key a = siphash_new_key(), b = siphash_new_key();

	(void)state;
	assert_true(a.k0 != b.k0 || a.k1 != b.k1);
	assert_true(siphash(a, "root", 4) != siphash(b, "root", 4));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shared),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_bytes),
	    cmocka_unit_test(test_million),
	    cmocka_unit_test(test_index),
	    cmocka_unit_test(test_siphash),
	    cmocka_unit_test(test_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
