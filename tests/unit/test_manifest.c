#include "support.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>

#include "base/embedded.h"
#include "base/mem.h"
#include "manifest/manifest.h"

#include "manifest_schema.h"

#define OPEN "<manifest xmlns=\"" MANIFEST_NS "\">\n"
#define HEAD \
	"<sources prototype=\"pkgproto\" pkginfo=\"pkginfo\"/>\n" \
	"<product name=\"Acme mail\" version=\"5.1\"/>\n" \
	"<build number=\"2048\" date=\"2005-05-11\"/>\n"
#define CLOSE "</manifest>\n"
#define SMALL OPEN HEAD CLOSE
#define SHA \
	"e3b0c44298fc1c149afbf4c8996fb924" \
	"27ae41e4649b934ca495991b7852b855"

/* Everything that the vocabulary has. */
static const char full[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<manifest xmlns=\"" MANIFEST_NS "\" languages=\"en ja\">\n"
    "<patch class=\"patch\" level=\"3\" mark=\"5.1-\">\n"
    "  <base package=\"TMIMSS\" version=\"5.1\" title=\"Acme\"/>\n"
    "  <requires package=\"TMIMSSsp1\" version=\"5.1.1\"/>\n"
    "  <accepts package=\"TMIMSSp1\"/><accepts package=\"TMIMSSp2\"/>\n"
    "  <refuses package=\"TMIMSSp4\"/>\n"
    "  <owner package=\"TMIMSSsp1\"/>\n"
    "  <service name=\"IMSS\" script=\"imss/script/S99IMSS\"\n"
    "    process=\"imss/bin/imssd  imss/bin/mon\" timeout=\"90\"/>\n"
    "  <quiet minutes=\"0 30\" margin=\"3\" action=\"wait\"/>\n"
    "</patch>\n"
    "<notes file=\"a-1.pkg\" console=\"http://HOST:8081/ https://HOST/\">\n"
    "<summary xml:lang=\"en\">s</summary>\n"
    "<summary xml:lang=\"ja\">t</summary>\n"
    "<module build=\"5.1-2\"><text xml:lang=\"en\">m</text>"
    "<text xml:lang=\"ja\">n</text></module>\n"
    "<prepare><text xml:lang=\"en\">p</text>"
    "<text xml:lang=\"ja\">q</text></prepare>\n"
    "<after url=\"https://example.com/\"><text xml:lang=\"en\">a</text>"
    "<text xml:lang=\"ja\">b</text></after>\n</notes>\n"
    "<payload name=\"p.tar.gz\" size=\"6192880\" sha256=\"" SHA "\"\n"
    "  prefix=\"p\"/>\n"
    "<sources prototype=\"pkgproto\" pkginfo=\"pkginfo\"/>\n"
    "<product name=\"Acme mail\" version=\"5.1\" vendor=\"Acme\"/>\n"
    "<build number=\"2048\" date=\"2005-05-11\" released=\"2005-07-06\"/>\n"
    "<parameters><parameter name=\"PATCH_X\" value=\"a &amp; b\"/>\n"
    "</parameters>\n"
    "<files>\n"
    "  <file path=\"imss/bin/imssd\" date=\"2005-02-10\" build=\"2048\"\n"
    "    size=\"12\" sha256=\"" SHA "\" source=\"imssd\">\n"
    "    <purpose xml:lang=\"ja\">\n      \xe3\x83\xa1\xe3\x83\xbc\n"
    "      \xe3\x83\xab\xe5\x87\xa6\xe7\x90\x86\n      imssd</purpose>\n"
    "    <purpose xml:lang=\"en\">\n  handles\n  the  mail\n</purpose>\n"
    "    <before sha256=\"" SHA "\" build=\"1801\"/>\n"
    "    <before size=\"0\" cksum=\"4294967295\"/>\n"
    "  </file>\n"
    "  <file path=\"imss/mib/imss50.mib\" action=\"add\"/>\n"
    "  <file path=\"imss/bin/old\" action=\"delete\"/>\n"
    "</files>\n"
    "<fixes>\n"
    "  <fix number=\"15\"><text xml:lang=\"en\">one</text>"
    "<text xml:lang=\"ja\">\xe4\xb8\x80</text></fix>\n"
    "  <fix number=\"15\" ref=\"10771\"><text xml:lang=\"en\">two</text>"
    "<text xml:lang=\"ja\">\xe4\xba\x8c</text></fix>\n"
    "</fixes>\n" CLOSE;

/* RELAX NG as libxml2 has it; what it says is not of interest here. */
static xmlRelaxNGPtr schema;

static void
ignore(void *ctx, const char *fmt, ...)
{
	(void)ctx;
	(void)fmt;
}

static int
compile_schema(void **state)
{
	xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewMemParserCtxt(
	    manifest_schema[0].text, (int)manifest_schema[0].len);

	(void)state;
	schema = xmlRelaxNGParse(parser);
	xmlRelaxNGFreeParserCtxt(parser);
	return schema == NULL;
}

static int
free_schema(void **state)
{
	(void)state;
	xmlRelaxNGFree(schema);
	return 0;
}

static bool
is_valid(const char *text, size_t len)
{
	xmlDocPtr doc = xmlReadMemory(text, (int)len, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlRelaxNGValidCtxtPtr valid = xmlRelaxNGNewValidCtxt(schema);
	bool result;

	xmlRelaxNGSetValidErrors(valid, ignore, ignore, NULL);
	result = doc != NULL && xmlRelaxNGValidateDoc(valid, doc) == 0;
	xmlRelaxNGFreeValidCtxt(valid);
	xmlFreeDoc(doc);
	return result;
}

static void
test_full(void **state)
{
	struct diag d = DIAG_INIT;
	struct manifest *m;
	const struct manifest_file *f;

	(void)state;
	m = manifest_parse(full, sizeof(full) - 1, "m.xml", &d);
	diag_print(&d, SEVERITY_INFO, stdout);
	assert_non_null(m);
	assert_int_equal(d.n, 0);
	assert_string_equal(m->sources.prototype, "pkgproto");
	assert_string_equal(m->sources.pkginfo, "pkginfo");
	assert_string_equal(m->payload.name, "p.tar.gz");
	assert_int_equal(m->payload.size, 6192880);
	assert_string_equal(m->payload.sha256, SHA);
	assert_string_equal(m->payload.prefix, "p");
	assert_string_equal(m->product.vendor, "Acme");
	assert_string_equal(m->build.number, "2048");
	assert_int_equal(m->build.date, 1115769600);
	assert_int_equal(m->build.released, 1120608000);
	assert_int_equal(m->nparameters, 1);
	assert_string_equal(m->parameters[0].value, "a & b");
	assert_int_equal(m->nfixes, 2);
	assert_string_equal(m->fixes[0].number, "15");
	assert_null(m->fixes[0].ref);
	assert_string_equal(m->fixes[1].ref, "10771");
	assert_string_equal(
	    manifest_text_in(m, &m->fixes[1].text, "ja"), "\xe4\xba\x8c");
	assert_int_equal(m->nlanguages, 2);
	assert_null(manifest_text_in(m, &m->fixes[1].text, "fr"));

	assert_int_equal(m->nfiles, 3);
	f = manifest_find(m, "imss/bin/imssd");
	assert_ptr_equal(f, &m->files[0]);
	assert_int_equal(f->line, 28);
	assert_int_equal(f->action, MANIFEST_REPLACE);
	assert_int_equal(f->date, 1107993600);
	assert_int_equal(f->size, 12);
	assert_string_equal(f->build, "2048");
	assert_string_equal(f->source, "imssd");
	assert_string_equal(
	    manifest_text_in(m, &f->purpose, "en"), "handles the mail");
	assert_string_equal(manifest_text_in(m, &f->purpose, "ja"),
	    "\xe3\x83\xa1\xe3\x83\xbc"
	    "\xe3\x83\xab\xe5\x87\xa6\xe7\x90\x86 imssd");
	assert_int_equal(f->npreimages, 2);
	assert_int_equal(f->preimages[0].size, MANIFEST_UNKNOWN);
	assert_string_equal(f->preimages[0].build, "1801");
	assert_int_equal(f->preimages[1].cksum, 4294967295);
	f = manifest_find(m, "imss/mib/imss50.mib");
	assert_int_equal(f->action, MANIFEST_ADD);
	assert_int_equal(f->size, MANIFEST_UNKNOWN);
	assert_int_equal(f->date, MANIFEST_UNKNOWN);
	assert_null(manifest_text_in(m, &f->purpose, "en"));
	assert_int_equal(
	    manifest_find(m, "imss/bin/old")->action, MANIFEST_DELETE);
	assert_null(manifest_find(m, "imss/bin"));
	manifest_free(m);
	diag_free(&d);
}

static void
test_patch(void **state)
{
	struct diag d = DIAG_INIT;
	struct manifest *m;
	const struct manifest_patch *p;

	(void)state;
	m = manifest_parse(full, sizeof(full) - 1, "m.xml", &d);
	assert_non_null(m);
	p = m->patch;
	assert_string_equal(p->class, "patch");
	assert_int_equal(p->level, 3);
	assert_string_equal(p->mark, "5.1-");
	assert_string_equal(p->base.name, "TMIMSS");
	assert_string_equal(p->base.version, "5.1");
	assert_int_equal(p->requires.n, 1);
	assert_string_equal(p->requires.v[0].version, "5.1.1");
	assert_int_equal(p->accepts.n, 2);
	assert_string_equal(p->accepts.v[1].name, "TMIMSSp2");
	assert_null(p->accepts.v[1].version);
	assert_int_equal(p->refuses.n, 1);
	assert_int_equal(p->owners.n, 1);
	assert_string_equal(p->service->name, "IMSS");
	assert_string_equal(p->service->script, "imss/script/S99IMSS");
	assert_int_equal(p->service->nprocesses, 2);
	assert_string_equal(p->service->processes[1], "imss/bin/mon");
	assert_int_equal(p->service->timeout, 90);
	assert_true(p->quiet.is_quiet[0]);
	assert_true(p->quiet.is_quiet[30]);
	assert_false(p->quiet.is_quiet[3]);
	assert_int_equal(p->quiet.margin, 3);
	assert_true(p->quiet.waits);
	manifest_free(m);
	diag_free(&d);
}

static void
test_small(void **state)
{
	struct diag d = DIAG_INIT;
	struct manifest *m;

	(void)state;
	m = manifest_parse(SMALL, sizeof(SMALL) - 1, "m.xml", &d);
	assert_non_null(m);
	assert_null(m->patch);
	assert_int_equal(m->payload.line, 0);
	assert_int_equal(m->nlanguages, 1);
	assert_string_equal(m->languages[0], "en");
	assert_null(manifest_find(m, "x"));
	manifest_free(m);
	manifest_free(NULL);
	diag_free(&d);
}

/* What the text must be refused for: a finding in this line, and its words. */
static void
refused(const char *text, size_t line, const char *words)
{
	struct diag d = DIAG_INIT;
	struct manifest *m;
	bool found = false;
	size_t i;

	m = manifest_parse(text, strlen(text), "m.xml", &d);
	assert_null(m);
	assert_int_equal(diag_status(&d), STATUS_INPUT);
	for (i = 0; i < d.n; i++)
		if (d.v[i].line == line && strstr(d.v[i].text, words) != NULL)
			found = true;
	if (!found) {
		diag_print(&d, SEVERITY_INFO, stdout);
		print_message("# wanted %zu: %s\n", line, words);
	}
	assert_true(found);
	diag_free(&d);
}

/* The same for an element put into an otherwise good manifest, as line 5. */
static void
refused_part(const char *part, const char *words)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "%s%s%s%s", OPEN, HEAD, part, CLOSE);
	refused(buf_text(&b), 5, words);
	buf_free(&b);
}

