#include <fcntl.h>
#include <sys/wait.h>

#include "sample.h"
#include "support.h"

#include "base/digest.h"
#include "base/mem.h"
#include "build/layout.h"
#include "model/pkgmap.h"
#include "os/file.h"
#include "os/output.h"

/* A plan of this map; contents are all the same bytes, in memory. */
static struct plan *
make_plan(
    const char *name, const char *pkginfo, const char *pkgmap, const char *data)
{
	struct diag d = DIAG_INIT;
	struct plan *plan = plan_new();
	struct pkgmap *map = pkgmap_parse(pkgmap, strlen(pkgmap), "m", &d);
	size_t i;

	assert_non_null(map);
	plan->name = xstrdup(name);
	plan->info = pkginfo_new();
	plan->map = *map;
	free(map);
	plan->time = SAMPLE_MTIME;
	buf_str(&plan->info_text, pkginfo);
	plan->objects = xcalloc(plan->map.objects.n, sizeof(*plan->objects));
	for (i = 0; i < plan->map.objects.n; i++)
		if (ftype_has_contents(plan->map.objects.v[i].ftype))
			plan->objects[i].content = (struct content){
			    .kind = CONTENT_MEMORY,
			    .data = data,
			    .size = (uint64_t)plan->map.objects.v[i].size};
	plan_finish(plan);
	return plan;
}

static void
write_layout(const struct layout *l, const char *path)
{
	struct diag d = DIAG_INIT;
	struct output *out = output_open(path, true, &d);

	assert_non_null(out);
	assert_true(layout_write(l, out, path, NULL, NULL, &d));
	assert_true(output_commit(out, &d));
	assert_int_equal(d.n, 0);
}

/* The same to a pipe, where chunks have to come in their order. */
static void
write_pipe(const struct layout *l, const char *path)
{
	int ends[2], saved = dup(STDOUT_FILENO), to;
	struct diag d = DIAG_INIT;
	struct output *out;
	char data[1000];
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		close(ends[1]);
		to = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
		while ((n = read(ends[0], data, sizeof(data))) > 0)
			(void)!write(to, data, (size_t)n);
		_exit(0);
	}
	(void)fflush(stdout);
	assert_int_not_equal(dup2(ends[1], STDOUT_FILENO), -1);
	close(ends[0]);
	close(ends[1]);
	out = output_open("-", false, &d);
	assert_true(layout_write(l, out, "-", NULL, NULL, &d));
	assert_true(output_commit(out, &d));
	assert_int_not_equal(dup2(saved, STDOUT_FILENO), -1);
	close(saved);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void
expect_file(const char *path, const struct buf *expected)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;

	assert_true(file_read(path, 1u << 30, &b, &d));
	assert_int_equal(b.len, expected->len);
	assert_memory_equal(b.data, expected->data, b.len);
	buf_free(&b);
}

/* svr4-packaging 10.2, to the byte */
static void
test_golden(void **state)
{
	struct plan *plan = make_plan(
	    "ACMEtst", sample_pkginfo, sample_pkgmap, NULL);
	struct diag d = DIAG_INIT;
	struct layout *l;
	struct sha256 *h = sha256_new();
	char hex[SHA256_HEX], zeros[3000] = {0};
	struct buf b = BUF_INIT;

	(void)state;
	plan->objects[1].content.data = "hello\n";
	plan->objects[2].content.data = zeros;
	l = layout_make(&plan, 1, 0, "golden", &d);
	assert_non_null(l);
	assert_int_equal(l->total, 6144);
	write_layout(l, "golden");
	assert_true(file_read("golden", 10000, &b, &d));
	sha256_update(h, b.data, b.len);
	sha256_final(h, hex);
	assert_string_equal(hex,
	    "d30254b497ed195ba70c590271a4946e"
	    "7861b2b84b07826f96da55325274715d");
	write_pipe(l, "piped");
	expect_file("piped", &b);
	assert_int_equal(d.n, 0);
	buf_free(&b);
	layout_free(l);
	plan_free(plan);
}

/*
 * svr4-packaging 1.2: the text never fills its blocks, and there is never a
 * block that holds nothing.
 */
