/*
 * lint on packages as a whole.  tests/lint/packages.txt has for each tag
 * parameters, lines of a map and contents that it is about, and others that are
 * close to it and right; programs in ELF are made here.
 */
#include "support.h"

#include "base/mem.h"
#include "elf_file.h"
#include "lint_package/checks.h"
#include "model/pkgmap.h"
#include "os/file.h"

static const char *const defaults[] = {"PKG=ACMEx", "NAME=x", "ARCH=sparc",
    "VERSION=1.0", "CATEGORY=application", "CLASSES=none", "BASEDIR=/opt/x",
    "DESC=x", "PSTAMP=x", "SUNW_PKG_ALLZONES=false"};

/* A package: its parameters, its map, and what its objects hold. */
struct sample {
	struct buf info, map;
	struct pkginfo *contents; /* by path */
};

struct input {
	const char *text;
	size_t len;
};

static ssize_t
read_input(void *ctx, void *data, size_t len)
{
	struct input *in = ctx;

	/* in pieces, so that seams are seen */
	len = len > 3 ? 3 : len;
	len = len > in->len ? in->len : len;
	memcpy(data, in->text, len);
	in->text += len;
	in->len -= len;
	return (ssize_t)len;
}

static void
add_contents(struct sample *s, char *line)
{
	char *text = strchr(line, ' ');
	const char *old;
	char *all;

	assert_non_null(text);
	*text++ = '\0';
	old = pkginfo_get(s->contents, line);
	all = xasprintf("%s%s\n", old == NULL ? "" : old, text);
	pkginfo_set(s->contents, line, all);
	free(all);
}

/* Is the parameter of a default set, or taken out, by the sample itself? */
static bool
is_changed(const char *text, const char *parameter)
{
	size_t len = strcspn(parameter, "=");
	const char *at = text;

	while ((at = strstr(at, "\n")) != NULL) {
		at++;
		if (strncmp(at + (*at == '!'), parameter, len) == 0 &&
		    strchr("=\n", at[len + (*at == '!')]) != NULL)
			return true;
	}
	return false;
}

/* text begins with a newline. */
static void
read_sample(struct sample *s, const char *text)
{
	char *copy = xstrdup(text), *line, *rest = copy;
	size_t i;

	*s = (struct sample){.contents = pkginfo_new()};
	buf_str(&s->map, ": 1 10\n");
	for (i = 0; i < sizeof(defaults) / sizeof(*defaults); i++)
		if (!is_changed(text, defaults[i]))
			buf_printf(&s->info, "%s\n", defaults[i]);
	while ((line = strtok_r(rest, "\n", &rest)) != NULL) {
		if (line[0] == '@')
			add_contents(s, line + 1);
		else if (line[0] == '1' && line[1] == ' ')
			buf_printf(&s->map, "%s\n", line);
		else if (line[0] != '!')
			buf_printf(&s->info, "%s\n", line);
	}
	free(copy);
}

static void
free_sample(struct sample *s)
{
	buf_free(&s->info);
	buf_free(&s->map);
	pkginfo_free(s->contents);
}

/* Runs lint; program, if any, is what each object without contents holds. */
static void
lint_sample(
    struct lint_findings *f, const struct sample *s, const struct buf *program)
{
	struct diag d = DIAG_INIT;
	struct pkginfo *info = pkginfo_parse(
	    s->info.data, s->info.len, "pkginfo", &d);
	struct pkgmap *map = pkgmap_parse(s->map.data, s->map.len, "map", &d);
	const struct object *o;
	struct lint_package p;
	struct input in;
	const char *text;
	size_t i;

	diag_print(&d, SEVERITY_INFO, stderr);
	assert_non_null(info);
	assert_non_null(map);
	lint_objects_begin(&p, f, info, &map->objects, "pkgmap", "pkginfo");
	for (i = 0; i < map->objects.n; i++) {
		o = &map->objects.v[i];
		text = pkginfo_get(s->contents, o->path);
		if (text != NULL)
			in = (struct input){text, strlen(text)};
		else if (program != NULL && o->ftype == 'f')
			in = (struct input){program->data, program->len};
		else
			continue;
		lint_objects_file(&p, o, o->path, read_input, &in);
	}
	lint_objects_end(&p);
	pkgmap_free(map);
	pkginfo_free(info);
	diag_free(&d);
}

static bool
has_tag(const char *text, const struct buf *program, const char *tag)
{
	struct lint_findings f = LINT_FINDINGS_INIT;
	struct sample s;
	bool found = false;
	size_t i;

	read_sample(&s, text);
	lint_sample(&f, &s, program);
	for (i = 0; i < f.n; i++)
		found = found || strcmp(f.v[i].tag->id, tag) == 0;
	lint_findings_free(&f);
	free_sample(&s);
	return found;
}

