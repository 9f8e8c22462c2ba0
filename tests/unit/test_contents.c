#include "support.h"

#include "model/contents.h"

static const char sample[] =
    "/dev/x c none 13 2 0666 root sys SUNWa\n"
    "/etc/conf e sed 0644 root sys ? ? ? SUNWa:none *ACMEb\n"
    "/opt/l=x l none ACMEb\n"
    "/opt/s=/opt/x s none !ACMEb\n"
    "/opt/x f none 0755 root bin 13 1088 1795488926 PTe:patch -BASE\\\n"
    "# kept\n"
    "# Last modified by pkgadd for ACMEb package\n"
    "# Tue Nov 24 02:54:00 2026\n";

static struct contents *
parse(const char *text, struct diag *d)
{
	return contents_parse(text, strlen(text), "contents", d);
}

static char *
print(struct contents *c)
{
	struct buf out = BUF_INIT;

	contents_print(c, "tool", "INST", "now", &out);
	return buf_steal(&out);
}

static void
test_same_again(void **state)
{
	struct diag d = DIAG_INIT;
	struct contents *c = parse(sample, &d);
	char *text;

	(void)state;
	assert_non_null(c);
	assert_int_equal(d.n, 0);
	text = print(c);
	assert_memory_equal(text, sample, strstr(sample, "# Last") - sample);
	assert_string_equal(strstr(text, "# Last"),
	    "# Last modified by tool for INST package\n# now\n");
	free(text);
	contents_free(c);
}

static void
test_fields(void **state)
{
	struct diag d = DIAG_INIT;
	struct contents *c = parse(sample, &d);
	struct entry *e;

	(void)state;
	e = contents_find(c, "/dev/x");
	assert_int_equal(e->object.major, 13);
	assert_int_equal(e->object.minor, 2);
	assert_int_equal(e->object.mode, 0666);
	e = contents_find(c, "/etc/conf");
	assert_int_equal(e->object.size, OBJECT_UNKNOWN);
	assert_string_equal(entry_class(e, &e->owners[0]), "none");
	assert_string_equal(entry_class(e, &e->owners[1]), "sed");
	assert_int_equal(e->owners[1].status, OWNER_CONFIRM);
	e = contents_find(c, "/opt/x");
	assert_int_equal(e->object.mtime, 1795488926);
	assert_true(entry_owner(e, "BASE")->not_counted);
	assert_int_equal(entry_owner(e, "BASE")->status, OWNER_LEAVING);
	assert_string_equal(contents_find(c, "/opt/l")->object.target, "x");
	assert_null(contents_find(c, "/opt"));
	contents_free(c);
}

static void
refuse(const char *line, const char *words)
{
	struct diag d = DIAG_INIT;
	char *text;

	assert_null(parse(line, &d));
	text = findings_text(&d);
	assert_non_null(strstr(text, words));
	free(text);
	diag_free(&d);
}

static void
test_refused(void **state)
{
	(void)state;
	refuse("opt/x f none 0755 root bin 1 1 1 A\n", "path");
	refuse("/opt/x q none 0755 root bin 1 1 1 A\n", "file type");
	refuse("/opt/x i none 1 1 1 A\n", "file type");
	refuse("/opt/x f none 0789 root bin 1 1 1 A\n", "mode");
	refuse("/opt/x f none 0755 root bin 1 1 A\n", "modification");
	refuse("/opt/x f none 0755 root bin 1 66666 1 A\n", "checksum");
	refuse("/opt/x d none 0755 root bin\n", "owns");
	refuse("/opt/x s none A\n", "target");
	refuse("/opt/x=y d none 0755 root bin A\n", "target");
	refuse("/opt/x d none 0755 root bin A:\n", "owner");
	refuse("/opt/x d none 0755 root bin A *A\n", "twice");
	refuse("/opt/x d no/ne 0755 root bin A\n", "class");
	refuse(
	    "/a d none 0755 root bin A\n/a d none 0755 root bin B\n", "twice");
	refuse("/a d none 0755 root\n", "contents:1");
}