static void
refused_file(const char *attributes, const char *words)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "<files><file %s/></files>", attributes);
	refused_part(buf_text(&b), words);
	buf_free(&b);
}

static void
refused_patch(const char *attributes, const char *children, const char *words)
{
	struct buf b = BUF_INIT;

	buf_printf(&b, "<patch %s><base package=\"ACMEa\"/>%s</patch>",
	    attributes, children);
	refused_part(buf_text(&b), words);
	buf_free(&b);
}

static void
test_names(void **state)
{
	(void)state;
	refused("<manifest/>", 1, "not `manifest' in the namespace");
	refused("<m xmlns=\"" MANIFEST_NS "\"/>", 1, "root element");
	refused(OPEN CLOSE, 1, "lacks the element `sources'");
	refused_part("<filez/>", "no element `filez'; is `files' meant?");
	refused_part("<nothing/>", "has no element `nothing'");
	refused_part("<files/><files/>", "a second `files'");
	refused_part("<files><fix/></files>", "`files' has no element `fix'");
	refused_part("<files>text</files>", "text is not allowed in `files'");
	refused_part("<x:files xmlns:x=\"urn:other\"/>", "not in the namespa");
	refused_file("path=\"a\" sice=\"1\"", "`sice'; is `size' meant?");
	refused_file("path=\"a\" xml:lang=\"en\"", "no attribute `xml:lang'");
	refused_file("date=\"2005-01-01\"", "lacks the attribute `path'");
	refused_part("<fixes><fix number=\"1\"><text>t</text></fix></fixes>",
	    "lacks the attribute `xml:lang'");
	refused_part(
	    "<patch class=\"a\" level=\"1\"/>", "lacks the element `base'");
}

