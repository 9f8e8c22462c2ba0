/*
 * diff: what is different between two packages.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "cli/verb.h"
#include "cmd/diff.h"
#include "report/text.h"

struct options {
	struct common common;
	bool texts;
	bool no_times;
	bool json;
	bool html;
};

static const struct opt options[] = {
    {'u', "text", NULL,
	"line by line for all files that are text, not "
	"for scripts and other information files alone",
	OPT_FLAG, offsetof(struct options, texts)},
    {'T', "no-times", NULL, "modification times do not count", OPT_FLAG,
	offsetof(struct options, no_times)},
    {0, "json", NULL, "as JSON", OPT_FLAG, offsetof(struct options, json)},
    {0, "html", NULL, "as a page of HTML, complete in itself", OPT_FLAG,
	offsetof(struct options, html)},
    OPTS_COMMON(struct options),
};

const struct diff_word diff_words[] = {
    {DIFF_TYPE, "type"},
    {DIFF_CLASS, "class"},
    {DIFF_TARGET, "target"},
    {DIFF_DEVICE, "device"},
    {DIFF_MODE, "mode"},
    {DIFF_OWNER, "owner"},
    {DIFF_GROUP, "group"},
    {DIFF_CONTENTS, "contents"},
    {DIFF_TIME, "time"},
    {0, NULL},
};

static char *
time_text(int64_t seconds)
{
	time_t t = (time_t)seconds;
	char text[32];
	struct tm tm;

	if (seconds == OBJECT_UNKNOWN)
		return xstrdup("?");
	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &tm) == 0)
		return xasprintf("%lld", (long long)seconds);
	return xstrdup(text);
}

char *
diff_value(const struct object *o, unsigned bit)
{
	switch (bit) {
	case DIFF_TYPE: return xasprintf("%c", o->ftype);
	case DIFF_CLASS: return xstrdup(o->class == NULL ? "-" : o->class);
	case DIFF_TARGET: return xstrdup(o->target == NULL ? "-" : o->target);
	case DIFF_DEVICE:
		return xasprintf("%d,%d", (int)o->major, (int)o->minor);
	case DIFF_MODE:
		return o->mode == OBJECT_UNKNOWN
		    ? xstrdup("?")
		    : xasprintf("%04o", (unsigned)o->mode);
	case DIFF_OWNER: return xstrdup(o->owner == NULL ? "-" : o->owner);
	case DIFF_GROUP: return xstrdup(o->group == NULL ? "-" : o->group);
	case DIFF_CONTENTS:
		return o->size == OBJECT_UNKNOWN
		    ? xstrdup("?")
		    : xasprintf("%lld bytes", (long long)o->size);
	default: return time_text(o->mtime);
	}
}

char *
diff_changes(const struct diff_object *o)
{
	const struct diff_word *w;
	struct buf b = BUF_INIT;
	char *x, *y;

	for (w = diff_words; w->name != NULL; w++) {
		if ((o->changes & w->bit) == 0)
			continue;
		x = diff_value(o->a, w->bit);
		y = diff_value(o->b, w->bit);
		buf_printf(&b, "%s%s %s", b.len > 0 ? ", " : "", w->name, x);
		if (strcmp(x, y) != 0)
			buf_printf(&b, " -> %s", y);
		free(x);
		free(y);
	}
	return buf_steal(&b);
}

char *
diff_describe(const struct object *o)
{
	struct buf b = BUF_INIT;

	buf_str(&b, ftype_name(o->ftype));
	if (o->target != NULL)
		buf_printf(&b, " to %s", o->target);
	if (o->class != NULL)
		buf_printf(&b, ", class %s", o->class);
	if (ftype_has_mode(o->ftype) && o->mode != OBJECT_UNKNOWN)
		buf_printf(
		    &b, ", %04o %s %s", (unsigned)o->mode, o->owner, o->group);
	if (ftype_has_contents(o->ftype) && o->size != OBJECT_UNKNOWN)
		buf_printf(&b, ", %lld bytes", (long long)o->size);
	return buf_steal(&b);
}

char *
diff_title(const struct package *p)
{
	const char *version = pkginfo_get(p->info, "VERSION");

	return xasprintf("%s %s", p->name, version == NULL ? "" : version);
}

static void
put(const char *sign, const char *text)
{
	char *clean = text_printable(text);

	printf("%s%s\n", sign, clean);
	free(clean);
}

static void
print_params(const struct diff_package *p)
{
	const struct diff_param *param;
	char *line;
	size_t i;

	if (p->nparams > 0)
		puts("\nParameters");
	for (i = 0; i < p->nparams; i++) {
		param = &p->params[i];
		if (param->a == NULL)
			line = xasprintf("%s=%s", param->name, param->b);
		else if (param->b == NULL)
			line = xasprintf("%s=%s", param->name, param->a);
		else
			line = xasprintf(
			    "%s: %s -> %s", param->name, param->a, param->b);
		put(param->a == NULL       ? "  + "
			: param->b == NULL ? "  - "
					   : "  ~ ",
		    line);
		free(line);
	}
}

/* Lines of a diff come from strangers as well; tabs are kept. */
static void
print_text(const char *text)
{
	size_t i, len;

	for (; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		fputs("      ", stdout);
		for (i = 0; i < len; i++)
			putchar(
			    ((unsigned char)text[i] < ' ' && text[i] != '\t') ||
				    text[i] == 127
				? '?'
				: text[i]);
		putchar('\n');
	}
}

