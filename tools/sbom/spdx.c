#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/date.h"
#include "base/json.h"
#include "base/mem.h"
#include "manifest/manifest.h"
#include "os/file.h"
#include "sbom/file_digests.h"
#include "sbom/json_output.h"
#include "sbom/spdx.h"
#include "stream/cpio.h"

#define NONE "NOASSERTION"

struct spdx_file {
	size_t package;
	char *name;                  /* of the member */
	const struct object *object; /* or NULL */
	struct file_digests digests;
};

/* The list while it is made. */
struct spdx {
	const struct spdx_source *source;
	struct package_reader *reader;
	struct manifest **manifests; /* by package, or NULL */
	struct spdx_file *files;     /* in the order of the stream */
	size_t n, size;
	char date[DATE_LEN];
	char *tool; /* who says all this */
	struct json *j;
};

/* SPDX wants the time of day always. */
static void
set_date(struct spdx *x)
{
	int64_t newest = 0;
	size_t i;

	for (i = 0; i < reader_count(x->reader); i++)
		if (reader_package(x->reader, i)->time > newest)
			newest = reader_package(x->reader, i)->time;
	date_format(newest, x->date);
	if (strlen(x->date) == strlen("YYYY-MM-DD"))
		strcat(x->date, "T00:00:00Z");
}

/* Each file once: further parts repeat pkginfo. */
static bool
read_files(struct spdx *x)
{
	struct spdx_file f;
	struct member m;

	while (reader_next(x->reader, &m)) {
		if ((m.mode & CPIO_TYPE) != CPIO_REGULAR ||
		    (m.part > 1 && strcmp(m.name, "pkginfo") == 0))
			continue;
		f = (struct spdx_file){.package = m.package,
		    .name = xstrdup(m.name),
		    .object = m.object};
		if (!file_digests_member(x->reader, &f.digests)) {
			free(f.name);
			return false;
		}
		x->files = array_room(
		    x->files, x->n, &x->size, sizeof(*x->files));
		x->files[x->n++] = f;
	}
	return !reader_failed(x->reader);
}

static void
print_checksum(struct json *j, const char *algorithm, const char *value)
{
	json_row(j, NULL);
	json_string(j, "algorithm", algorithm);
	json_string(j, "checksumValue", value);
	json_end(j);
}

static void
print_id(struct json *j, const char *key, const char *kind, size_t i)
{
	char *id = xasprintf("SPDXRef-%s-%zu", kind, i + 1);

	json_string(j, key, id);
	free(id);
}

