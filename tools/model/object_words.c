#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "model/object_words.h"

void
mode_letters(unsigned mode, char letters[MODE_LETTERS])
{
	static const char all[] = "rwxrwxrwx";
	static const struct {
		unsigned bit;
		size_t index;
		char with, without; /* x */
	} special[] = {
	    {04000, 2, 's', 'S'},
	    {02000, 5, 's', 'S'},
	    {01000, 8, 't', 'T'},
	};
	size_t i;

	for (i = 0; i < sizeof(all); i++)
		letters[i] = (mode & (0400u >> i)) != 0 ? all[i] : '-';
	letters[sizeof(all) - 1] = '\0';
	for (i = 0; i < sizeof(special) / sizeof(special[0]); i++)
		if ((mode & special[i].bit) != 0)
			letters[special[i].index] = letters[special[i].index] ==
				'x'
			    ? special[i].with
			    : special[i].without;
}

void
mode_words(unsigned mode, char words[MODE_WORDS])
{
	char letters[MODE_LETTERS];

	mode_letters(mode, letters);
	(void)snprintf(words, MODE_WORDS, "%s (%04o)", letters, mode & 07777);
}

static char *
type_words(const struct entry *e)
{
	const char *name = ftype_name(e->object.ftype);

	return xstrdup(name == NULL ? "unknown" : name);
}

static char *
text_words(const char *text)
{
	return xstrdup(text == NULL ? "none" : text);
}

static char *
class_words(const struct entry *e)
{
	return text_words(e->object.class);
}

static char *
target_words(const struct entry *e)
{
	return text_words(e->object.target);
}

static char *
owner_words(const struct entry *e)
{
	return text_words(e->object.owner);
}

static char *
group_words(const struct entry *e)
{
	return text_words(e->object.group);
}

static char *
number_words(int64_t n, const char *unit)
{
	return n == OBJECT_UNKNOWN ? xstrdup("unknown")
				   : xasprintf("%lld%s", (long long)n, unit);
}

static char *
device_words(const struct entry *e)
{
	return xasprintf("%d,%d", (int)e->object.major, (int)e->object.minor);
}

static char *
permission_words(const struct entry *e)
{
	char words[MODE_WORDS];

	if (e->object.mode == OBJECT_UNKNOWN)
		return xstrdup("unknown");
	mode_words((unsigned)e->object.mode, words);
	return xstrdup(words);
}

static char *
size_words(const struct entry *e)
{
	return number_words(e->object.size, " bytes");
}

static char *
sum_words(const struct entry *e)
{
	return number_words(e->object.sum, "");
}

static char *
time_words(const struct entry *e)
{
	char text[DATE_TIME_LEN];

	if (e->object.mtime == OBJECT_UNKNOWN)
		return xstrdup("unknown");
	date_time_format(e->object.mtime, text);
	return xstrdup(text);
}

static const char *
status_words(char status)
{
	switch (status) {
	case OWNER_OK: return "";
	case OWNER_PENDING: return " (not complete)";
	case OWNER_LEAVING: return " (being removed)";
	case OWNER_CONFIRM: return " (being installed)";
	case OWNER_ATTRIBUTES: return " (attributes being set)";
	case OWNER_SERVED: return " (on a server)";
	default: return " (not as it should be)";
	}
}

/* All packages, since the order and the states of them are compared, too. */
static char *
package_words(const struct entry *e)
{
	const struct owner *o;
	struct buf text = BUF_INIT;
	size_t i;

	for (i = 0; i < e->nowners; i++) {
		o = &e->owners[i];
		buf_printf(&text, "%s%s", i > 0 ? " " : "", o->instance);
		if (o->class != NULL)
			buf_printf(&text, " in class %s", o->class);
		buf_str(&text, status_words(o->status));
		if (o->not_counted)
			buf_str(&text, " (not counted)");
	}
	return text.len == 0 ? xstrdup("none") : buf_steal(&text);
}

/* What an entry holds, but for its path. */
static const struct {
	const char *name;
	char *(*words)(const struct entry *);
} fields[] = {
    {"type", type_words},
    {"link to", target_words},
    {"class", class_words},
    {"device", device_words},
    {"mode", permission_words},
    {"owner", owner_words},
    {"group", group_words},
    {"size", size_words},
    {"checksum", sum_words},
    {"modified", time_words},
    {"packages", package_words},
};

char *
entry_difference(const struct entry *was, const struct entry *is)
{
	struct buf text = BUF_INIT;
	char *old, *new;
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		old = fields[i].words(was);
		new = fields[i].words(is);
		if (strcmp(old, new) != 0)
			buf_printf(&text, "%s%s %s, was %s",
			    text.len > 0 ? "; " : "", fields[i].name, new, old);
		free(old);
		free(new);
	}
	return text.len == 0 ? NULL : buf_steal(&text);
}
