#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stream/pack.h"

/* Bytes that are handed out one by one. */
struct bytes {
	const unsigned char *v;
	size_t n;
};

static ssize_t
next_byte(void *ctx, void *data, size_t len)
{
	struct bytes *b = ctx;

	if (b->n == 0 || len == 0)
		return 0;
	*(unsigned char *)data = *b->v++;
	b->n--;
	return 1;
}

/*
 * What the bytes decode to, at most max bytes of it; the number, or -1 with
 * the fault.
 */
static ssize_t
unpack(const void *packed, size_t n, char *out, size_t max, const char **fault)
{
	struct bytes b = {packed, n};
	struct pack *p = pack_new(next_byte, &b);
	ssize_t got = 1;
	size_t len = 0;

	while (len < max && (got = pack_read(p, out + len, max - len)) > 0)
		len += (size_t)got;
	*fault = pack_fault(p);
	if (got < 0)
		assert_non_null(*fault);
	pack_free(p);
	return got < 0 ? -1 : (ssize_t)len;
}

/*
 * `aab` and the end, by hand: a is 1, b 00, the end 01.  On the first level are
 * one node with children and one leaf, on the second two leaves.
 */
static const unsigned char aab[] = {
    0x1f, 0x1e, 0, 0, 0, 3, 2, 1, 0, 'a', 'b', 0xc4};

static void
refused(const unsigned char *packed, size_t n, const char *text)
{
	const char *fault;
	char out[16];

	assert_int_equal(unpack(packed, n, out, sizeof(out), &fault), -1);
	assert_non_null(strstr(fault, text));
}

static void
test_by_hand(void **state)
{
	const char *fault;
	char out[16];

	(void)state;
	assert_int_equal(unpack(aab, sizeof(aab), out, sizeof(out), &fault), 3);
	assert_memory_equal(out, "aab", 3);
	assert_null(fault);
}

static void
test_faults(void **state)
{
	unsigned char b[sizeof(aab)];
	size_t n;

	(void)state;
	for (n = 0; n < sizeof(aab); n++)
		refused(aab, n, "ends too early");
	memcpy(b, aab, sizeof(b));
	b[0] = 0x1e;
	refused(b, sizeof(b), "does not begin");
	memcpy(b, aab, sizeof(b));
	b[6] = 0;
	refused(b, sizeof(b), "1 to 24 bits");
	b[6] = 25;
	refused(b, sizeof(b), "1 to 24 bits");
	memcpy(b, aab, sizeof(b));
	b[7] = 0; /* the root has one child */
	refused(b, sizeof(b), "incomplete");
	b[5] = 2;
	memcpy(b + 6, aab + 6, sizeof(b) - 6);
	refused(b, sizeof(b), "goes on");
	b[5] = 4;
	refused(b, sizeof(b), "ends before");
}

/* Whatever the bytes are, it ends, and never with more than it says. */
static void
test_hostile(void **state)
{
	unsigned char b[600];
	char out[4096];
	const char *fault;
	unsigned seed = 1, i;
	size_t round;
	ssize_t n;

	(void)state;
	for (round = 0; round < 4000; round++) {
		for (i = 0; i < sizeof(b); i++) {
			seed = seed * 1103515245 + 12345;
			b[i] = (unsigned char)(seed >> 16);
		}
		memcpy(b, aab, 2);
		memset(b + 2, 0, 3);
		b[6] = (unsigned char)(b[6] % 26);
		if (round % 2 == 0)
			memset(b + 7, round % 3 == 0 ? 0 : 255, b[6]);
		n = unpack(b, sizeof(b), out, sizeof(out), &fault);
		assert_true(n <= b[5]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_by_hand),
	    cmocka_unit_test(test_faults),
	    cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
