/*
 * The control files of a Debian package, deb-control(5).
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/words.h"
#include "init/origin.h"
#include "stream/archive.h"

static const char *const scripts[] = {
    "preinst", "postinst", "prerm", "postrm", "config", "triggers"};

/* Appends the contents of the member; false after a finding. */
static bool
read_text(struct archive_reader *r, const char *path, const char *name,
    struct buf *out, struct diag *d)
{
	char chunk[4096];
	ssize_t n;

	while ((n = archive_reader_read(r, chunk, sizeof(chunk))) > 0) {
		if (out->len + (size_t)n > ORIGIN_TEXT_MAX) {
			diag_error(d, path, 0, "deb(5)",
			    "%s has more than %u bytes", name, ORIGIN_TEXT_MAX);
			return false;
		}
		buf_add(out, chunk, (size_t)n);
	}
	return n == 0;
}

/* The value of a field, with its further lines; false: there is none. */
static bool
find_field(const struct buf *control, const char *name, struct slice *value)
{
	struct slice rest = {buf_text(control), control->len}, line;
	size_t len = strlen(name);

	while (line_next(&rest, &line)) {
		if (line.len <= len || strncasecmp(line.p, name, len) != 0 ||
		    line.p[len] != ':')
			continue;
		*value = (struct slice){line.p + len + 1, line.len - len - 1};
		while (rest.len > 0 && (*rest.p == ' ' || *rest.p == '\t') &&
		    line_next(&rest, &line))
			value->len = (size_t)(line.p + line.len - value->p);
		*value = slice_trim(*value, " \t\r\n");
		return value->len > 0;
	}
	return false;
}

/* The first line of a field; the caller frees.  NULL: there is none. */
static char *
take_field(const struct buf *control, const char *name)
{
	struct slice value, line;

	if (!find_field(control, name, &value) || !line_next(&value, &line))
		return NULL;
	return origin_word(line.p, line.len);
}

static void
take_depends(
    const struct buf *control, const char *name, struct origin_list *list)
{
	struct slice value, one;

	if (!find_field(control, name, &value))
		return;
	while (word_next(&value, ",", &one)) {
		one = slice_trim(one, " \t\r\n");
		origin_list_add(list, one.p, one.len);
	}
}

static void
take_control(struct origin *o, const struct buf *control)
{
	o->name = take_field(control, "Package");
	o->version = take_field(control, "Version");
	o->arch = take_field(control, "Architecture");
	o->summary = take_field(control, "Description");
	o->maintainer = take_field(control, "Maintainer");
	take_depends(control, "Pre-Depends", &o->depends);
	take_depends(control, "Depends", &o->depends);
}

static void
take_conffiles(struct origin *o, const struct buf *text)
{
	struct slice rest = {buf_text(text), text->len}, line;

	while (line_next(&rest, &line)) {
		line = slice_trim(line, " \t\r/");
		/* `remove-on-upgrade PATH' is no file of the package */
		if (memchr(line.p, ' ', line.len) == NULL)
			origin_list_add(&o->config, line.p, line.len);
	}
}

static void
take_script(struct origin *o, const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		if (strcmp(name, scripts[i]) == 0)
			origin_list_add(&o->scripts, name, strlen(name));
}

bool
origin_read_deb(struct origin *o, const char *path, struct diag *d)
{
	struct archive_reader *r = archive_reader_open_control(path, d);
	struct buf control = BUF_INIT, conffiles = BUF_INIT;
	struct archive_member m;
	bool ok = r != NULL;

	o->kind = "Debian";
	while (ok && archive_reader_next(r, &m)) {
		if (m.name == NULL || m.type != 'f')
			continue;
		if (strcmp(m.name, "control") == 0)
			ok = read_text(r, path, m.name, &control, d);
		else if (strcmp(m.name, "conffiles") == 0)
			ok = read_text(r, path, m.name, &conffiles, d);
		else
			take_script(o, m.name);
	}
	ok = ok && !archive_reader_failed(r);
	archive_reader_close(r);
	take_control(o, &control);
	take_conffiles(o, &conffiles);
	if (ok && o->name == NULL) {
		diag_error(
		    d, path, 0, "deb(5)", "its control file names no package");
		ok = false;
	}
	buf_free(&control);
	buf_free(&conffiles);
	return ok;
}
