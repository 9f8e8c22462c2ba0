#include <string.h>

#include "stream/cpio_reader.h"
#include "stream/rule.h"

void
cpio_reader_begin(struct cpio_reader *r, struct input *in, struct diag *d)
{
	r->in = in;
	r->d = d;
	r->start = input_offset(in);
	r->left = 0;
	r->padding = 0;
	r->name[0] = '\0';
}

static enum cpio_result
report_truncation(struct cpio_reader *r)
{
	if (!input_failed(r->in))
		rule_report(r->d, RULE_TRUNCATED, input_name(r->in), NULL,
		    "ends at byte %llu, within an archive",
		    (unsigned long long)input_offset(r->in));
	return CPIO_FAILED;
}

static bool
is_zero(const char *data, size_t len)
{
	while (len > 0 && data[len - 1] == '\0')
		len--;
	return len == 0;
}

/* Skips n < CPIO_RECORD bytes that should be zero. */
static bool
skip_zeros(struct cpio_reader *r, uint32_t n)
{
	const char *data;
	size_t got = input_peek(r->in, &data, n);
	bool zero = is_zero(data, got);

	if (!zero)
		rule_report(r->d, RULE_PADDING, input_name(r->in), NULL,
		    "the padding at byte %llu is not zero",
		    (unsigned long long)input_offset(r->in));
	/* of padding that is cut short nothing is left to be found */
	if (got < n && zero && got > 0)
		(void)input_skip(r->in, got);
	return got == n && input_skip(r->in, n);
}

static bool
finish_member(struct cpio_reader *r)
{
	uint32_t padding = r->padding;

	r->padding = 0;
	if (r->left > 0) {
		if (!input_skip(r->in, r->left + padding))
			return false;
		r->left = 0;
		return true;
	}
	return skip_zeros(r, padding);
}

/*
 * Old tools do not need the padding behind the last archive
 * (svr4-packaging 1.10), so that its absence is a warning only.  If another
 * archive should follow, the caller finds it missing.
 */
static enum cpio_result
finish_archive(struct cpio_reader *r, const struct cpio_header *h)
{
	uint32_t n = cpio_padding(input_offset(r->in) - r->start, CPIO_RECORD);

	if (h->size != 0) {
		rule_report(r->d, RULE_ARCHIVE, input_name(r->in), NULL,
		    "the trailer before byte %llu has contents",
		    (unsigned long long)input_offset(r->in));
		return CPIO_FAILED;
	}
	if (skip_zeros(r, n))
		return CPIO_END;
	if (input_failed(r->in))
		return CPIO_FAILED;
	rule_report(r->d, RULE_PADDING, input_name(r->in), NULL,
	    "the last archive is not padded to 512 bytes");
	return CPIO_END;
}

static enum cpio_result
report_header(
    struct cpio_reader *r, uint64_t offset, const char *data, const char *fault)
{
	if (is_zero(data, CPIO_HEADER_LEN))
		fault = "is zero: an archive has to be padded to 512 bytes, "
			"not more";
	rule_report(r->d, RULE_ARCHIVE, input_name(r->in), NULL,
	    "what stands at byte %llu %s", (unsigned long long)offset, fault);
	return CPIO_FAILED;
}

enum cpio_result
cpio_reader_next(struct cpio_reader *r, struct cpio_header *h)
{
	char data[CPIO_HEADER_LEN];
	const char *fault;
	uint64_t offset;

	if (!finish_member(r))
		return report_truncation(r);
	offset = input_offset(r->in);
	if (input_read(r->in, data, sizeof(data)) != (ssize_t)sizeof(data))
		return report_truncation(r);
	fault = cpio_parse(h, data);
	if (fault != NULL)
		return report_header(r, offset, data, fault);
	if (input_read(r->in, r->name, h->namesize) != (ssize_t)h->namesize)
		return report_truncation(r);
	if (memchr(r->name, '\0', h->namesize) != r->name + h->namesize - 1)
		return report_header(r, offset, data,
		    "has a name that does not end where it should");
	if (!skip_zeros(
		r, cpio_padding(CPIO_HEADER_LEN + h->namesize, CPIO_ALIGN)))
		return report_truncation(r);
	if (strcmp(r->name, CPIO_TRAILER) == 0)
		return finish_archive(r, h);
	r->left = h->size;
	r->padding = cpio_padding(h->size, CPIO_ALIGN);
	return CPIO_MEMBER;
}

ssize_t
cpio_reader_read(struct cpio_reader *r, void *data, size_t len)
{
	ssize_t n;

	if (len > r->left)
		len = (size_t)r->left;
	n = len == 0 ? 0 : input_read(r->in, data, len);
	if (n < 0 || (n == 0 && len > 0)) {
		(void)report_truncation(r);
		return -1;
	}
	r->left -= (uint64_t)n;
	return n;
}