/* `TAG', a package, `---', another one; the count of what is wrong. */
static int
check_pair(char *pair)
{
	char *first = strchr(pair, '\n'), *second = strstr(first, "\n---\n");
	char *tag = strndup(pair, (size_t)(first - pair));
	int bad = 0;

	assert_non_null(lint_tag_find(tag));
	second[1] = '\0';
	if (!has_tag(first, NULL, tag)) {
		print_error("%s is not found\n", tag);
		bad++;
	}
	if (has_tag(second + 4, NULL, tag)) {
		print_error("%s is found where it is not\n", tag);
		bad++;
	}
	free(tag);
	return bad;
}

static void
test_pairs(void **state)
{
	char *text = test_data("lint/packages.txt"), *pair = text + 4, *next;
	int bad = 0;

	(void)state;
	for (; pair != NULL; pair = next) {
		next = strstr(pair, "\n=== ");
		if (next != NULL) {
			next[1] = '\0';
			next += 5;
		}
		bad += check_pair(pair);
	}
	free(text);
	assert_int_equal(bad, 0);
}

/* Those without a pair: a map that can be read has no such path. */
static bool
is_tested_elsewhere(const char *id)
{
	return strcmp(id, "path-with-blank") == 0 ||
	    strcmp(id, "several-parts") == 0 ||
	    strcmp(id, "several-packages") == 0;
}

static void
test_each_tag_has_a_pair(void **state)
{
	char *text = test_data("lint/packages.txt"), *mark;
	const struct lint_tag *t;
	int missing = 0;

	(void)state;
	for (t = lint_tags_package; t->id != NULL; t++) {
		mark = xasprintf("=== %s\n", t->id);
		if (strstr(text, mark) == NULL && !is_tested_elsewhere(t->id)) {
			print_error("%s has no pair\n", t->id);
			missing++;
		}
		free(mark);
	}
	free(text);
	assert_int_equal(missing, 0);
}

/* A path that no pkgmap can have can be one of an object all the same. */
static void
test_path_with_blank(void **state)
{
	struct objects list = OBJECTS_INIT;
	struct object o;
	struct lint_findings f = LINT_FINDINGS_INIT;
	struct pkginfo *info = pkginfo_new();
	struct lint_package p;
	size_t i, n = 0;

	(void)state;
	object_init(&o);
	o.ftype = 'f';
	o.class = "none";
	o.path = xstrdup("a b");
	objects_add(&list, &o);
	o.path = xstrdup("a_b");
	objects_add(&list, &o);
	lint_objects_begin(&p, &f, info, &list, "pkgmap", "pkginfo");
	lint_objects_end(&p);
	for (i = 0; i < f.n; i++)
		n += strcmp(f.v[i].tag->id, "path-with-blank") == 0;
	assert_int_equal(n, 1);
	lint_findings_free(&f);
	objects_free(&list);
	pkginfo_free(info);
}

static const char map[] = "\n1 f none lib/libx.so.1 0755 root bin 1 1 1\n"
			  "1 d none lib 0755 root bin\n";

/* A library for sparc that is as it should be. */
static struct elf_file
sparc_library(void)
{
	return (struct elf_file){.big = true,
	    .type = 3,
	    .machine = 2,
	    .soname = "libx.so.1",
	    .needed = {"libc.so.1"},
	    .run_path = "/usr/lib"};
}

/* Has the program in a package with these lines the tag? */
static bool
elf_has_tag(const struct elf_file *e, const char *more, const char *tag)
{
	struct buf program = BUF_INIT;
	char *text = xasprintf("%s%s", map, more);
	bool found;

	elf_file_make(e, &program);
	found = has_tag(text, &program, tag);
	free(text);
	buf_free(&program);
	return found;
}

static void
test_elf_machine(void **state)
{
	struct elf_file e = sparc_library();

	(void)state;
	assert_false(elf_has_tag(&e, "", "elf-architecture"));
	assert_true(elf_has_tag(&e, "ARCH=i386\n", "elf-architecture"));
	assert_true(elf_has_tag(&e, "ARCH=all\n", "elf-in-all"));
	assert_false(elf_has_tag(&e, "ARCH=all\n", "elf-architecture"));
	assert_false(elf_has_tag(&e, "", "elf-in-all"));
	e.machine = 62;
	e.big = false;
	e.wide = true;
	assert_true(elf_has_tag(&e, "", "elf-architecture"));
	assert_false(elf_has_tag(&e, "ARCH=i386\n", "elf-architecture"));
	assert_true(elf_has_tag(&e, "ARCH=i386\n", "elf-64-bit-place"));
	e.soname = NULL;
	assert_false(elf_has_tag(&e, "ARCH=i386\n", "elf-64-bit-place"));
}