static void
test_values(void **state)
{
	(void)state;
	refused_file("path=\"/a\" date=\"2005-02-30\"", "not a date");
	refused_file("path=\"a\" size=\"1k\"", "not a number");
	refused_file("path=\"a\" size=\"-1\"", "not a number");
	refused_file("path=\"a\" size=\"\"", "not a number");
	refused_file("path=\"a\" size=\"9223372036854775808\"", "not a number");
	refused_file("path=\"a\" sha256=\"abc\"", "not 64 digits");
	refused_file("path=\"a\" action=\"drop\"", "is unknown");
	refused_file("path=\"a\" action=\"delete\"", "only a patch");
	refused_file("path=\"a b\"", "blank");
	refused_file("path=\"a/../../b\"", "`..'");
	refused_file("path=\"a//b/\"", "is written a/b in a pkgmap");
	refused_file("path=\"a\" source=\"/etc/passwd\"", "plain relative");
	refused_file("path=\"a\" source=\"../x\"", "`..'");
	refused_file("path=\"a\" build=\"\"", "not one word");
	refused_file("path=\"a\" build=\"1,2\"", "not one word");
	refused_file("path=\"a\"\n\n size=\"x\"\n", "not a number");
	refused_file("path=\"a\"/><file path=\"a\"", "already in line 5");
	refused_part("<payload name=\"/p\"/>", "plain relative");
	refused_part("<payload name=\"a/../p\"/>", "`..'");
	refused_part("<payload name=\"..//p\"/>", "plain relative");
	refused_part("<payload name=\".././p\"/>", "plain relative");
	refused_part("<payload name=\"p\" prefix=\"../x\"/>", "`..'");
	refused_part("<parameters><parameter name=\"x\" value=\"\"/>"
		     "</parameters>",
	    "capital letter");
	refused_part("<parameters><parameter name=\"X\" value=\"a'\"/>"
		     "</parameters>",
	    "without quotes");
	refused_part("<parameters><parameter name=\"X\" value=\"\"/>"
		     "<parameter name=\"X\" value=\"\"/></parameters>",
	    "already set in line 5");
	refused(OPEN "<build number=\"1\" date=\"2005-05-11\" "
		     "released=\"2005-05-10\"/>" CLOSE,
	    2, "before it is built");
}

