#include "support.h"

#include "base/digest.h"
#include "base/mem.h"

static unsigned
sum_of(const void *data, size_t len)
{
	return sum_final(sum_update(0, data, len));
}

/* n bytes of 0xff */
static unsigned
sum_ones(size_t n)
{
	unsigned char data[4096];
	uint32_t sum = 0;
	size_t len;

	memset(data, 0xff, sizeof(data));
	for (; n > 0; n -= len) {
		len = n < sizeof(data) ? n : sizeof(data);
		sum = sum_update(sum, data, len);
	}
	return sum_final(sum);
}

/* svr4-packaging 10.1 */
static void
test_sum(void **state)
{
	static const struct {
		const char *text;
		unsigned sum;
	} table[] = {
	    {"", 0},
	    {"a", 97},
	    {"abc", 294},
	    {"hello world", 1116},
	    {"hello\n", 542},
	    {"x\n", 130},
	    {"conf=1\n", 542},
	    {"The quick brown fox jumps over the lazy dog", 4057},
	};
	unsigned char all[256], zeros[3000] = {0};
	uint32_t sum = 0;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_int_equal(
		    sum_of(table[i].text, strlen(table[i].text)), table[i].sum);
	for (i = 0; i < 256; i++)
		all[i] = (unsigned char)i;
	assert_int_equal(sum_of(all, 256), 32640);
	for (i = 0; i < 256; i++)
		sum = sum_update(sum, all, 256);
	assert_int_equal(sum_final(sum), 32895);
	assert_int_equal(sum_of(zeros, sizeof(zeros)), 0);
	assert_int_equal(sum_ones(1), 255);
	assert_int_equal(sum_ones(257), 65535);
	assert_int_equal(sum_ones(258), 255);
	assert_int_equal(sum_ones(1000000), 3315);
	assert_int_equal(sum_ones(16843009), 65535);
	assert_int_equal(sum_ones(16843010), 254);
}

/* Any split and any alignment give the same sum. */
static void
test_sum_pieces(void **state)
{
	unsigned char data[600];
	uint32_t sum;
	size_t i, at;

	(void)state;
	for (i = 0; i < sizeof(data); i++)
		data[i] = (unsigned char)(i * 37 + 11);
	for (at = 0; at <= sizeof(data); at++) {
		sum = sum_update(0, data, at);
		sum = sum_update(sum, data + at, sizeof(data) - at);
		assert_int_equal(sum_final(sum), sum_of(data, sizeof(data)));
	}
	for (at = 0; at < 64; at++) {
		for (sum = 0, i = at; i < sizeof(data); i++)
			sum += data[i];
		assert_int_equal(
		    sum_update(0, data + at, sizeof(data) - at), sum);
	}
}

/* cksum(1), POSIX */
static void
test_cksum(void **state)
{
	char zeros[300] = {0};
	uint32_t crc;

	(void)state;
	assert_int_equal(cksum_final(0, 0), 4294967295u);
	crc = cksum_update(0, "123456789", 9);
	assert_int_equal(cksum_final(crc, 9), 930766865u);
	crc = cksum_update(0, "12345", 5);
	crc = cksum_update(crc, "6789", 4);
	assert_int_equal(cksum_final(crc, 9), 930766865u);
	crc = cksum_update(0, "hello\n", 6);
	assert_int_equal(cksum_final(crc, 6), 3015617425u);
	crc = cksum_update(0, zeros, 300);
	assert_int_equal(cksum_final(crc, 300), 351385237u);
}

static void
digest_is(const char *text, const char *expected)
{
	char hex[SHA256_HEX];
	struct sha256 *h = sha256_new();
	size_t half = strlen(text) / 2;

	sha256_update(h, text, half);
	sha256_update(h, text + half, strlen(text) - half);
	sha256_final(h, hex);
	assert_string_equal(hex, expected);
}

/* FIPS 180-2, appendix B */
static void
test_sha256(void **state)
{
	(void)state;
	digest_is("",
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	digest_is("abc",
	    "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	digest_is("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	    "248d6a61d20638b8e5c026930c3e6039"
	    "a33ce45964ff2167f6ecedd419db06c1");
	sha256_free(sha256_new());
	sha256_free(NULL);
}

/* RFC 1321, appendix A.5 */
static void
test_md5(void **state)
{
	struct md5 *h = md5_new();
	char hex[MD5_HEX];

	(void)state;
	if (h == NULL) /* where MD5 is forbidden */
		skip();
	md5_update(h, "message", 7);
	md5_update(h, " digest", 7);
	md5_final(h, hex);
	assert_string_equal(hex, "f96b697d7cb7938d525a2f31aaf161d0");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sum),
	    cmocka_unit_test(test_sum_pieces),
	    cmocka_unit_test(test_cksum),
	    cmocka_unit_test(test_sha256),
	    cmocka_unit_test(test_md5),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
