#include "support.h"

#include "base/xml.h"
#include "manifest/schema.h"

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

/* The first finding about a document is in this line and has these words. */
static void
check(const char *text, size_t line, const char *words)
{
	struct diag d = DIAG_INIT;
	struct schema *s = schema_new(rng, sizeof(rng) - 1);
	xmlDocPtr doc = xml_parse(
	    text, strlen(text), "t.xml", &limits, "t(5)", &d);

	assert_non_null(doc);
	schema_check_names(s, doc, &(struct location){"t.xml", 0, "t(5)", &d});
	if (words == NULL) {
		assert_int_equal(d.n, 0);
	} else {
		assert_true(d.n > 0);
		assert_int_equal(d.v[0].line, line);
		assert_string_equal(d.v[0].file, "t.xml");
		assert_non_null(strstr(d.v[0].text, words));
	}
	xmlFreeDoc(doc);
	schema_free(s);
	diag_free(&d);
}

static void
test_valid(void **state)
{
	(void)state;
	check("<list xmlns=\"urn:t\"><number value=\"1\"/>"
	      "<title>a</title><number value=\"2\" unit=\"x\"/></list>",
	    0, NULL);
	check("<t:list xmlns:t=\"urn:t\"><!-- c --><?p i?>\n"
	      "<t:number value=\"1\"/></t:list>",
	    0, NULL);
}

static void
test_names(void **state)
{
	(void)state;
	check(
	    "<list xmlns=\"urn:t\"/>", 1, "`list' lacks the element `number'");
	check("<list xmlns=\"urn:t\">\n<number value=\"1\"/>\n<titel/></list>",
	    3, "is `title' meant?");
	check("<list xmlns=\"urn:t\">\n<number value=\"1\" uint=\"\"/></list>",
	    2, "is `unit' meant?");
	check("<list xmlns=\"urn:t\">\n<number value=\"1\" zzz=\"\"/></list>",
	    2, "`number' has no attribute `zzz'");
	check("<list xmlns=\"urn:t\">\n<number/></list>", 2,
	    "`number' lacks the attribute `value'");
	check("<list xmlns=\"urn:t\"><number value=\"1\"/>\n<title/>\n"
	      "<title/></list>",
	    3, "second `title'");
	check("<list xmlns=\"urn:t\"><number value=\"1\">x</number></list>", 1,
	    "text is not allowed in `number'");
	check("<list><number value=\"1\"/></list>", 1, "root element");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_valid),
	    cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
