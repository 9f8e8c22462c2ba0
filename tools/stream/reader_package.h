/*
 * The packages of a source while it is opened, and the objects that its members
 * belong to: the same for every kind of source.
 */
#ifndef STREAM_READER_PACKAGE_H
#define STREAM_READER_PACKAGE_H

#include "stream/reader_kind.h"

/* Appends a package and returns it; valid until the next one. */
struct package *reader_add_package(struct package_reader *s, const char *name);

/*
 * Parses pkginfo and pkgmap of the package from their texts.  False after
 * findings that leave nothing to read.
 */
bool reader_parse_package(struct package_reader *s, struct package *p);

/*
 * Fills in the name and the object of a member.  False, after a finding, when
 * the name is not safe.  name stays the caller's, and has to live as long as m.
 */
bool reader_name_member(
    struct package_reader *s, struct member *m, const char *name);

/* Frees the last package. */
void reader_drop_package(struct package_reader *s);

/* Frees all packages. */
void reader_free_packages(struct package_reader *s);

#endif
