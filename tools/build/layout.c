#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/mem.h"
#include "build/layout.h"
#include "stream/cpio.h"
#include "stream/header.h"
#include "stream/info_archive.h"

/* A layout while it grows. */
struct layout_builder {
	struct layout *l;
	struct buf name; /* of the member that is added */
	struct buf last; /* name of the object before it in this archive */
	uint32_t ino;    /* last one used in this archive */
	const char *file;
	struct diag *d;
};

static const struct object *
object_of(const struct layout *l, const struct segment *s)
{
	return &l->plans[s->plan]->map.objects.v[s->object];
}

static void
print_member_name(
    const struct layout *l, const struct segment *s, struct buf *out)
{
	const struct plan *plan = l->plans[s->plan];
	const char *file = s->kind == SEGMENT_INFO ? "pkginfo" : "pkgmap";
	char *name;

	switch (s->kind) {
	case SEGMENT_INFO:
	case SEGMENT_MAP:
		name = s->in_info ? info_archive_member(plan->name, file)
				  : xstrdup(file);
		buf_str(out, name);
		free(name);
		break;
	case SEGMENT_TRAILER: buf_str(out, CPIO_TRAILER); break;
	case SEGMENT_SIGNATURE: buf_str(out, INFO_ARCHIVE_SIGNATURE); break;
	default:
		name = pkgmap_member(&plan->map, object_of(l, s));
		buf_add(out, name,
		    s->kind == SEGMENT_DIRECTORY ? s->dirlen : strlen(name));
		free(name);
	}
}

static uint64_t
content_size(const struct layout *l, const struct segment *s)
{
	const struct plan *plan = l->plans[s->plan];

	switch (s->kind) {
	case SEGMENT_INFO: return plan->info_text.len;
	case SEGMENT_MAP: return plan->map_text.len;
	case SEGMENT_OBJECT: return (uint64_t)object_of(l, s)->size;
	case SEGMENT_SIGNATURE: return l->signature_size;
	default: return 0;
	}
}

static void
add_segment(struct layout_builder *b, struct segment s)
{
	struct layout *l = b->l;

	l->segments = array_room(
	    l->segments, l->n, &l->size, sizeof(*l->segments));
	s.offset = l->total;
	s.ino = s.kind == SEGMENT_TRAILER ? 0 : ++b->ino;
	l->segments[l->n++] = s;
	b->name.len = 0;
	print_member_name(l, &s, &b->name);
	l->total += cpio_member_size(b->name.len, content_size(l, &s));
}

static void
end_archive(struct layout_builder *b, uint32_t plan, bool in_info)
{
	add_segment(b,
	    (struct segment){
		.kind = SEGMENT_TRAILER, .plan = plan, .in_info = in_info});
	b->l->total += cpio_padding(b->l->total, CPIO_RECORD);
	b->ino = 0;
	b->last.len = 0;
}

/*
 * Each directory comes once, before the first member in it.  Members are
 * sorted, so that a directory is new unless the last member lies in it, too.
 */
static void
add_directories(
    struct layout_builder *b, uint32_t plan, uint32_t object, const char *name)
{
	const char *slash = name;
	size_t len;

	while ((slash = strchr(slash, '/')) != NULL) {
		len = (size_t)(slash - name);
		slash++;
		if (b->last.len > len &&
		    strncmp(buf_text(&b->last), name, len + 1) == 0)
			continue;
		add_segment(b,
		    (struct segment){.kind = SEGMENT_DIRECTORY,
			.plan = plan,
			.object = object,
			.dirlen = (uint16_t)len});
	}
	b->last.len = 0;
	buf_str(&b->last, name);
}

