/*
 * Inputs of any size, in an order that is not theirs when they are sorted.
 */
#ifndef TESTS_INPUTS_H
#define TESTS_INPUTS_H

#include "base/buf.h"

/* Each appends an input with n of what it is named after. */
void make_pkgmap(struct buf *out, unsigned n);
void make_one_path(struct buf *out, unsigned n);
void make_contents(struct buf *out, unsigned n);
void make_owners(struct buf *out, unsigned n);
void make_params(struct buf *out, unsigned n);
void make_depend(struct buf *out, unsigned n);
void make_versions(struct buf *out, unsigned n);
void make_space(struct buf *out, unsigned n);
void make_installf(struct buf *out, unsigned n);
void make_prototype(struct buf *out, unsigned n);
void make_scopes(struct buf *out, unsigned n);
void make_manifest(struct buf *out, unsigned n);
void make_lines(struct buf *out, unsigned n);

/* Datastreams with n packages; n members; n classes; n deep paths. */
void make_packages(struct buf *out, unsigned n);
void make_members(struct buf *out, unsigned n);
void make_classes(struct buf *out, unsigned n);
void make_deep(struct buf *out, unsigned n);

#endif