static int
by_sha1(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The SHA-1 of all SHA-1s of the package, sorted (SPDX 2.3, 7.9). */
static void
print_verification_code(struct spdx *x, size_t package)
{
	const char **v = xcalloc(x->n + 1, sizeof(*v));
	struct file_digests digests;
	struct buf all = BUF_INIT;
	size_t i, n = 0;

	for (i = 0; i < x->n; i++)
		if (x->files[i].package == package)
			v[n++] = x->files[i].digests.sha1;
	if (n > 0)
		qsort(v, n, sizeof(*v), by_sha1);
	for (i = 0; i < n; i++)
		buf_str(&all, v[i]);
	file_digests_data(buf_text(&all), all.len, &digests);
	json_row(x->j, "packageVerificationCode");
	json_string(x->j, "packageVerificationCodeValue", digests.sha1);
	json_end(x->j);
	buf_free(&all);
	free(v);
}

static void
print_annotation(struct spdx *x, const char *comment)
{
	json_object(x->j, NULL);
	json_string(x->j, "annotationDate", x->date);
	json_string(x->j, "annotationType", "OTHER");
	json_string(x->j, "annotator", x->tool);
	json_string(x->j, "comment", comment);
	json_end(x->j);
}

static void
print_fix(
    struct spdx *x, const struct manifest *m, const struct manifest_fix *f)
{
	struct buf b = BUF_INIT;
	size_t i;

	buf_printf(&b, "fix %s", f->number);
	if (f->ref != NULL)
		buf_printf(&b, " (%s)", f->ref);
	for (i = 0; i < m->nlanguages; i++)
		if (f->text.v[i] != NULL)
			buf_printf(
			    &b, "\n[%s] %s", m->languages[i], f->text.v[i]);
	print_annotation(x, buf_text(&b));
	buf_free(&b);
}

/* The build of the package, and what it mends. */
static void
print_annotations(struct spdx *x, const struct manifest *m)
{
	struct buf b = BUF_INIT;
	char date[DATE_LEN];
	size_t i;

	json_array(x->j, "annotations");
	if (m != NULL && m->build.number != NULL) {
		date_format(m->build.date, date);
		buf_printf(&b, "build %s of %s", m->build.number, date);
		print_annotation(x, buf_text(&b));
	}
	for (i = 0; m != NULL && i < m->nfixes; i++)
		print_fix(x, m, &m->fixes[i]);
	json_end(x->j);
	buf_free(&b);
}

static void
print_supplier(struct spdx *x, const struct package *p)
{
	const char *vendor = pkginfo_get(p->info, "VENDOR");
	char *text = vendor == NULL || vendor[0] == '\0'
	    ? xstrdup(NONE)
	    : xasprintf("Organization: %s", vendor);

	json_string(x->j, "supplier", text);
	free(text);
}

static void
print_package(struct spdx *x, size_t i, const struct file_digests *stream)
{
	const struct package *p = reader_package(x->reader, i);
	struct json *j = x->j;
	const char *name = pkginfo_get(p->info, "NAME");

	json_object(j, NULL);
	print_id(j, "SPDXID", "Package", i);
	json_string(j, "name", p->name);
	json_string(j, "versionInfo", pkginfo_get(p->info, "VERSION"));
	if (name != NULL)
		json_string(j, "summary", name);
	json_string(j, "packageFileName", x->source->name);
	print_supplier(x, p);
	json_string(j, "downloadLocation", NONE);
	json_bool(j, "filesAnalyzed", true);
	print_verification_code(x, i);
	json_array(j, "checksums");
	print_checksum(j, "SHA1", stream->sha1);
	print_checksum(j, "SHA256", stream->sha256);
	json_end(j);
	json_string(j, "licenseConcluded", NONE);
	json_string(j, "licenseDeclared", NONE);
	json_array(j, "licenseInfoFromFiles");
	json_string(j, NULL, NONE);
	json_end(j);
	json_string(j, "copyrightText", NONE);
	print_annotations(x, x->manifests[i]);
	json_end(j);
}

/* The path that pkgadd gives it, and its build. */
static void
print_comment(struct spdx *x, const struct spdx_file *f)
{
	const struct manifest *m = x->manifests[f->package];
	const struct manifest_file *entry;
	struct buf b = BUF_INIT;

	if (f->object == NULL || f->object->ftype == 'i')
		return;
	buf_printf(&b, "installed as %s", f->object->path);
	entry = m == NULL ? NULL : manifest_find(m, f->object->path);
	if (entry != NULL && entry->build != NULL)
		buf_printf(&b, "; build %s", entry->build);
	json_string(x->j, "comment", buf_text(&b));
	buf_free(&b);
}

static void
print_file(struct spdx *x, size_t i)
{
	const struct spdx_file *f = &x->files[i];
	char *name = xasprintf(
	    "./%s/%s", reader_package(x->reader, f->package)->name, f->name);
	struct json *j = x->j;

	json_object(j, NULL);
	print_id(j, "SPDXID", "File", i);
	json_string(j, "fileName", name);
	json_array(j, "checksums");
	print_checksum(j, "SHA1", f->digests.sha1);
	print_checksum(j, "SHA256", f->digests.sha256);
	json_end(j);
	json_string(j, "licenseConcluded", NONE);
	json_array(j, "licenseInfoInFiles");
	json_string(j, NULL, NONE);
	json_end(j);
	json_string(j, "copyrightText", NONE);
	print_comment(x, f);
	json_end(j);
	free(name);
}

static void
print_relationships(struct spdx *x)
{
	struct json *j = x->j;
	size_t i;

	json_array(j, "relationships");
	for (i = 0; i < reader_count(x->reader); i++) {
		json_row(j, NULL);
		json_string(j, "spdxElementId", "SPDXRef-DOCUMENT");
		json_string(j, "relationshipType", "DESCRIBES");
		print_id(j, "relatedSpdxElement", "Package", i);
		json_end(j);
	}
	for (i = 0; i < x->n; i++) {
		json_row(j, NULL);
		print_id(j, "spdxElementId", "Package", x->files[i].package);
		json_string(j, "relationshipType", "CONTAINS");
		print_id(j, "relatedSpdxElement", "File", i);
		json_end(j);
	}
	json_end(j);
}

static void
print_head(struct spdx *x, const struct file_digests *stream)
{
	char *namespace = xasprintf("urn:pkgstream:spdx:%s", stream->sha256);
	struct json *j = x->j;

	json_string(j, "spdxVersion", "SPDX-2.3");
	json_string(j, "dataLicense", "CC0-1.0");
	json_string(j, "SPDXID", "SPDXRef-DOCUMENT");
	json_string(j, "name", x->source->name);
	json_string(j, "documentNamespace", namespace);
	json_object(j, "creationInfo");
	json_string(j, "created", x->date);
	json_array(j, "creators");
	json_string(j, NULL, x->tool);
	json_end(j);
	json_end(j);
	free(namespace);
}

static void
print_document(struct spdx *x, const struct file_digests *stream, FILE *out)
{
	size_t i;

	x->j = json_new(out);
	json_object(x->j, NULL);
	print_head(x, stream);
	json_array(x->j, "packages");
	for (i = 0; i < reader_count(x->reader); i++)
		print_package(x, i, stream);
	json_end(x->j);
	json_array(x->j, "files");
	for (i = 0; i < x->n; i++)
		print_file(x, i);
	json_end(x->j);
	print_relationships(x);
	json_free(x->j);
}

/* The manifest of each package; NULL where there is none. */
static bool
read_manifests(struct spdx *x, struct diag *d)
{
	struct buf text = BUF_INIT;
	const char *path;
	bool ok = true;
	size_t i;

	x->manifests = xcalloc(
	    reader_count(x->reader) + 1, sizeof(struct manifest *));
	if (x->source->manifests == NULL)
		return true;
	for (i = 0; ok && i < reader_count(x->reader); i++) {
		path = x->source->manifests[i];
		text.len = 0;
		ok = file_read(path, MANIFEST_MAX, &text, d);
		if (ok)
			x->manifests[i] = manifest_parse(
			    buf_text(&text), text.len, path, d);
		ok = ok && x->manifests[i] != NULL;
	}
	buf_free(&text);
	return ok;
}

static void
free_all(struct spdx *x)
{
	size_t i;

	for (i = 0; i < x->n; i++)
		free(x->files[i].name);
	for (i = 0; x->manifests != NULL && i < reader_count(x->reader); i++)
		manifest_free(x->manifests[i]);
	free(x->files);
	free(x->manifests);
	reader_close(x->reader);
}

static bool
print_spdx(const struct spdx_source *source, FILE *out, struct diag *d)
{
	struct spdx x = {.source = source};
	struct file_digests stream;
	bool ok = false;

	if (!file_digests_fd(source->fd, source->name, &stream, d))
		return false;
	x.reader = reader_open_fd(source->fd, source->name, d);
	if (x.reader == NULL)
		return false;
	if (read_files(&x) && read_manifests(&x, d)) {
		x.tool = xasprintf("Tool: pkgstream-%s", source->version);
		set_date(&x);
		print_document(&x, &stream, out);
		free(x.tool);
		ok = true;
	}
	free_all(&x);
	return ok;
}

bool
spdx_write(const struct spdx_source *source, const char *path, bool force,
    struct diag *d)
{
	struct json_output o;

	return json_output_open(&o, path, force, d) &&
	    json_output_close(&o, print_spdx(source, o.stream, d), d);
}
