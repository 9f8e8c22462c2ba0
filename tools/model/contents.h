/*
 * The contents database, var/sadm/install/contents: every object that a
 * package has installed, with all packages that own it (svr4-packaging 6.9).
 */
#ifndef MODEL_CONTENTS_H
#define MODEL_CONTENTS_H

#include "model/object.h"

/* Limits (svr4-packaging 6.9). */
#define CONTENTS_MAX      (1024u * 1024 * 1024) /* bytes of the file */
#define CONTENTS_LINE_MAX 8192                  /* bytes of a line */

/* What is to be said about an owner and the object (svr4-packaging 6.9). */
enum owner_status {
	OWNER_OK = '\0',
	OWNER_PENDING = '+',    /* installf was not finished */
	OWNER_LEAVING = '-',    /* is being removed */
	OWNER_CONFIRM = '*',    /* to be installed: contents */
	OWNER_ATTRIBUTES = '~', /* to be installed: attributes only */
	OWNER_MISSING = '!',    /* not found as it should be */
	OWNER_SERVED = '%'      /* comes from a server */
};

struct owner {
	char *instance;
	char *class; /* NULL: that of the entry */
	char status; /* enum owner_status */
	bool apart;  /* `\`: does not count as sharing */
};

/* One line: a path of the client, and who has it. */
struct entry {
	struct object object; /* ftype may be `?` */
	struct owner *owners; /* the last installer comes last */
	size_t nowners;
};

struct contents {
	struct entry *v; /* sorted by path, see contents_sort */
	size_t n, size;
	size_t sorted;           /* entries that can be found */
	struct string_pool pool; /* classes, owners, groups */
	struct buf remarks;      /* comment lines that are not ours */
};

struct contents *contents_new(void);

/*
 * Parses the text of the file; a line that is not understood is an error, so
 * that nobody writes a database of which a part was lost.  Returns it sorted,
 * which the caller frees, or NULL after adding findings.
 */
struct contents *contents_parse(
    const char *text, size_t len, const char *file, struct diag *d);

/* The entry of a path, which is valid until the next addition; or NULL. */
struct entry *contents_find(const struct contents *c, const char *path);

/*
 * Appends an entry without owners, a copy of o without its source.  It is not
 * found before contents_sort was called.
 */
struct entry *contents_add(struct contents *c, const struct object *o);

/* Sorts, and drops the entries that nobody owns any more. */
void contents_sort(struct contents *c);

/* Replaces everything but path and owners by what o says. */
void entry_describe(
    struct contents *c, struct entry *e, const struct object *o);

/* The owner token of an instance, or NULL. */
struct owner *entry_owner(const struct entry *e, const char *instance);

/* Is there another owner? */
bool entry_is_shared(const struct entry *e, const char *instance);

/*
 * Makes the instance the last owner, with this status unless the object is a
 * served one.  A sole owner's class becomes that of the entry.
 */
struct owner *entry_own(
    struct contents *c, struct entry *e, const char *instance, char status);

void entry_disown(struct entry *e, const char *instance);

/*
 * The instance, which is an owner, installs the object with this class: the
 * entry's class changes, and owners of another class keep it in their token
 * (svr4-packaging 6.9).
 */
void entry_reclass(struct contents *c, struct entry *e, const char *instance,
    const char *class);

/* The class that the object has for an owner. */
const char *entry_class(const struct entry *e, const struct owner *o);

/* Appends the line of an entry. */
void entry_print(const struct entry *e, struct buf *out);

/*
 * Appends the whole file.  The last comment says who wrote it: the tool's
 * name, the instance, and the date as text.
 */
void contents_print(const struct contents *c, const char *tool,
    const char *instance, const char *date, struct buf *out);

void contents_free(struct contents *c);

#endif
