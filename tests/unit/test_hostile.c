/*
 * Streams that never end, or claim to: time and memory stay bounded.  The
 * reader runs in a process of its own, whose memory is measured.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "inspect/verify.h"
#include "stream/rule.h"

#include "sample.h"

#define MEMORY_MAX (64 * 1024) /* KiB */
#define MEMBERS    1000000

/* Sanitizers need memory of their own. */
#if defined(__SANITIZE_ADDRESS__)
#define MEASURES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEASURES 0
#endif
#endif
#ifndef MEASURES
#define MEASURES 1
#endif

/* Passes on what is there; false when nobody listens any more. */
static bool
send(int fd, struct buf *b)
{
	size_t done = 0;
	ssize_t n;

	while (done < b->len) {
		n = write(fd, b->data + done, b->len - done);
		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	b->len = 0;
	return true;
}

static void
send_members(int fd)
{
	struct buf b = BUF_INIT;
	char name[32];
	int i;

	sample_begin(&b, sample_pkginfo, sample_pkgmap);
	for (i = 0; i < MEMBERS; i++) {
		snprintf(name, sizeof(name), "reloc/x%d", i);
		sample_file(&b, name, "");
		if (b.len > 60000 && !send(fd, &b))
			break;
	}
	sample_end(&b);
	(void)send(fd, &b);
	buf_free(&b);
}

/* Zeros after the last archive, without end. */
static void
send_tail(int fd)
{
	struct buf b = BUF_INIT;

	sample_stream(&b);
	do
		buf_zero(&b, b.len == 0 ? 60000 : 0);
	while (send(fd, &b));
	buf_free(&b);
}

/* A member that grows as long as somebody reads, up to what it claims. */
static void
send_pkgmap(int fd)
{
	struct cpio_header h = {
	    .mode = 0100644, .nlink = 1, .size = 0xffffffff};
	struct buf b = BUF_INIT;

	sample_header(&b, "A 1 2\n");
	cpio_print(&h, "A/pkgmap", &b);
	do
		buf_zero(&b, b.len == 0 ? 60000 : 0);
	while (send(fd, &b));
	buf_free(&b);
}

static void
send_header(int fd)
{
	struct buf b = BUF_INIT;

	buf_str(&b, HEADER_MAGIC "\n");
	do
		while (b.len < 60000)
			buf_str(&b, "#\n");
	while (send(fd, &b));
	buf_free(&b);
}

/* In the child: 0 when verify gives this rule. */
static int
verify_input(int fd, enum rule rule)
{
	struct diag d = DIAG_INIT;
	struct package_reader *s;
	int status = 1;
	size_t i;

	dup2(fd, STDIN_FILENO);
	s = reader_open("-", &d);
	if (s != NULL)
		verify_source(s, &d);
	reader_close(s);
	for (i = 0; i < d.n; i++)
		if (d.v[i].rule != NULL &&
		    strcmp(d.v[i].rule, rule_name(rule)) == 0)
			status = 0;
	diag_free(&d);
	return status;
}

static void
check(void (*sender)(int fd), enum rule rule)
{
	struct rusage usage;
	pid_t writer, reader;
	int fd[2], status;

	assert_int_equal(pipe(fd), 0);
	writer = fork();
	if (writer == 0) {
		close(fd[0]);
		signal(SIGPIPE, SIG_IGN);
		sender(fd[1]);
		_exit(0);
	}
	close(fd[1]);
	reader = fork();
	if (reader == 0) {
		alarm(60);
		_exit(verify_input(fd[0], rule));
	}
	close(fd[0]);
	assert_int_equal(wait4(reader, &status, 0, &usage), reader);
	assert_int_equal(status, 0);
	if (MEASURES)
		assert_true(usage.ru_maxrss < MEMORY_MAX);
	assert_int_equal(waitpid(writer, &status, 0), writer);
}

static void
test_million_members(void **state)
{
	(void)state;
	check(send_members, RULE_SURPLUS);
}

static void
test_endless_tail(void **state)
{
	(void)state;
	check(send_tail, RULE_TRAILING);
}

static void
test_endless_pkgmap(void **state)
{
	(void)state;
	check(send_pkgmap, RULE_LIMIT);
}

static void
test_endless_header(void **state)
{
	(void)state;
	check(send_header, RULE_HEADER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_million_members),
	    cmocka_unit_test(test_endless_tail),
	    cmocka_unit_test(test_endless_pkgmap),
	    cmocka_unit_test(test_endless_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
