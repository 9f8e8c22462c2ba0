#include "support.h"

#include "model/prototype.h"

static struct pkginfo *
no_vars(void)
{
	static struct pkginfo none;

	return &none;
}

/* NULL when there are errors; the entries are of no use then. */
static struct prototype *
read_proto(const char *path, const struct pkginfo *vars, struct diag *d)
{
	struct prototype *p = prototype_read(path, vars, d);

	if (p != NULL && diag_status(d) != STATUS_OK) {
		prototype_free(p);
		p = NULL;
	}
	return p;
}

static struct prototype *
read_text(const char *text, struct diag *d)
{
	write_text("proto", text);
	return read_proto("proto", no_vars(), d);
}

/* The entries as lines of a pkgmap. */
static void
expect_entries(struct prototype *p, const char *lines)
{
	struct buf b = BUF_INIT;
	size_t i;

	assert_non_null(p);
	for (i = 0; i < p->objects.n; i++)
		object_print(&p->objects.v[i], &b);
	assert_string_equal(buf_text(&b), lines);
	buf_free(&b);
}

static void
expect_good(const char *text, const char *lines)
{
	struct diag d = DIAG_INIT;
	struct prototype *p = read_text(text, &d);

	expect_entries(p, lines);
	assert_int_equal(diag_status(&d), STATUS_OK);
	prototype_free(p);
	diag_free(&d);
}

static void
expect_bad(const char *text, const char *findings)
{
	struct diag d = DIAG_INIT;

	assert_null(read_text(text, &d));
	assert_int_equal(diag_status(&d), STATUS_INPUT);
	expect_findings(&d, findings);
}

static void
test_types(void **state)
{
	(void)state;
	expect_good("# comment\n"
		    "\n"
		    ": ignored\n"
		    "i pkginfo\n"
		    "i depend=src/dep\n"
		    "f none opt/f=/src/f 0644 root bin\n"
		    "e sed opt/e=/dev/null 0644 root bin\n"
		    "2 v none /var/v 0666 root sys\n"
		    "d none opt 0755 root bin\n"
		    "x none opt/x 0700 root bin\n"
		    "l none opt/l=f\n"
		    "s none opt/s=../../y/./z\n"
		    "p none /dev/p 0600 root sys\n"
		    "c none /dev/c 13 2 0600 root sys\n"
		    "  b none /dev/b 14 3 ? ? ?",
	    "1 b none /dev/b 14 3 ? ? ?\n"
	    "1 c none /dev/c 13 2 0600 root sys\n"
	    "1 p none /dev/p 0600 root sys\n"
	    "2 v none /var/v 0666 root sys ? ? ?\n"
	    "1 i depend ? ? ?\n"
	    "1 d none opt 0755 root bin\n"
	    "1 e sed opt/e 0644 root bin ? ? ?\n"
	    "1 f none opt/f 0644 root bin ? ? ?\n"
	    "1 l none opt/l=f\n"
	    "1 s none opt/s=../../y/./z\n"
	    "1 x none opt/x 0700 root bin\n"
	    "1 i pkginfo ? ? ?\n");
	expect_good("", "");
}

static void
test_sources(void **state)
{
	struct diag d = DIAG_INIT;
	struct prototype *p = read_text(
	    "i depend=../dep\n"
	    "3 f none opt/f=/dev/null 0644 root bin\n"
	    "f none opt/g= 0644 root bin\n",
	    &d);

	(void)state;
	assert_non_null(p);
	assert_string_equal(p->objects.v[0].source, "../dep");
	assert_string_equal(p->objects.v[1].source, "/dev/null");
	assert_int_equal(p->objects.v[1].part, 3);
	assert_int_equal(p->objects.v[1].line, 2);
	assert_null(p->objects.v[2].source);
	assert_int_equal(p->objects.v[2].part, 0);
	assert_int_equal(d.n, 0);
	prototype_free(p);
}

static void
test_default(void **state)
{
	(void)state;
	expect_good("d none a 0700 a b\n"
		    "!default 0755 root bin\n"
		    "d none b\n"
		    "f none c=src\n"
		    "c none d 1 2\n"
		    "f none e 0600 own grp\n"
		    "s none f=x\n"
		    "l none h=x\n"
		    "i depend\n"
		    "! default 644 x y\n"
		    "1 d none g\n",
	    "1 d none a 0700 a b\n"
	    "1 d none b 0755 root bin\n"
	    "1 f none c 0755 root bin ? ? ?\n"
	    "1 c none d 1 2 0755 root bin\n"
	    "1 i depend ? ? ?\n"
	    "1 f none e 0600 own grp ? ? ?\n"
	    "1 s none f=x\n"
	    "1 d none g 0644 x y\n"
	    "1 l none h=x\n");
}

