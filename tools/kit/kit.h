/*
 * The delivery kit of a package: the package, admin and response files, the
 * front end patchinstall, pieces for JumpStart, Ansible, Puppet, Chef and Salt,
 * readmes and SHA256SUMS.
 */
#ifndef KIT_KIT_H
#define KIT_KIT_H

#include "base/diag.h"
#include "manifest/manifest.h"
#include "model/pkginfo.h"
#include "sign/identity.h"

struct kit_request {
	const struct manifest *m;
	const struct pkginfo *info; /* PKG, ARCH, VERSION */
	const char *manifest;       /* its name, for findings */
	const char *payload;        /* of the manifest's; NULL: its own */
	const char *package;        /* made already; NULL: it is built */
	const struct identity
	    *id;        /* signs the package and SHA256SUMS; or NULL */
	bool solaris10; /* with a digest that it can read */
};

/*
 * Makes all files of the kit in dir, which exists and is empty.  Their times
 * are that of the build, so that the same inputs give the same kit.  False
 * after findings; dir is the caller's to remove.
 */
bool kit_make(const struct kit_request *r, const char *dir, struct diag *d);

/* The base name of a kit, PKG-VERSION; the caller frees. */
char *kit_name(const struct pkginfo *info);

/* Appends kit.data, lines NAME=value. */
void kit_write_data(
    const struct kit_request *r, const char *file, struct buf *out);

/*
 * Writes the tree dir as a tar archive with gzip to fd; all is below the
 * directory name in it, owned by root, of the time given.  out is its name in
 * findings.  False after a finding.
 */
bool kit_pack(const char *dir, const char *name, int64_t time, int fd,
    const char *out, struct diag *d);

#endif
