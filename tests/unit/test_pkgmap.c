#include "support.h"

#include "model/pkgmap.h"

/* svr4-packaging 10.2 */
static const char golden[] =
    ": 1 20\n"
    "1 d none ACMEtst 0755 root bin\n"
    "1 f none ACMEtst/a.txt 0644 root bin 6 542 1577934245\n"
    "1 f none ACMEtst/b.bin 0755 root bin 3000 0 1577934245\n"
    "1 i pkginfo 119 9257 1577934245\n";

static const char all_types[] =
    ": 2 116 99\n"
    "1 d none $DIR/d ? ? ?\n"
    "1 b none /dev/b ? ? 0600 root sys\n"
    "1 c none /dev/c 13 2 0600 root sys\n"
    "1 p none /dev/p 0600 root sys\n"
    "2 f none /etc/f 0644 root sys 1 97 1577934245\n"
    "1 i depend 0 0 0\n"
    "1 x none excl 0700 root bin\n"
    "1 l none hard=a/b\n"
    "1 i pkginfo 119 9257 1577934245\n"
    "1 s none soft=../../x\n"
    "1 e sed vol/e 0644 root bin ? ? ?\n"
    "2 v none vol/v 0666 root bin 0 0 0\n";

static void
round_trip(const char *text)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct pkgmap *map = pkgmap_parse(text, strlen(text), "m", &d);

	assert_non_null(map);
	assert_int_equal(d.n, 0);
	pkgmap_write(map, &b);
	assert_string_equal(buf_text(&b), text);
	buf_free(&b);
	pkgmap_free(map);
}

static void
test_round_trip(void **state)
{
	(void)state;
	round_trip(golden);
	round_trip(all_types);
	round_trip(": 1 0\n");
}

/* What readers tolerate (3.1): comments, blanks, no part, any order. */
static void
test_lenient(void **state)
{
	static const char text[] =
	    ":\t1  20 \r\n"
	    "# comment\n"
	    "\n"
	    "\t0 i  pkginfo 119\t9257 1577934245 and more\r\n"
	    ": ignored\n"
	    "f none ACMEtst/b.bin 0755 root bin 3000 0 1577934245\n"
	    "1 f none ACMEtst//a.txt 644 root bin 6 542 1577934245\n"
	    "1 d none ACMEtst/ 0755 root bin";
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct pkgmap *map = pkgmap_parse(text, sizeof(text) - 1, "m", &d);

	(void)state;
	assert_non_null(map);
	pkgmap_write(map, &b);
	assert_string_equal(buf_text(&b), golden);
	buf_free(&b);
	pkgmap_free(map);
}

/* All faults in one run, each with its line. */
static void
test_faults(void **state)
{
	static const char text[] =
	    ": 2 20\n"
	    "1 d none ACMEtst 0755 root bin\n"
	    "1 q none a 0644 root bin 6 542 1577934245\n"
	    "3 f none b 0644 root bin 6 542 1577934245\n"
	    "1 f none c 0844 root bin 6 542 1577934245\n"
	    "1 f none d 0644 root bin six 542 1577934245\n"
	    "1 f none e 0644 root bin 6 99999 1577934245\n"
	    "1 f none f 0644 root bin 6 542\n"
	    "1 f $x g 0644 root bin 6 542 0\n"
	    "1 f none /../h 0644 root bin 6 542 0\n"
	    "1 s none i\n"
	    "1 f none ACMEtst 0644 root bin 6 542 0\n"
	    "1 d none ACMEtst 0700 root bin\n";
	struct diag d = DIAG_INIT;

	(void)state;
	assert_null(pkgmap_parse(text, sizeof(text) - 1, "m", &d));
	expect_findings(&d,
	    "m:3: `q' is not a file type (f e v d x l s p c b i) (pkgmap(4))\n"
	    "m:4: b: part 3 of a package that has 2 (pkgmap(4))\n"
	    "m:5: `0844' is not a mode (octal, at most 7777) (pkgmap(4))\n"
	    "m:6: `six' is not a size (pkgmap(4))\n"
	    "m:7: `99999' is not a checksum (pkgmap(4))\n"
	    "m:8: modification time is missing (pkgmap(4))\n"
	    "m:9: the class `$x' is a variable, which a class may not be "
	    "(pkgmap(4))\n"
	    "m:10: the path `/../h' leaves its directory with `..' "
	    "(pkgmap(4))\n"
	    "m:11: target of the link is missing (pkgmap(4))\n"
	    "m:12: ACMEtst: is already named in line 2 (pkgmap(4))\n"
	    "m:13: ACMEtst: is already named in line 2 (pkgmap(4))\n");
}

