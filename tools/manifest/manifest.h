/*
 * The build manifest, pkgstream-manifest(5): what a build produced, and for a
 * patch what it changes.  Its schema is tools/schema/manifest.rng.
 */
#ifndef MANIFEST_MANIFEST_H
#define MANIFEST_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

#define MANIFEST_NS "urn:pkgstream:manifest:1"

/* Limits of untrusted input. */
#define MANIFEST_MAX           (16u * 1024 * 1024) /* bytes */
#define MANIFEST_DEPTH_MAX     16
#define MANIFEST_ELEMENTS_MAX  400000
#define MANIFEST_PACKAGES_MAX  500  /* required, accepted, ... ones each */
#define MANIFEST_PREIMAGES_MAX 100  /* of one file */
#define MANIFEST_TEXT_MAX      4096 /* bytes of one text */
#define MANIFEST_LANGUAGES_MAX 16
#define MANIFEST_LEVEL_MAX     999999
#define MANIFEST_TIMEOUT_MAX   3600 /* seconds */
#define MANIFEST_MARGIN_MAX    29   /* minutes; 30 would cover the hour */

#define MANIFEST_UNKNOWN       (-1) /* a number that is not given */

/*
 * Every struct has the line of its element, for findings.  Strings belong to
 * the manifest; optional ones are NULL when they are not given.
 */

/* A text in each language of the manifest, its blanks folded. */
struct manifest_text {
	char **v; /* in the order of the languages; NULL: not given */
};

/* The modification time that an information file has in the package. */
struct manifest_information {
	size_t line;
	char *name;   /* of the object */
	int64_t date; /* seconds since the epoch */
};

struct manifest_sources {
	size_t line;
	char *prototype, *pkginfo; /* files beside the manifest */
	struct manifest_information *information;
	size_t ninformation;
};

struct manifest_payload {
	size_t line;  /* 0: there is none */
	char *name;   /* a tree or an archive beside the manifest */
	int64_t size; /* bytes of the archive; or MANIFEST_UNKNOWN */
	char *sha256; /* of the archive, or NULL */
	char *prefix; /* directory in it that holds all, or NULL */
};

struct manifest_product {
	size_t line;
	char *name, *version;
	char *vendor; /* or NULL */
};

struct manifest_build {
	size_t line;
	char *number;     /* or NULL */
	int64_t date;     /* seconds since the epoch */
	int64_t released; /* likewise, or MANIFEST_UNKNOWN */
};

struct manifest_parameter {
	size_t line;
	char *name, *value;
};

/*
 * Contents that a file may have before the patch: at least one of size, cksum
 * and sha256 is given.
 */
struct manifest_preimage {
	size_t line;
	int64_t size;  /* bytes, or MANIFEST_UNKNOWN */
	int64_t cksum; /* as cksum(1) prints it, or MANIFEST_UNKNOWN */
	char *sha256;  /* or NULL */
	char *build;   /* or NULL */
};

enum manifest_action {
	MANIFEST_REPLACE, /* the default in a patch */
	MANIFEST_ADD,     /* the default otherwise */
	MANIFEST_DELETE,
	MANIFEST_ATTRIBUTES /* mode, owner or group alone */
};

/* What an entry is after the patch, or before it is deleted. */
enum manifest_type {
	MANIFEST_FILE,
	MANIFEST_SYMLINK,
	MANIFEST_HARDLINK,
	MANIFEST_DIRECTORY
};

struct manifest_file {
	size_t line;
	enum manifest_action action;
	enum manifest_type type;
	char *path;   /* of the object, as in the pkgmap */
	char *target; /* of a link, as in the pkgmap; else NULL */
	char *owner;  /* or NULL, as group; only of attributes */
	char *group;
	int32_t mode; /* likewise, or MANIFEST_UNKNOWN */
	char *source; /* path in the payload, or NULL */
	char *build;  /* or NULL */
	char *sha256; /* or NULL */
	int64_t date; /* seconds since the epoch, or MANIFEST_UNKNOWN */
	int64_t size; /* bytes, or MANIFEST_UNKNOWN */
	struct manifest_text purpose;
	struct manifest_preimage *preimages;
	size_t npreimages;
};

struct manifest_fix {
	size_t line;
	char *number; /* not unique: vendors repeat them */
	char *ref;    /* or NULL */
	struct manifest_text text;
};

/* A package that the patch changes, requires, accepts, ... */
struct manifest_package {
	size_t line;
	char *name;
	char *version; /* or NULL: any */
	char *title;   /* its name for people, or NULL */
};

struct manifest_packages {
	struct manifest_package *v;
	size_t n;
};

struct manifest_service {
	size_t line;
	char *name;
	char *script;     /* start script, below the BASEDIR of the base */
	char **processes; /* likewise: programs that a stop has to end */
	size_t nprocesses;
	int timeout; /* seconds */
};

/* Minutes of each hour in which the patch is not applied. */
struct manifest_quiet {
	size_t line; /* 0: there are none */
	bool is_quiet[60];
	int margin; /* minutes before and after them */
	bool waits; /* for their end; else refuses */
};

struct manifest_patch {
	size_t line;
	char *class;
	int64_t level; /* or MANIFEST_UNKNOWN */
	char *mark;    /* what precedes a build number in files, or NULL */
	struct manifest_package base;
	struct manifest_packages requires;
	struct manifest_packages accepts;
	struct manifest_packages refuses;
	struct manifest_packages owners;
	struct manifest_service *service; /* or NULL */
	struct manifest_quiet quiet;
};

/* A step or a module, told in words. */
struct manifest_note {
	size_t line;
	char *value; /* build of a module, address for a step; or NULL */
	struct manifest_text text;
};

struct manifest_note_list {
	struct manifest_note *v;
	size_t n;
};

/* What a readme tells besides names and numbers. */
struct manifest_notes {
	size_t line;   /* 0: there are none */
	char *file;    /* name of the package's file, or NULL */
	char *console; /* addresses, blanks between, or NULL */
	struct manifest_text summary;
	struct manifest_note_list modules; /* builds in the package */
	struct manifest_note_list prepare; /* before it is installed */
	struct manifest_note_list after;
};

struct manifest {
	size_t line;
	char **languages; /* tags, at least one */
	size_t nlanguages;
	struct manifest_sources sources;
	struct manifest_payload payload;
	struct manifest_product product;
	struct manifest_build build;
	struct manifest_parameter *parameters;
	size_t nparameters;
	struct manifest_file *files; /* in the order of the text */
	size_t nfiles;
	size_t *order; /* indices of files, sorted by path */
	struct manifest_fix *fixes;
	size_t nfixes;
	struct manifest_patch *patch; /* or NULL */
	struct manifest_notes notes;
};

/*
 * Parses and checks the text of a manifest; file is its name in findings.
 * Returns the manifest, which the caller frees, or NULL after adding a finding
 * for everything that is wrong.
 */
struct manifest *manifest_parse(
    const char *text, size_t len, const char *file, struct diag *d);

/* The entry of an object's path, or NULL. */
const struct manifest_file *manifest_find(
    const struct manifest *m, const char *path);

/* The text in one language, or NULL: it is not given or not declared. */
const char *manifest_text_in(
    const struct manifest *m, const struct manifest_text *t, const char *lang);

void manifest_free(struct manifest *m);

#endif
