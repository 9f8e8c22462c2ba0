#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/path.h"
#include "init/package_sources.h"
#include "init/source_text.h"
#include "manifest/manifest.h"
#include "os/file.h"
#include "os/safe_dir.h"

#define CHUNK    (256u * 1024)
#define INFO_DIR "information" /* of files with a name that is taken */
#define ABSOLUTE "+root"       /* of payload with a name that is taken */

/* What is known of an object once its contents were read. */
struct known {
	bool seen;
	int64_t mtime;
	uint64_t size;
	char sha256[SHA256_HEX];
};

/* A package while its sources are written. */
struct rewriting {
	struct package_reader *s;
	const struct package *p;
	const struct objects *list;
	struct safe_dir *root; /* of the sources */
	const char *root_name;
	struct known *known; /* by object */
	char *chunk;
	struct diag *d;
	bool ok;
};

char *
payload_path(const struct objects *list, const struct object *o)
{
	const char *path = o->path + strspn(o->path, "/");
	const struct object *other;

	if (path == o->path)
		return xstrdup(path);
	other = objects_find(list, path);
	if (other == NULL || other->ftype == 'i')
		return xstrdup(path);
	return xasprintf(ABSOLUTE "/%s", path);
}

/* Is the name one that the sources have already? */
static bool
is_taken(const char *name)
{
	static const char *const taken[] = {
	    "manifest.xml", "pkgproto", SOURCES_PAYLOAD, INFO_DIR};
	size_t i;

	for (i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		if (strcmp(name, taken[i]) == 0)
			return true;
	return false;
}

/* Where an object's contents are below the directory of the sources. */
static char *
source_path(const struct rewriting *w, const struct object *o)
{
	char *path, *name;

	if (o->ftype == 'i')
		return is_taken(o->path) ? path_join(INFO_DIR, o->path)
					 : xstrdup(o->path);
	path = payload_path(w->list, o);
	name = path_join(SOURCES_PAYLOAD, path);
	free(path);
	return name;
}

static void
report(struct rewriting *w, const char *name, bool system, const char *text)
{
	char *path = path_join(w->root_name, name);

	if (system)
		diag_system(w->d, path, "%s", text);
	else
		diag_error(
		    w->d, path, 0, NULL, "%s: %s", text, strerror(errno));
	free(path);
	w->ok = false;
}

/* Copies the contents to fd; false after a finding. */
static bool
copy_contents(struct rewriting *w, int fd, const char *name,
    const struct object *o, struct file_digests *m)
{
	ssize_t n;

	digests_begin(m);
	while ((n = reader_read(w->s, w->chunk, CHUNK)) > 0) {
		digests_update(m, w->chunk, (size_t)n);
		if (!file_write_full(fd, w->chunk, (size_t)n)) {
			report(w, name, true, "cannot write");
			break;
		}
	}
	digests_end(m);
	if (n < 0)
		w->ok = false;
	/* build writes pkginfo anew, and pkgmk's own size of it is no rule */
	else if (n == 0 && strcmp(o->path, "pkginfo") != 0 &&
	    ((o->size != OBJECT_UNKNOWN && (uint64_t)o->size != m->size) ||
		(o->sum != OBJECT_UNKNOWN && (unsigned)o->sum != m->sum))) {
		diag_error(w->d, reader_name(w->s), 0, NULL,
		    "%s: size or checksum is not that of the pkgmap", o->path);
		w->ok = false;
	}
	return n == 0;
}

static void
set_attributes(
    struct rewriting *w, int fd, const char *name, const struct object *o)
{
	struct known *known = &w->known[o - w->list->v];
	mode_t mode = o->mode != OBJECT_UNKNOWN && (o->mode & 0111) != 0 ? 0755
									 : 0644;
	struct timespec times[2];

	times[0] = times[1] = (struct timespec){.tv_sec = (time_t)known->mtime};
	if (fchmod(fd, mode) == -1 || futimens(fd, times) == -1)
		report(w, name, true, "cannot set mode and time");
}

static void
write_member(struct rewriting *w, const struct member *m)
{
	const struct object *o = m->object;
	struct known *known = &w->known[o - w->list->v];
	char *name = source_path(w, o);
	struct file_digests digests;
	int fd = safe_dir_create(w->root, name);

	known->seen = true;
	known->mtime = o->mtime != OBJECT_UNKNOWN ? o->mtime : m->mtime;
	if (fd == -1)
		report(w, name, false, "cannot make");
	else {
		if (copy_contents(w, fd, name, o, &digests)) {
			known->size = digests.size;
			memcpy(known->sha256, digests.hex, SHA256_HEX);
			set_attributes(w, fd, name, o);
		}
		if (close(fd) == -1)
			report(w, name, true, "cannot write");
	}
	free(name);
}

/* Reads the package to its end, and writes what is_wanted tells. */
static void
write_members(struct rewriting *w, size_t package,
    bool (*is_wanted)(void *context, const struct object *o), void *context)
{
	struct member m;

	reader_decode(w->s);
	reader_select(w->s, package);
	while (w->ok && reader_next(w->s, &m))
		if (m.object != NULL && ftype_has_contents(m.object->ftype) &&
		    !w->known[m.object - w->list->v].seen &&
		    is_wanted(context, m.object))
			write_member(w, &m);
	w->ok = w->ok && !reader_failed(w->s);
}

static bool
is_not_pkginfo(void *context, const struct object *o)
{
	(void)context;
	return o->ftype != 'i' || strcmp(o->path, "pkginfo") != 0;
}

static void
check_complete(struct rewriting *w)
{
	const struct object *o;
	size_t i;

	for (i = 0; w->ok && i < w->list->n; i++) {
		o = &w->list->v[i];
		if (!ftype_has_contents(o->ftype) || w->known[i].seen ||
		    !is_not_pkginfo(NULL, o))
			continue;
		diag_error(w->d, reader_name(w->s), 0, NULL,
		    "%s: the package has no such file, or in a class archive",
		    o->path);
	}
	w->ok = w->ok && diag_status(w->d) == STATUS_OK;
}

static void
write_prototype(const struct rewriting *w, bool information, struct buf *out)
{
	struct object o;
	char *source;
	size_t i;

	for (i = 0; i < w->list->n; i++) {
		o = w->list->v[i];
		if ((o.ftype == 'i') != information)
			continue;
		source = NULL;
		if (o.ftype == 'i' && is_taken(o.path))
			source = path_join(INFO_DIR, o.path);
		o.source = source;
		add_prototype_line(out, &o);
		free(source);
	}
}

static int64_t
information_time(const struct rewriting *w, size_t i)
{
	const struct object *o = &w->list->v[i];

	if (o->mtime != OBJECT_UNKNOWN)
		return o->mtime;
	return is_not_pkginfo(NULL, o) ? w->known[i].mtime : w->p->time;
}

static bool
has_payload(const struct rewriting *w)
{
	size_t i;

	for (i = 0; i < w->list->n; i++)
		if (w->list->v[i].ftype != 'i' && w->known[i].seen)
			return true;
	return false;
}

/* The elements before <files>. */
static void
write_head(
    const struct rewriting *w, const struct pkginfo *info, struct buf *out)
{
	const char *name = pkginfo_get(info, "NAME");
	const char *version = pkginfo_get(info, "VERSION");
	int64_t newest = 0;
	size_t i;

	buf_str(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<manifest xmlns=\"" MANIFEST_NS "\">\n"
	    "  <sources prototype=\"pkgproto\" pkginfo=\"pkginfo\">\n");
	for (i = 0; i < w->list->n; i++) {
		if (w->list->v[i].ftype != 'i')
			continue;
		buf_str(out, "    <information");
		add_attribute(out, "name", w->list->v[i].path);
		add_date(out, "date", information_time(w, i), false);
		buf_str(out, "/>\n");
		if (information_time(w, i) > newest)
			newest = information_time(w, i);
	}
	buf_str(out, "  </sources>\n");
	if (has_payload(w))
		buf_str(out, "  <payload name=\"" SOURCES_PAYLOAD "\"/>\n");
	buf_str(out, "  <product");
	add_attribute(out, "name", name == NULL ? w->p->name : name);
	add_attribute(out, "version", version == NULL ? "1.0" : version);
	buf_str(out, "/>\n  <build number=\"1\"");
	add_date(out, "date", newest, false);
	buf_str(out, "/>\n");
}

static void
write_files(const struct rewriting *w, struct buf *out)
{
	const struct object *o;
	char *path;
	size_t i;

	buf_str(out, "  <files>\n");
	for (i = 0; i < w->list->n; i++) {
		o = &w->list->v[i];
		if (o->ftype == 'i' || !ftype_has_contents(o->ftype))
			continue;
		path = payload_path(w->list, o);
		buf_str(out, "    <file");
		add_attribute(out, "path", o->path);
		if (strcmp(path, o->path + strspn(o->path, "/")) != 0)
			add_attribute(out, "source", path);
		add_date(out, "date", w->known[i].mtime, false);
		buf_printf(out, " size=\"%llu\" sha256=\"%s\"/>\n",
		    (unsigned long long)w->known[i].size, w->known[i].sha256);
		free(path);
	}
	buf_str(out, "  </files>\n</manifest>\n");
}

/* The parameters of the package with the changes; the caller frees. */
static struct pkginfo *
change_parameters(
    struct rewriting *w, const struct pkginfo *changes, struct buf *text)
{
	struct pkginfo *info = pkginfo_new();
	const struct param *p;
	size_t i;

	for (i = 0; i < w->p->info->n; i++) {
		p = &w->p->info->v[i];
		pkginfo_set(info, p->name, p->value);
		if (p->name[0] < 'A' || p->name[0] > 'Z')
			diag_warn(w->d, reader_name(w->s), 0, "pkginfo(4)",
			    "%s is left out: a build takes only parameters "
			    "that begin with a capital letter",
			    p->name);
	}
	for (i = 0; i < changes->n; i++)
		pkginfo_set(info, changes->v[i].name, changes->v[i].value);
	pkginfo_write(info, text);
	return info;
}

/* What the sources cannot say. */
static void
warn_losses(struct rewriting *w)
{
	const char *file = reader_name(w->s);
	const char *pkg = pkginfo_get(w->p->info, "PKG");
	size_t i;

	if (reader_signature(w->s) != NULL)
		diag_warn(w->d, file, 0, NULL,
		    "its signature is not kept: a rebuilt package is signed "
		    "anew");
	if (w->p->nparts > 1)
		diag_warn(w->d, file, 0, NULL,
		    "%s has %u parts and is rebuilt in one", w->p->name,
		    w->p->nparts);
	if (pkg != NULL && strcmp(pkg, w->p->name) != 0)
		diag_warn(w->d, file, 0, NULL,
		    "the instance %s is rebuilt under the name %s", w->p->name,
		    pkg);
	for (i = 0; i < w->list->n; i++)
		if (w->list->v[i].path[0] == '$' &&
		    (w->list->v[i].path[1] < 'A' ||
			w->list->v[i].path[1] > 'Z'))
			diag_warn(w->d, file, 0, NULL,
			    "%s: begins like a build variable, which build "
			    "will ask for",
			    w->list->v[i].path);
}

static void
write_texts(struct rewriting *w, const struct pkginfo *changes,
    struct staging *st, const char *dir)
{
	struct buf manifest = BUF_INIT, prototype = BUF_INIT, text = BUF_INIT;
	struct pkginfo *info = change_parameters(w, changes, &text);
	struct {
		const char *name;
		const struct buf *text;
	} files[] = {{"manifest.xml", &manifest}, {"pkgproto", &prototype},
	    {"pkginfo", &text}};
	char *name;
	size_t i;

	write_head(w, info, &manifest);
	write_files(w, &manifest);
	write_prototype(w, true, &prototype);
	write_prototype(w, false, &prototype);
	if (manifest.len > MANIFEST_MAX)
		diag_error(w->d, reader_name(w->s), 0, NULL,
		    "%s: has too many files for a manifest of %u bytes",
		    w->p->name, MANIFEST_MAX);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		name = strcmp(dir, ".") == 0 ? xstrdup(files[i].name)
					     : path_join(dir, files[i].name);
		w->ok = staging_write(st, name, files[i].text, w->d) && w->ok;
		free(name);
	}
	pkginfo_free(info);
	buf_free(&manifest);
	buf_free(&prototype);
	buf_free(&text);
}

