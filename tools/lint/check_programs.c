/*
 * Programs in other languages that a script holds: awk, sed.
 */
#include <string.h>

#include "base/path.h"
#include "lint/program.h"
#include "syntax/awk.h"
#include "syntax/sed.h"

#define TRIED_MAX  (64u * 1024) /* bytes; longer ones are read in one way only */
#define VALUES_MAX 16           /* of a variable, each of which is a program */

enum language { LANGUAGE_NONE, LANGUAGE_AWK, LANGUAGE_NAWK, LANGUAGE_SED };

/* What the grammars say. */
struct verdict {
	struct awk_check awk;
	struct sed_check sed;
	struct syntax_place *error;
};

/* Where findings go. */
struct sink {
	struct script *s; /* NULL: the program is a file of its own */
	struct lint_findings *out;
	const char *file;
};

static void
add_place(const struct sink *k, const struct program *p, const char *tag,
    const struct syntax_place *place)
{
	size_t i, line = 1, begin = 0;

	if (!place->found)
		return;
	if (k->s != NULL) {
		script_add(
		    k->s, program_origin(p, place->at), tag, place->text);
		return;
	}
	for (i = 0; i < place->at; i++)
		if (p->text.data[i] == '\n') {
			line++;
			begin = i + 1;
		}
	lint_add(
	    k->out, k->file, line, place->at - begin + 1, tag, place->text);
}

static void
parse(struct verdict *v, const struct program *p, enum language language)
{
	const char *text = buf_text(&p->text);

	*v = (struct verdict){0};
	if (language == LANGUAGE_SED)
		sed_parse(&v->sed, text, p->text.len);
	else
		awk_parse(&v->awk, text, p->text.len);
	v->error = language == LANGUAGE_SED ? &v->sed.error : &v->awk.error;
}

/*
 * What stands behind a value that only the target knows is a mistake when it is
 * one whatever the value is.
 */
static void
parse_all_ways(struct verdict *v, struct program *p, enum language language)
{
	static const char *const fillers[] = {"0", "", "x", "1"};
	const size_t n = sizeof(fillers) / sizeof(*fillers);
	size_t way, ways = program_ways(p, n);

	program_make(p, fillers, n, 0);
	parse(v, p, language);
	if (!v->error->found || v->error->at < program_first_hole(p))
		return;
	if (p->nholes > PROGRAM_HOLES_MAX || p->text.len > TRIED_MAX) {
		v->error->found = false;
		return;
	}
	for (way = 1; way < ways && v->error->found; way++) {
		program_make(p, fillers, n, way);
		parse(v, p, language);
	}
}

static void
check_text(const struct sink *k, struct program *p, enum language language)
{
	struct verdict v;

	if (p->n == 0)
		return;
	parse_all_ways(&v, p, language);
	if (language == LANGUAGE_SED) {
		add_place(k, p, "sed-program", &v.sed.error);
		add_place(k, p, "sed-gnu-escape", &v.sed.escape);
		add_place(k, p, "sed-regular-expression", &v.sed.literal);
		add_place(k, p, "sed-label", &v.sed.label);
		add_place(k, p, "sed-ignored", &v.sed.ignored);
		return;
	}
	add_place(k, p, "awk-program", &v.awk.error);
	add_place(k, p, "awk-regular-expression", &v.awk.pattern);
	add_place(k, p, "awk-function", &v.awk.function);
	if (language == LANGUAGE_AWK)
		add_place(k, p, "old-awk", &v.awk.newer);
}

static void
check_in_script(struct script *s, struct program *p, enum language language)
{
	const struct sink k = {s, NULL, NULL};

	check_text(&k, p, language);
	program_free(p);
}

/* The part of a word that is one parameter and nothing else, or NULL. */
static const struct shell_part *
lone_parameter(const struct shell_word *w)
{
	const struct shell_part *part = w->parts;

	/* "" has an empty text in front */
	while (part != NULL && part->kind == PART_TEXT && part->len == 0)
		part = part->next;
	return part != NULL && part->kind == PART_PARAMETER &&
		part->next == NULL
	    ? part
	    : NULL;
}

/* "$program", which the script sets here and there: each is one. */
static void
check_values(struct script *s, const char *name, enum language language)
{
	const struct event *e = NULL;
	struct program p;

	while ((e = next_assignment(s, name, e)) != NULL) {
		if (e->value == NULL)
			continue;
		p = PROGRAM_INIT;
		program_add_value(&p, s, e->value);
		check_in_script(s, &p, language);
	}
}

static void
check_program_word(
    struct script *s, const struct shell_word *w, enum language language)
{
	const struct shell_part *lone = lone_parameter(w);
	struct program p = PROGRAM_INIT;

	if (lone != NULL && lone->operator== 0 && is_assigned(s, lone->text)) {
		if (!is_appended(s, lone->text))
			check_values(s, lone->text, language);
	} else if (lone == NULL) {
		program_add(&p, s, w);
		check_in_script(s, &p, language);
	}
}