static void
test_defaults_left_out(void **state)
{
	struct diag d = DIAG_INIT;
	struct prototype *p = read_text("d none a\nf none b 0644\n", &d);

	(void)state;
	expect_entries(p, "1 d none a ? ? ?\n1 f none b 0644 ? ? ? ? ?\n");
	expect_findings(&d,
	    "proto:1: warning: a: attributes that are left out are `?' "
	    "(prototype(4))\n"
	    "proto:2: warning: b: attributes that are left out are `?' "
	    "(prototype(4))\n");
	prototype_free(p);
}

static void
test_variables(void **state)
{
	(void)state;
	expect_good("!dir=opt/app\n"
		    "!mode=0750\n"
		    "!who=root extra\n"
		    "!abs=/usr\n"
		    "!copy=$dir\n"
		    "d none $dir/x $mode $who bin\n"
		    "d none $abs/y 0755 root $who\n"
		    "d none a/$dir/b 0755 root bin\n"
		    "d none $copy 0755 root bin\n"
		    "d none $DIR/z ? ? ?\n"
		    "d none a$dir 0755 root bin\n"
		    "s none l1=$dir/../x//y\n"
		    "s none l2=a/$dir\n"
		    "s none l3=$LATER/x\n"
		    "s none l4=/a/../$dir/\n"
		    "s none l5=/\n",
	    "1 d none $DIR/z ? ? ?\n"
	    "1 d none /usr/y 0755 root root\n"
	    "1 d none a$dir 0755 root bin\n"
	    "1 d none a/opt/app/b 0755 root bin\n"
	    "1 s none l1=opt/x/y\n"
	    "1 s none l2=a/$dir\n"
	    "1 s none l3=$LATER/x\n"
	    "1 s none l4=/opt/app\n"
	    "1 s none l5=/\n"
	    "1 d none opt/app 0755 root bin\n"
	    "1 d none opt/app/x 0750 root bin\n");
}

/* The command line wins over !PARAM=value, in includes too. */
static void
test_fixed_variables(void **state)
{
	struct pkginfo *vars = pkginfo_new();
	struct diag d = DIAG_INIT;
	struct prototype *p;

	(void)state;
	pkginfo_set(vars, "dir", "given");
	write_text("inc", "!dir=changed\n!other=set\n");
	write_text("proto",
	    "!dir=mine\n!include inc\n"
	    "d none $dir/$other 0755 root bin\n");
	p = read_proto("proto", vars, &d);
	expect_entries(p, "1 d none given/set 0755 root bin\n");
	assert_string_equal(pkginfo_get(p->vars, "other"), "set");
	assert_int_equal(vars->n, 1);
	prototype_free(p);
	pkginfo_free(vars);
	assert_int_equal(d.n, 0);
}

/* What the value of a variable makes of a path is checked like the path. */
static void
test_hostile_values(void **state)
{
	static const char *const values[] = {"a b", "a=b", "a\tb", "a\nb", "..",
	    "../../etc", "a/../../b", "/..\n"};
	struct pkginfo *vars = pkginfo_new();
	struct diag d = DIAG_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		pkginfo_set(vars, "x", values[i]);
		write_text("proto",
		    "d none ok 0755 root bin\n"
		    "d none $x 0755 root bin\n");
		assert_null(read_proto("proto", vars, &d));
		assert_int_equal(d.n, 1);
		assert_int_equal(d.v[0].line, 2);
		diag_free(&d);
	}
	pkginfo_set(vars, "x", "/");
	write_text("proto", "p none $x 0644 root bin\n");
	assert_null(read_proto("proto", vars, &d));
	expect_findings(
	    &d, "proto:1: the path `/' names no object (prototype(4))\n");
	pkginfo_set(vars, "x", "a b");
	write_text("proto", "s none l=$x\n");
	assert_null(read_proto("proto", vars, &d));
	expect_findings(&d,
	    "proto:1: the path `a b' holds a blank or a "
	    "control character (prototype(4))\n");
	pkginfo_free(vars);
}