static void
test_header_lengths(void **state)
{
	struct header h;
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	char name[32];
	size_t len, text, shifted = 0;
	int i;

	(void)state;
	for (len = 60; len < 1200; len++) {
		h = HEADER_INIT;
		/* a line has 5 bytes and the name; two lines are 37 */
		for (i = 0, text = 37; len - text > 60; i++, text += 30) {
			(void)snprintf(name, sizeof(name), "A%024d", i);
			header_add(&h, name, 1, 1);
		}
		memset(name, 'z', sizeof(name));
		name[len - text > 31 ? 20 : len - text - 5] = '\0';
		header_add(&h, name, 1, 1);
		b.len = 0;
		header_make(&h, &b);
		header_free(&h);
		assert_int_equal(b.len % 512, 0);
		text = strlen(b.data);
		assert_int_not_equal(text % 512, 0);
		assert_int_equal(b.len, (text / 512 + 1) * 512);
		assert_int_equal(header_text_len(b.data, b.len), text);
		shifted += strstr(b.data, "\n#\n") != NULL;
		assert_true(header_parse(&h, b.data, text, "h", &d));
		header_free(&h);
	}
	assert_int_equal(d.n, 0);
	assert_true(shifted > 0);
	buf_free(&b);
}

static void
test_header_512(void **state)
{
	struct header h = HEADER_INIT;
	struct buf b = BUF_INIT;
	char name[32];
	int i;

	(void)state;
	/* 21 + 15 * 30 + 25 + 16 = 512 */
	for (i = 0; i < 15; i++) {
		(void)snprintf(name, sizeof(name), "A%024d", i);
		header_add(&h, name, 1, 1);
	}
	header_add(&h, "Bbbbbbbbbbbbbbbbbbbb", 1, 1);
	header_make(&h, &b);
	assert_int_equal(strlen(b.data), 514);
	assert_int_equal(b.len, 1024);
	assert_non_null(strstr(b.data, "\n#\n# end of header\n"));
	header_free(&h);
	buf_free(&b);
}

static struct layout *
layout_of(struct plan **plan, const char *pkgmap, struct diag *d)
{
	*plan = make_plan("ACMEtst", "PKG=ACMEtst\n", pkgmap, NULL);
	return layout_make(plan, 1, 0, "out", d);
}

/* Limits are found out before anything is written, all of them. */
static void
test_limits(void **state)
{
	struct diag d = DIAG_INIT;
	struct layout *l;
	struct plan *plan;

	(void)state;
	l = layout_of(&plan,
	    ": 1 1\n"
	    "1 f none a 0644 r b 4294967296 0 0\n"
	    "1 f none b 0644 r b 9223372036854775807 0 0\n"
	    "1 f none c 0644 r b 0 0 4294967296\n"
	    "1 f none d 0644 r b 0 0 4294967295\n",
	    &d);
	assert_null(l);
	assert_int_equal(diag_status(&d), STATUS_INPUT);
	assert_true(d.n >= 3);
	assert_non_null(strstr(d.v[0].text, "a: 4294967296 bytes"));
	assert_non_null(strstr(d.v[1].text, "b: 9223372036854775807 bytes"));
	assert_non_null(strstr(d.v[2].text, "c: its time"));
	diag_free(&d);
	plan_free(plan);

	/* no member is too large, but all of them are */
	l = layout_of(&plan,
	    ": 1 1\n"
	    "1 f none a 0644 r b 4294967295 0 0\n",
	    &d);
	assert_null(l);
	assert_int_equal(d.n, 1);
	assert_non_null(strstr(d.v[0].text, "the datastream would have"));
	diag_free(&d);
	plan_free(plan);

	l = layout_of(&plan,
	    ": 1 1\n"
	    "1 f none a 0644 r b 2147483647 0 0\n"
	    "1 f none b 0644 r b 2147470000 0 0\n",
	    &d);
	assert_non_null(l);
	assert_int_equal(d.n, 1);
	assert_int_equal(d.v[0].severity, SEVERITY_WARNING);
	diag_free(&d);
	layout_free(l);
	plan_free(plan);

	l = layout_of(&plan,
	    ": 1 1\n"
	    "1 f none a 0644 r b 2147400000 0 0\n",
	    &d);
	assert_non_null(l);
	assert_int_equal(d.n, 0);
	layout_free(l);
	plan_free(plan);
}

