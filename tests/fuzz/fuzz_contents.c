/*
 * The contents database: what is accepted is the same after writing and
 * reading again, and keeps its rules when owners come and go.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "model/contents.h"

static void
print(const struct contents *c, struct buf *out)
{
	out->len = 0;
	contents_print(c, "fuzz", "ACMEx", "today", out);
}

/* The text is read again and printed as the same. */
static void
check_text(const struct contents *c)
{
	struct buf one = BUF_INIT, two = BUF_INIT;
	struct diag d = DIAG_INIT;
	struct contents *again;

	print(c, &one);
	again = contents_parse(one.data, one.len, "contents", &d);
	if (again == NULL)
		abort();
	print(again, &two);
	if (one.len != two.len || memcmp(one.data, two.data, one.len) != 0)
		abort();
	contents_free(again);
	buf_free(&one);
	buf_free(&two);
	diag_free(&d);
}

/* What an installation does with an object that is there already. */
static void
install(struct contents *c, struct entry *e, const char *instance)
{
	const struct owner *o = entry_add_owner(c, e, instance, OWNER_CONFIRM);

	if (o != entry_owner(e, instance) || o != &e->owners[e->nowners - 1])
		abort();
	entry_change_class(c, e, instance, "other");
	if (strcmp(entry_class(e, entry_owner(e, instance)), "other") != 0 &&
	    strcmp(e->object.class, "?") != 0)
		abort();
}

static void
use(struct contents *c)
{
	struct entry *e;
	char *first;
	size_t i;

	for (i = 0; i < c->n; i++) {
		e = &c->v[i];
		if (contents_find(c, e->object.path) != e)
			abort();
		first = strdup(e->owners[0].instance);
		install(c, e, i % 2 == 0 ? "ACMEx" : first);
		if (i % 3 == 0)
			entry_remove_owner(e, first);
		free(first);
	}
	contents_sort(c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diag d = DIAG_INIT;
	struct contents *c = contents_parse(
	    (const char *)data, size, "contents", &d);

	if (c != NULL) {
		check_text(c);
		use(c);
		check_text(c);
	} else if (diag_status(&d) == STATUS_OK)
		abort(); /* refused without a reason */
	contents_free(c);
	diag_free(&d);
	return 0;
}
