/*
 * The build manifest: what a build produced, and for a patch what it is a
 * patch of.  Its vocabulary is tools/schema/manifest.rng.
 */
#ifndef MODEL_MANIFEST_H
#define MODEL_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

#define MANIFEST_NS "urn:pkgstream:manifest:1"

/* Limits for what comes from outside. */
#define MANIFEST_MAX          (16u * 1024 * 1024) /* bytes */
#define MANIFEST_DEPTH_MAX    16
#define MANIFEST_ELEMENTS_MAX 400000
#define MANIFEST_PACKAGES_MAX 500  /* that a patch requires, ... */
#define MANIFEST_BEFORE_MAX   100  /* known contents of one file */
#define MANIFEST_TEXT_MAX     4096 /* bytes of one text */
#define MANIFEST_TIMEOUT_MAX  3600 /* seconds */
#define MANIFEST_MARGIN_MAX   29   /* minutes; 30 leave no minute free */

#define MANIFEST_UNKNOWN      (-1) /* a number that is not given */

/* Every struct has the line of its element, for messages. */

/* A text in both languages, blanks folded; both NULL: not given. */
struct manifest_text {
	char *en, *ja;
};

struct manifest_sources {
	size_t line;
	char *prototype, *pkginfo; /* files beside the manifest */
};

struct manifest_payload {
	size_t line;  /* 0: there is none */
	char *name;   /* beside the manifest: tree or archive */
	int64_t size; /* bytes of the archive */
	char *sha256; /* of the archive, or NULL */
	char *prefix; /* directory in it, or NULL */
};

struct manifest_product {
	size_t line;
	char *name, *version;
	char *vendor; /* or NULL */
};

struct manifest_build {
	size_t line;
	char *number;
	int64_t date, released; /* seconds since the epoch */
};

struct manifest_parameter {
	size_t line;
	char *name, *value;
};

struct manifest_before {
	size_t line;
	int64_t size, cksum; /* cksum as cksum(1) prints it */
	char *sha256;        /* or NULL */
	char *build;         /* or NULL */
};

enum manifest_action {
	MANIFEST_REPLACE, /* the default of a patch */
	MANIFEST_ADD,     /* the default without one */
	MANIFEST_DELETE
};

struct manifest_file {
	size_t line;
	enum manifest_action action;
	char *path;   /* of the object */
	char *source; /* in the payload, or NULL */
	char *build;  /* or NULL */
	char *sha256; /* or NULL */
	int64_t date; /* seconds since the epoch */
	int64_t size; /* bytes */
	struct manifest_text purpose;
	struct manifest_before *before;
	size_t nbefore;
};

struct manifest_fix {
	size_t line;
	char *number; /* may repeat */
	char *ref;    /* or NULL */
	struct manifest_text text;
};

/* A package that the patch has to do with. */
struct manifest_package {
	size_t line;
	char *name;
	char *version; /* or NULL: any */
};

struct manifest_packages {
	struct manifest_package *v;
	size_t n;
};

struct manifest_service {
	size_t line;
	char *name;
	char *script;   /* below the BASEDIR of the base */
	char **process; /* likewise: the programs to end */
	size_t nprocess;
	int timeout; /* seconds */
};

struct manifest_quiet {
	size_t line;     /* 0: there are none */
	bool minute[60]; /* of each hour */
	int margin;      /* minutes either side */
	bool wait;       /* else refuse */
};

struct manifest_patch {
	size_t line;
	char *class;
	int64_t level;
	struct manifest_package base;
	struct manifest_packages requires;
	struct manifest_packages accepts;
	struct manifest_packages refuses;
	struct manifest_packages owners;
	struct manifest_service *service; /* or NULL */
	struct manifest_quiet quiet;
};

struct manifest {
	size_t line;
	struct manifest_sources sources;
	struct manifest_payload payload;
	struct manifest_product product;
	struct manifest_build build;
	struct manifest_parameter *parameters;
	size_t nparameters;
	struct manifest_file *files; /* as they stand */
	size_t nfiles;
	size_t *order; /* of files, by path */
	struct manifest_fix *fixes;
	size_t nfixes;
	struct manifest_patch *patch; /* or NULL */
};

/*
 * Parses the text of a manifest; file is its name in messages.  Returns the
 * manifest, checked by schema and by sense, which the caller frees, or NULL
 * after adding findings, all of them.
 */
struct manifest *manifest_parse(
    const char *text, size_t len, const char *file, struct diag *d);

/* The entry of an object's path, or NULL. */
const struct manifest_file *manifest_find(
    const struct manifest *m, const char *path);

void manifest_free(struct manifest *m);

#endif
