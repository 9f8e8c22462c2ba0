#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/linediff.h"
#include "base/mem.h"
#include "inspect/diff_side.h"

#define CONTEXT 3 /* equal lines around a change */

/* Two packages while they are compared. */
struct pair {
	struct diff_package *out;
	const struct diff_content *a, *b; /* by object */
	const struct diff_options *options;
};

static void
add_param(
    struct diff_package *out, const char *name, const char *a, const char *b)
{
	out->params = array_append_room(
	    out->params, out->nparams, sizeof(*out->params));
	out->params[out->nparams++] = (struct diff_param){name, a, b};
}

static void
compare_params(struct diff_package *out)
{
	const struct pkginfo *a = out->a->info, *b = out->b->info;
	const char *other;
	size_t i;

	for (i = 0; i < a->n; i++) {
		other = pkginfo_get(b, a->v[i].name);
		if (other == NULL || strcmp(other, a->v[i].value) != 0)
			add_param(out, a->v[i].name, a->v[i].value, other);
	}
	for (i = 0; i < b->n; i++)
		if (pkginfo_get(a, b->v[i].name) == NULL)
			add_param(out, b->v[i].name, NULL, b->v[i].value);
}

static bool
same_string(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static unsigned
compare_attributes(const struct object *a, const struct object *b)
{
	unsigned changes = 0;

	if (a->ftype != b->ftype)
		changes |= DIFF_TYPE;
	if (!same_string(a->class, b->class))
		changes |= DIFF_CLASS;
	if (!same_string(a->target, b->target))
		changes |= DIFF_TARGET;
	if (a->major != b->major || a->minor != b->minor)
		changes |= DIFF_DEVICE;
	if (a->mode != b->mode)
		changes |= DIFF_MODE;
	if (!same_string(a->owner, b->owner))
		changes |= DIFF_OWNER;
	if (!same_string(a->group, b->group))
		changes |= DIFF_GROUP;
	if (a->size != b->size || a->sum != b->sum)
		changes |= DIFF_CONTENTS;
	if (a->mtime != b->mtime)
		changes |= DIFF_TIME;
	return changes;
}

/* The text diff of contents, if both sides are texts that were kept. */
static char *
compare_texts(const struct diff_content *a, const struct diff_content *b)
{
	struct buf out = BUF_INIT;

	if (a->digest[0] == '\0' || b->digest[0] == '\0' ||
	    (a->text.len == 0 && b->text.len == 0) ||
	    !linediff_is_text(a->text.data, a->text.len) ||
	    !linediff_is_text(b->text.data, b->text.len))
		return NULL;
	linediff(buf_text(&a->text), a->text.len, buf_text(&b->text),
	    b->text.len, CONTEXT, &out);
	return buf_steal(&out);
}

static void
add_object(struct diff_package *out, struct diff_object o)
{
	out->objects = array_append_room(
	    out->objects, out->nobjects, sizeof(*out->objects));
	out->objects[out->nobjects++] = o;
}

/* Objects that both have, with the indices of their contents. */
static void
compare_objects(struct pair *pair, size_t i, size_t k)
{
	const struct diff_content *a = &pair->a[i], *b = &pair->b[k];
	struct diff_object o = {.a = &pair->out->a->map->objects.v[i],
	    .b = &pair->out->b->map->objects.v[k]};

	o.changes = compare_attributes(o.a, o.b);
	if (strcmp(a->digest, b->digest) != 0)
		o.changes |= DIFF_CONTENTS;
	if (pair->options->no_times)
		o.changes &= ~(unsigned)DIFF_TIME;
	if (o.changes == 0)
		return;
	if ((o.changes & DIFF_CONTENTS) != 0 &&
	    strcmp(o.a->path, "pkginfo") != 0)
		o.text = compare_texts(a, b);
	add_object(pair->out, o);
}

static void
compare_package(struct pair *pair)
{
	const struct objects *a = &pair->out->a->map->objects;
	const struct objects *b = &pair->out->b->map->objects;
	size_t i = 0, k = 0;
	int order;

	compare_params(pair->out);
	while (i < a->n || k < b->n) {
		order = i == a->n ? 1
		    : k == b->n   ? -1
				  : strcmp(a->v[i].path, b->v[k].path);
		if (order == 0)
			compare_objects(pair, i++, k++);
		else if (order < 0)
			add_object(
			    pair->out, (struct diff_object){.a = &a->v[i++]});
		else
			add_object(
			    pair->out, (struct diff_object){.b = &b->v[k++]});
	}
}

static bool
is_different(const struct diff_package *p)
{
	return p->a == NULL || p->b == NULL || p->nparams > 0 ||
	    p->nobjects > 0 || strcmp(p->a->name, p->b->name) != 0;
}

static void
add_pair(struct diff *diff, const struct diff_side *a, ssize_t i,
    const struct diff_side *b, ssize_t k, const struct diff_options *options)
{
	struct diff_package out = {
	    .a = i < 0 ? NULL : reader_package(a->s, (size_t)i),
	    .b = k < 0 ? NULL : reader_package(b->s, (size_t)k)};
	struct pair pair = {.out = &out, .options = options};

	if (i >= 0 && k >= 0) {
		pair.a = a->v[i];
		pair.b = b->v[k];
		compare_package(&pair);
	}
	if (!is_different(&out))
		return;
	diff->v = array_append_room(diff->v, diff->n, sizeof(*diff->v));
	diff->v[diff->n++] = out;
}

static void
compare_sides(struct diff *diff, const struct diff_side *a,
    const struct diff_side *b, const struct diff_options *options)
{
	size_t i;

	if (reader_count(a->s) == 1 && reader_count(b->s) == 1) {
		add_pair(diff, a, 0, b, 0, options);
		return;
	}
	for (i = 0; i < reader_count(a->s); i++)
		add_pair(diff, a, (ssize_t)i, b,
		    reader_find(b->s, reader_package(a->s, i)->name), options);
	for (i = 0; i < reader_count(b->s); i++)
		if (reader_find(a->s, reader_package(b->s, i)->name) < 0)
			add_pair(diff, a, -1, b, (ssize_t)i, options);
}

struct diff *
diff_make(const char *a, const char *b, const struct diff_options *options,
    struct diag *d)
{
	struct diff_side x = {NULL, NULL, 0}, y = {NULL, NULL, 0};
	struct diff *diff = NULL;
	bool ok;

	ok = diff_side_read(&x, a, options, d);
	ok = diff_side_read(&y, b, options, d) && ok;
	if (ok) {
		diff = xcalloc(1, sizeof(*diff));
		diff->a = x.s;
		diff->b = y.s;
		compare_sides(diff, &x, &y, options);
	}
	diff_side_free(&x);
	diff_side_free(&y);
	if (!ok) {
		reader_close(x.s);
		reader_close(y.s);
	}
	return diff;
}

void
diff_free(struct diff *diff)
{
	size_t i, k;

	if (diff == NULL)
		return;
	for (i = 0; i < diff->n; i++) {
		for (k = 0; k < diff->v[i].nobjects; k++)
			free(diff->v[i].objects[k].text);
		free(diff->v[i].objects);
		free(diff->v[i].params);
	}
	free(diff->v);
	reader_close(diff->a);
	reader_close(diff->b);
	free(diff);
}
