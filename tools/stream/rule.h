/*
 * The rules that a package has to keep.  Each has a short name that never
 * changes: findings and JSON show it, and pkgstream-verify(1) explains it.
 */
#ifndef STREAM_RULE_H
#define STREAM_RULE_H

#include "base/diag.h"

enum rule {
	/* the file as a whole */
	RULE_FORMAT,
	RULE_COMPRESSION,
	RULE_HEADER,
	RULE_HEADER_BLOCK,
	RULE_TRUNCATED,
	RULE_ARCHIVE,
	RULE_PADDING,
	RULE_TRAILING,
	RULE_LIMIT,
	RULE_VOLUME,
	/* information archive */
	RULE_INFO_MISSING,
	RULE_INFO_SURPLUS,
	RULE_INFO_COPY,
	/* members */
	RULE_MEMBER_NAME,
	RULE_MEMBER_DOT,
	RULE_MEMBER_TYPE,
	RULE_MEMBER_TWICE,
	RULE_MEMBER_PART,
	RULE_MISSING,
	RULE_SURPLUS,
	RULE_SURPLUS_DIRECTORY,
	RULE_SIZE,
	RULE_SUM,
	RULE_MTIME,
	RULE_CLASS_ARCHIVE,
	/* the package */
	RULE_PARTS,
	RULE_BLOCKS,
	RULE_NAME,
	RULE_CLASS,
	RULE_SCRIPT,
	RULE_REQUEST,
	RULE_PARENT,
	RULE_PARENT_LINK,
	RULE_LINK,
	RULE_LINK_TARGET,
	RULE_LINK_OUTSIDE,
	RULE_DEVICE,
	RULE_PATH,
	RULE_VARIABLE,
	RULE_PATCH_TABLE,
	/* the signature */
	RULE_SIGNATURE,
	RULE_SIGNATURE_CHAIN,
	RULE_SIGNATURE_DATE,
	RULE_SIGNATURE_PURPOSE,
	RULE_SIGNATURE_WEAK,
	RULE_SIGNATURE_TRUSTED,
	/* against an installed root */
	RULE_ROOT_MISSING,
	RULE_ROOT_TYPE,
	RULE_ROOT_MODE,
	RULE_ROOT_OWNER,
	RULE_ROOT_GROUP,
	RULE_ROOT_SIZE,
	RULE_ROOT_SUM,
	RULE_ROOT_MTIME,
	RULE_ROOT_LINK,
	RULE_ROOT_DEVICE,
	RULES
};

const char *rule_name(enum rule rule);

/* Adds a finding under the rule; file and object as in diag_add(). */
void rule_report(struct diag *d, enum rule rule, const char *file,
    const char *object, const char *fmt, ...)
    __attribute__((__format__(__printf__, 5, 6)));

#endif
