#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/linediff.h"

static void
check(const char *a, const char *b, size_t context, const char *want)
{
	struct buf out = BUF_INIT;

	linediff(a, strlen(a), b, strlen(b), context, &out);
	assert_string_equal(buf_text(&out), want);
	buf_free(&out);
}

static void
test_small(void **state)
{
	(void)state;
	check("", "", 3, "");
	check("a\nb\n", "a\nb\n", 3, "");
	check("", "a\n", 3, "@@ -0,0 +1 @@\n+a\n");
	check("a\n", "", 3, "@@ -1 +0,0 @@\n-a\n");
	check("a\nb\nc\n", "a\nx\nc\n", 1, "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
	check("a", "a\n", 3,
	    "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
	check("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n", 0,
	    "@@ -1,2 +0,0 @@\n-a\n-b\n@@ -3,0 +2 @@\n+b\n"
	    "@@ -6 +4,0 @@\n-b\n@@ -7,0 +6 @@\n+c\n");
}

static void
test_hunks(void **state)
{
	(void)state;
	check("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n2\n3\n4\n5\n6\n7\n8\ny\n", 1,
	    "@@ -1,2 +1,2 @@\n-1\n+x\n 2\n@@ -8,2 +8,2 @@\n 8\n-9\n+y\n");
	/* two lines between: with one of context they grow together */
	check("1\n2\n3\n4\n", "x\n2\n3\ny\n", 1,
	    "@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n-4\n+y\n");
}

/* Applies a difference without context to a; the result has to be b. */
static void
apply(const char *a, const char *diff, struct buf *out)
{
	size_t line = 1, from, n;
	const char *p, *end;
	char *q;

	for (; *diff != '\0'; diff = strchr(diff, '\n') + 1) {
		if (*diff == '+')
			buf_add(
			    out, diff + 1, (size_t)(strchr(diff, '\n') - diff));
		if (*diff != '@')
			continue;
		from = strtoul(diff + 4, &q, 10);
		n = *q == ',' ? strtoul(q + 1, NULL, 10) : 1;
		for (from += n == 0; line < from; line++) {
			end = strchr(a, '\n') + 1;
			buf_add(out, a, (size_t)(end - a));
			a = end;
		}
		for (; n > 0; n--, line++)
			a = strchr(a, '\n') + 1;
	}
	p = a;
	buf_str(out, p);
}

static void
test_random(void **state)
{
	struct buf a = BUF_INIT, b = BUF_INIT, d = BUF_INIT, c = BUF_INIT;
	unsigned seed = 1;
	int round, i;

	(void)state;
	for (round = 0; round < 300; round++) {
		buf_free(&a);
		buf_free(&b);
		buf_free(&c);
		buf_free(&d);
		for (i = 0; i < round % 40; i++) {
			seed = seed * 1103515245 + 12345;
			buf_printf(&a, "%c\n", 'a' + (int)(seed >> 16) % 4);
			seed = seed * 1103515245 + 12345;
			buf_printf(&b, "%c\n", 'a' + (int)(seed >> 16) % 4);
		}
		linediff(buf_text(&a), a.len, buf_text(&b), b.len, 0, &d);
		apply(buf_text(&a), buf_text(&d), &c);
		assert_string_equal(buf_text(&c), buf_text(&b));
	}
	buf_free(&a);
	buf_free(&b);
	buf_free(&c);
	buf_free(&d);
}

/* Texts that have nothing in common end the search, not the program. */
static void
test_limits(void **state)
{
	struct buf a = BUF_INIT, b = BUF_INIT, d = BUF_INIT, c = BUF_INIT;
	int i;

	(void)state;
	for (i = 0; i < 3000; i++) {
		buf_printf(&a, "a%d\n", i);
		buf_printf(&b, "b%d\n", i);
	}
	linediff(a.data, a.len, b.data, b.len, 0, &d);
	assert_memory_equal(d.data, "@@ -1,3000 +1,3000 @@\n-a0\n", 26);
	apply(a.data, d.data, &c);
	assert_string_equal(c.data, b.data);
	d.len = 0;
	a.len = 0;
	for (i = 0; i < LINEDIFF_LINES_MAX + 10; i++)
		buf_str(&a, "\n");
	linediff(a.data, a.len, "\n", 1, 0, &d);
	assert_true(d.len > 0);
	buf_free(&a);
	buf_free(&b);
	buf_free(&c);
	buf_free(&d);
}

static void
test_is_text(void **state)
{
	(void)state;
	assert_true(linediff_is_text("", 0));
	assert_true(linediff_is_text("a\tb\n", 4));
	assert_false(linediff_is_text("a\0b", 3));
	assert_false(linediff_is_text("\1\2\3abc", 6));
	assert_true(linediff_is_text("\303\244\n", 3));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_small),
	    cmocka_unit_test(test_hunks),
	    cmocka_unit_test(test_random),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_is_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