static void
test_unsorted_is_sorted(void **state)
{
	struct diag d = DIAG_INIT;
	struct contents *c = parse(
	    "/b d none 0755 root bin A\n"
	    "/a-b d none 0755 root bin A\n/a d none 0755 root bin A\n",
	    &d);

	(void)state;
	assert_int_equal(c->n, 3);
	assert_string_equal(c->v[0].object.path, "/a");
	assert_string_equal(c->v[1].object.path, "/a-b");
	contents_free(c);
}

/* The last installer comes last; a sole owner's class is the entry's. */
static void
test_owners(void **state)
{
	struct diag d = DIAG_INIT;
	struct contents *c = parse(
	    "/x f patch 0755 root bin 1 1 1 BASE:none PATCH\n", &d);
	struct entry *e = contents_find(c, "/x");

	(void)state;
	assert_true(entry_is_shared(e, "BASE"));
	assert_int_equal(entry_add_owner(c, e, "BASE", OWNER_LEAVING)->status,
	    OWNER_LEAVING);
	assert_string_equal(e->owners[1].instance, "BASE");
	entry_remove_owner(e, "PATCH");
	entry_remove_owner(e, "PATCH");
	assert_false(entry_is_shared(e, "BASE"));
	assert_true(entry_is_shared(e, "OTHER"));
	(void)entry_add_owner(c, e, "BASE", OWNER_OK);
	assert_string_equal(e->object.class, "none");
	entry_owner(e, "BASE")->status = OWNER_SERVED;
	assert_int_equal(
	    entry_add_owner(c, e, "BASE", OWNER_OK)->status, OWNER_SERVED);
	entry_remove_owner(e, "BASE");
	contents_sort(c);
	assert_int_equal(c->n, 0);
	contents_free(c);
}

static void
reclass(
    const char *before, const char *inst, const char *class, const char *after)
{
	struct diag d = DIAG_INIT;
	struct contents *c = parse(before, &d);
	struct buf out = BUF_INIT;
	struct entry *e = contents_find(c, "/x");

	(void)entry_add_owner(c, e, inst, OWNER_OK);
	entry_change_class(c, e, inst, class);
	entry_print(e, &out);
	assert_string_equal(buf_text(&out), after);
	buf_free(&out);
	contents_free(c);
}

static void
test_reclass(void **state)
{
	(void)state;
	reclass("/x p none 0644 root bin A\n", "B", "p",
	    "/x p p 0644 root bin A:none B\n");
	reclass("/x p p 0644 root bin A:none B\n", "A", "none",
	    "/x p none 0644 root bin B:p A\n");
	reclass("/x p p 0644 root bin A:none B\n", "C", "q",
	    "/x p q 0644 root bin A:none B:p C\n");
	reclass("/x p none 0644 root bin A\n", "B", "none",
	    "/x p none 0644 root bin A B\n");
	/* more tokens name the old class than have the new one */
	reclass("/x p o 0644 root bin A:o B:o D\n", "C", "n",
	    "/x p o 0644 root bin A:o B:o D C:n\n");
}

static void
test_added_is_found_when_sorted(void **state)
{
	struct contents *c = contents_new();
	struct object o;
	char path[] = "/x";

	(void)state;
	object_init(&o);
	o.path = path;
	o.ftype = '?';
	o.class = "none";
	(void)entry_add_owner(c, contents_add(c, &o), "A", OWNER_PENDING);
	assert_null(contents_find(c, "/x"));
	contents_sort(c);
	assert_non_null(contents_find(c, "/x"));
	contents_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_same_again),
	    cmocka_unit_test(test_fields),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_unsorted_is_sorted),
	    cmocka_unit_test(test_owners),
	    cmocka_unit_test(test_reclass),
	    cmocka_unit_test(test_added_is_found_when_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
