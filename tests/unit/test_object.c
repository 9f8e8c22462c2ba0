#include "support.h"

#include "base/mem.h"
#include "model/object.h"

static const char *
the_file(const void *ctx, const struct object *o)
{
	(void)o;
	return ctx;
}

static bool
parse(const char *text, bool lenient, struct object *o,
    struct string_pool *pool, struct diag *d)
{
	return object_parse(o, (struct slice){text, strlen(text)}, lenient,
	    pool, &(struct location){"map", 5, "pkgmap(4)", d});
}

/* A line comes out as it went in, for each type. */
static void
test_round_trip(void **state)
{
	static const char *const lines[] = {
	    "1 f none opt/a 0644 root bin 6 542 1577934245\n",
	    "1 e sed /etc/a 0644 root sys 0 0 0\n",
	    "1 v none /var/log 0600 root bin 4294967295 65535 "
	    "4294967295\n",
	    "2 f none $DIR/a ? ? ? ? ? ?\n",
	    "1 f none suid 4755 root bin 1 2 3\n",
	    "1 d none opt 0755 root bin\n",
	    "1 d none opt ? ? ?\n",
	    "1 x none /opt/x 0700 root bin\n",
	    "1 l none a=b/c\n",
	    "1 s none /a/b=../../c\n",
	    "9999 s none a=/\n",
	    "1 p none /dev/p 0600 root sys\n",
	    "1 c none /dev/c 13 255 0666 root sys\n",
	    "1 b none /dev/b ? ? ? ? ?\n",
	    "1 i pkginfo 119 9257 1577934245\n",
	};
	struct string_pool pool = STRING_POOL_INIT;
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct object o;
	char *line;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		line = xstrndup(lines[i], strlen(lines[i]) - 1);
		assert_true(parse(line, false, &o, &pool, &d));
		assert_int_equal(o.line, 5);
		b.len = 0;
		object_print(&o, &b);
		assert_string_equal(buf_text(&b), lines[i]);
		object_clear(&o);
		free(line);
	}
	assert_int_equal(d.n, 0);
	buf_free(&b);
	string_pool_free(&pool);
}

static void
test_fields(void **state)
{
	struct string_pool pool = STRING_POOL_INIT;
	struct diag d = DIAG_INIT;
	struct object o;

	(void)state;
	assert_true(parse(" \t7\tf  none //opt//a/./b/=src/../x  644 root "
			  "bin\r",
	    true, &o, &pool, &d));
	assert_int_equal(o.part, 7);
	assert_int_equal(o.ftype, 'f');
	assert_string_equal(o.class, "none");
	assert_string_equal(o.path, "/opt/a/b");
	assert_string_equal(o.source, "src/../x");
	assert_null(o.target);
	assert_int_equal(o.mode, 0644);
	assert_string_equal(o.group, "bin");
	assert_int_equal(o.size, OBJECT_UNKNOWN);
	object_clear(&o);
	assert_true(parse("f none a", true, &o, &pool, &d));
	assert_int_equal(o.part, 0);
	assert_int_equal(o.mode, OBJECT_UNKNOWN);
	assert_string_equal(o.owner, "?");
	assert_null(o.source);
	object_clear(&o);
	assert_true(parse("i pkginfo", true, &o, &pool, &d));
	assert_null(o.class);
	object_clear(&o);
	assert_int_equal(d.n, 0);
	string_pool_free(&pool);
}

