/*
 * The contents database, var/sadm/install/contents: every installed object
 * with all package instances that own it (svr4-packaging 6.9).
 */
#ifndef MODEL_CONTENTS_H
#define MODEL_CONTENTS_H

#include "model/object.h"

/* Limits (svr4-packaging 6.9). */
#define CONTENTS_MAX         (1024u * 1024 * 1024) /* bytes of the file */
#define CONTENTS_LINE_MAX    8192                  /* bytes of a line */
#define CONTENTS_ENTRIES_MAX 4000000
#define CONTENTS_OWNERS_MAX  16000000 /* of all entries */

/* The state of an object for one of its owners (svr4-packaging 6.9). */
enum owner_status {
	OWNER_OK = '\0',
	OWNER_PENDING = '+',    /* installf -f is still to come */
	OWNER_LEAVING = '-',    /* is being removed */
	OWNER_CONFIRM = '*',    /* contents are to be installed */
	OWNER_ATTRIBUTES = '~', /* attributes are to be installed */
	OWNER_MISSING = '!',    /* was not as it should be */
	OWNER_SERVED = '%'      /* lies on a server */
};

struct owner {
	const char *instance; /* in the pool of instances */
	const char *class;    /* in the pool; NULL: that of the entry */
	char status;          /* enum owner_status */
	bool not_counted;     /* `\`: does not count as sharing the object */
};

/* One line of the database. */
struct entry {
	struct object object; /* path as on the client; ftype may be `?' */
	struct owner *owners; /* the last installer comes last */
	size_t nowners;
};

struct contents {
	struct entry *v; /* sorted by path, see contents_sort */
	size_t n, size;
	size_t sorted;           /* entries that contents_find sees */
	struct string_pool pool; /* classes, owners, groups */
	struct string_pool instances;
	struct buf comments; /* but for the two of contents_print */
};

/* A database without entries; the caller frees. */
struct contents *contents_new(void);

/*
 * Parses the text of the file.  Any line that is not understood is an error:
 * the database is written back as a whole, and would lose that line.  Returns
 * the database, sorted, which the caller frees, or NULL after adding findings.
 */
struct contents *contents_parse(
    const char *text, size_t len, const char *file, struct diag *d);

/* The entry of a path, valid until the next contents_add, or NULL. */
struct entry *contents_find(const struct contents *c, const char *path);

/*
 * Appends an entry without owners for a copy of o (but for its source).
 * contents_find does not see it before contents_sort is called.
 */
struct entry *contents_add(struct contents *c, const struct object *o);

/* Sorts the entries by path and drops those without owners. */
void contents_sort(struct contents *c);

/* Replaces all but path and owners by a copy of what o has. */
void entry_set_object(
    struct contents *c, struct entry *e, const struct object *o);

/* The owner with this instance, or NULL. */
struct owner *entry_owner(const struct entry *e, const char *instance);

/* Has the entry an owner other than the instance? */
bool entry_is_shared(const struct entry *e, const char *instance);

/*
 * Makes the instance the last owner.  Its status becomes this one unless it is
 * OWNER_SERVED.  The class of a sole owner becomes that of the entry.
 */
struct owner *entry_add_owner(
    struct contents *c, struct entry *e, const char *instance, char status);

/* Removes the instance from the owners, if it is one. */
void entry_remove_owner(struct entry *e, const char *instance);

/*
 * Called when the instance, which is an owner, installs the object in this
 * class: the class of the entry changes, and owners of another class keep
 * theirs in their token (svr4-packaging 6.9).
 */
void entry_change_class(struct contents *c, struct entry *e,
    const char *instance, const char *class);

/* The class that the object has for an owner. */
const char *entry_class(const struct entry *e, const struct owner *o);

/* Appends the line of an entry, with its newline. */
void entry_print(const struct entry *e, struct buf *out);

/*
 * Appends the text of the file.  Its last two comments say who wrote it: the
 * name of the tool, the package instance, and the date as text.
 */
void contents_print(const struct contents *c, const char *tool,
    const char *instance, const char *date, struct buf *out);

void contents_free(struct contents *c);

#endif
