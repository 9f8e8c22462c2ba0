/*
 * The bytes of a file, a pipe or standard input from front to back, without
 * the gzip, bzip2, xz, zstd or compress around them if there is one.
 */
#ifndef STREAM_INPUT_H
#define STREAM_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/diag.h"

#define INPUT_PEEK_MAX 4096 /* bytes that input_peek() can show */

struct input;

/*
 * Hands out up to len further bytes of something: their number, 0 at the end,
 * -1 after a finding.
 */
typedef ssize_t input_source_fn(void *ctx, void *data, size_t len);

/* Sees bytes of an input as they are read. */
typedef void input_tap_fn(void *ctx, const void *data, size_t len);

/*
 * "-" is standard input.  The diag has to live as long as the input.  NULL
 * after adding a finding.
 */
struct input *input_open(const char *path, struct diag *d);

/* The same for data in memory, which lives as long; name is for messages. */
struct input *input_open_memory(
    const void *data, size_t len, const char *name, struct diag *d);

/*
 * The same for what source hands out; ctx goes to it, and both live as long.
 */
struct input *input_open_source(
    input_source_fn *source, void *ctx, const char *name, struct diag *d);

/*
 * The same for an open file that can seek, from its beginning; name is for
 * messages, and the descriptor stays the caller's, at another offset.
 */
struct input *input_open_fd(int fd, const char *name, struct diag *d);

/* The name for messages. */
const char *input_name(const struct input *in);

/* "gzip", ...; NULL when the file is as it is. */
const char *input_compression(const struct input *in);

/* Bytes read or skipped so far, counted without the compression. */
uint64_t input_offset(const struct input *in);

/* Bytes of the file as it lies on disk; 0: unknown (a pipe). */
uint64_t input_file_size(const struct input *in);

/*
 * Exactly len bytes unless the data ends before; the number, or -1 after a
 * finding.
 */
ssize_t input_read(struct input *in, void *data, size_t len);

/*
 * Passes over n bytes, by seeking where the file can.  False when the data
 * ends before, or after a finding (input_failed).
 */
bool input_skip(struct input *in, uint64_t n);

/*
 * Shows up to len bytes ahead without consuming them; returns how many there
 * are before the data ends.  Valid until the next call.
 */
size_t input_peek(struct input *in, const char **data, size_t len);

/*
 * From now on every byte that is read or skipped is shown to tap, in order;
 * files are no longer passed over by seeking.
 */
void input_tap(struct input *in, input_tap_fn *tap, void *ctx);

/* Was there a finding (I/O error, damaged compression)? */
bool input_failed(const struct input *in);

void input_close(struct input *in);

#endif