static void
print_object(const struct diff_object *o)
{
	const struct object *any = o->a != NULL ? o->a : o->b;
	char *what, *line;

	what = o->a != NULL && o->b != NULL ? diff_changes(o)
					    : diff_describe(any);
	line = xasprintf("%s: %s", any->path, what);
	put(o->a == NULL ? "  + " : o->b == NULL ? "  - " : "  ~ ", line);
	free(line);
	free(what);
	if (o->text != NULL)
		print_text(o->text);
}

static void
print_objects(const struct diff_package *p, bool information)
{
	const struct object *any;
	bool title = false;
	size_t i;

	for (i = 0; i < p->nobjects; i++) {
		any = p->objects[i].a != NULL ? p->objects[i].a
					      : p->objects[i].b;
		if ((any->ftype == 'i') != information)
			continue;
		if (!title)
			puts(information ? "\nScripts and information files"
					 : "\nObjects");
		title = true;
		print_object(&p->objects[i]);
	}
}

void
diff_print(const struct diff *diff)
{
	const struct diff_package *p;
	char *title;
	size_t i;

	for (i = 0; i < diff->n; i++) {
		p = &diff->v[i];
		if (i > 0)
			putchar('\n');
		if (p->a != NULL) {
			title = diff_title(p->a);
			printf("--- %s: ", reader_name(diff->a));
			put("", title);
			free(title);
		}
		if (p->b != NULL) {
			title = diff_title(p->b);
			printf("+++ %s: ", reader_name(diff->b));
			put("", title);
			free(title);
		}
		print_params(p);
		print_objects(p, true);
		print_objects(p, false);
	}
}

static enum status
run(void *values, int argc, char **argv)
{
	const struct options *o = values;
	struct diff_options options_ = {o->texts, o->no_times};
	struct diag d = DIAG_INIT;
	enum status status;
	struct diff *diff;
	bool differ = false;

	if (argc != 2)
		return usage_error(&verb_diff, "two packages are needed");
	if (o->json && o->html)
		return usage_error(&verb_diff, "either --json or --html");
	if (strcmp(argv[0], "-") == 0 && strcmp(argv[1], "-") == 0)
		return usage_error(
		    &verb_diff, "only one of them can be standard input");
	diff = diff_make(argv[0], argv[1], &options_, &d);
	if (diff != NULL) {
		differ = diff->n > 0;
		if (o->json)
			diff_print_json(diff);
		else if (o->html)
			diff_print_html(diff);
		else if (!o->common.quiet)
			diff_print(diff);
	}
	diff_free(diff);
	status = finish(&d, &o->common);
	return status == STATUS_OK && differ ? STATUS_FINDINGS : status;
}

const struct verb verb_diff = {
    .name = "diff",
    .synopsis = "[options] A B",
    .summary = "tell what is different between two packages",
    .text = "Compares parameters, scripts and objects of two package files or "
	    "directories.\n"
	    "Exit status 0: no difference, 1: differences, 3: bad input.\n",
    .options = options,
    .size = sizeof(struct options),
    .run = run,
};
