#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/object_words.h"
#include "os/device.h"
#include "report/text.h"

#define COLUMNS_DEFAULT 80
#define ROWS_DEFAULT    24
#define WIDTH_MIN       30  /* narrower lines are not readable */
#define WIDTH_MAX       100 /* longer lines are hard to read */
#define SIZE_MAX_GIVEN  10000

/* A number of the environment; def: there is none, or none that can be. */
static int
number_of_environment(const char *name, int def)
{
	const char *text = getenv(name);
	long n = text == NULL ? 0 : strtol(text, NULL, 10);

	return n > 0 && n < SIZE_MAX_GIVEN ? (int)n : def;
}

int
text_columns(void)
{
	int columns, rows;

	if (!terminal_size(STDOUT_FILENO, &columns, &rows))
		return 0;
	columns = number_of_environment(
	    "COLUMNS", columns > 0 ? columns : COLUMNS_DEFAULT);
	return columns < WIDTH_MIN ? WIDTH_MIN : columns;
}

int
text_width(void)
{
	int columns = text_columns();

	if (columns == 0)
		return COLUMNS_DEFAULT;
	return columns > WIDTH_MAX ? WIDTH_MAX : columns;
}

int
text_rows(int fd)
{
	int columns, rows;

	if (!terminal_size(fd, &columns, &rows))
		return 0;
	return number_of_environment("LINES", rows > 0 ? rows : ROWS_DEFAULT);
}

static bool
has_colours(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && (no == NULL || no[0] == '\0') &&
	    term != NULL && strcmp(term, "dumb") != 0;
}

enum text_colour
text_colour_of(enum severity severity)
{
	switch (severity) {
	case SEVERITY_INFO: return COLOUR_CYAN;
	case SEVERITY_WARNING: return COLOUR_YELLOW;
	default: return COLOUR_RED;
	}
}

void
text_coloured(enum text_colour colour, const char *text)
{
	if (has_colours())
		printf("\033[%dm%s\033[0m", (int)colour, text);
	else
		fputs(text, stdout);
}

/* The letter that ls(1) has for the type. */
static char
type_letter(char ftype)
{
	switch (ftype) {
	case 'd':
	case 'x': return 'd';
	case 's': return 'l';
	case 'c':
	case 'b':
	case 'p': return ftype;
	default: return '-';
	}
}

void
text_mode(char out[11], const struct object *o)
{
	memset(
	    out, o->ftype == 'i' || ftype_has_target(o->ftype) ? ' ' : '?', 10);
	out[10] = '\0';
	out[0] = type_letter(o->ftype);
	if (o->ftype == 's')
		mode_letters(0777, out + 1);
	else if (ftype_has_mode(o->ftype) && o->mode != OBJECT_UNKNOWN)
		mode_letters((unsigned)o->mode, out + 1);
}

void
text_size(char out[32], uint64_t bytes)
{
	static const char units[] = "KMGT";
	double n = (double)bytes;
	int i = -1;

	while (n >= 1024 && i < 3) {
		n /= 1024;
		i++;
	}
	if (i < 0)
		snprintf(out, 32, "%llu byte%s", (unsigned long long)bytes,
		    bytes == 1 ? "" : "s");
	else
		snprintf(
		    out, 32, n < 10 ? "%.1f %ciB" : "%.0f %ciB", n, units[i]);
}

/* Columns of a text: bytes that continue a UTF-8 character take none. */
static int
count_columns(const char *s, size_t len)
{
	int n = 0;

	for (; len > 0; len--, s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

int
text_length(const char *s)
{
	return count_columns(s, strlen(s));
}

void
text_wrapped(FILE *out, const char *text, int column, int indent, int width)
{
	bool begun = false;
	size_t len;
	int n;

	for (; *text != '\0'; text += strspn(text, " ")) {
		len = strcspn(text, " ");
		n = count_columns(text, len);
		if (begun && column + n + 1 > width) {
			fprintf(out, "\n%*s", indent, "");
			column = indent;
		} else if (begun) {
			fputc(' ', out);
			column++;
		}
		begun = true;
		fwrite(text, 1, len, out);
		column += n;
		text += len;
	}
	fputc('\n', out);
}

void
text_field(
    FILE *out, const char *label, const char *text, int indent, int width)
{
	int column = text_length(label);

	fputs(label, out);
	if (column > 0 && column >= indent) {
		fputc('\n', out);
		column = 0;
	}
	fprintf(out, "%*s", indent - column, "");
	text_wrapped(out, text, indent, indent, width);
}
