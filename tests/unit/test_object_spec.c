#include "support.h"

#include "base/mem.h"
#include "model/object_spec.h"

static const struct spec_rules installf = {NULL, "/a", false};
static const struct spec_rules removef = {NULL, "/a", true};

static struct objects
parse(const char *text, const struct spec_rules *rules)
{
	struct objects list = OBJECTS_INIT;
	struct diag d = DIAG_INIT;

	assert_true(object_specs_parse(
	    &list, (struct slice){text, strlen(text)}, rules, "input", &d));
	assert_int_equal(d.n, 0);
	return list;
}

static void
test_attributes(void **state)
{
	struct objects list = parse("/opt/f\tf 0755 root bin\n\n /opt/n\n"
				    "/opt/c c 0x1f 017 600 root sys\n"
				    "/opt/v v 0644 root\n",
	    &installf);

	(void)state;
	assert_int_equal(list.n, 4);
	assert_string_equal(list.v[0].path, "/opt/f");
	assert_string_equal(list.v[0].class, "none");
	assert_int_equal(list.v[0].ftype, 'f');
	assert_int_equal(list.v[0].mode, 0755);
	assert_string_equal(list.v[0].group, "bin");
	assert_int_equal(list.v[1].ftype, '?');
	assert_int_equal(list.v[1].mode, OBJECT_UNKNOWN);
	assert_string_equal(list.v[1].owner, "?");
	assert_int_equal(list.v[2].major, 31);
	assert_int_equal(list.v[2].minor, 15);
	objects_free(&list);
}

static void
test_paths(void **state)
{
	struct objects list = parse("/a/opt//x/../f f\n/ab f\n/opt/l=../f s\n"
				    "/opt/h=/f\n",
	    &installf);

	(void)state;
	assert_string_equal(list.v[0].path, "/opt/f");
	assert_string_equal(list.v[1].path, "/ab");
	assert_string_equal(list.v[2].target, "../f");
	assert_int_equal(list.v[3].ftype, 'l');
	objects_free(&list);
	list = parse("/opt/f is not looked at, nor this\n", &removef);
	assert_int_equal(list.n, 1);
	objects_free(&list);
}

static void
refuse(const char *text, size_t len, const char *finding)
{
	struct objects list = OBJECTS_INIT;
	struct diag d = DIAG_INIT;

	assert_false(object_specs_parse(
	    &list, (struct slice){text, len}, &installf, "input", &d));
	expect_findings(&d, finding);
	objects_free(&list);
}

#define REFUSE(text, finding) refuse(text, sizeof(text) - 1, finding)

static void
test_refused(void **state)
{
	(void)state;
	REFUSE("/f\nopt/f\n",
	    "input:2: opt/f: a path has to be absolute (installf(1M))\n");
	REFUSE("/f d 0755 root\n",
	    "input:1: /f: this type needs mode, owner and group "
	    "(installf(1M))\n");
	REFUSE("/f f 0755 root bin bin\n",
	    "input:1: /f: there are too many words (installf(1M))\n");
	REFUSE("/f c 1 2 0755 root bin 8 9 10\n",
	    "input:1: /f: there are too many words (installf(1M))\n");
	REFUSE("/f f 8\n", "input:1: /f: a number is wrong (installf(1M))\n");
	REFUSE("/f c 0x 1 0755 root bin\n",
	    "input:1: /f: a number is wrong (installf(1M))\n");
	REFUSE("/f i\n",
	    "input:1: /f: the type is none of f v e d x p c b s l "
	    "(installf(1M))\n");
	REFUSE("/f= s\n",
	    "input:1: /f=: a link is: path=target, type (installf(1M))\n");
	REFUSE("/f=a f\n",
	    "input:1: /f=a: only the types s and l have a target "
	    "(installf(1M))\n");
	REFUSE(
	    "/f\0 f\n", "input:1: the line holds a NUL byte (installf(1M))\n");
	REFUSE("/f\r\n",
	    "input:1: the path `/f?' holds a blank or a control character "
	    "(installf(1M))\n");
}

/* A long line was once cut into two objects. */
static void
test_long_line(void **state)
{
	char *text = xmalloc(2 * OBJECT_SPEC_LINE_MAX);

	(void)state;
	memset(text, ' ', 2 * OBJECT_SPEC_LINE_MAX);
	memcpy(text, "/f", 2);
	memcpy(text + OBJECT_SPEC_LINE_MAX, "/g\n", 3);
	refuse(text, OBJECT_SPEC_LINE_MAX + 3,
	    "input:1: the line is longer than 4095 bytes (installf(1M))\n");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_attributes),
	    cmocka_unit_test(test_paths),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_long_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
