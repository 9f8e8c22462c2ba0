#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "init/init.h"
#include "init/source_head.h"
#include "model/pkginfo.h"

char *
init_name(const char *path)
{
	static const char *const suffixes[] = {
	    ".gz",
	    ".bz2",
	    ".xz",
	    ".zst",
	    ".Z",
	    ".tar",
	    ".tgz",
	    ".zip",
	    ".cpio",
	    ".pkg",
	};
	char *base = xstrdup(path_basename(path)), *from, *to = base;
	size_t i, len, cut;

	for (i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		len = strlen(base);
		cut = strlen(suffixes[i]);
		if (len > cut && strcmp(base + len - cut, suffixes[i]) == 0)
			base[len - cut] = '\0';
	}
	for (from = base; *from != '\0'; from++)
		if (isalpha((unsigned char)*from) ||
		    (to > base && isdigit((unsigned char)*from)))
			*to++ = *from;
	*to = '\0';
	if (strlen(base) > PKGNAME_MAX)
		base[PKGNAME_MAX] = '\0';
	if (pkgname_fault(base, false) == NULL)
		return base;
	free(base);
	return xstrdup("MYpkg");
}

void
init_first(const struct inventory *inv, const struct init_settings *set,
    struct init_sources *out)
{
	const struct inventory_entry *entry;
	size_t i;

	begin_manifest(&out->manifest, inv, set);
	buf_str(&out->manifest, "  <files>\n");
	buf_str(&out->prototype, "i pkginfo\n");
	for (i = 0; i < inv->n; i++) {
		entry = &inv->v[i];
		add_entry_line(
		    &out->prototype, entry, entry->type, "none", set);
		if (entry->type != 'f')
			continue;
		add_file_element(&out->manifest, entry->path, entry, NULL);
		buf_str(&out->manifest, "/>\n");
	}
	buf_str(&out->manifest, "  </files>\n</manifest>\n");
	add_pkginfo(&out->pkginfo, inv, set, "none");
}

void
init_free(struct init_sources *out)
{
	buf_free(&out->manifest);
	buf_free(&out->prototype);
	buf_free(&out->pkginfo);
}
