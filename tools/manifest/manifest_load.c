#include <stdlib.h>

#include "base/mem.h"
#include "base/path.h"
#include "manifest/manifest_load.h"
#include "os/file.h"

/* The pkginfo beside the manifest at path, or NULL after findings. */
static struct pkginfo *
load_pkginfo(const char *path, const struct manifest *m, struct diag *d)
{
	struct buf text = BUF_INIT;
	char *dir = path_dirname(path);
	char *file = path_join(dir, m->sources.pkginfo);
	struct pkginfo *info = NULL;

	if (file_read(file, PKGINFO_MAX, &text, d))
		info = pkginfo_parse(buf_text(&text), text.len, file, d);
	if (info != NULL) {
		pkginfo_check(info, file, d);
		if (d->worst >= SEVERITY_ERROR) {
			pkginfo_free(info);
			info = NULL;
		}
	}
	buf_free(&text);
	free(dir);
	free(file);
	return info;
}

struct manifest *
manifest_load(const char *path, struct pkginfo **info, struct diag *d)
{
	struct buf text = BUF_INIT;
	struct manifest *m = NULL;

	*info = NULL;
	if (file_read(path, MANIFEST_MAX, &text, d))
		m = manifest_parse(buf_text(&text), text.len, path, d);
	buf_free(&text);
	if (m == NULL)
		return NULL;
	*info = load_pkginfo(path, m, d);
	if (*info == NULL) {
		manifest_free(m);
		return NULL;
	}
	return m;
}
