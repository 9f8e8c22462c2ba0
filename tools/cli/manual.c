#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli/manual.h"
#include "cli/synopsis.h"

/* Characters that roff(7) would take for something else. */
static void
print_char(char c)
{
	if (c == '\\')
		fputs("\\e", stdout);
	else if (c == '-')
		fputs("\\-", stdout);
	else
		putchar(c);
}

static void
print_escaped(const char *text, size_t len)
{
	while (len-- > 0)
		print_char(*text++);
}

/*
 * The help of an option as a paragraph: a capital in front, a line for each
 * sentence, a full stop.
 */
static void
print_sentences(const char *text)
{
	const char *p = text;

	if (strchr(".'`", *p) != NULL)
		fputs("\\&", stdout);
	putchar(toupper((unsigned char)*p++));
	for (; *p != '\0'; p++) {
		if (*p == ' ' && p[-1] == '.') {
			putchar('\n');
			p += strspn(p, " ") - 1;
		} else
			print_char(*p);
	}
	fputs(strchr(".:", p[-1]) != NULL ? "\n" : ".\n", stdout);
}

/* Does the word stand for something else, as those in capitals do? */
static bool
is_argument(const char *word, size_t len)
{
	size_t i;

	if (len == strlen("options") && strncmp(word, "options", len) == 0)
		return true;
	for (i = 0; i < len; i++)
		if (islower((unsigned char)word[i]))
			return false;
	return len > 0 && isupper((unsigned char)word[0]);
}

/* A line of mdoc macros while it is printed. */
struct line {
	bool begun;    /* something was printed on it */
	bool joined;   /* no blank since the last word */
	bool is_value; /* behind a `=' */
};

static void
print_word(struct line *l, const char *word)
{
	printf("%s%s%s", l->begun ? " " : "", l->joined ? "Ns " : "", word);
	l->begun = l->joined = true;
}

/* `Fl o`, `Fl Fl root`, `Ar FILE`, `Cm add` */
static void
print_atom(struct line *l, const char *word, size_t len)
{
	size_t i = strspn(word, "-");

	if (i > 0)
		print_word(l, i == 1 || len == i ? "Fl" : "Fl Fl");
	else
		print_word(
		    l, l->is_value || is_argument(word, len) ? "Ar" : "Cm");
	if (i < len)
		putchar(' ');
	print_escaped(word + i, len - i);
}

/*
 * One word or one character between words of `[-r ROOT]...`; returns the
 * number of bytes that it was.
 */
static size_t
print_token(struct line *l, const char *text)
{
	const char between[] = {*text, '\0'};
	size_t len = strcspn(text, " []|=.\n");
	bool is_value = false;

	if (len > 0)
		print_atom(l, text, len);
	else if (strncmp(text, "...", 3) == 0) {
		print_word(l, "...");
		len = 3;
	} else if (*text == ' ')
		l->joined = false;
	else if (*text == '[') {
		print_word(l, "Oo");
		l->joined = false;
	} else if (*text == ']') {
		l->joined = false;
		print_word(l, "Oc");
	} else {
		print_word(l, between);
		is_value = *text == '=';
	}
	l->is_value = is_value;
	return len > 0 ? len : 1;
}

static void
print_tokens(struct line *l, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end)
		text += print_token(l, text);
}

static void
print_synopsis(const struct verb *v)
{
	const char *rest = v->synopsis;
	struct synopsis_item item = {NULL, 0, false};
	struct line l;

	while (synopsis_next(&rest, &item)) {
		if (item.begins)
			printf(".Nm pkgstream%s%s\n",
			    verb_is_program(v) ? "" : " Cm ", v->name);
		l = (struct line){false, false, false};
		putchar('.');
		print_tokens(&l, item.text, item.len);
		putchar('\n');
	}
}

/* `.It Fl o Ar FILE , Fl Fl output Ns = Ns Ar FILE` */
static void
print_option(const struct opt *o)
{
	const char letter[] = {'-', o->letter, '\0'};
	const char *arg = o->arg == NULL ? "" : o->arg;
	struct line l = {true, false, false};

	fputs(".It", stdout);
	if (o->letter != 0) {
		print_atom(&l, letter, 2);
		l.joined = false;
		print_tokens(&l, arg, strlen(arg));
		l.joined = false;
	}
	if (o->letter != 0 && o->name != NULL) {
		print_word(&l, ",");
		l.joined = false;
	}
	if (o->name != NULL) {
		print_word(&l, "Fl Fl ");
		print_escaped(o->name, strlen(o->name));
		print_tokens(&l, arg[0] == '\0' ? "" : "=", strlen(arg) > 0);
		print_tokens(&l, arg, strlen(arg));
	}
	putchar('\n');
	print_sentences(o->help);
}

static void
print_options(const struct verb *v)
{
	const struct opt *o = v->options;

	for (; !opt_is_end(o); o++) {
		if (opt_is_heading(o)) {
			fputs(o == v->options ? "" : ".El\n", stdout);
			puts(".Pp");
			print_sentences(o->help);
		}
		if (o == v->options || opt_is_heading(o))
			puts(".Bl -tag -width Ds");
		if (!opt_is_heading(o))
			print_option(o);
	}
	puts(".El");
}

static void
print_verbs(const struct verb *v)
{
	const struct verb *const *list;

	puts(".Bl -tag -width Ds");
	for (list = v->verbs; *list != NULL; list++) {
		if ((*list)->hidden)
			continue;
		if (verb_is_program(v))
			printf(".It Xr pkgstream-%s 1\n", (*list)->name);
		else
			printf(".It Cm %s\n", (*list)->name);
		print_sentences((*list)->summary);
	}
	puts(".El");
}

/* A group has the forms of all its verbs, and the options of each. */
static void
print_group(const struct verb *v, void (*print)(const struct verb *))
{
	const struct verb *const *list;

	for (list = v->verbs; *list != NULL; list++) {
		if ((*list)->hidden)
			continue;
		if (print == print_options)
			printf(".Ss pkgstream %s\n", (*list)->name);
		print(*list);
	}
}

static const struct {
	const char *name;
	void (*print)(const struct verb *);
} parts[] = {
    {"synopsis", print_synopsis},
    {"options", print_options},
    {"verbs", print_verbs},
};

static void
print_part(const struct verb *v, void (*print)(const struct verb *))
{
	if (v->options == NULL && print != print_verbs)
		print_group(v, print);
	else
		print(v);
}

bool
manual_print(const struct verb *v, const char *part)
{
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (strcmp(parts[i].name, part) != 0)
			continue;
		if (parts[i].print == print_verbs
			? v->verbs == NULL
			: v->options == NULL && v->verbs == NULL)
			return false;
		print_part(v, parts[i].print);
		return true;
	}
	return false;
}