/* A bad first line is one fault, not one in each entry too. */
static void
test_first_line(void **state)
{
	static const char *const heads[] = {
	    "",
	    ":",
	    ": 1",
	    ": 1 x",
	    ": x 1",
	    ": 0 20",
	    ": -1 20",
	    ": 10000 20",
	    ": 1 20 30 40",
	    ": 1 99999999999999999999",
	    "1 i depend 0 0 0",
	};
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		b.len = 0;
		buf_printf(&b,
		    "%s\n1 i pkginfo 1 1 1\n7 f none a 0644 r b 1 1 1"
		    "\n",
		    heads[i]);
		assert_null(pkgmap_parse(b.data, b.len, "m", &d));
		assert_int_equal(d.n, 1);
		assert_int_equal(d.v[0].line, 1);
		diag_free(&d);
	}
	assert_null(pkgmap_parse("", 0, "m", &d));
	expect_findings(&d, "m: is empty (pkgmap(4))\n");
	buf_free(&b);
}

static void
test_lines(void **state)
{
	char text[PKGMAP_LINE_MAX + 100];
	struct diag d = DIAG_INIT;

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, ": 1 1\n", 6);
	text[sizeof(text) - 1] = '\n';
	assert_null(pkgmap_parse(text, sizeof(text), "m", &d));
	expect_findings(&d, "m:2: the line is too long (pkgmap(4))\n");
	assert_null(pkgmap_parse(": 1 1\n#\0\n", 9, "m", &d));
	expect_findings(&d, "m:2: the line holds a NUL byte (pkgmap(4))\n");
	memset(text, 'x', sizeof(text));
	assert_null(pkgmap_parse(text, sizeof(text), "m", &d));
	expect_findings(&d, "m:1: the line is too long (pkgmap(4))\n");
}

static void
cut(const char *text, size_t len)
{
	struct diag d = DIAG_INIT;
	char *copy = malloc(len > 0 ? len : 1); /* no byte too many */
	struct pkgmap *map;

	memcpy(copy, text, len);
	map = pkgmap_parse(copy, len, "m", &d);
	assert_int_equal(map == NULL, diag_status(&d) != STATUS_OK);
	pkgmap_free(map);
	free(copy);
	diag_free(&d);
}

/* Cut off anywhere, and with any byte changed, there is an answer. */
static void
test_damage(void **state)
{
	static const char bytes[] = {
	    0, ' ', '\n', '=', '/', '$', '9', '?', '.', ':', '#', '-', '\377'};
	char copy[sizeof(all_types)];
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(all_types); i++)
		cut(all_types, i);
	for (i = 0; i < sizeof(all_types) - 1; i++)
		for (k = 0; k < sizeof(bytes); k++) {
			memcpy(copy, all_types, sizeof(copy));
			copy[i] = bytes[k];
			cut(copy, sizeof(copy) - 1);
		}
}

static void
member_is(const char *line, unsigned nparts, const char *member)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct pkgmap *map;
	char *name;

	buf_printf(&b, ": %u 1\n%s\n", nparts, line);
	map = pkgmap_parse(b.data, b.len, "m", &d);
	assert_non_null(map);
	name = pkgmap_member(map, &map->objects.v[0]);
	assert_string_equal(name, member);
	free(name);
	pkgmap_free(map);
	buf_free(&b);
}

static void
test_member(void **state)
{
	(void)state;
	member_is("1 i pkginfo 1 1 1", 1, "pkginfo");
	member_is("1 i pkginfo 1 1 1", 2, "pkginfo");
	member_is("1 i r.none 1 1 1", 2, "install/r.none");
	member_is("f none a/b 1 r b 1 1 1", 1, "reloc/a/b");
	member_is("f none /a/b 1 r b 1 1 1", 1, "root/a/b");
	member_is("f none $V/b 1 r b 1 1 1", 1, "reloc/$V/b");
	member_is("2 f none a/b 1 r b 1 1 1", 2, "reloc.2/a/b");
	member_is("0 f none /a/b 1 r b 1 1 1", 2, "root.1/a/b");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_round_trip),
	    cmocka_unit_test(test_lenient),
	    cmocka_unit_test(test_faults),
	    cmocka_unit_test(test_first_line),
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_damage),
	    cmocka_unit_test(test_member),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
