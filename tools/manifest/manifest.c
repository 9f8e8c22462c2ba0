#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/mem.h"
#include "base/xml.h"
#include "manifest/manifest.h"
#include "manifest/manifest_check.h"
#include "manifest/manifest_notes.h"
#include "manifest/manifest_read.h"
#include "manifest/manifest_text.h"
#include "manifest/schema.h"

#include "manifest_schema.h" /* made from tools/schema/manifest.rng */

/* The path of a file, to sort by, and its index. */
struct file_key {
	const char *path;
	size_t index;
};

/* Equal paths keep the order of the text, as findings do. */
static int
compare_keys(const void *a, const void *b)
{
	const struct file_key *x = a, *y = b;
	int order = strcmp(x->path, y->path);

	if (order != 0)
		return order;
	return (x->index > y->index) - (x->index < y->index);
}

static void
sort_files(struct manifest *m)
{
	struct file_key *keys = xcalloc(m->nfiles + 1, sizeof(*keys));
	size_t i;

	for (i = 0; i < m->nfiles; i++) {
		keys[i].path = m->files[i].path == NULL ? "" : m->files[i].path;
		keys[i].index = i;
	}
	qsort(keys, m->nfiles, sizeof(*keys), compare_keys);
	m->order = xcalloc(m->nfiles + 1, sizeof(*m->order));
	for (i = 0; i < m->nfiles; i++)
		m->order[i] = keys[i].index;
	free(keys);
}

const struct manifest_file *
manifest_find(const struct manifest *m, const char *path)
{
	const struct manifest_file *f;
	size_t low = 0, high = m->nfiles, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		f = &m->files[m->order[middle]];
		order = strcmp(path, f->path);
		if (order == 0)
			return f;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static struct manifest *
read_document(const xmlDoc *doc, const struct location *at)
{
	struct manifest *m = xcalloc(1, sizeof(*m));
	const xmlNode *root = xmlDocGetRootElement(doc);
	struct schema *schema;

	schema = schema_new(manifest_schema[0].text, manifest_schema[0].len);
	schema_check_names(schema, doc, at);
	schema_free(schema);
	if (!xml_is(root, MANIFEST_NS, "manifest"))
		return m;
	manifest_read(m, root, at);
	sort_files(m);
	manifest_check(m, at);
	return m;
}

struct manifest *
manifest_parse(const char *text, size_t len, const char *file, struct diag *d)
{
	static const struct xml_limits limits = {
	    MANIFEST_MAX,
	    MANIFEST_DEPTH_MAX,
	    MANIFEST_ELEMENTS_MAX,
	};
	static const char rule[] = "pkgstream-manifest(5)";
	struct diag own = DIAG_INIT;
	struct manifest *m;
	xmlDocPtr doc;
	bool failed;

	doc = xml_parse(text, len, file, &limits, rule, d);
	if (doc == NULL)
		return NULL;
	m = read_document(doc, &(struct location){file, 0, rule, &own});
	xmlFreeDoc(doc);
	failed = own.worst >= SEVERITY_ERROR;
	diag_move(d, &own);
	if (failed) {
		manifest_free(m);
		return NULL;
	}
	return m;
}

static void
clear_file(const struct manifest *m, struct manifest_file *f)
{
	size_t i;

	for (i = 0; i < f->npreimages; i++) {
		free(f->preimages[i].sha256);
		free(f->preimages[i].build);
	}
	free(f->preimages);
	manifest_clear_text(m, &f->purpose);
	free(f->path);
	free(f->target);
	free(f->owner);
	free(f->group);
	free(f->source);
	free(f->build);
	free(f->sha256);
}

static void
clear_packages(struct manifest_packages *list)
{
	size_t i;

	for (i = 0; i < list->n; i++) {
		free(list->v[i].name);
		free(list->v[i].version);
		free(list->v[i].title);
	}
	free(list->v);
}

static void
free_service(struct manifest_service *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->nprocesses; i++)
		free(s->processes[i]);
	free(s->processes);
	free(s->name);
	free(s->script);
	free(s);
}

static void
free_patch(struct manifest_patch *p)
{
	if (p == NULL)
		return;
	free(p->class);
	free(p->mark);
	free(p->base.name);
	free(p->base.version);
	free(p->base.title);
	clear_packages(&p->requires);
	clear_packages(&p->accepts);
	clear_packages(&p->refuses);
	clear_packages(&p->owners);
	free_service(p->service);
	free(p);
}

static void
clear_head(struct manifest *m)
{
	size_t i;

	free(m->sources.prototype);
	free(m->sources.pkginfo);
	for (i = 0; i < m->sources.ninformation; i++)
		free(m->sources.information[i].name);
	free(m->sources.information);
	free(m->payload.name);
	free(m->payload.sha256);
	free(m->payload.prefix);
	free(m->product.name);
	free(m->product.version);
	free(m->product.vendor);
	free(m->build.number);
}

void
manifest_free(struct manifest *m)
{
	size_t i;

	if (m == NULL)
		return;
	clear_head(m);
	for (i = 0; i < m->nparameters; i++) {
		free(m->parameters[i].name);
		free(m->parameters[i].value);
	}
	for (i = 0; i < m->nfiles; i++)
		clear_file(m, &m->files[i]);
	for (i = 0; i < m->nfixes; i++) {
		free(m->fixes[i].number);
		free(m->fixes[i].ref);
		manifest_clear_text(m, &m->fixes[i].text);
	}
	free(m->parameters);
	free(m->files);
	free(m->order);
	free(m->fixes);
	free_patch(m->patch);
	manifest_clear_notes(m);
	for (i = 0; i < m->nlanguages; i++)
		free(m->languages[i]);
	free(m->languages);
	free(m);
}
