#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <openssl/crypto.h>

#include "base/mem.h"
#include "base/words.h"
#include "os/file.h"
#include "os/process.h"
#include "sign/secret.h"

#define HEAP      (1024 * 1024) /* bytes for OpenSSL's private numbers */
#define HEAP_UNIT 32
#define CHUNK     4096

void
secret_begin(void)
{
	process_forbid_core();
	if (!CRYPTO_secure_malloc_initialized())
		(void)CRYPTO_secure_malloc_init(HEAP, HEAP_UNIT);
}

void
secret_free(struct secret *s)
{
	if (s->data != NULL)
		OPENSSL_clear_free(s->data, s->size);
	*s = SECRET_INIT;
}

/* Makes room for so many bytes more and a NUL; what is moved is wiped. */
static void
grow(struct secret *s, size_t room)
{
	size_t size = s->len + room + 1;
	char *data;

	if (s->data != NULL && size <= s->size)
		return;
	size *= 2;
	data = OPENSSL_malloc(size);
	if (data == NULL)
		out_of_memory();
	if (s->data != NULL) {
		memcpy(data, s->data, s->len);
		OPENSSL_clear_free(s->data, s->size);
	}
	s->data = data;
	s->size = size;
}

/*
 * Everything up to the end or, with line, up to the first line end, byte by
 * byte, so that what follows is left to other readers of the descriptor.
 */
static bool
read_fd(int fd, bool line, size_t max, struct secret *out)
{
	char chunk[CHUNK];
	ssize_t n;

	grow(out, 0);
	while ((n = file_read_full(fd, chunk, line ? 1 : CHUNK)) > 0) {
		if (line && chunk[0] == '\n')
			break;
		if (out->len + (size_t)n > max) {
			errno = EFBIG;
			n = -1;
			break;
		}
		grow(out, (size_t)n);
		memcpy(out->data + out->len, chunk, (size_t)n);
		out->len += (size_t)n;
	}
	OPENSSL_cleanse(chunk, sizeof(chunk));
	if (line && out->len > 0 && out->data[out->len - 1] == '\r')
		out->len--;
	out->data[out->len] = '\0';
	return n >= 0;
}

static void
note_access(int fd, struct secret *s)
{
	struct stat st;

	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode))
		return;
	s->others_read = (st.st_mode & (S_IRGRP | S_IROTH)) != 0;
	s->others_write = (st.st_mode & (S_IWGRP | S_IWOTH)) != 0;
}

static bool
read_path(
    const char *path, bool line, size_t max, struct secret *out, struct diag *d)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd == -1) {
		diag_error(
		    d, path, 0, NULL, "cannot open: %s", strerror(errno));
		return false;
	}
	note_access(fd, out);
	ok = read_fd(fd, line, max, out);
	if (!ok)
		diag_error(
		    d, path, 0, NULL, "cannot read: %s", strerror(errno));
	close(fd);
	return ok;
}

bool
secret_read(const char *path, struct secret *out, struct diag *d)
{
	return read_path(path, false, SECRET_FILE_MAX, out, d);
}

static bool
from_file(const char *path, struct secret *out, struct diag *d)
{
	if (!read_path(path, true, PASSPHRASE_MAX, out, d))
		return false;
	if (!out->others_read && !out->others_write)
		return true;
	diag_error(d, path, 0, NULL,
	    "others can read or change this pass phrase; chmod 600 it");
	return false;
}

static bool
from_environment(const char *name, struct secret *out, struct diag *d)
{
	const char *value = getenv(name);

	if (value == NULL || strlen(value) > PASSPHRASE_MAX) {
		diag_error(d, NULL, 0, NULL,
		    "the environment has no %s with a pass phrase", name);
		return false;
	}
	grow(out, strlen(value));
	out->len = strlen(value);
	memcpy(out->data, value, out->len + 1);
	return true;
}

static bool
parse_descriptor(const char *text, int *fd)
{
	uint64_t n;

	if (!number_parse((struct slice){text, strlen(text)}, 10, 65535, &n))
		return false;
	*fd = (int)n;
	return true;
}

static bool
from_descriptor(const char *text, struct secret *out, struct diag *d)
{
	int fd = -1;

	if (parse_descriptor(text, &fd) &&
	    read_fd(fd, true, PASSPHRASE_MAX, out))
		return true;
	diag_error(d, NULL, 0, NULL,
	    "cannot read a pass phrase from descriptor %s: %s", text,
	    strerror(errno));
	return false;
}

