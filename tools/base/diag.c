#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"

static void
make_printable(char *s)
{
	for (; *s != '\0'; s++) {
		if ((unsigned char)*s < ' ' || *s == 127)
			*s = '?';
		else if ((unsigned char)s[0] == 0xc2 &&
		    ((unsigned char)s[1] & 0xe0) == 0x80)
			s[0] = s[1] = '?';
	}
}

char *
text_printable(const char *s)
{
	char *copy;

	if (s == NULL)
		return NULL;
	copy = xstrdup(s);
	make_printable(copy);
	return copy;
}

static void
finding_clear(struct finding *f)
{
	free(f->file);
	free(f->object);
	free(f->text);
}

/*
 * The list is full: an error takes the place of a warning, so that the reason
 * for the exit status is always told; everything else is dropped.
 */
static void
replace_lesser(struct diag *d, struct finding f)
{
	if (f.severity >= SEVERITY_ERROR)
		while (d->replaced < d->n) {
			size_t i = d->n - ++d->replaced;

			if (d->v[i].severity >= SEVERITY_ERROR)
				continue;
			finding_clear(&d->v[i]);
			d->v[i] = f;
			return;
		}
	finding_clear(&f);
}

static void
append(struct diag *d, struct finding f)
{
	if (f.severity > d->worst)
		d->worst = f.severity;
	if (d->n >= DIAG_MAX) {
		d->dropped++;
		replace_lesser(d, f);
		return;
	}
	d->v = array_room(d->v, d->n, &d->size, sizeof(*d->v));
	d->v[d->n++] = f;
}

/* Adds a finding whose text is taken from b. */
static void
add_text(const struct location *at, enum severity severity, const char *object,
    struct buf *b)
{
	char *text = buf_steal(b);

	make_printable(text);
	append(at->d,
	    (struct finding){.severity = severity,
		.file = text_printable(at->file),
		.line = at->line,
		.object = text_printable(object),
		.rule = at->rule,
		.text = text});
}

static void
add(const struct location *at, enum severity severity, const char *object,
    const char *fmt, va_list ap)
{
	struct buf b = BUF_INIT;

	buf_vprintf(&b, fmt, ap);
	add_text(at, severity, object, &b);
}

void
diag_add(struct diag *d, enum severity severity, const char *file, size_t line,
    const char *object, const char *rule, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(&(struct location){file, line, rule, d}, severity, object, fmt, ap);
	va_end(ap);
}

void
diag_error(struct diag *d, const char *file, size_t line, const char *rule,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(&(struct location){file, line, rule, d}, SEVERITY_ERROR, NULL, fmt,
	    ap);
	va_end(ap);
}

void
diag_warn(struct diag *d, const char *file, size_t line, const char *rule,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(&(struct location){file, line, rule, d}, SEVERITY_WARNING, NULL,
	    fmt, ap);
	va_end(ap);
}

void
diag_error_at(const struct location *at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(at, SEVERITY_ERROR, NULL, fmt, ap);
	va_end(ap);
}

void
diag_warn_at(const struct location *at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(at, SEVERITY_WARNING, NULL, fmt, ap);
	va_end(ap);
}

enum severity
severity_of_errno(int error)
{
	switch (error) {
	case EACCES:
	case EEXIST:
	case EINVAL: /* a path that leads out of its directory */
	case EISDIR:
	case ELOOP:
	case ENAMETOOLONG:
	case ENODEV:
	case ENOENT:
	case ENOTDIR:
	case ENXIO:
	case EPERM:
	case EROFS: return SEVERITY_ERROR;
	default: return SEVERITY_SYSTEM;
	}
}

static void
add_errno(struct diag *d, const char *file, enum severity severity, int error,
    const char *fmt, va_list ap)
{
	struct buf b = BUF_INIT;

	buf_vprintf(&b, fmt, ap);
	buf_printf(&b, ": %s", strerror(error));
	add_text(&(struct location){file, 0, NULL, d}, severity, NULL, &b);
}

void
diag_system(struct diag *d, const char *file, const char *fmt, ...)
{
	int error = errno;
	va_list ap;

	va_start(ap, fmt);
	add_errno(d, file, SEVERITY_SYSTEM, error, fmt, ap);
	va_end(ap);
}

void
diag_path(struct diag *d, const char *path, const char *fmt, ...)
{
	int error = errno;
	va_list ap;

	va_start(ap, fmt);
	add_errno(d, path, severity_of_errno(error), error, fmt, ap);
	va_end(ap);
}

enum status
diag_status(const struct diag *d)
{
	switch (d->worst) {
	case SEVERITY_SYSTEM: return STATUS_SYSTEM;
	case SEVERITY_ERROR: return STATUS_INPUT;
	default: return STATUS_OK;
	}
}

const char *
severity_name(enum severity severity)
{
	static const char *const names[] = {
	    [SEVERITY_INFO] = "info",
	    [SEVERITY_WARNING] = "warning",
	    [SEVERITY_ERROR] = "error",
	    [SEVERITY_SYSTEM] = "system error",
	};

	return names[severity];
}

static void
print_finding(const struct finding *f, FILE *out)
{
	if (f->file == NULL)
		fputs("pkgstream: ", out);
	else if (f->line > 0)
		fprintf(out, "%s:%zu: ", f->file, f->line);
	else
		fprintf(out, "%s: ", f->file);
	if (f->severity < SEVERITY_ERROR)
		fprintf(out, "%s: ", severity_name(f->severity));
	if (f->object != NULL)
		fprintf(out, "%s: ", f->object);
	fputs(f->text, out);
	if (f->rule != NULL)
		fprintf(out, " (%s)", f->rule);
	fputc('\n', out);
}

void
diag_print(const struct diag *d, enum severity least, FILE *out)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		if (d->v[i].severity >= least)
			print_finding(&d->v[i], out);
	if (d->dropped > 0)
		fprintf(out, "pkgstream: %zu more findings not shown\n",
		    d->dropped);
}

void
diag_move(struct diag *d, struct diag *from)
{
	size_t i;

	for (i = 0; i < from->n; i++)
		append(d, from->v[i]);
	d->dropped += from->dropped;
	if (from->worst > d->worst)
		d->worst = from->worst;
	free(from->v);
	*from = DIAG_INIT;
}

void
diag_free(struct diag *d)
{
	size_t i;

	for (i = 0; i < d->n; i++)
		finding_clear(&d->v[i]);
	free(d->v);
	*d = DIAG_INIT;
}
