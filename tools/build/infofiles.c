#include <string.h>

#include "build/infofiles.h"
#include "model/depend.h"
#include "os/file.h"

#define LINE_MAX_COPYRIGHT 255 /* bytes (svr4-packaging 5.4) */

static void
check_depend(const struct buf *text, const char *file, struct diag *d)
{
	depend_free(depend_parse(buf_text(text), text->len, file, true, d));
}

static void
check_compver(const struct buf *text, const char *file, struct diag *d)
{
	compver_free(compver_parse(buf_text(text), text->len, file, d));
}

static void
check_space(const struct buf *text, const char *file, struct diag *d)
{
	space_free(space_parse(buf_text(text), text->len, file, d));
}

static void
check_copyright(const struct buf *text, const char *file, struct diag *d)
{
	const char *p = buf_text(text);
	size_t line, len;

	for (line = 1; *p != '\0'; line++) {
		len = strcspn(p, "\n");
		if (len > LINE_MAX_COPYRIGHT)
			diag_error(d, file, line, "copyright(4)",
			    "the line has more than %d bytes",
			    LINE_MAX_COPYRIGHT);
		p += len;
		p += *p == '\n';
	}
}

static const struct {
	const char *name;
	void (*check)(const struct buf *text, const char *file, struct diag *d);
} formats[] = {
    {"compver", check_compver},
    {"copyright", check_copyright},
    {"depend", check_depend},
    {"space", check_space},
};

void
infofiles_check(const struct plan *plan, struct diag *d)
{
	const struct object *o;
	const struct content *c;
	struct buf text = BUF_INIT;
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		o = objects_find(&plan->map.objects, formats[i].name);
		if (o == NULL || o->ftype != 'i')
			continue;
		c = &plan->objects[o - plan->map.objects.v].content;
		if (c->kind != CONTENT_FILE)
			continue;
		text.len = 0;
		if (file_read(c->path, DEPEND_MAX, &text, d))
			formats[i].check(&text, c->path, d);
	}
	buf_free(&text);
}
