/*
 * The parser of shell scripts.  tests/syntax/shell.txt has the verdicts of the
 * Bourne shell of System V (sh -n) on small scripts.
 */
#include "support.h"

#include <time.h>

#include "base/mem.h"
#include "os/file.h"
#include "syntax/awk_parser.h"
#include "syntax/sed.h"
#include "syntax/shell.h"

static int failures;

static struct shell_tree *
parse(const char *text)
{
	return shell_parse(text, strlen(text));
}

static bool
is_refused(const struct shell_tree *t)
{
	size_t i;

	for (i = 0; i < t->nnotes; i++)
		if (t->notes[i].breaks)
			return true;
	return t->error != NULL;
}

static void
check_verdict(const char *script, size_t len, bool want)
{
	struct shell_tree *t = shell_parse(script, len);

	if (is_refused(t) != want)
		fail_msg("%s, but is not to be:\n%.*s",
		    want ? "accepted" : "refused", (int)len, script);
	shell_tree_free(t);
}

/* Calls check for each `=== VERDICT' and script; how many there are. */
static int
each_verdict(
    const char *name, void (*check)(const char *text, size_t len, bool bad))
{
	static const char mark[] = "\n=== ";
	char *text = test_data(name), *script, *end;
	bool last = false, bad;
	int n = 0;

	for (script = text; !last; script = end + sizeof(mark) - 1) {
		if (script == text)
			script += sizeof(mark) - 2;
		end = strstr(script, mark);
		last = end == NULL;
		if (last)
			end = script + strlen(script);
		bad = strncmp(script, "bad", 3) == 0;
		script = strchr(script, '\n') + 1;
		check(script, (size_t)(end - script), bad);
		n++;
	}
	free(text);
	return n;
}

static void
test_verdicts(void **state)
{
	(void)state;
	assert_true(each_verdict("syntax/shell.txt", check_verdict) > 200);
}

static void
check_awk_verdict(const char *program, size_t len, bool want)
{
	struct awk_check c;

	awk_parse(&c, program, len);
	if (c.error.found != want)
		fail_msg("%s, but is not to be:\n%.*s",
		    want ? "accepted" : "refused", (int)len, program);
}

/* tests/syntax/awk.txt has the verdicts of nawk of System V. */
static void
test_awk_verdicts(void **state)
{
	(void)state;
	assert_true(each_verdict("syntax/awk.txt", check_awk_verdict) > 250);
}

static void
check_old_awk_verdict(const char *program, size_t len, bool want)
{
	struct awk_check c;

	awk_parse_old(&c, program, len);
	if (c.error.found != want)
		print_error("%s, but is not to be (%s):\n%.*s\n",
		    want ? "accepted" : "refused", c.error.text, (int)len,
		    program);
	failures += c.error.found != want;
}

/* tests/syntax/awk_old.txt has the verdicts of the awk that is older. */
static void
test_old_awk_verdicts(void **state)
{
	(void)state;
	failures = 0;
	assert_true(
	    each_verdict("syntax/awk_old.txt", check_old_awk_verdict) > 300);
	assert_int_equal(failures, 0);
}

/* Nested lists are read once each. */
static void
test_old_awk_is_fast(void **state)
{
	struct awk_check c;
	char text[1024] = "{ x = ";
	clock_t begin = clock();
	size_t i;

	(void)state;
	for (i = 0; i < 60; i++)
		strcat(text, "sprintf((");
	awk_parse_old(&c, text, strlen(text));
	assert_true(c.error.found);
	memset(text, '!', sizeof(text) - 1);
	awk_parse_old(&c, text, sizeof(text) - 1);
	assert_true(c.error.found);
	assert_true(clock() - begin < CLOCKS_PER_SEC);
}

static void
check_sed_verdict(const char *program, size_t len, bool want)
{
	struct sed_check c;

	sed_parse(&c, program, len);
	if (c.error.found != want)
		fail_msg("%s, but is not to be (%s):\n%.*s",
		    want ? "accepted" : "refused", c.error.text, (int)len,
		    program);
}

/* tests/syntax/sed.txt has the verdicts of sed of System V. */
static void
test_sed_verdicts(void **state)
{
	(void)state;
	assert_true(each_verdict("syntax/sed.txt", check_sed_verdict) > 300);
}