/* A time before 1970, as a file may have it, fits neither. */
static void
test_old_time(void **state)
{
	struct plan *plan = make_plan("A", "PKG=A\n",
	    ": 1 1\n"
	    "1 f none a 0644 r b 0 0 0\n",
	    NULL);
	struct diag d = DIAG_INIT;

	(void)state;
	plan->map.objects.v[0].mtime = -2;
	assert_null(layout_make(&plan, 1, 0, "out", &d));
	expect_findings(&d,
	    "out: a: its time does not fit a cpio header "
	    "(svr4-packaging 1.3)\n");
	plan_free(plan);
}

/* `reloc/' and the path together have the 1023 bytes of cpio. */
static void
test_long_name(void **state)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct layout *l;
	struct plan *plan;
	size_t len;

	(void)state;
	for (len = 1017; len <= 1018; len++) {
		b.len = 0;
		buf_str(&b, ": 1 1\n1 f none ");
		while (b.len < 15 + len)
			buf_char(&b, b.len % 50 == 0 ? '/' : 'p');
		buf_str(&b, " 0644 r b 0 0 0\n");
		l = layout_of(&plan, buf_text(&b), &d);
		assert_int_equal(l != NULL, len == 1017);
		assert_int_equal(d.n, len - 1017);
		diag_free(&d);
		layout_free(l);
		plan_free(plan);
	}
	buf_free(&b);
}

/* What regular files hold that add_part() writes. */
static const char *sample_data = "a";

/*
 * A part, encoded the simple way: pkginfo, pkgmap and then these members,
 * `SIZE NAME' a file, `NAME' a directory.
 */
static void
add_part(struct buf *out, const char *pkginfo, const char *pkgmap,
    const char *const *members)
{
	size_t size;
	int used;

	sample_ino = 0;
	sample_file(out, "pkginfo", pkginfo);
	if (pkgmap != NULL)
		sample_file(out, "pkgmap", pkgmap);
	for (; members != NULL && *members != NULL; members++)
		if (sscanf(*members, "%zu%n", &size, &used) == 1)
			sample_member(out, *members + used + 1, 0100644,
			    sample_data, size);
		else
			sample_dir(out, *members);
	sample_end(out);
}

/* Two packages, one with two parts: which member goes where (1.4). */
static void
test_order(void **state)
{
	static const char map_a[] =
	    ": 2 7\n"
	    "1 f none $D/x 0644 r b 1 97 1577934245\n"
	    "2 f none /usr/a 0644 r b 1 97 1577934245\n"
	    "1 f none /usr/b 0644 r b 1 97 1577934245\n"
	    "1 i depend 1 97 1577934245\n"
	    "1 d none empty 0755 r b\n"
	    "1 f none opt/a 0644 r b 1 97 1577934245\n"
	    "1 f none opt/a-b/c 0644 r b 1 97 1577934245\n"
	    "2 f none opt/a.d/e 0644 r b 1 97 1577934245\n"
	    "1 f none opt/aa 0644 r b 1 97 1577934245\n"
	    "1 i pkginfo 6 333 1577934245\n"
	    "1 i r.none 1 97 1577934245\n"
	    "1 s none z=y\n";
	static const char map_b[] = ": 1 3\n1 i pkginfo 6 333 1577934245\n";
	struct plan *plans[2] = {make_plan("A", "PKG=A\n", map_a, "a"),
	    make_plan("B", "PKG=B\n", map_b, "a")};
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct layout *l = layout_make(plans, 2, 0, "out", &d);
	static const char *const rest_1[] = {"install", "1 install/depend",
	    "1 install/r.none", "reloc.1", "reloc.1/$D", "1 reloc.1/$D/x",
	    "reloc.1/opt", "1 reloc.1/opt/a", "reloc.1/opt/a-b",
	    "1 reloc.1/opt/a-b/c", "1 reloc.1/opt/aa", "root.1", "root.1/usr",
	    "1 root.1/usr/b", NULL};
	static const char *const rest_2[] = {"reloc.2", "reloc.2/opt",
	    "reloc.2/opt/a.d", "1 reloc.2/opt/a.d/e", "root.2", "root.2/usr",
	    "1 root.2/usr/a", NULL};

	(void)state;
	assert_non_null(l);
	sample_ino = 0;
	sample_header(&b, "A 2 7\nB 1 3\n");
	sample_file(&b, "A/pkginfo", "PKG=A\n");
	sample_file(&b, "A/pkgmap", map_a);
	sample_file(&b, "B/pkginfo", "PKG=B\n");
	sample_file(&b, "B/pkgmap", map_b);
	sample_end(&b);
	add_part(&b, "PKG=A\n", map_a, rest_1);
	add_part(&b, "PKG=A\n", NULL, rest_2);
	add_part(&b, "PKG=B\n", map_b, NULL);
	write_layout(l, "stream");
	expect_file("stream", &b);
	write_pipe(l, "piped");
	expect_file("piped", &b);
	layout_free(l);
	plan_free(plans[0]);
	plan_free(plans[1]);
	buf_free(&b);
}