/* A text in an otherwise good manifest of these languages, as line 5. */
static void
refused_text(const char *languages, const char *texts, const char *words)
{
	struct buf b = BUF_INIT;

	buf_printf(&b,
	    "<manifest xmlns=\"%s\"%s>\n%s<fixes><fix number=\"1\">%s</fix>"
	    "</fixes>%s",
	    MANIFEST_NS, languages, HEAD, texts, CLOSE);
	refused(buf_text(&b), strstr(words, "languages=\"\"") ? 1 : 5, words);
	buf_free(&b);
}

#define EN   "<text xml:lang=\"en\">x</text>"
#define JA   "<text xml:lang=\"ja\">y</text>"
#define BOTH " languages=\"en ja\""

static void
test_texts(void **state)
{
	(void)state;
	refused_part("<files><file path=\"a\"><purpose xml:lang=\"ja\">x"
		     "</purpose></file></files>",
	    "declares languages=\"en\"");
	refused_text("", EN JA, "declares languages=\"en\"");
	refused_text("", "", "lacks its text in the language `en'");
	refused_text(BOTH, EN, "fix lacks its text in the language `ja'");
	refused_text(BOTH, JA, "fix lacks its text in the language `en'");
	refused_text(BOTH, EN "<text xml:lang=\"ja\"> \t </text>",
	    "in the language `ja' is empty");
	refused_text(BOTH, EN EN, "a second `text' in the language `en'");
	refused_text(" languages=\"pt-BR\"", EN, "languages=\"pt-BR\"");
	refused_part("<fixes><fix number=\"1 2\"/></fixes>", "not one word");
}

/* Only the languages that are declared are needed, and no others are known. */
static void
test_languages(void **state)
{
	static const char *const bad[] = {"e", "engl", "EN", "en-", "-en",
	    "en--us", "en_US", "en-abcdefghi", "en en", "", " "};
	static const char other[] =
	    "<manifest xmlns=\"" MANIFEST_NS "\" languages=\"fr pt-BR\">\n" HEAD
	    "<fixes><fix number=\"1\"><text xml:lang=\"fr\">f</text>"
	    "<text xml:lang=\"pt-BR\">p</text></fix></fixes>" CLOSE;
	struct buf b = BUF_INIT;
	struct diag d = DIAG_INIT;
	struct manifest *m;
	size_t i;

	(void)state;
	m = manifest_parse(other, sizeof(other) - 1, "m.xml", &d);
	assert_non_null(m);
	assert_string_equal(
	    manifest_text_in(m, &m->fixes[0].text, "pt-BR"), "p");
	assert_null(manifest_text_in(m, &m->fixes[0].text, "en"));
	manifest_free(m);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		b.len = 0;
		buf_printf(&b, "<manifest xmlns=\"%s\" languages=\"%s\">%s%s",
		    MANIFEST_NS, bad[i], HEAD, CLOSE);
		refused(buf_text(&b), 1, "languag");
	}
	b.len = 0;
	buf_printf(&b, "<manifest xmlns=\"%s\" languages=\"", MANIFEST_NS);
	for (i = 0; i <= MANIFEST_LANGUAGES_MAX; i++)
		buf_printf(&b, "a%c ", (int)('a' + i));
	buf_printf(&b, "\">%s%s", HEAD, CLOSE);
	refused(buf_text(&b), 1, "more than 16 languages");
	buf_free(&b);
	diag_free(&d);
}

