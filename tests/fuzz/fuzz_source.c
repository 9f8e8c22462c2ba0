/*
 * The reader of datastreams, with verify and the lists of info on top.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/path.h"
#include "fuzz.h"
#include "inspect/info.h"
#include "inspect/verify.h"

static struct package_reader *
open_source(const uint8_t *data, size_t size, struct diag *d)
{
	struct package_reader *s = reader_open_memory(data, size, "source", d);

	if (s == NULL && diag_status(d) == STATUS_OK)
		abort(); /* refused without a reason */
	return s;
}

/* Members of one package, of which a part is read. */
static void
read_package(struct package_reader *s, size_t package, const struct diag *d)
{
	struct member m;
	char data[512];

	reader_select(s, package);
	while (reader_next(s, &m)) {
		if (m.package != package || !path_is_safe(m.name))
			abort();
		if (reader_read(s, data, sizeof(data)) < 0 && d->n == 0)
			abort();
	}
}

/* As it is stored, and as it is installed. */
static void
read_last_package(const uint8_t *data, size_t size, bool decoded)
{
	struct diag d = DIAG_INIT;
	struct package_reader *s = open_source(data, size, &d);

	if (decoded)
		reader_decode(s);
	read_package(s, reader_count(s) - 1, &d);
	reader_close(s);
	diag_free(&d);
}

static void
read_info(struct package_reader *s, struct diag *d)
{
	size_t i, n = reader_count(s);
	bool *picked = calloc(n + 1, sizeof(*picked));
	struct info info;

	if (picked == NULL)
		abort();
	for (i = 0; i < n; i++)
		picked[i] = true;
	info_read(&info, s, picked, d);
	info_free(&info);
	free(picked);
}

/* What there is of a stream that ends too early. */
static void
read_beginning(const uint8_t *data, size_t size)
{
	struct diag d = DIAG_INIT;
	struct package_reader *s = reader_open_memory_partial(
	    data, size, "source", &d);

	if (s != NULL) {
		read_info(s, &d);
		reader_finish(s);
		if (reader_failed(s) && d.n == 0)
			abort();
	}
	reader_close(s);
	diag_free(&d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = DIAG_INIT;
	struct package_reader *s = open_source(data, size, &d);

	if (s != NULL) {
		verify_source(s, &d);
		reader_close(s);
		s = open_source(data, size, &d);
		read_info(s, &d);
		reader_close(s);
		read_last_package(data, size, false);
		read_last_package(data, size, true);
	} else
		read_beginning(data, size);
	diag_free(&d);
	return 0;
}