static void
test_elf_system(void **state)
{
	struct elf_file e = sparc_library();

	(void)state;
	assert_false(elf_has_tag(&e, "", "elf-foreign-system"));
	e.os = 6;
	assert_false(elf_has_tag(&e, "", "elf-foreign-system"));
	e.os = 9;
	assert_true(elf_has_tag(&e, "", "elf-foreign-system"));
	e.os = 0;
	e.abi_tag = 1 + 0;
	assert_true(elf_has_tag(&e, "", "elf-foreign-system"));
	e.abi_tag = 1 + 2;
	assert_false(elf_has_tag(&e, "", "elf-foreign-system"));
	e.interpreter = "/usr/lib/ld.so.1";
	assert_false(elf_has_tag(&e, "", "elf-foreign-system"));
	e.interpreter = "/lib64/ld-linux-x86-64.so.2";
	assert_true(elf_has_tag(&e, "", "elf-foreign-system"));
}

static void
test_elf_needed(void **state)
{
	struct elf_file e = sparc_library();

	(void)state;
	assert_false(elf_has_tag(&e, "", "elf-needed"));
	assert_false(elf_has_tag(&e, "", "elf-needed-release"));
	e.needed[1] = "libx.so.1";
	assert_false(elf_has_tag(&e, "", "elf-needed"));
	e.needed[1] = "libscf.so.1";
	assert_false(elf_has_tag(&e, "", "elf-needed"));
	assert_true(elf_has_tag(&e, "", "elf-needed-release"));
	e.needed[1] = "liby.so.3";
	assert_true(elf_has_tag(&e, "", "elf-needed"));
	assert_true(elf_has_tag(&e,
	    "1 i depend 1 1 1\n@depend P SUNWcsl Libraries\n", "elf-needed"));
	assert_false(elf_has_tag(
	    &e, "1 i depend 1 1 1\n@depend P ACMEy Libraries\n", "elf-needed"));
}

static void
test_elf_run_path(void **state)
{
	static const char *const bad[] = {"/home/phil/lib", "lib", ".",
	    "/usr/lib:", "/usr/lib::/lib", "/tmp/build", "/opt/x/lib:lib"};
	static const char *const good[] = {"/opt/x/lib", "$ORIGIN/../lib",
	    "/usr/lib:/usr/sfw/lib", "/usr/local/lib", "/homestead/lib"};
	struct elf_file e = sparc_library();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		e.run_path = bad[i];
		assert_true(elf_has_tag(&e, "", "elf-run-path"));
	}
	for (i = 0; i < sizeof(good) / sizeof(*good); i++) {
		e.run_path = good[i];
		assert_false(elf_has_tag(&e, "", "elf-run-path"));
		assert_int_equal(
		    elf_has_tag(&e, "", "elf-run-path-outside"), i > 2);
	}
	assert_false(elf_has_tag(&e, "1 d none /homestead/lib 0755 root bin\n",
	    "elf-run-path-outside"));
}

static void
test_elf_sections(void **state)
{
	struct elf_file e = sparc_library();

	(void)state;
	assert_false(elf_has_tag(&e, "", "elf-debug-sections"));
	assert_false(elf_has_tag(&e, "", "elf-text-relocation"));
	assert_false(elf_has_tag(&e, "", "elf-soname"));
	e.section = ".debug_info";
	assert_true(elf_has_tag(&e, "", "elf-debug-sections"));
	e.text_relocation = true;
	assert_true(elf_has_tag(&e, "", "elf-text-relocation"));
	e.soname = "libx.so.2";
	assert_true(elf_has_tag(&e, "", "elf-soname"));
	assert_false(elf_has_tag(
	    &e, "1 s none lib/libx.so.2=libx.so.1\n", "elf-soname"));
}

/* Nothing that is cut off or turned over leads out of the file. */
static void
test_elf_hostile(void **state)
{
	struct elf_file e = sparc_library();
	struct buf program = BUF_INIT;
	struct elf out;
	size_t i;
	char *copy;

	(void)state;
	e.interpreter = "/usr/lib/ld.so.1";
	elf_file_make(&e, &program);
	for (i = 0; i <= program.len; i++) {
		copy = xmalloc(i == 0 ? 1 : i);
		memcpy(copy, program.data, i);
		elf_read(&out, copy, i);
		free(copy);
	}
	for (i = 0; i < program.len; i++) {
		program.data[i] ^= (char)0xff;
		elf_read(&out, program.data, program.len);
		program.data[i] ^= (char)0xff;
	}
	assert_true(elf_read(&out, program.data, program.len));
	assert_string_equal(out.soname, "libx.so.1");
	buf_free(&program);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_pairs),
	    cmocka_unit_test(test_each_tag_has_a_pair),
	    cmocka_unit_test(test_path_with_blank),
	    cmocka_unit_test(test_elf_machine),
	    cmocka_unit_test(test_elf_system),
	    cmocka_unit_test(test_elf_needed),
	    cmocka_unit_test(test_elf_run_path),
	    cmocka_unit_test(test_elf_sections),
	    cmocka_unit_test(test_elf_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