/* What only some products have need not be declared. */
static void
test_bare_patch(void **state)
{
	static const char text[] = OPEN
	    "<sources prototype=\"p\" pkginfo=\"i\"/>\n"
	    "<product name=\"Acme\" version=\"5.1\"/>\n"
	    "<build date=\"2005-05-11\"/>\n"
	    "<patch class=\"p\"><base package=\"ACMEa\"/></patch>" CLOSE;
	struct diag d = DIAG_INIT;
	struct manifest *m;

	(void)state;
	m = manifest_parse(text, sizeof(text) - 1, "m.xml", &d);
	assert_non_null(m);
	assert_true(is_valid(text, sizeof(text) - 1));
	assert_null(m->build.number);
	assert_null(m->patch->mark);
	assert_int_equal(m->patch->level, MANIFEST_UNKNOWN);
	assert_int_equal(m->patch->quiet.line, 0);
	assert_null(m->patch->service);
	manifest_free(m);
	diag_free(&d);
}

static void
test_patch_values(void **state)
{
	static const char p[] = "class=\"p\" level=\"1\"";

	(void)state;
	refused_patch("class=\"none\" level=\"1\"", "", "system's own");
	refused_patch("class=\"a-b\" level=\"1\"", "", "letters and digits");
	refused_patch("class=\"p\" level=\"x\"", "", "not a number");
	refused_patch("class=\"p\" mark=\"\"", "", "mark=\"\" is not");
	refused_patch("class=\"p\" mark=\"a b\"", "", "without blanks");
	refused_patch("class=\"p\" mark=\"a\\\"", "", "without blanks");
	refused_patch(p, "<requires package=\"a.b\"/>", "`.'");
	refused_patch(p, "<requires package=\"all\"/>", "reserved");
	refused_patch(p, "<requires package=\"X\" version=\"(x)\"/>", "`('");
	refused_patch(
	    p, "<refuses package=\"ACMEa\"/>", "already named by `base'");
	refused_patch(p, "<accepts package=\"X\"/><refuses package=\"X\"/>",
	    "already named by `accepts'");
	refused_patch(p, "<requires package=\"X\"/><requires package=\"X\"/>",
	    "already named by `requires'");
	refused_patch(p, "<owner package=\"X\"/><owner package=\"X\"/>",
	    "already an owner");
	refused_patch(p, "<service name=\"a\" script=\"/etc/init.d/a\"/>",
	    "plain relative");
	refused_patch(p,
	    "<service name=\"a\" script=\"a\" "
	    "process=\"b ../c\"/>",
	    "`..'");
	refused_patch(p, "<service name=\"a\" script=\"a\" timeout=\"0\"/>",
	    "number from 1 to 3600");
	refused_patch(p, "<quiet minutes=\"0 60\"/>", "`60'");
	refused_patch(p, "<quiet minutes=\"\"/>", "names no minute");
	refused_patch(p, "<quiet minutes=\"0 30\" margin=\"15\"/>",
	    "no minute of the hour");
	refused_patch(p, "<quiet minutes=\"0\" action=\"no\"/>", "unknown");
	refused_part("<files><file path=\"a\" action=\"add\">"
		     "<before size=\"1\"/></file></files>",
	    "nothing before it");
	refused_part("<files><file path=\"a\"><before build=\"1\"/></file>"
		     "</files>",
	    "neither sha256, cksum nor size");
}

