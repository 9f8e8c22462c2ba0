/*
 * The verbs of the program, a file each, and the program, which has the table
 * of them (verbs.c).
 */
#ifndef CMD_VERBS_H
#define CMD_VERBS_H

#include "cli/verb.h"

extern const struct verb program;

extern const struct verb verb_build, verb_init, verb_info, verb_list;
extern const struct verb verb_cat, verb_extract, verb_trans, verb_verify;
extern const struct verb verb_diff, verb_rehearse, verb_sign;

/* The mistake of a verb that got no package file or directory; STATUS_USAGE. */
enum status missing_package(const struct verb *v);

#endif