/* What sed accepts, and does not do as it was meant. */
static void
test_sed_notes(void **state)
{
	static const struct {
		const char *text;
		size_t offset; /* of the place in struct sed_check */
		size_t at;
		const char *found;
	} v[] = {
	    {"p\ns/a\\+/b/", offsetof(struct sed_check, escape), 5, "\\+"},
	    {"s/a/b\\n/", offsetof(struct sed_check, escape), 5, "\\n"},
	    {"/[ \\t]/d", offsetof(struct sed_check, escape), 3, "\\t"},
	    {"/[[:space:]]/d", offsetof(struct sed_check, literal), 2, "[:"},
	    {"/\\(a\\)*/d", offsetof(struct sed_check, literal), 4, "\\)*"},
	    {":verylong", offsetof(struct sed_check, label), 1, "verylong"},
	    {":a;N;ba", offsetof(struct sed_check, label), 1, "a;N;ba"},
	    {"/a/{p;};d", offsetof(struct sed_check, ignored), 8, "d"},
	};
	const struct syntax_place *place;
	struct sed_check c;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(v) / sizeof(*v); i++) {
		sed_parse(&c, v[i].text, strlen(v[i].text));
		place = (const struct syntax_place *)(const void
			*)((const char *)&c + v[i].offset);
		assert_true(place->found);
		assert_int_equal(place->at, v[i].at);
		assert_string_equal(place->text, v[i].found);
	}
}

/* The parts of a program; sed drops the line that ends with a backslash. */
static void
test_sed_parts(void **state)
{
	static const char parts[] = "/a/{\0p\0}\0b x\0:x";
	static const char dropped[] = "a\\\0p";
	struct sed_check c;

	(void)state;
	sed_parse(&c, parts, sizeof(parts) - 1);
	assert_false(c.error.found);
	sed_parse(&c, dropped, sizeof(dropped) - 1);
	assert_false(c.error.found);
	assert_true(c.ignored.found);
	/* several delimiters and characters that are not special there */
	sed_parse(&c, "s|a\\|b\\.|\\&|", 13);
	assert_false(c.error.found || c.escape.found);
}

static void
test_places(void **state)
{
	static const struct {
		const char *text;
		size_t line, column;
	} v[] = {
	    {"a\nif b; then\nfi\n", 3, 1},
	    {"a `b\n  | c`\n", 2, 3},
	    {"a \"`b \\\"x\\\" ;; c`\"\n", 1, 13},
	    {"while a\ndone\n", 2, 1},
	    {"(a\n", 2, 1},
	};
	struct shell_tree *t;
	size_t i, line, column;

	(void)state;
	for (i = 0; i < sizeof(v) / sizeof(*v); i++) {
		t = parse(v[i].text);
		assert_non_null(t->error);
		shell_position(t, t->error_at, &line, &column);
		assert_int_equal(line, v[i].line);
		assert_int_equal(column, v[i].column);
		shell_tree_free(t);
	}
}

static void
test_says_what_was_expected(void **state)
{
	struct shell_tree *t = parse("while a; done\n");

	(void)state;
	assert_string_equal(t->error, "`done' unexpected, `do' was expected");
	shell_tree_free(t);
}

static void
test_tree(void **state)
{
	struct shell_tree *t = parse(
	    "A=1 cmd 'x y' \"$v\" >f 2>&1 <<E\nd $w\nE\n");
	struct shell_node *n = t->root->children;
	struct shell_redirect *r;

	(void)state;
	assert_null(t->error);
	assert_int_equal(n->kind, NODE_SIMPLE);
	assert_int_equal(n->assignments, 1);
	assert_int_equal(n->nwords, 4);
	assert_true(shell_word_is(shell_word_at(n, 2), "x y"));
	assert_null(shell_word_at(n, 3)->literal);
	assert_int_equal(shell_word_at(n, 3)->parts->kind, PART_PARAMETER);
	assert_true(shell_word_at(n, 3)->parts->quoted);
	r = n->redirects->next;
	assert_int_equal(r->fd, 2);
	assert_string_equal(r->operator, ">&");
	assert_string_equal(r->next->operator, "<<");
	assert_int_equal(r->next->document->parts->next->kind, PART_PARAMETER);
	shell_tree_free(t);
}