/* Every kind of change that a patch can make, and what is known of it. */
static void
test_kinds(void **state)
{
	static const char text[] = OPEN HEAD
	    "<patch class=\"p\"><base package=\"A\"/></patch>\n"
	    "<files>\n"
	    "<file path=\"a\" type=\"symlink\" target=\"b\"/>\n"
	    "<file path=\"b\" type=\"hardlink\" target=\"c\" "
	    "action=\"add\"/>\n"
	    "<file path=\"d\" type=\"directory\" mode=\"2750\" "
	    "owner=\"root\" group=\"bin\"/>\n"
	    "<file path=\"e\" type=\"directory\" action=\"delete\"/>\n"
	    "<file path=\"f\" type=\"directory\" action=\"attributes\" "
	    "group=\"sys\"/>\n"
	    "<file path=\"g\" action=\"attributes\" mode=\"4555\"/>\n"
	    "<file path=\"h\" type=\"hardlink\" action=\"delete\"/>\n"
	    "</files>\n" CLOSE;
	struct diag d = DIAG_INIT;
	struct manifest *m;

	(void)state;
	m = manifest_parse(text, sizeof(text) - 1, "m.xml", &d);
	diag_print(&d, SEVERITY_INFO, stdout);
	assert_non_null(m);
	assert_true(is_valid(text, sizeof(text) - 1));
	assert_int_equal(m->nfiles, 7);
	assert_int_equal(m->files[0].type, MANIFEST_SYMLINK);
	assert_int_equal(m->files[0].action, MANIFEST_REPLACE);
	assert_string_equal(m->files[0].target, "b");
	assert_int_equal(m->files[1].type, MANIFEST_HARDLINK);
	assert_int_equal(m->files[1].action, MANIFEST_ADD);
	assert_string_equal(m->files[1].target, "c");
	assert_int_equal(m->files[2].type, MANIFEST_DIRECTORY);
	assert_int_equal(m->files[2].mode, 02750);
	assert_string_equal(m->files[2].owner, "root");
	assert_string_equal(m->files[2].group, "bin");
	assert_int_equal(m->files[3].action, MANIFEST_DELETE);
	assert_int_equal(m->files[3].mode, MANIFEST_UNKNOWN);
	assert_int_equal(m->files[4].action, MANIFEST_ATTRIBUTES);
	assert_null(m->files[4].owner);
	assert_string_equal(m->files[4].group, "sys");
	assert_int_equal(m->files[5].type, MANIFEST_FILE);
	assert_int_equal(m->files[5].mode, 04555);
	assert_int_equal(m->files[6].type, MANIFEST_HARDLINK);
	manifest_free(m);
	diag_free(&d);
}

static void
refused_kind(const char *attributes, const char *words)
{
	struct buf b = BUF_INIT;

	buf_printf(&b,
	    "<patch class=\"p\"><base package=\"A\"/></patch>"
	    "<files><file path=\"a\" %s/></files>",
	    attributes);
	refused_part(buf_text(&b), words);
	buf_free(&b);
}

static void
test_kind_values(void **state)
{
	(void)state;
	refused_kind("type=\"simlink\"", "did you mean `symlink'");
	refused_kind("type=\"pipe\"",
	    "known are `file', `symlink', `hardlink', `directory'");
	refused_kind("type=\"hardlink\"", "a link needs a target");
	refused_kind("type=\"symlink\" action=\"delete\" target=\"b\"",
	    "only a link that stays has a target");
	refused_kind("target=\"b\"", "only a link that stays has a target");
	refused_kind("type=\"hardlink\" target=\"b\" size=\"1\"",
	    "only a file has source");
	refused_kind("type=\"hardlink\" action=\"attributes\" target=\"b\" "
		     "mode=\"0644\"",
	    "no attributes of its own");
	refused_kind("type=\"directory\" action=\"add\"",
	    "a new directory needs mode, owner and group");
	refused_kind("type=\"directory\" mode=\"0755\" owner=\"root\"",
	    "a new directory needs mode, owner and group");
	refused_kind("type=\"directory\" action=\"delete\" mode=\"0755\"",
	    "go with action=\"attributes\" or a new directory");
	refused_kind("type=\"directory\" action=\"attributes\"",
	    "neither mode, owner nor group");
	refused_kind("action=\"attributes\" mode=\"888\"", "octal number");
	refused_kind("action=\"attributes\" owner=\"a b\"", "not one word");
	refused_kind("mode=\"0644\"", "go with action");
}

static void
test_notes(void **state)
{
	struct diag d = DIAG_INIT;
	struct manifest *m;

	(void)state;
	m = manifest_parse(full, sizeof(full) - 1, "m.xml", &d);
	assert_non_null(m);
	assert_string_equal(m->notes.file, "a-1.pkg");
	assert_string_equal(m->notes.modules.v[0].value, "5.1-2");
	assert_string_equal(
	    manifest_text_in(m, &m->notes.after.v[0].text, "ja"), "b");
	assert_int_equal(m->notes.prepare.n, 1);
	manifest_free(m);
	refused_part("<notes file=\"a b\"/>", "file=\"a b\" is not");
	refused_part("<notes file=\"-a\"/>", "file=\"-a\" is not");
	refused_part("<notes console=\"\"/>", "is no address");
	refused_part("<notes console=\"javascript:x\"/>", "begins with http");
	refused_part("<notes console=\"http://a'b\"/>", "without quotes");
	refused_part("<notes><after/></notes>", "lacks its text");
	refused_part("<notes><module build=\"a b\"><text xml:lang=\"en\">x"
		     "</text></module></notes>",
	    "not one word");
	refused_part("<notes><summary xml:lang=\"en\"> </summary></notes>",
	    "text of the summary in the language `en' is empty");
}

