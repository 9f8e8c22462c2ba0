/*
 * Findings: what is wrong with an input, collected so that one run reports all
 * of them.  A finding is printed as `file:line: what is wrong (rule)`.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stddef.h>
#include <stdio.h>

/* Exit status of every verb. */
enum status {
	STATUS_OK,
	STATUS_FINDINGS, /* verify found faults, diff differences, ... */
	STATUS_USAGE,    /* wrong use of the command line */
	STATUS_INPUT,    /* bad input */
	STATUS_SYSTEM    /* I/O error, no memory */
};

enum severity {
	SEVERITY_INFO,
	SEVERITY_WARNING,
	SEVERITY_ERROR, /* the input is wrong */
	SEVERITY_SYSTEM /* the system failed */
};

struct finding {
	enum severity severity;
	char *file;       /* NULL: no file */
	size_t line;      /* from 1; 0: the file as a whole */
	char *object;     /* pathname of the object, or NULL */
	const char *rule; /* manual page or section, or NULL */
	char *text;       /* one line, no full stop */
};

/* Findings beyond this number are counted but not kept. */
#define DIAG_MAX 10000

struct diag {
	struct finding *v;
	size_t n, size;
	size_t dropped;      /* findings beyond DIAG_MAX */
	size_t replaced;     /* searched from the end, when the list is full */
	enum severity worst; /* SEVERITY_INFO while there is none */
};

#define DIAG_INIT ((struct diag){0})

/*
 * A copy of s with `?' for all that a terminal would obey, for untrusted text:
 * the control characters of ASCII and U+0080 to U+009F.  NULL stays NULL; the
 * caller frees.
 */
char *text_printable(const char *s);

/*
 * Adds a finding.  file and object are copied; rule is not, so it has to be a
 * string constant.  file, object and text are made printable.
 */
void diag_add(struct diag *d, enum severity severity, const char *file,
    size_t line, const char *object, const char *rule, const char *fmt, ...)
    __attribute__((__format__(__printf__, 7, 8)));

/* The same for an error or a warning without an object, the usual case. */
void diag_error(struct diag *d, const char *file, size_t line, const char *rule,
    const char *fmt, ...) __attribute__((__format__(__printf__, 5, 6)));
void diag_warn(struct diag *d, const char *file, size_t line, const char *rule,
    const char *fmt, ...) __attribute__((__format__(__printf__, 5, 6)));

/*
 * Where a parser is: the file and line that its findings name, the rule that
 * the file has to follow, and who collects the findings.
 */
struct location {
	const char *file;
	size_t line; /* from 1; 0: the file as a whole */
	const char *rule;
	struct diag *d;
};

/* Adds an error or a warning at a location. */
void diag_error_at(const struct location *at, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));
void diag_warn_at(const struct location *at, const char *fmt, ...)
    __attribute__((__format__(__printf__, 2, 3)));

/* Adds a failed system call; the text is followed by that of errno. */
void diag_system(struct diag *d, const char *file, const char *fmt, ...)
    __attribute__((__format__(__printf__, 3, 4)));

/*
 * What a failed system call on a path that the user named is: an error of the
 * input when the path is missing, forbidden or of another type, otherwise a
 * failure of the system.
 */
enum severity severity_of_errno(int error);

/* Adds such a call; the text is followed by that of errno. */
void diag_path(struct diag *d, const char *path, const char *fmt, ...)
    __attribute__((__format__(__printf__, 3, 4)));

/* STATUS_OK, STATUS_INPUT or STATUS_SYSTEM, after the worst finding. */
enum status diag_status(const struct diag *d);

/* "error", "warning", ..., as messages and JSON spell it. */
const char *severity_name(enum severity severity);

/* Prints one line for each finding of at least this severity. */
void diag_print(const struct diag *d, enum severity least, FILE *out);

/* Moves all findings of from to the end of d; from is left empty. */
void diag_move(struct diag *d, struct diag *from);

void diag_free(struct diag *d);

#endif
