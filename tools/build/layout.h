/*
 * Where each byte of a datastream goes, computed before the first is written.
 * With the layout any range of the stream can be made on its own.
 */
#ifndef BUILD_LAYOUT_H
#define BUILD_LAYOUT_H

#include "build/plan.h"

enum slot_kind {
	SLOT_HEADER,    /* the text of the stream's header */
	SLOT_INFO,      /* pkginfo of a package */
	SLOT_MAP,       /* pkgmap of a package */
	SLOT_DIRECTORY, /* one that holds the object */
	SLOT_OBJECT,
	SLOT_TRAILER /* end of an archive, up to the record */
};

/* One member of an archive. */
struct slot {
	uint64_t offset; /* of its header in the stream */
	uint32_t object; /* index in the map of the plan */
	uint32_t ino;    /* from 1 in each archive */
	uint32_t plan;
	uint16_t dirlen; /* DIRECTORY: bytes of its name */
	uint8_t kind;
	bool in_info; /* belongs to the info archive */
};

struct layout {
	struct plan *const *plans; /* belong to the caller */
	size_t nplans;
	struct buf header;  /* the text, padded to blocks */
	struct slot *slots; /* by offset */
	size_t n, size;
	uint64_t total; /* bytes of the stream */
};

/*
 * Lays out finished plans as one datastream.  plans has to outlive the layout.
 * Returns NULL after adding findings (limits); the caller frees.
 */
struct layout *layout_make(
    struct plan *const *plans, size_t n, const char *file, struct diag *d);

/* Header, name and padding of a slot's member (or the header's text). */
void slot_print(const struct layout *l, const struct slot *s, struct buf *out);

/* Fills in where the data of a slot comes from; its size is 0 without data. */
void slot_content(
    const struct layout *l, const struct slot *s, struct content *c);

/* The last slot that begins at or before offset. */
size_t layout_find(const struct layout *l, uint64_t offset);

void layout_free(struct layout *l);

#endif
