#include <fcntl.h>
#include <time.h>

#include "support.h"

#include "base/digest.h"
#include "build/content.h"
#include "model/object.h"

#define OLD 1041476645

static char scratch[16]; /* small, so that contents come in pieces */

/* The time of the file, with nanoseconds. */
static void
set_time(const char *path, time_t seconds, long nanoseconds)
{
	struct timespec times[2] = {
	    {seconds, nanoseconds}, {seconds, nanoseconds}};

	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static struct content
measure(const char *path)
{
	struct content c = {.kind = CONTENT_FILE, .path = path};

	assert_null(content_checksum(&c, NULL, scratch, sizeof(scratch)));
	return c;
}

static void
test_file(void **state)
{
	static const char text[] = "more than one piece of sixteen bytes";
	char data[64];
	struct content c;

	(void)state;
	write_text("f", text);
	set_time("f", OLD, 5);
	c = measure("f");
	assert_int_equal(c.size, sizeof(text) - 1);
	assert_int_equal(
	    c.sum, sum_final(sum_update(0, text, sizeof(text) - 1)));
	assert_int_equal(c.mtime, OLD);
	assert_null(content_read(&c, data, 7, 5));
	assert_memory_equal(data, text + 5, 7);
	assert_null(content_read(&c, data, 0, c.size));
}

static void
is_changed(const struct content *c)
{
	const char *fault;
	char data[64];

	fault = content_read(c, data, (size_t)c->size, 0);
	assert_non_null(fault);
	assert_string_equal(fault, "changed while it was being packed");
}

/* Every way in which a file can change between the two readings. */
static void
test_changed(void **state)
{
	struct content c;

	(void)state;
	write_text("f", "0123456789");
	set_time("f", OLD, 5);
	c = measure("f");
	write_text("f", "012345678"); /* shorter */
	set_time("f", OLD, 5);
	is_changed(&c);
	write_text("f", "9876543210"); /* later */
	set_time("f", OLD + 1, 5);
	is_changed(&c);
	set_time("f", OLD, 6);
	is_changed(&c);
	write_text("g", "9876543210"); /* another file */
	set_time("g", OLD, 5);
	assert_int_equal(rename("g", "f"), 0);
	is_changed(&c);
}

static void
test_gone(void **state)
{
	struct content c;
	char data[4];

	(void)state;
	write_text("f", "0123");
	c = measure("f");
	assert_int_equal(unlink("f"), 0);
	assert_string_equal(content_read(&c, data, 4, 0), "cannot open");
}

/* No link is followed below a tree, and nothing but files has contents. */
static void
test_tree(void **state)
{
	struct tree tree = {open(".", O_RDONLY | O_DIRECTORY), NULL};
	struct content c = {.kind = CONTENT_FILE, .tree = &tree};
	static const struct {
		const char *path, *fault;
	} table[] = {
	    {"link", "has a symbolic link on its way"},
	    {"dir", "is not a regular file"},
	    {"fifo", "is not a regular file"},
	    {"none", "cannot open"},
	    {"../x", "cannot open"},
	    {"f", NULL},
	};
	const char *fault;
	size_t i;

	(void)state;
	write_text("f", "x");
	assert_int_equal(symlink("f", "link"), 0);
	assert_int_equal(mkdir("dir", 0755), 0);
	assert_int_equal(mkfifo("fifo", 0644), 0);
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		c.path = table[i].path;
		fault = content_checksum(&c, NULL, scratch, sizeof(scratch));
		if (table[i].fault == NULL)
			assert_null(fault);
		else
			assert_string_equal(fault, table[i].fault);
	}
	close(tree.fd);
}

static void
test_memory(void **state)
{
	struct content c = {
	    .kind = CONTENT_MEMORY, .data = "hello\n", .size = 6};
	char data[3];

	(void)state;
	assert_null(content_checksum(&c, NULL, NULL, 0));
	assert_int_equal(c.sum, 542);
	assert_null(content_read(&c, data, 3, 3));
	assert_memory_equal(data, "lo\n", 3);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_SCRATCH(test_file),
	    IN_SCRATCH(test_changed),
	    IN_SCRATCH(test_gone),
	    IN_SCRATCH(test_tree),
	    cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
