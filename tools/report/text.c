#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "model/object_words.h"
#include "report/text.h"

#define WIDTH_DEFAULT 80
#define WIDTH_MIN     30  /* narrower lines are not readable */
#define WIDTH_MAX     100 /* longer lines are hard to read */

int
text_width(void)
{
	const char *env = getenv("COLUMNS");
	long columns = env != NULL ? strtol(env, NULL, 10) : 0;
	struct winsize size;
	int width = WIDTH_DEFAULT;

	if (!isatty(STDOUT_FILENO))
		return width;
	if (columns > 0)
		width = columns < WIDTH_MAX ? (int)columns : WIDTH_MAX;
	else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col > 0)
		width = size.ws_col;
	return width < WIDTH_MIN ? WIDTH_MIN
	    : width > WIDTH_MAX  ? WIDTH_MAX
				 : width;
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
columns(const char *s, size_t len)
{
	int n = 0;

	for (; len > 0; len--, s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

void
text_field(
    FILE *out, const char *label, const char *text, int indent, int width)
{
	int column = columns(label, strlen(label)), n;
	size_t len;

	fputs(label, out);
	if (column > 0 && column >= indent) {
		fputc('\n', out);
		column = 0;
	}
	fprintf(out, "%*s", indent - column, "");
	column = indent;
	while (*text != '\0') {
		len = strcspn(text, " ");
		n = columns(text, len);
		if (column > indent && column + n + 1 > width) {
			fprintf(out, "\n%*s", indent, "");
			column = indent;
		} else if (column > indent) {
			fputc(' ', out);
			column++;
		}
		fwrite(text, 1, len, out);
		column += n;
		text += len;
		text += strspn(text, " ");
	}
	fputc('\n', out);
}