static void
expect_list(char *const *list, const char *a, const char *b)
{
	assert_non_null(list);
	assert_string_equal(list[0], a);
	if (b == NULL) {
		assert_null(list[1]);
		return;
	}
	assert_string_equal(list[1], b);
	assert_null(list[2]);
}

static const struct scope *
scope_of(const struct prototype *p, const char *path)
{
	return &p->scopes[objects_find(&p->objects, path)->scope];
}

/* Lists hold until the next command, in their file alone (5.1). */
static void
test_search(void **state)
{
	struct diag d = DIAG_INIT;
	struct prototype *p;

	(void)state;
	assert_int_equal(mkdir("sub", 0755), 0);
	write_text("sub/inc",
	    "d none inc1 0755 root bin\n"
	    "!rsearch here ../there\n"
	    "d none inc2 0755 root bin\n");
	p = read_text("!where=var/dir\n"
		      "d none none 0755 root bin\n"
		      "!search one,$where\n"
		      "d none one 0755 root bin\n"
		      "!rsearch /abs ../../up\n"
		      "!search three\n"
		      "d none three 0755 root bin\n"
		      "!include sub/inc\n"
		      "d none back 0755 root bin\n",
	    &d);
	assert_non_null(p);
	assert_null(scope_of(p, "none")->search);
	assert_null(scope_of(p, "none")->rsearch);
	expect_list(scope_of(p, "one")->search, "one", "var/dir");
	assert_null(scope_of(p, "one")->rsearch);
	expect_list(scope_of(p, "three")->search, "three", NULL);
	expect_list(scope_of(p, "three")->rsearch, "/abs", "../../up");
	assert_null(scope_of(p, "inc1")->search);
	assert_null(scope_of(p, "inc1")->rsearch);
	assert_string_equal(scope_of(p, "inc1")->dir, "sub");
	expect_list(scope_of(p, "inc2")->rsearch, "sub/here", "there");
	expect_list(scope_of(p, "back")->rsearch, "/abs", "../../up");
	assert_string_equal(
	    prototype_file(p, objects_find(&p->objects, "inc2")), "sub/inc");
	assert_string_equal(
	    prototype_file(p, objects_find(&p->objects, "back")), "proto");
	assert_int_equal(d.n, 0);
	prototype_free(p);
}

static void
test_include(void **state)
{
	(void)state;
	assert_int_equal(mkdir("sub", 0755), 0);
	write_text("sub/a",
	    "!default 0700 u g\nd none a1\n"
	    "!name=b\n!include $name rest\nd none a2\n");
	write_text("sub/b", "d none b 0711 x y\n!include ../c\n");
	write_text("c", "d none c 0722 x y\n");
	expect_good("!default 0755 root bin\n"
		    "!include sub/a\n"
		    "d none p\n",
	    "1 d none a1 0700 u g\n1 d none a2 0700 u g\n"
	    "1 d none b 0711 x y\n1 d none c 0722 x y\n"
	    "1 d none p 0755 root bin\n");
}

/* 20 files deep is fine, 21 are not; a file that includes itself ends. */
static void
test_include_depth(void **state)
{
	char name[16];
	struct buf b = BUF_INIT;
	int i;

	(void)state;
	for (i = 2; i <= 21; i++) {
		b.len = 0;
		buf_printf(&b, "d none d%d 0755 root bin\n", i);
		if (i < 20)
			buf_printf(&b, "!include f%d\n", i + 1);
		(void)snprintf(name, sizeof(name), "f%d", i);
		write_text(name, buf_text(&b));
	}
	expect_good("!include f20\n", "1 d none d20 0755 root bin\n");
	write_text("f20", "!include f21\n");
	expect_bad("!include f2\n",
	    "f20:1: more than 20 nested files, at `f21' (prototype(4))\n");
	write_text("f20", "!include f19\n");
	expect_bad("!include f19\n",
	    "f20:1: the file includes itself: `f19' (prototype(4))\n");
	buf_free(&b);
}

/* Without a limit for all files these would be read 3 to the 20th times. */
static void
test_include_bomb(void **state)
{
	struct diag d = DIAG_INIT;
	char name[16], text[64];
	int i;

	(void)state;
	for (i = 1; i < 20; i++) {
		(void)snprintf(name, sizeof(name), "f%d", i);
		(void)snprintf(text, sizeof(text),
		    "!include f%d\n"
		    "!include f%d\n!include f%d\n",
		    i + 1, i + 1, i + 1);
		write_text(name, text);
	}
	write_text("f20", "");
	assert_null(read_text("!include f1\n", &d));
	assert_true(d.n < 4000);
	diag_free(&d);
}