/* Faults of every kind come out of one run. */
static void
test_all_at_once(void **state)
{
	static const char text[] = OPEN
	    "<sources prototype=\"/p\" pkginfo=\"i\"/>\n"
	    "<prodcut name=\"a\" version=\"1\"/>\n"
	    "<build number=\"1\" date=\"2005-13-01\"/>\n"
	    "<files>\n"
	    "<file path=\"a\" sha=\"0\"/>\n"
	    "<file path=\"a\" size=\"x\"/>\n"
	    "</files>\n" CLOSE;
	static const size_t lines[] = {1, 3, 6, 4, 7, 2, 7};
	struct diag d = DIAG_INIT;
	size_t i, k;

	(void)state;
	assert_null(manifest_parse(text, sizeof(text) - 1, "m.xml", &d));
	assert_int_equal(d.n, sizeof(lines) / sizeof(lines[0]));
	for (i = 0; i < d.n; i++) {
		for (k = 0; k < d.n && d.v[k].line != lines[i]; k++)
			;
		assert_true(k < d.n);
		assert_string_equal(d.v[i].file, "m.xml");
	}
	diag_free(&d);
}

static void
test_dtd(void **state)
{
	(void)state;
	refused("<!DOCTYPE manifest [\n"
		"<!ENTITY a \"0123456789\">\n"
		"<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\n"
		"<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">\n"
		"<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">\n"
		"]>\n" OPEN "&d;&d;" HEAD CLOSE,
	    1, "DTD");
	refused("<!DOCTYPE manifest [\n"
		"<!ENTITY e SYSTEM \"file:///etc/passwd\">\n]>\n" OPEN HEAD
		"&e;" CLOSE,
	    1, "DTD");
	refused("<?xml version=\"1.0\"?>\n"
		"<!DOCTYPE manifest SYSTEM \"http://192.0.2.1/m.dtd\">\n" SMALL,
	    2, "DTD");
	refused("<!DOCTYPE manifest>\n" SMALL, 1, "DTD");
	refused(OPEN HEAD "<files>&e;</files>" CLOSE, 5, "'e' not defined");
}

static void
test_limits(void **state)
{
	struct buf b = BUF_INIT;
	struct diag d = DIAG_INIT;
	int i;

	(void)state;
	buf_str(&b, OPEN);
	for (i = 0; i < 100000; i++)
		buf_str(&b, "<a>");
	refused(buf_text(&b), 2, "nested too deep");
	b.len = 0;
	buf_str(&b, OPEN "<files>");
	for (i = 0; i < MANIFEST_ELEMENTS_MAX; i++)
		buf_str(&b, "<a/>");
	refused(buf_text(&b), 2, "too many elements");
	b.len = 0;
	buf_str(&b, OPEN "<files ");
	for (i = 0; i < 100000; i++)
		buf_printf(&b, "a%d=\"\" ", i);
	refused(buf_text(&b), 0, "too many attributes");
	b.len = 0;
	buf_str(&b, SMALL);
	while (b.len <= MANIFEST_MAX)
		buf_printf(&b, "%4096s", "");
	refused(buf_text(&b), 0, "more than 16777216 bytes");
	b.len = 0;
	assert_null(manifest_parse(SMALL, sizeof(SMALL), "m", &d));
	assert_string_equal(d.v[0].text, "holds a NUL byte");
	diag_free(&d);
	refused("", 0, "is empty");
	b.len = 0;
	buf_str(&b, "<patch class=\"p\" level=\"1\"><base package=\"B\"/>");
	for (i = 0; i <= MANIFEST_PACKAGES_MAX; i++)
		buf_printf(&b, "<requires package=\"P%d\"/>", i);
	buf_str(&b, "</patch>");
	refused_part(buf_text(&b), "packages in one role");
	b.len = 0;
	buf_str(&b, "<files><file path=\"a\" action=\"replace\">");
	for (i = 0; i <= MANIFEST_PREIMAGES_MAX; i++)
		buf_str(&b, "<before size=\"1\"/>");
	buf_str(&b, "</file></files>");
	refused_part(buf_text(&b), "more than 100 `before'");
	buf_free(&b);
}

/* Cut anywhere it is refused, with a finding, until only a line end lacks. */
static void
test_truncated(void **state)
{
	struct diag d = DIAG_INIT;
	struct manifest *m;
	size_t len;
	char *copy;

	(void)state;
	for (len = 0; len < sizeof(full); len++) {
		/* a copy of its own lets the sanitizer see an overrun */
		copy = malloc(len + 1);
		assert_non_null(copy);
		memcpy(copy, full, len);
		m = manifest_parse(copy, len, "m.xml", &d);
		if (len < sizeof(full) - 2) {
			assert_null(m);
			assert_int_equal(diag_status(&d), STATUS_INPUT);
		} else
			assert_non_null(m);
		manifest_free(m);
		diag_free(&d);
		free(copy);
	}
}