/* What only newer shells know is named, and parsing goes on behind it. */
static void
test_newer(void **state)
{
	static const struct {
		const char *text;
		enum shell_construct construct;
	} v[] = {
	    {"a $(b)", SHELL_COMMAND_SUBSTITUTION},
	    {"a $((1+1))", SHELL_ARITHMETIC_EXPANSION},
	    {"a ${v%p}", SHELL_PARAMETER_PATTERN},
	    {"a ${#v}", SHELL_PARAMETER_LENGTH},
	    {"a ${!v}", SHELL_PARAMETER_INDIRECT},
	    {"a ${v//b/c}", SHELL_PARAMETER_REPLACE},
	    {"a ${v[0]}", SHELL_ARRAY},
	    {"a=(1 2)", SHELL_ARRAY},
	    {"function f { a; }", SHELL_FUNCTION_KEYWORD},
	    {"case x in (a) b;; esac", SHELL_CASE_OPEN_PAREN},
	    {"case x in a) b;& c) d;; esac", SHELL_CASE_FALLTHROUGH},
	    {"a >| b", SHELL_NOCLOBBER_REDIRECT},
	    {"a <<< b", SHELL_HERE_STRING},
	    {"a <(b)", SHELL_PROCESS_SUBSTITUTION},
	    {"select x in a; do b; done", SHELL_SELECT_LOOP},
	    {"a &> b", SHELL_AMPERSAND_REDIRECT},
	    {"a |& b", SHELL_PIPE_AMPERSAND},
	    {"for i; do a; done", SHELL_FOR_SEMICOLON_DO},
	    {"for i in; do a; done", SHELL_FOR_EMPTY_LIST},
	    {"for ((i = 0; i < $((2)); i++)); do a; done",
		SHELL_ARITHMETIC_FOR},
	    {"((i++))", SHELL_ARITHMETIC_COMMAND},
	    {"[[ a =~ (b|c) && -n d ]]", SHELL_DOUBLE_BRACKET},
	    {"! a", SHELL_BANG},
	    {"a $'b'", SHELL_DOLLAR_SINGLE_QUOTE},
	    {"ls @(a|b)", SHELL_EXTENDED_GLOB},
	    {"a+=b", SHELL_APPEND_ASSIGNMENT},
	    {"a 10>f", SHELL_HIGH_DESCRIPTOR},
	};
	struct shell_tree *t;
	char *text;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(v) / sizeof(*v); i++) {
		text = xasprintf("%s\nlast\n", v[i].text);
		t = parse(text);
		for (k = 0; k < t->nnotes; k++)
			if (t->notes[k].construct == v[i].construct)
				break;
		if (k == t->nnotes || t->error != NULL ||
		    !shell_word_is(t->root->last_child->words, "last"))
			fail_msg("%s: %s", v[i].text,
			    t->error == NULL ? "no note" : t->error);
		shell_tree_free(t);
		free(text);
	}
}

static void
test_data_is_not_shell(void **state)
{
	static const char *const v[] = {
	    "a '$(b) ${v%p} `'",
	    "a # $(b)",
	    "a <<'E'\n$(b) ${v%p}\nE\n",
	    "a \\$\\(b\\)",
	    "a \"\\$(b)\"",
	    "a '^' \"[^x]\" '>|' $# ${v:-d}",
	};
	struct shell_tree *t;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(v) / sizeof(*v); i++) {
		t = parse(v[i]);
		if (t->nnotes != 0 || t->error != NULL)
			fail_msg("%s", v[i]);
		shell_tree_free(t);
	}
}

/* The same text again and again: the time grows with it, not faster. */
static void
test_time_is_linear(void **state)
{
	static const char *const v[] = {"echo \"$a`b 'c'`\" | sed 's/x/y/'\n",
	    "$((", "`", "((", "${v-", "\"$(", "a <<E\n", "a && ", "\\`",
	    "f() "};
	const size_t size = 1024 * 1024;
	char *text = xmalloc(size + 1);
	struct shell_tree *t;
	clock_t begin;
	size_t i, at;

	(void)state;
	for (i = 0; i < sizeof(v) / sizeof(*v); i++) {
		for (at = 0; at < size; at++)
			text[at] = v[i][at % strlen(v[i])];
		begin = clock();
		t = shell_parse(text, size);
		shell_tree_free(t);
		assert_true(clock() - begin < 2 * CLOCKS_PER_SEC);
	}
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_verdicts),
	    cmocka_unit_test(test_awk_verdicts),
	    cmocka_unit_test(test_old_awk_verdicts),
	    cmocka_unit_test(test_old_awk_is_fast),
	    cmocka_unit_test(test_sed_verdicts),
	    cmocka_unit_test(test_sed_notes),
	    cmocka_unit_test(test_sed_parts),
	    cmocka_unit_test(test_places),
	    cmocka_unit_test(test_says_what_was_expected),
	    cmocka_unit_test(test_tree),
	    cmocka_unit_test(test_newer),
	    cmocka_unit_test(test_data_is_not_shell),
	    cmocka_unit_test(test_time_is_linear),
	};

	return cmocka_run_group_tests_name("shell", tests, NULL, NULL);
}