/* Are two words the same but for quotes and braces? */
static bool
is_same_name(const struct script *s, const struct shell_word *a,
    const struct shell_word *b)
{
	static const char ignored[] = "\"{}";
	const char *t = s->tree->text;
	size_t i = a->at, k = b->at;

	for (;;) {
		while (i < a->end && strchr(ignored, t[i]) != NULL)
			i++;
		while (k < b->end && strchr(ignored, t[k]) != NULL)
			k++;
		if (i >= a->end || k >= b->end)
			return i >= a->end && k >= b->end;
		if (t[i++] != t[k++])
			return false;
	}
}

static const struct shell_redirect *
document_of(const struct shell_node *n)
{
	const struct shell_redirect *r = n->redirects;

	while (r != NULL && r->document == NULL)
		r = r->next;
	return r;
}

static bool
writes_to(const struct script *s, const struct shell_node *n,
    const struct shell_word *name)
{
	const struct shell_redirect *r;

	for (r = n->redirects; r != NULL; r = r->next)
		if (r->operator[0] == '>' && is_same_name(s, r->word, name))
			return true;
	return false;
}

/* The file of -f, when the script writes it; else a hole. */
static void
add_file(struct program *p, struct script *s, const struct shell_node *n,
    const struct shell_word *name)
{
	size_t i, before = p->n;

	if (shell_word_is(name, "-") || shell_word_is(name, "/dev/stdin")) {
		if (document_of(n) != NULL)
			program_add_document(p, s, document_of(n));
	} else
		for (i = 0; i < s->nwriters; i++)
			if (writes_to(s, s->writers[i], name))
				program_add_document(
				    p, s, document_of(s->writers[i]));
	if (p->n == before)
		program_add_hole(p, name->at);
}

/* The letter of an option; NUL: the word is none. */
static char
option_letter(const struct shell_word *w)
{
	const struct shell_part *part = w->parts;

	if (w->literal != NULL)
		return w->literal[0] == '-' ? w->literal[1] : '\0';
	return part != NULL && part->kind == PART_TEXT && part->len > 1 &&
		part->text[0] == '-'
	    ? part->text[1]
	    : '\0';
}

/* Does the argument of the option stand in the same word? */
static bool
has_argument(const struct shell_word *w)
{
	return w->literal == NULL || strlen(w->literal) > 2;
}

/* $opts, which may be options or nothing at all. */
static bool
may_be_options(const struct script *s, const struct shell_word *w)
{
	const struct shell_part *lone = lone_parameter(w);
	const struct shell_word *value;

	if (lone == NULL || lone->quoted)
		return false;
	value = only_value(s, lone->text);
	return value == NULL || value->literal == NULL ||
	    value->literal[strlen(lone->text) + 1] == '-';
}

/* What the old awk does not do with options. */
static void
check_old_options(struct script *s, const struct shell_word *w, char letter)
{
	if (letter == 'v')
		script_add(s, w->at, "old-awk", "-v");
	else if (letter == 'F' && !has_argument(w))
		script_add(s, w->at, "old-awk", "a blank behind -F");
	else if (letter == 'f' && has_argument(w))
		script_add(s, w->at, "old-awk", "no blank behind -f");
	else if (letter == '-')
		script_add(s, w->at, "old-awk", "--");
}

static void
check_awk(struct script *s, const struct shell_node *n, enum language language)
{
	const struct shell_word *w = command_operands(n);
	struct program files = PROGRAM_INIT;
	char letter;

	for (; w != NULL && (letter = option_letter(w)) != '\0'; w = w->next) {
		if (language == LANGUAGE_AWK)
			check_old_options(s, w, letter);
		if (letter == '-') {
			w = w->next;
			break;
		}
		if (letter == 'f' && !has_argument(w) && w->next != NULL)
			add_file(&files, s, n, w->next);
		else if (letter == 'f')
			program_add_hole(&files, w->at);
		if (strchr("fFv", letter) != NULL && !has_argument(w))
			w = w->next;
		if (w == NULL)
			break;
	}
	if (files.n > 0)
		check_in_script(s, &files, language);
	else if (w != NULL && !may_be_options(s, w))
		check_program_word(s, w, language);
}

/* Adds a part of a program of sed. */
static void
add_part(struct program *p, const struct script *s, const struct shell_word *w)
{
	if (p->n > 0)
		program_add_text(p, "", 1, w->at);
	program_add(p, s, w);
}