static void
test_include_faults(void **state)
{
	(void)state;
	assert_int_equal(mkdir("dir", 0755), 0);
	assert_int_equal(mkfifo("fifo", 0644), 0);
	write_text("inc", "# one\nq none x\n\n!nothing\n");
	expect_bad("!include\n"
		   "!include missing\n"
		   "!include dir\n"
		   "!include fifo\n"
		   "!include inc\n"
		   "d none a 0999 root bin\n",
	    "proto:1: !include without a file in `' (prototype(4))\n"
	    "proto:2: missing: cannot open: No such file or directory "
	    "(prototype(4))\n"
	    "proto:3: dir: not a regular file (prototype(4))\n"
	    "proto:4: fifo: not a regular file (prototype(4))\n"
	    "inc:2: `q' is not a file type (f e v d x l s p c b i) "
	    "(prototype(4))\n"
	    "inc:4: unknown command `nothing' (prototype(4))\n"
	    "proto:6: `0999' is not a mode (octal, at most 7777) "
	    "(prototype(4))\n");
}

/* A name used twice is told where it is, whichever file that is. */
static void
test_twice(void **state)
{
	(void)state;
	write_text("inc",
	    "\n\nf none a 0644 root bin\n"
	    "f none b 0644 root bin\n");
	expect_bad("f none a 0644 root bin\n"
		   "!include inc\n"
		   "f none b 0644 root bin\n"
		   "f none b 0644 root bin\n",
	    "inc:3: a: is already named in proto:1 (prototype(4))\n"
	    "proto:3: b: is already named in inc:4 (prototype(4))\n"
	    "proto:4: b: is already named in inc:4 (prototype(4))\n");
	expect_bad("i pkginfo\nf none pkginfo 0644 root bin\n",
	    "proto:2: pkginfo: is already named in line 1 "
	    "(prototype(4))\n");
	expect_bad("!x=a\nf none $x/b 0644 root bin\n"
		   "f none a//b 0644 root bin\n",
	    "proto:3: a/b: is already named in line 2 (prototype(4))\n");
}

static void
test_faults(void **state)
{
	(void)state;
	expect_bad("f none my file 0644 root bin\n"
		   "f none a=b=c 0644 root bin\n"
		   "f $cls b 0644 root bin\n"
		   "f none $nothing/c 0644 root bin\n"
		   "f none d $nomode root bin\n"
		   "f none e $Mode root bin\n"
		   "s none g=$nothing\n"
		   "s none h\n"
		   "c none /dev/i ? 2 0600 root sys\n"
		   "c none /dev/j 1\n"
		   "f none ../k 0644 root bin\n"
		   "f\n"
		   "i /abs/pkginfo\n"
		   "!=x\n"
		   "!default 0644 root\n"
		   "!bogus\n"
		   "!\n"
		   "99999 f none n 0644 root bin\n",
	    "proto:1: `file' is not a mode; a path cannot hold blanks "
	    "(prototype(4))\n"
	    "proto:2: the path `a' is followed by two `=' (prototype(4))\n"
	    "proto:3: the class `$cls' is a variable, which a class may not "
	    "be (prototype(4))\n"
	    "proto:4: no value for the build variable in `$nothing/c' "
	    "(prototype(4))\n"
	    "proto:5: no value for the build variable `$nomode' "
	    "(prototype(4))\n"
	    "proto:6: `$Mode' is not a mode; a path cannot hold blanks "
	    "(prototype(4))\n"
	    "proto:7: no value for the build variable in `$nothing' "
	    "(prototype(4))\n"
	    "proto:8: target of the link is missing (prototype(4))\n"
	    "proto:9: a device needs its numbers: `/dev/i' (prototype(4))\n"
	    "proto:10: minor number is missing (prototype(4))\n"
	    "proto:11: the path `../k' leaves its directory with `..' "
	    "(prototype(4))\n"
	    "proto:12: class is missing (prototype(4))\n"
	    "proto:13: an information file lies in no directory: "
	    "`/abs/pkginfo' (prototype(4))\n"
	    "proto:14: not a variable's name: `' (prototype(4))\n"
	    "proto:15: !default wants mode, owner and group, not `0644 root' "
	    "(prototype(4))\n"
	    "proto:16: unknown command `bogus' (prototype(4))\n"
	    "proto:17: unknown command `' (prototype(4))\n"
	    "proto:18: the part number is not one (prototype(4))\n");
}

