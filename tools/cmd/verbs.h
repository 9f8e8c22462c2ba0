/*
 * The verbs of the program, a file each, and the program, which has the table
 * of them (verbs.c).
 */
#ifndef CMD_VERBS_H
#define CMD_VERBS_H

#include <stddef.h>

#include "cli/verb.h"

extern const struct verb program;

extern const struct verb verb_build, verb_init, verb_info, verb_list;
extern const struct verb verb_cat, verb_extract, verb_trans, verb_verify;
extern const struct verb verb_lint;
extern const struct verb verb_diff, verb_sign, verb_readme;
extern const struct verb verb_kit, verb_catalog, verb_proto;

/*
 * Builds the manifests as the verb build does: name NULL is that of the first
 * package; payload, unless NULL, is that of the only one.  Findings are added
 * to d.
 */
enum status build_manifests(const char *const *manifests, size_t n,
    const char *payload, const char *name, bool force,
    const struct common *common, struct diag *d);

/*
 * The further volumes of the package argv[0]: those that --volume names, or the
 * operands behind it that are such, given together.  *used is the number of
 * operands that go with it, itself included.
 */
struct strings find_volumes(
    const struct strings *option, int argc, char **argv, int *used);

/* The mistake of a verb that got no package file or directory; STATUS_USAGE. */
enum status missing_package(const struct verb *v);

#endif