/* Whatever byte is changed: refused with a finding, or read. */
static void
test_changed(void **state)
{
	static const char bytes[] = {
	    '<', '&', '"', '/', ' ', '0', 'x', 1, (char)0xff};
	struct diag d = DIAG_INIT;
	struct manifest *m;
	char copy[sizeof(full)];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(full) - 1; i++) {
		memcpy(copy, full, sizeof(full));
		copy[i] = bytes[i % sizeof(bytes)];
		m = manifest_parse(copy, sizeof(copy) - 1, "m.xml", &d);
		assert_int_equal(m == NULL, d.worst >= SEVERITY_ERROR);
		manifest_free(m);
		diag_free(&d);
	}
}

/* What manifest_parse accepts the schema accepts, too. */
static void
agree(const char *text, size_t len)
{
	struct diag d = DIAG_INIT;
	struct manifest *m = manifest_parse(text, len, "m.xml", &d);

	if (m != NULL && !is_valid(text, len)) {
		print_message("%.*s", (int)len, text);
		fail_msg("not valid by manifest.rng");
	}
	manifest_free(m);
	diag_free(&d);
}

/* Replaces len bytes at p in the full manifest. */
static void
agree_changed(const char *p, size_t len, const char *with)
{
	char *text = xasprintf(
	    "%.*s%s%s", (int)(p - full), full, with, p + len);

	agree(text, strlen(text));
	free(text);
}

/*
 * The program does not validate with the schema, which is there for editors:
 * its own checks must refuse all that the schema refuses.  So each value of a
 * manifest that has everything gets each of these, and is left out.
 */
static void
test_schema(void **state)
{
	static const char *const values[] = {"", " ", " a", "a ", "a b", "a  b",
	    "(a", " (a", "1", "0", "-1", "+1", " 1", "1 ", "1.5", "60", "7 7",
	    "00", "007", "99999999999999999999", "a=b", "/a", "../a", "a/../b",
	    "a/./b", "a//b", "a/", ".", "$A/b", "\xc3\xa9", "\xe3\x80\x80",
	    "a,b", "a.b", "a-b", "A_1", "_", "all", "abcdefghijklm", "ja",
	    "add", "replace", "wait", "2005-05-11", "2005-5-11",
	    "2005-05-11T10:00:00Z", "2005-05-11 ", SHA, "E" SHA, "&#10;",
	    "a&#10;b", "&#9;a", "0 30", "31", "a&quot;b"};
	const char *p, *end, *start;
	char *big;
	size_t i;

	(void)state;
	assert_true(is_valid(full, sizeof(full) - 1));
	assert_true(is_valid(SMALL, sizeof(SMALL) - 1));
	assert_false(is_valid(OPEN CLOSE, strlen(OPEN CLOSE)));
	big = xmalloc(2000);
	memset(big, 'a', 2000);
	for (p = strstr(full, "urn:"); (p = strstr(p, "=\"")) != NULL;
	     p = end) {
		p += 2;
		end = strchr(p, '"');
		for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
			agree_changed(p, (size_t)(end - p), values[i]);
		for (i = 16; i < 2000; i = i * 5 / 4) {
			big[i] = '\0';
			agree_changed(p, (size_t)(end - p), big);
			big[i] = 'a';
		}
		for (start = p; *start != ' ' && *start != '\n'; start--)
			;
		agree_changed(start, (size_t)(end + 1 - start), "");
	}
	free(big);
}

/* Likewise each element is left out, doubled, or gets a text or a child. */
static void
test_schema_elements(void **state)
{
	const char *p, *end;
	char *element;

	(void)state;
	for (p = strstr(full, "<patch"); (p = strchr(p, '<')) != NULL;
	     p = end) {
		end = strchr(p, '>') + 1;
		agree_changed(p, (size_t)(end - p), "");
		agree_changed(end, 0, "text");
		agree_changed(end, 0, "<file path=\"new\"/>");
		agree_changed(end, 0, "<!-- comment --><?pi?>");
		element = xstrndup(p, (size_t)(end - p));
		agree_changed(p, 0, element);
		free(element);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_full),
	    cmocka_unit_test(test_patch),
	    cmocka_unit_test(test_small),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_values),
	    cmocka_unit_test(test_texts),
	    cmocka_unit_test(test_languages),
	    cmocka_unit_test(test_bare_patch),
	    cmocka_unit_test(test_patch_values),
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_kind_values),
	    cmocka_unit_test(test_notes),
	    cmocka_unit_test(test_all_at_once),
	    cmocka_unit_test(test_dtd),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_truncated),
	    cmocka_unit_test(test_changed),
	    cmocka_unit_test(test_schema),
	    cmocka_unit_test(test_schema_elements),
	};

	return cmocka_run_group_tests(tests, compile_schema, free_schema);
}