static bool
begin_rewriting(struct rewriting *w, struct package_reader *s, size_t package,
    const char *root, struct diag *d)
{
	*w = (struct rewriting){.s = s,
	    .p = reader_package(s, package),
	    .root = safe_dir_open(root),
	    .root_name = root,
	    .d = d,
	    .ok = true};
	w->list = &w->p->map->objects;
	if (w->root == NULL) {
		diag_system(d, root, "cannot make");
		return false;
	}
	w->known = xcalloc(w->list->n + 1, sizeof(*w->known));
	w->chunk = xmalloc(CHUNK);
	return true;
}

static bool
end_rewriting(struct rewriting *w)
{
	safe_dir_close(w->root);
	free(w->known);
	free(w->chunk);
	return w->ok && diag_status(w->d) == STATUS_OK;
}

bool
package_sources(struct package_reader *s, size_t package,
    const struct pkginfo *changes, struct staging *st, const char *dir,
    struct diag *d)
{
	char *root = strcmp(dir, ".") == 0 ? xstrdup(staging_path(st))
					   : path_join(staging_path(st), dir);
	struct rewriting w;
	bool ok = begin_rewriting(&w, s, package, root, d);

	if (ok) {
		write_members(&w, package, is_not_pkginfo, NULL);
		check_complete(&w);
		warn_losses(&w);
		if (w.ok)
			write_texts(&w, changes, st, dir);
		ok = end_rewriting(&w);
	}
	free(root);
	return ok;
}

bool
package_payload(struct package_reader *s, size_t package,
    bool (*is_wanted)(void *context, const struct object *o), void *context,
    struct staging *st, struct diag *d)
{
	struct rewriting w;

	if (!begin_rewriting(&w, s, package, staging_path(st), d))
		return false;
	write_members(&w, package, is_wanted, context);
	return end_rewriting(&w);
}