/* Modes: never more than 0777, never less than 0644 (1.4). */
static void
test_modes(void **state)
{
	static const struct {
		const char *mode;
		unsigned member;
	} table[] = {
	    {"4755", 0755},
	    {"7777", 0777},
	    {"0000", 0644},
	    {"0400", 0644},
	    {"0711", 0755},
	    {"?", 0644},
	};
	struct cpio_header h;
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct layout *l;
	struct plan *plan;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		b.len = 0;
		buf_printf(
		    &b, ": 1 1\n1 f none a %s r b 0 0 0\n", table[i].mode);
		l = layout_of(&plan, buf_text(&b), &d);
		for (k = 0; k < l->n && l->segments[k].kind != SEGMENT_OBJECT;
		     k++)
			;
		b.len = 0;
		segment_print_header(l, &l->segments[k], &b);
		assert_null(cpio_parse(&h, b.data));
		assert_int_equal(h.mode, 0100000 | table[i].member);
		assert_int_equal(h.uid + h.gid + h.devmajor + h.devminor, 0);
		assert_int_equal(h.nlink, 1);
		layout_free(l);
		plan_free(plan);
	}
	buf_free(&b);
}

/* Every way in which members meet the borders of the writer's chunks. */
static void
test_chunks(void **state)
{
	static const size_t sizes[] = {1048576 - 2048, 0, 1, 1048576, 5,
	    3 * 1048576 + 1, 511, 512, 513, 1048575 - 1536, 7};
	struct diag d = DIAG_INIT;
	struct buf map = BUF_INIT, b = BUF_INIT;
	char *data = xmalloc(4u << 20);
	const char *members[sizeof(sizes) / sizeof(sizes[0]) + 2];
	char names[sizeof(sizes) / sizeof(sizes[0])][32];
	struct layout *l;
	struct plan *plan;
	size_t i, n = sizeof(sizes) / sizeof(sizes[0]), shift;

	(void)state;
	for (i = 0; i < 4u << 20; i++)
		data[i] = (char)(i * 2654435761u >> 13);
	for (shift = 0; shift < 520; shift += 37) {
		map.len = b.len = 0;
		buf_str(&map, ": 1 1\n");
		members[0] = "reloc";
		for (i = 0; i < n; i++) {
			(void)snprintf(names[i], sizeof(names[i]),
			    "%zu reloc/%02zu", sizes[i] + (i == 0 ? shift : 0),
			    i);
			members[i + 1] = names[i];
			buf_printf(&map,
			    "1 f none %02zu 0644 r b %zu 0 "
			    "1577934245\n",
			    i, sizes[i] + (i == 0 ? shift : 0));
		}
		members[n + 1] = NULL;
		plan = make_plan(
		    "ACMEtst", "PKG=ACMEtst\n", buf_text(&map), data);
		l = layout_make(&plan, 1, 0, "out", &d);
		assert_non_null(l);
		sample_ino = 0;
		sample_header(&b, "ACMEtst 1 1\n");
		sample_file(&b, "ACMEtst/pkginfo", "PKG=ACMEtst\n");
		sample_file(&b, "ACMEtst/pkgmap", buf_text(&map));
		sample_end(&b);
		sample_data = data;
		add_part(&b, "PKG=ACMEtst\n", buf_text(&map), members);
		assert_int_equal(l->total, b.len);
		write_layout(l, "stream");
		expect_file("stream", &b);
		if (shift % 2 == 0) {
			write_pipe(l, "piped");
			expect_file("piped", &b);
		}
		layout_free(l);
		plan_free(plan);
	}
	free(data);
	buf_free(&map);
	buf_free(&b);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_SCRATCH(test_golden),
	    cmocka_unit_test(test_header_lengths),
	    cmocka_unit_test(test_header_512),
	    cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_old_time),
	    cmocka_unit_test(test_long_name),
	    IN_SCRATCH(test_order),
	    cmocka_unit_test(test_modes),
	    IN_SCRATCH(test_chunks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