static void
test_limits(void **state)
{
	struct diag d = DIAG_INIT;
	struct buf b = BUF_INIT;
	struct prototype *p;
	int i;

	(void)state;
	buf_str(&b, "!search");
	for (i = 0; i < 17; i++)
		buf_printf(&b, " d%d", i);
	expect_bad(buf_text(&b),
	    "proto:1: more than 16 directories, at `d16' (prototype(4))\n");
	b.len = 0;
	for (i = 0; i < 257; i++)
		buf_printf(&b, "!v%d=x\n", i);
	buf_str(&b, "!v0=y\n");
	expect_bad(buf_text(&b),
	    "proto:257: more than 256 variables, at `v256' "
	    "(prototype(4))\n");
	b.len = 0;
	buf_str(&b, "#");
	for (i = 1; i < PROTOTYPE_LINE_MAX; i++)
		buf_char(&b, 'x');
	p = read_text(buf_text(&b), &d);
	assert_non_null(p);
	prototype_free(p);
	buf_str(&b, "x\nd none a 0755 root bin\n");
	expect_bad(buf_text(&b),
	    "proto:1: the line is longer than 8192 bytes (prototype(4))\n");
	write_bytes("proto", "d none a\0b 0755 root bin\n", 25);
	assert_null(read_proto("proto", no_vars(), &d));
	expect_findings(
	    &d, "proto:1: the line holds a NUL byte (prototype(4))\n");
	buf_free(&b);
}

static void
test_unreadable(void **state)
{
	struct diag d = DIAG_INIT;

	(void)state;
	assert_int_equal(mkfifo("fifo", 0644), 0);
	assert_null(read_proto("missing", no_vars(), &d));
	assert_null(read_proto(".", no_vars(), &d));
	assert_null(read_proto("fifo", no_vars(), &d));
	assert_int_equal(diag_status(&d), STATUS_INPUT);
	expect_findings(&d,
	    "missing: cannot open: No such file or directory\n"
	    ".: not a regular file\n"
	    "fifo: not a regular file\n");
}

/* Cut off anywhere, and with any byte changed, there is an answer. */
static void
test_damage(void **state)
{
	static const char text[] =
	    "!search a $b,c\n!x=y\n!default 7 $x z\n"
	    "i p=q\n2 f n $x/y=z 0644 r b\nc n d 1 2 $x\ns n l=$x/..\n";
	static const char bytes[] = {0, ' ', '\n', '=', '/', '$', '!', '?'};
	char copy[sizeof(text)];
	struct diag d = DIAG_INIT;
	struct prototype *p;
	size_t i, k;

	(void)state;
	for (i = 0; i < (sizeof(text) - 1) * (sizeof(bytes) + 1); i++) {
		k = i / (sizeof(text) - 1);
		memcpy(copy, text, sizeof(text));
		if (k > 0)
			copy[i % (sizeof(text) - 1)] = bytes[k - 1];
		write_bytes("proto", copy, k > 0 ? sizeof(text) - 1 : i);
		p = read_proto("proto", no_vars(), &d);
		assert_int_equal(p == NULL, diag_status(&d) != STATUS_OK);
		prototype_free(p);
		diag_free(&d);
	}
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_SCRATCH(test_types),
	    IN_SCRATCH(test_sources),
	    IN_SCRATCH(test_default),
	    IN_SCRATCH(test_defaults_left_out),
	    IN_SCRATCH(test_variables),
	    IN_SCRATCH(test_fixed_variables),
	    IN_SCRATCH(test_hostile_values),
	    IN_SCRATCH(test_search),
	    IN_SCRATCH(test_include),
	    IN_SCRATCH(test_include_depth),
	    IN_SCRATCH(test_include_bomb),
	    IN_SCRATCH(test_include_faults),
	    IN_SCRATCH(test_twice),
	    IN_SCRATCH(test_faults),
	    IN_SCRATCH(test_limits),
	    IN_SCRATCH(test_unreadable),
	    IN_SCRATCH(test_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