/* Each row is one line and all that is said about it. */
static const struct {
	const char *line;
	bool lenient;
	const char *findings;
} faults[] = {
    {"", false, "file type is missing"},
    {"1", false, "file type is missing"},
    {"1 2 f none a 1 r b 1 1 1", false,
	"`2' is not a file type (f e v d x l s p c b i)"},
    {"q none a 0644 root bin 1 1 1", false,
	"`q' is not a file type (f e v d x l s p c b i)"},
    {"ff none a 0644 root bin 1 1 1", false,
	"`ff' is not a file type (f e v d x l s p c b i)"},
    {"10000 f none a 0644 root bin 1 1 1", false, "the part number is not one"},
    {"99999999999999999999 f none a 0644 root bin 1 1 1", false,
	"the part number is not one"},
    {"1x f none a 0644 root bin 1 1 1", false, "the part number is not one"},
    {"f none a 0648 root bin 1 1 1", false,
	"`0648' is not a mode (octal, at most 7777)"},
    {"f none a 10000 root bin 1 1 1", false,
	"`10000' is not a mode (octal, at most 7777)"},
    {"f none a -1 root bin 1 1 1", false,
	"`-1' is not a mode; a path cannot hold blanks"},
    {"f none a +644 root bin", true,
	"`+644' is not a mode; a path cannot hold blanks"},
    {"f none a 0x1ff root bin", true,
	"`0x1ff' is not a mode (octal, at most 7777)"},
    {"f none a rw-r--r-- root bin", true,
	"`rw-r--r--' is not a mode; a path cannot hold blanks"},
    {"f none a", false, "mode (octal, at most 7777) is missing"},
    {"f $class a 0644 root bin", true,
	"the class `$class' is a variable, which a class may not be"},
    {"f a/b a 0644 root bin", true,
	"the class `a/b' holds a character that no class may have"},
    {"f none a=b=c 0644 root bin", true, "the path `a' is followed by two `='"},
    {"f none ../a 0644 root bin", true,
	"the path `../a' leaves its directory with `..'"},
    {"f none a/.. 0644 root bin", true,
	"the path `a/..' leaves its directory with `..'"},
    {"f none /.. 0644 root bin", true,
	"the path `/..' leaves its directory with `..'"},
    {"f none a\177b 0644 root bin", true,
	"the path `a?b' holds a blank or a control character"},
    {"f none / 0755 root bin", true, "the path `/' names no object"},
    {"s none /=x", true, "the path `/' names no object"},
    {"d none . 0755 root bin", true, "the path `.' names no object"},
    {"d none =x 0755 root bin", true, "the path `' is empty"},
    {"s none a", true, "target of the link is missing"},
    {"l none a=", true, "target of the link is missing"},
    {"c none a 1 x 0644 root bin", true, "`x' is not a minor number"},
    {"c none a 1", true, "minor number is missing"},
    {"b none a 2147483648 1 0644 root bin", true,
	"`2147483648' is not a major number"},
    {"f none a 0644 root bin 1 65536 1", false, "`65536' is not a checksum"},
    {"f none a 0644 root bin 9223372036854775808 1 1", false,
	"`9223372036854775808' is not a size"},
    {"f none a 0644 root bin 1 1 -5", false, "`-5' is not a modification time"},
    {"i pkginfo 1 2", false, "modification time is missing"},
    {"f", false, "class is missing"},
    {"f none", false, "path is missing"},
};

static void
test_faults(void **state)
{
	struct string_pool pool = STRING_POOL_INIT;
	struct diag d = DIAG_INIT;
	struct object o;
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		assert_false(
		    parse(faults[i].line, faults[i].lenient, &o, &pool, &d));
		text = findings_text(&d);
		assert_int_equal(d.n, 1);
		assert_int_equal(strncmp(text, "map:5: ", 7), 0);
		text[strlen(text) - strlen(" (pkgmap(4))\n")] = '\0';
		assert_string_equal(text + 7, faults[i].findings);
		free(text);
		diag_free(&d);
	}
	string_pool_free(&pool);
}

/* An object that no line can describe, and why. */
static const struct {
	struct object o;
	const char *why;
} invalid[] = {
    {{.ftype = 'f', .path = (char *)"a b"},
	"the path `a b' holds a blank or a control character"},
    {{.ftype = 'f', .path = (char *)"a\nb"},
	"the path `a?b' holds a blank or a control character"},
    {{.ftype = 'f', .path = (char *)"a=b"}, "the path `a=b' holds a `='"},
    {{.ftype = 'f', .path = (char *)"../a"},
	"the path `../a' leaves its directory with `..'"},
    {{.ftype = '-', .path = (char *)"a"},
	"no package can have this type of file"},
    {{.ftype = 's', .path = (char *)"a"}, "the link has no target"},
    {{.ftype = 'f', .path = (char *)"a", .target = (char *)"b"},
	"something that is no link has a target"},
    {{.ftype = 's', .path = (char *)"a", .target = (char *)"b\ni x=y"},
	"the target `b?i x=y' holds a blank or a control character"},
    {{.ftype = 'f', .path = (char *)"a", .class = "a b"},
	"the class `a b' holds a character that no class may have"},
    {{.ftype = 'f', .path = (char *)"a", .owner = "a\tb"},
	"the owner `a?b' holds a blank or a control character"},
    {{.ftype = 'f', .path = (char *)"a", .group = ""}, "the group `' is empty"},
    {{.ftype = 'f', .path = (char *)"a", .mode = 010000},
	"the mode 4096 is out of range"},
    {{.ftype = 'f', .path = (char *)"a", .mtime = -2},
	"the modification time -2 is out of range"},
    {{.ftype = 'f', .path = (char *)"a", .sum = 65536},
	"the checksum 65536 is out of range"},
};

static void
test_validate(void **state)
{
	struct object good = {.ftype = '?', .path = (char *)"/a"};
	struct buf why = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++) {
		why.len = 0;
		assert_false(object_validate(&invalid[i].o, &why));
		assert_string_equal(buf_text(&why), invalid[i].why);
	}
	why.len = 0;
	assert_true(object_validate(&good, &why));
	object_init(&good);
	good.ftype = 's';
	good.path = (char *)"\303\244";
	good.target = (char *)"../../b";
	good.class = good.owner = good.group = "?";
	assert_true(object_validate(&good, &why));
	assert_int_equal(why.len, 0);
	buf_free(&why);
}