static void
check_object(struct layout_builder *b, const struct object *o, const char *name)
{
	if (strlen(name) > CPIO_NAME_MAX)
		diag_error(b->d, b->file, 0, "svr4-packaging 1.8",
		    "%s: its name in the archive is longer than %d bytes",
		    o->path, CPIO_NAME_MAX);
	if (!cpio_size_fits((uint64_t)o->size))
		diag_error(b->d, b->file, 0, "svr4-packaging 1.8",
		    "%s: %lld bytes are more than a member can have (4 GiB)",
		    o->path, (long long)o->size);
	if (!cpio_time_fits(o->mtime))
		diag_error(b->d, b->file, 0, "svr4-packaging 1.3",
		    "%s: its time does not fit a cpio header", o->path);
}

/* The order of the top directories: install, reloc, root. */
static int
group_of(const struct object *o)
{
	return o->ftype == 'i' ? 0 : o->path[0] == '/' ? 2 : 1;
}

/* An object in the order of the archives: by part, then by top directory. */
struct sort_key {
	unsigned part;
	int group; /* top directory */
	uint32_t object;
};

static int
by_archive_order(const void *a, const void *b)
{
	const struct sort_key *x = a, *y = b;

	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->object < y->object ? -1 : 1;
}

/* Fills v with the objects that have a member of their own; their number. */
static size_t
sort_objects(const struct pkgmap *map, struct sort_key *v)
{
	const struct object *o;
	size_t i, n = 0;

	for (i = 0; i < map->objects.n; i++) {
		o = &map->objects.v[i];
		if (ftype_has_contents(o->ftype) &&
		    (o->ftype != 'i' || strcmp(o->path, "pkginfo") != 0))
			v[n++] = (struct sort_key){o->part == 0 ? 1u : o->part,
			    group_of(o), (uint32_t)i};
	}
	if (n > 0)
		qsort(v, n, sizeof(*v), by_archive_order);
	return n;
}

static void
add_object(struct layout_builder *b, uint32_t plan, uint32_t object)
{
	const struct pkgmap *map = &b->l->plans[plan]->map;
	char *name = pkgmap_member(map, &map->objects.v[object]);

	check_object(b, &map->objects.v[object], name);
	add_directories(b, plan, object, name);
	free(name);
	add_segment(b,
	    (struct segment){
		.kind = SEGMENT_OBJECT, .plan = plan, .object = object});
}

/*
 * In the order of pkgtrans: pkginfo, pkgmap, install, reloc, root
 * (svr4-packaging 1.4).
 */
static void
add_package(struct layout_builder *b, uint32_t plan)
{
	const struct pkgmap *map = &b->l->plans[plan]->map;
	struct sort_key *v = xreallocarray(NULL, map->objects.n, sizeof(*v));
	size_t i = 0, n = sort_objects(map, v);
	unsigned part;

	for (part = 1; part <= map->nparts; part++) {
		add_segment(
		    b, (struct segment){.kind = SEGMENT_INFO, .plan = plan});
		if (part == 1)
			add_segment(b,
			    (struct segment){
				.kind = SEGMENT_MAP, .plan = plan});
		for (; i < n && v[i].part == part; i++)
			add_object(b, plan, v[i].object);
		end_archive(b, plan, false);
	}
	free(v);
}

static void
add_header(struct layout *l)
{
	struct header header = HEADER_INIT;
	const struct pkgmap *map;
	size_t i;

	for (i = 0; i < l->nplans; i++) {
		map = &l->plans[i]->map;
		header_add(&header, l->plans[i]->name, map->nparts,
		    map->compressed > 0 ? map->compressed : map->maxpart);
	}
	header_make(&header, &l->header);
	header_free(&header);
	l->segments = array_room(NULL, 0, &l->size, sizeof(*l->segments));
	l->segments[l->n++] = (struct segment){.kind = SEGMENT_HEADER};
	l->total = l->header.len;
}

static void
check_total(const struct layout_builder *b)
{
	if (b->l->total > STREAM_MAX)
		diag_error(b->d, b->file, 0, "pkgtrans(1)",
		    "the datastream would have %llu bytes, more than 4 GiB",
		    (unsigned long long)b->l->total);
	else if (b->l->total > STREAM_SAFE)
		diag_warn(b->d, b->file, 0, "pkgtrans(1)",
		    "the datastream has more than 2 GiB, too much for "
		    "Solaris 8");
}

