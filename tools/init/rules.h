/*
 * What options and custom say about single files: class, type, mode.
 */
#ifndef INIT_RULES_H
#define INIT_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "init/inventory.h"
#include "init/origin.h"
#include "model/object.h"

/* The arguments of an option. */
struct rule_list {
	const char *const *v;
	size_t n;
};

struct init_rules {
	struct rule_list class;   /* CLASS=GLOB */
	struct rule_list config;  /* GLOB */
	struct rule_list exclude; /* GLOB */
	struct rule_list mode;    /* GLOB=MODE */
};

/* What an entry of the prototype becomes. */
struct entry_kind {
	char ftype;
	char class[OBJECT_CLASS_MAX + 1];
	bool keeps_attributes; /* `? ? ?': a directory of the system */
};

/* Checks the arguments; false after setting *wrong to the first bad one. */
bool rules_check(const struct init_rules *rules, const char **wrong);

/*
 * Takes out what is excluded, and sets modes.  A pattern that matches nothing
 * is a warning.
 */
void rules_apply(
    const struct init_rules *rules, struct inventory *inv, struct diag *d);

/* Only takes out what is excluded, without a word: of the other side. */
void rules_exclude(const struct init_rules *rules, struct inventory *inv);

/*
 * What the entry becomes.  origin may be NULL; below_root: paths begin at the
 * root of the system.
 */
struct entry_kind rules_kind(const struct init_rules *rules,
    const struct origin *origin, bool below_root,
    const struct inventory_entry *entry);

/*
 * Of a tree or archive that begins at the root: what is below bin moves to
 * usr/bin, as bin is a link to it on Solaris and no package may replace it.
 */
void inventory_move_bin(
    struct inventory *inv, const char *source, struct diag *d);

/* Do the paths begin at the root, as those of a DESTDIR do? */
bool inventory_is_root(const struct inventory *inv);

#endif
