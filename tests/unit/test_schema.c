#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/xml.h"
#include "model/schema.h"

/* A list of one or more numbers, perhaps with a title. */
static const char rng[] =
    "<grammar xmlns=\"http://relaxng.org/ns/structure/1.0\" ns=\"urn:t\"\n"
    "  datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\">\n"
    "<start><ref name=\"list\"/></start>\n"
    "<define name=\"list\"><element name=\"list\"><interleave>\n"
    "  <optional><ref name=\"title\"/></optional>\n"
    "  <oneOrMore><ref name=\"number\"/></oneOrMore>\n"
    "</interleave></element></define>\n"
    "<define name=\"title\"><element name=\"title\"><text/></element>\n"
    "</define>\n"
    "<define name=\"number\"><element name=\"number\">\n"
    "  <attribute name=\"value\"><data type=\"integer\"/></attribute>\n"
    "  <optional><attribute name=\"unit\"><text/></attribute></optional>\n"
    "</element></define>\n"
    "</grammar>\n";

static const struct xml_limits limits = {4096, 8, 100};

/* Both checks on a document; the words that its first finding must have. */
static void
check(const char *text, size_t line, const char *words, bool valid)
{
	struct diag names = DIAG_INIT, d = DIAG_INIT;
	struct schema *s = schema_new(rng, sizeof(rng) - 1);
	xmlDocPtr doc = xml_parse(
	    text, strlen(text), "t.xml", &limits, "t(5)", &d);

	assert_non_null(doc);
	schema_check_names(s, doc, "t.xml", "t(5)", &names);
	if (words == NULL) {
		assert_int_equal(names.n, 0);
	} else {
		assert_true(names.n > 0);
		assert_int_equal(names.v[0].line, line);
		assert_non_null(strstr(names.v[0].text, words));
	}
	assert_int_equal(schema_validate(s, doc, "t.xml", "t(5)", &d), valid);
	assert_int_equal(d.worst >= SEVERITY_ERROR, !valid);
	xmlFreeDoc(doc);
	schema_free(s);
	diag_free(&names);
	diag_free(&d);
}

static void
test_valid(void **state)
{
	(void)state;
	check("<list xmlns=\"urn:t\"><number value=\"1\"/>"
	      "<title>a</title><number value=\"2\" unit=\"x\"/></list>",
	    0, NULL, true);
	check("<t:list xmlns:t=\"urn:t\"><!-- c --><?p i?>\n"
	      "<t:number value=\"1\"/></t:list>",
	    0, NULL, true);
}

static void
test_names(void **state)
{
	(void)state;
	check("<list xmlns=\"urn:t\"/>", 1,
	    "`list' lacks the element "
	    "`number'",
	    false);
	check("<list xmlns=\"urn:t\">\n<number value=\"1\"/>\n<titel/></list>",
	    3, "is `title' meant?", false);
	check("<list xmlns=\"urn:t\">\n<number value=\"1\" uint=\"\"/></list>",
	    2, "is `unit' meant?", false);
	check("<list xmlns=\"urn:t\">\n<number value=\"1\" zzz=\"\"/></list>",
	    2, "`number' has no attribute `zzz'", false);
	check("<list xmlns=\"urn:t\">\n<number/></list>", 2,
	    "`number' lacks the attribute `value'", false);
	check("<list xmlns=\"urn:t\"><number value=\"1\"/>\n<title/>\n"
	      "<title/></list>",
	    3, "second `title'", false);
	check("<list xmlns=\"urn:t\"><number value=\"1\">x</number></list>", 1,
	    "text is not allowed in `number'", false);
	check("<list><number value=\"1\"/></list>", 1, "root element", false);
}

/* Names are right; only the schema itself can tell. */
static void
test_values(void **state)
{
	(void)state;
	check("<list xmlns=\"urn:t\"><number value=\"x\"/></list>", 0, NULL,
	    false);
}

/* A root with a list, which is validated in pieces. */
static const char lists[] =
    "<grammar xmlns=\"http://relaxng.org/ns/structure/1.0\" ns=\"urn:t\"\n"
    "  datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\">\n"
    "<start><ref name=\"doc\"/></start>\n"
    "<define name=\"doc\"><element name=\"doc\"><ref name=\"list\"/>\n"
    "</element></define>\n"
    "<define name=\"list\"><element name=\"list\"><zeroOrMore>\n"
    "  <ref name=\"number\"/></zeroOrMore></element></define>\n"
    "<define name=\"number\"><element name=\"number\">\n"
    "  <attribute name=\"value\"><data type=\"integer\"/></attribute>\n"
    "</element></define>\n"
    "</grammar>\n";

/* n numbers, a line each from line 2; the one in line bad is none. */
static bool
validate_list(size_t n, size_t bad, size_t *line)
{
	static const struct xml_limits wide = {1 << 20, 8, 100000};
	struct diag d = DIAG_INIT;
	struct schema *s = schema_new(lists, sizeof(lists) - 1);
	struct buf b = BUF_INIT;
	xmlDocPtr doc;
	size_t i;
	bool good;

	buf_str(&b, "<doc xmlns=\"urn:t\"><list>\n");
	for (i = 2; i < n + 2; i++)
		buf_printf(
		    &b, "<number value=\"%s\"/>\n", i == bad ? "x" : "1");
	buf_str(&b, "</list></doc>\n");
	doc = xml_parse(buf_text(&b), b.len, "t.xml", &wide, "t(5)", &d);
	assert_non_null(doc);
	good = schema_validate(s, doc, "t.xml", "t(5)", &d);
	*line = d.n > 0 ? d.v[0].line : 0;
	xmlFreeDoc(doc);
	schema_free(s);
	diag_free(&d);
	buf_free(&b);
	return good;
}

static void
test_long_lists(void **state)
{
	static const size_t lengths[] = {0, 1, 124, 125, 126, 250, 1000};
	size_t i, line;

	(void)state;
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		assert_true(validate_list(lengths[i], 0, &line));
	for (i = 2; i < 1002; i += 37) {
		assert_false(validate_list(1000, i, &line));
		assert_int_equal(line, i);
	}
	assert_false(validate_list(1000, 1001, &line));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_valid),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_values),
	    cmocka_unit_test(test_long_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