static void
add_info_archive(struct layout_builder *b)
{
	uint32_t i;

	for (i = 0; i < b->l->nplans; i++) {
		add_segment(b,
		    (struct segment){
			.kind = SEGMENT_INFO, .plan = i, .in_info = true});
		add_segment(b,
		    (struct segment){
			.kind = SEGMENT_MAP, .plan = i, .in_info = true});
	}
	if (b->l->signature_size > 0) {
		add_segment(b,
		    (struct segment){
			.kind = SEGMENT_SIGNATURE, .in_info = true});
		b->l->signature = b->l->segments[b->l->n - 1].offset +
		    cpio_member_size(strlen(INFO_ARCHIVE_SIGNATURE), 0);
	}
	end_archive(b, 0, true);
	b->l->parts = b->l->total;
}

struct layout *
layout_make(struct plan *const *plans, size_t n, size_t signature_size,
    const char *file, struct diag *d)
{
	struct layout *l = xcalloc(1, sizeof(*l));
	struct diag own = DIAG_INIT;
	struct layout_builder b = {.l = l, .file = file, .d = &own};
	bool failed;
	uint32_t i;

	l->plans = plans;
	l->nplans = n;
	l->signature_size = signature_size;
	add_header(l);
	add_info_archive(&b);
	for (i = 0; i < n; i++)
		add_package(&b, i);
	check_total(&b);
	buf_free(&b.name);
	buf_free(&b.last);
	failed = own.worst >= SEVERITY_ERROR;
	diag_move(d, &own);
	if (failed) {
		layout_free(l);
		return NULL;
	}
	return l;
}

static struct cpio_header
member_header(const struct layout *l, const struct segment *s)
{
	int64_t time = l->plans[s->plan]->time;
	const struct object *o;

	if (s->kind == SEGMENT_DIRECTORY)
		return cpio_directory_header(s->ino, time);
	if (s->kind != SEGMENT_OBJECT)
		return cpio_file_header(
		    s->ino, CPIO_MODE_UNKNOWN, time, content_size(l, s));
	o = object_of(l, s);
	return cpio_file_header(s->ino,
	    o->mode == OBJECT_UNKNOWN ? CPIO_MODE_UNKNOWN : (uint32_t)o->mode,
	    o->mtime, content_size(l, s));
}

void
segment_print_header(
    const struct layout *l, const struct segment *s, struct buf *out)
{
	struct cpio_header h;
	struct buf name = BUF_INIT;

	if (s->kind == SEGMENT_HEADER) {
		buf_add(out, l->header.data, l->header.len);
		return;
	}
	if (s->kind == SEGMENT_TRAILER) {
		cpio_print_trailer(out);
		return;
	}
	h = member_header(l, s);
	print_member_name(l, s, &name);
	cpio_print(&h, buf_text(&name), out);
	buf_free(&name);
}

void
segment_content(
    const struct layout *l, const struct segment *s, struct content *c)
{
	const struct plan *plan = l->plans[s->plan];

	*c = (struct content){.kind = CONTENT_NONE};
	if (s->kind == SEGMENT_INFO || s->kind == SEGMENT_MAP) {
		c->kind = CONTENT_MEMORY;
		c->data = s->kind == SEGMENT_INFO ? plan->info_text.data
						  : plan->map_text.data;
		c->size = content_size(l, s);
	} else if (s->kind == SEGMENT_OBJECT)
		*c = plan->objects[s->object].content;
}

size_t
layout_find_segment(const struct layout *l, uint64_t offset)
{
	size_t low = 0, high = l->n, middle;

	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (l->segments[middle].offset <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

void
layout_free(struct layout *l)
{
	if (l == NULL)
		return;
	buf_free(&l->header);
	free(l->segments);
	free(l);
}