/*
 * Reads a line without showing it.  The signals of the keyboard are raised only
 * when the terminal shows what is typed again.
 */
static bool
read_hidden(int tty, const struct termios *old, struct secret *out)
{
	char c = '\0';

	while (read(tty, &c, 1) == 1 && c != '\n' && c != '\r') {
		if (c == (char)old->c_cc[VINTR] || c == (char)old->c_cc[VQUIT])
			return false;
		if (c == (char)old->c_cc[VEOF])
			break;
		if (c == (char)old->c_cc[VKILL])
			out->len = 0;
		else if (c == (char)old->c_cc[VERASE] || c == '\b')
			out->len -= out->len > 0;
		else if (out->len < PASSPHRASE_MAX)
			out->data[out->len++] = c;
	}
	OPENSSL_cleanse(&c, 1);
	out->data[out->len] = '\0';
	return true;
}

static void
print_prompt(int tty, const char *what)
{
	char *prompt = xasprintf("Pass phrase of %s: ", what);
	char *clean = text_printable(prompt);

	(void)file_write_full(tty, clean, strlen(clean));
	free(clean);
	free(prompt);
}

/* The prompt comes when nothing is shown any more. */
static bool
ask(int tty, const char *what, struct secret *out)
{
	struct termios old, hidden;
	bool ok;

	if (tcgetattr(tty, &old) == -1)
		return false;
	hidden = old;
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG);
	hidden.c_cc[VMIN] = 1;
	hidden.c_cc[VTIME] = 0;
	if (tcsetattr(tty, TCSAFLUSH, &hidden) == -1)
		return false;
	print_prompt(tty, what);
	grow(out, PASSPHRASE_MAX);
	ok = read_hidden(tty, &old, out);
	(void)tcsetattr(tty, TCSAFLUSH, &old);
	(void)file_write_full(tty, "\n", 1);
	if (!ok)
		(void)raise(SIGINT);
	return ok;
}

static bool
from_terminal(const char *what, struct secret *out, struct diag *d)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	bool ok = tty != -1 && ask(tty, what, out);

	if (!ok)
		diag_error(d, what, 0, NULL,
		    "a pass phrase is needed, and there is no terminal to ask "
		    "for it; --pass says where it is");
	if (tty != -1)
		close(tty);
	return ok;
}

static const struct {
	const char *prefix;
	bool (*fetch)(const char *arg, struct secret *out, struct diag *d);
} sources[] = {
    {"file:", from_file},
    {"env:", from_environment},
    {"fd:", from_descriptor},
};

#define SOURCES (sizeof(sources) / sizeof(sources[0]))

/* The index of the source, or SOURCES. */
static size_t
find_source(const char *source)
{
	size_t i;

	for (i = 0; i < SOURCES; i++)
		if (strncmp(source, sources[i].prefix,
			strlen(sources[i].prefix)) == 0)
			break;
	return i;
}

const char *
passphrase_source_fault(const char *source)
{
	size_t i = find_source(source);
	int fd;

	if (strncmp(source, "pass:", 5) == 0)
		return "a pass phrase on the command line can be read by all "
		       "users; use file:, env:, fd: or console";
	if (strcmp(source, "console") == 0)
		return NULL;
	if (i == SOURCES || source[strlen(sources[i].prefix)] == '\0' ||
	    (strcmp(sources[i].prefix, "fd:") == 0 &&
		!parse_descriptor(source + 3, &fd)))
		return "the pass phrase comes from file:PATH, env:NAME, "
		       "fd:NUMBER or console";
	return NULL;
}

const struct secret *
passphrase_get(struct passphrase *p, const char *what, struct diag *d)
{
	bool ok;
	size_t i;

	if (p->fetched)
		return p->failed ? NULL : &p->text;
	p->fetched = true;
	if (p->source == NULL || strcmp(p->source, "console") == 0)
		ok = from_terminal(what, &p->text, d);
	else {
		i = find_source(p->source);
		ok = i < SOURCES &&
		    sources[i].fetch(
			p->source + strlen(sources[i].prefix), &p->text, d);
	}
	p->failed = !ok;
	return ok ? &p->text : NULL;
}

void
passphrase_free(struct passphrase *p)
{
	secret_free(&p->text);
	p->fetched = p->failed = false;
}
