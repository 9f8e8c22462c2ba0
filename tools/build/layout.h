/*
 * Where each byte of a datastream goes, computed before the first is written.
 * With the layout any range of the stream can be made on its own.
 */
#ifndef BUILD_LAYOUT_H
#define BUILD_LAYOUT_H

#include "build/plan.h"
#include "os/output.h"

enum segment_kind {
	SEGMENT_HEADER,    /* the text of the stream's header */
	SEGMENT_INFO,      /* pkginfo of a package */
	SEGMENT_MAP,       /* pkgmap of a package */
	SEGMENT_DIRECTORY, /* one that holds the object */
	SEGMENT_OBJECT,
	SEGMENT_SIGNATURE, /* room for one in the info archive */
	SEGMENT_TRAILER    /* end of an archive, up to the record */
};

/* The header of the stream, or one member of an archive with its padding. */
struct segment {
	uint64_t offset; /* in the stream */
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
	struct buf header;        /* the text, padded to blocks */
	struct segment *segments; /* by offset */
	size_t n, size;
	uint64_t total;        /* bytes of the stream */
	uint64_t parts;        /* offset of the first part archive */
	size_t signature_size; /* bytes; 0: none */
	uint64_t signature;    /* offset of its text */
};

/*
 * Lays out finished plans as one datastream.  plans has to outlive the layout.
 * A signature_size other than 0 leaves room for so many bytes of a signature.
 * Returns NULL after adding findings (limits); the caller frees.
 */
struct layout *layout_make(struct plan *const *plans, size_t n,
    size_t signature_size, const char *file, struct diag *d);

/*
 * Appends what stands before the contents of a segment: the header of the
 * member with its name and padding, or the whole header of the stream.
 */
void segment_print_header(
    const struct layout *l, const struct segment *s, struct buf *out);

/* Where the contents of a segment come from; CONTENT_NONE with size 0: none. */
void segment_content(
    const struct layout *l, const struct segment *s, struct content *c);

/* The index of the last segment that begins at or before offset. */
size_t layout_find_segment(const struct layout *l, uint64_t offset);

/* Is shown bytes of the stream from front to back. */
typedef void layout_digest_fn(void *ctx, const void *data, size_t len);

/*
 * Writes the datastream to out; file is its name in messages.  The bytes that a
 * signature covers, all but the info archive, are shown to digest (may be
 * NULL), while they are written unless they come from an archive, whose order
 * is another one: then they are read again.  Then out has to be able to seek.
 * False after adding findings.  out is the caller's to commit or to discard.
 */
bool layout_write(const struct layout *l, const struct output *out,
    const char *file, layout_digest_fn *digest, void *ctx, struct diag *d);

void layout_free(struct layout *l);

#endif
