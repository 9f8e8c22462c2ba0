/*
 * What installf and removef are told: what is accepted can be written to the
 * contents database, and is the same when it is read again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "model/contents.h"
#include "model/object_spec.h"

static void
check_database(const struct objects *list)
{
	struct contents *db = contents_new(), *again;
	struct buf one = BUF_INIT, two = BUF_INIT;
	struct diag d = DIAG_INIT;
	struct entry *e;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (i == 0 ||
		    strcmp(list->v[i - 1].path, list->v[i].path) != 0) {
			e = contents_add(db, &list->v[i]);
			(void)entry_add_owner(db, e, "ACMEx", OWNER_PENDING);
		}
	contents_sort(db);
	contents_print(db, "fuzz", "ACMEx", "today", &one);
	again = contents_parse(one.data, one.len, "contents", &d);
	if (again == NULL)
		abort();
	contents_print(again, "fuzz", "ACMEx", "today", &two);
	if (one.len != two.len || memcmp(one.data, two.data, one.len) != 0)
		abort();
	contents_free(db);
	contents_free(again);
	buf_free(&one);
	buf_free(&two);
	diag_free(&d);
}

/* All words of the text as the arguments of one call. */
static void
parse_arguments(struct slice text, const struct spec_rules *rules)
{
	struct slice words[16];
	struct objects list = OBJECTS_INIT;
	struct diag d = DIAG_INIT;
	const struct location at = {NULL, 0, NULL, &d};
	size_t n = 0;

	/* an argument may hold blanks, and may be empty */
	while (n < 16 && text.len > 0) {
		words[n].p = text.p;
		words[n].len = strnlen(text.p, text.len);
		text.p += words[n].len;
		text.len -= words[n++].len;
		if (text.len > 0) {
			text.p++;
			text.len--;
		}
	}
	if (n > 0 &&
	    object_spec_parse(&list, words, n, rules, &at) !=
		(diag_status(&d) == STATUS_OK))
		abort();
	objects_free(&list);
	diag_free(&d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct spec_rules rules[] = {
	    {NULL, "", false},
	    {"none", "/opt", false},
	    {NULL, "", true},
	};
	const struct slice text = {(const char *)data, size};
	const struct spec_rules *rule = &rules[size % 3];
	struct objects list = OBJECTS_INIT;
	struct diag d = DIAG_INIT;

	if (object_specs_parse(&list, text, rule, "input", &d) !=
	    (diag_status(&d) == STATUS_OK))
		abort();
	objects_sort(&list);
	check_database(&list);
	objects_free(&list);
	diag_free(&d);
	parse_arguments(text, rule);
	return 0;
}