/* The letters -n, -e and -f may share a word; the argument is the next word. */
static const struct shell_word *
read_sed_option(struct script *s, const struct shell_node *n,
    const struct shell_word *w, struct program *p)
{
	const char *letters = w->literal == NULL ? "" : w->literal + 1;
	size_t len = strcspn(letters, "ef");

	if (letters[len] == '\0') {
		/* -e"$x" */
		if (w->literal == NULL)
			program_add_hole(p, w->at);
		return w;
	}
	if (letters[len + 1] != '\0') {
		if (p->n > 0)
			program_add_text(p, "", 1, w->at);
		if (letters[len] == 'e')
			program_add_text(p, letters + len + 1,
			    strlen(letters + len + 1), w->at + len + 2);
		else
			program_add_hole(p, w->at);
		return w;
	}
	if (w->next == NULL)
		return w;
	if (letters[len] == 'e')
		add_part(p, s, w->next);
	else
		add_file(p, s, n, w->next);
	return w->next;
}

static void
check_sed(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w = command_operands(n);
	struct program p = PROGRAM_INIT;
	bool extended = false;
	char letter;

	for (; w != NULL && (letter = option_letter(w)) != '\0'; w = w->next) {
		if (letter == '-') {
			w = w->next;
			break;
		}
		extended = extended || letter == 'E' || letter == 'r';
		w = read_sed_option(s, n, w, &p);
	}
	/* another language, which another tag is about */
	if (extended)
		program_free(&p);
	else if (p.n > 0)
		check_in_script(s, &p, LANGUAGE_SED);
	else if (w != NULL && !may_be_options(s, w))
		check_program_word(s, w, LANGUAGE_SED);
}

/* A command, also one whose name is in a variable: $AWK. */
static const char *
program_command(const struct script *s, const struct shell_node *n)
{
	const struct shell_part *lone;
	const struct shell_word *w;

	if (n->nwords <= n->assignments)
		return NULL;
	w = shell_word_at(n, n->assignments);
	lone = lone_parameter(w);
	if (lone != NULL)
		w = only_value(s, lone->text);
	if (w == NULL || w->literal == NULL)
		return NULL;
	return without_directory(
	    w->literal + (lone == NULL ? 0 : strlen(lone->text) + 1));
}

static enum language
language_of(const char *command)
{
	if (strcmp(command, "sed") == 0)
		return LANGUAGE_SED;
	if (strcmp(command, "nawk") == 0)
		return LANGUAGE_NAWK;
	return strcmp(command, "awk") == 0 ? LANGUAGE_AWK : LANGUAGE_NONE;
}

/* The interpreter of `#! /usr/bin/nawk -f'; false: there is no such line. */
static bool
read_first_line(const char *text, size_t len, char *command, size_t size)
{
	const char *end = memchr(text, '\n', len);
	size_t n = 0, at = 2;

	len = end == NULL ? len : (size_t)(end - text);
	if (len < 3 || memcmp(text, "#!", 2) != 0)
		return false;
	while (at < len && (text[at] == ' ' || text[at] == '\t'))
		at++;
	while (at < len && n + 1 < size && strchr(" \t\r", text[at]) == NULL)
		command[n++] = text[at++];
	command[n] = '\0';
	return true;
}

static bool
has_suffix(const char *name, const char *suffix)
{
	size_t len = strlen(name), n = strlen(suffix);

	return len > n && strcmp(name + len - n, suffix) == 0;
}

bool
lint_check_program(
    struct lint_findings *f, const char *file, const char *text, size_t len)
{
	const struct sink k = {NULL, f, file};
	enum language language = LANGUAGE_NONE;
	struct program p = PROGRAM_INIT;
	char command[128];

	if (read_first_line(text, len, command, sizeof(command)))
		language = language_of(without_directory(command));
	else if (has_suffix(file, ".sed"))
		language = LANGUAGE_SED;
	else if (has_suffix(file, ".awk") || has_suffix(file, ".nawk"))
		language = LANGUAGE_NAWK;
	if (language == LANGUAGE_NONE)
		return false;
	program_add_text(&p, text, len, 0);
	check_text(&k, &p, language);
	program_free(&p);
	return true;
}

/* A here-document that begins with `#!' is a program of its own. */
static void
check_document(struct script *s, const struct shell_redirect *r)
{
	static const char *const fillers[] = {"x"};
	struct program p = PROGRAM_INIT;
	char command[128];
	enum language language;

	program_add_document(&p, s, r);
	program_make(&p, fillers, 1, 0);
	if (!read_first_line(
		buf_text(&p.text), p.text.len, command, sizeof(command))) {
		program_free(&p);
		return;
	}
	language = language_of(without_directory(command));
	if (language != LANGUAGE_NONE) {
		check_in_script(s, &p, language);
		return;
	}
	if (strcmp(without_directory(command), "sh") == 0)
		check_document_script(
		    s, buf_text(&p.text), p.text.len, r->document->at);
	program_free(&p);
}

void
check_programs(struct script *s, const struct shell_node *n)
{
	const char *name = program_command(s, n);
	enum language language;

	if (document_of(n) != NULL)
		check_document(s, document_of(n));
	if (name == NULL || function_named(s, name) != NULL)
		return;
	language = language_of(name);
	if (language == LANGUAGE_SED)
		check_sed(s, n);
	else if (language != LANGUAGE_NONE)
		check_awk(s, n, language);
}