static void
test_limits(void **state)
{
	struct string_pool pool = STRING_POOL_INIT;
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct object o;
	char word[OBJECT_PATH_MAX + 2];
	size_t i;
	static const struct {
		const char *format;
		size_t max;
	} table[] = {
	    {"f none %s 0644 root bin", OBJECT_PATH_MAX},
	    {"f %s a 0644 root bin", OBJECT_CLASS_MAX},
	    {"f none a 0644 %s bin", OBJECT_OWNER_MAX},
	    {"f none a 0644 root %s", OBJECT_OWNER_MAX},
	};

	(void)state;
	for (i = 0; i < 2 * sizeof(table) / sizeof(table[0]); i++) {
		memset(word, 'x', sizeof(word));
		word[table[i / 2].max + i % 2] = '\0';
		b.len = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		buf_printf(&b, table[i / 2].format, word);
#pragma GCC diagnostic pop
		assert_int_equal(
		    parse(b.data, true, &o, &pool, &d), i % 2 == 0);
		assert_int_equal(d.n, i % 2);
		if (i % 2 == 0)
			object_clear(&o);
		diag_free(&d);
	}
	buf_free(&b);
	string_pool_free(&pool);
}

static void
add(struct objects *list, const char *line)
{
	struct diag d = DIAG_INIT;
	struct object o;

	assert_true(object_parse(&o, (struct slice){line, strlen(line)}, true,
	    &list->pool, &(struct location){"f", list->n + 1, NULL, &d}));
	(void)objects_add(list, &o);
}

static void
check(struct objects *list, struct diag *d)
{
	objects_sort(list);
	objects_check_unique(list, the_file, "f", NULL, d);
}

/* svr4-packaging 3.7: absolute before relative, `$' before all. */
static void
test_order(void **state)
{
	static const char *const sorted[] = {
	    "$A/x",
	    "/a",
	    "/a-b/c",
	    "/a/b",
	    "A",
	    "a",
	    "a.b",
	    "a/b",
	    "i",
	};
	struct objects list = OBJECTS_INIT;
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	size_t i, n = sizeof(sorted) / sizeof(sorted[0]);

	(void)state;
	for (i = 0; i < n; i++) {
		b.len = 0;
		buf_printf(&b, "d none %s 0755 root bin", sorted[i * 5 % n]);
		add(&list, buf_text(&b));
	}
	check(&list, &d);
	assert_int_equal(d.n, 0);
	assert_int_equal(list.n, n);
	for (i = 0; i < n; i++) {
		assert_string_equal(list.v[i].path, sorted[i]);
		assert_ptr_equal(objects_find(&list, sorted[i]), &list.v[i]);
	}
	assert_null(objects_find(&list, "b"));
	objects_free(&list);
	assert_null(objects_find(&list, "b"));
	buf_free(&b);
}

static void
test_unique(void **state)
{
	struct objects list = OBJECTS_INIT;
	struct diag d = DIAG_INIT;

	(void)state;
	add(&list, "f none a 0644 root bin");
	add(&list, "d none d ? root ?");
	add(&list, "f none a 0644 root bin");
	add(&list, "d none d 0755 ? bin");
	add(&list, "s none a=x");
	add(&list, "d none d 0700 root bin");
	add(&list, "d other d 0755 root bin");
	check(&list, &d);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.v[1].mode, 0755);
	assert_string_equal(list.v[1].owner, "root");
	assert_string_equal(list.v[1].group, "bin");
	expect_findings(&d,
	    "f:3: a: is already named in line 1\n"
	    "f:5: a: is already named in line 1\n"
	    "f:6: d: is already named in line 2\n"
	    "f:7: d: is already named in line 2\n");
	objects_free(&list);
}

static void
test_ftypes(void **state)
{
	const char *c;

	(void)state;
	for (c = "fevdxlspcbi"; *c != '\0'; c++) {
		assert_true(ftype_is_known(*c));
		assert_non_null(ftype_name(*c));
		assert_int_equal(
		    ftype_has_contents(*c), strchr("fevi", *c) != NULL);
		assert_int_equal(
		    ftype_has_mode(*c), strchr("fevdxpcb", *c) != NULL);
		assert_int_equal(
		    ftype_has_target(*c), strchr("ls", *c) != NULL);
		assert_int_equal(
		    ftype_is_directory(*c), strchr("dx", *c) != NULL);
		assert_int_equal(ftype_is_device(*c), strchr("cb", *c) != NULL);
	}
	assert_false(ftype_is_known('F'));
	assert_false(ftype_is_known('\0'));
	assert_false(ftype_has_contents('?'));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_round_trip),
	    cmocka_unit_test(test_fields),
	    cmocka_unit_test(test_faults),
	    cmocka_unit_test(test_validate),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_unique),
	    cmocka_unit_test(test_ftypes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
