#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/words.h"
#include "install/response.h"
#include "os/file.h"
#include "os/file_ops.h"

/* Parameters that a response file cannot change. */
static const char unchangeable[] =
    "PATH NAME PKG PKGINST VERSION ARCH INSTDATE CATEGORY";

/* The whole text; NULL when it cannot be read or is too long. */
static char *
read_text(int fd)
{
	struct buf text = BUF_INIT;
	ssize_t n;

	do {
		n = file_read_full(fd, buf_room(&text, 4096), 4096);
		if (n > 0)
			text.len += (size_t)n;
	} while (n == 4096 && text.len <= PKGINFO_MAX);
	if (n < 0 || text.len > PKGINFO_MAX) {
		buf_free(&text);
		return NULL;
	}
	buf_char(&text, '\0');
	return buf_steal(&text);
}

void
response_source_read(struct response_source *s, const char *path)
{
	struct stat st;
	int fd;

	*s = (struct response_source){.given = path != NULL, .dir = -1};
	if (path == NULL)
		return;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd == -1)
		return;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		s->dir = fd;
		return;
	}
	if (S_ISREG(st.st_mode))
		s->text = read_text(fd);
	close(fd);
}

void
response_source_free(struct response_source *s)
{
	free(s->text);
	if (s->dir != -1)
		close(s->dir);
}

int
load_response(struct context *ctx, const struct response_source *s,
    struct response_file *file)
{
	struct diag d = DIAG_INIT;
	char *text = NULL;
	int fd;

	if (!s->given)
		return 0;
	file->given = true;
	if (s->dir != -1) {
		fd = openat(
		    s->dir, ctx->instance, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
		if (fd != -1) {
			text = read_text(fd);
			close(fd);
		}
	} else if (s->text != NULL)
		text = xstrdup(s->text);
	file->path = xasprintf("%s/response", ctx->temp_dir);
	if (text == NULL) {
		file->unreadable = true;
		return 0;
	}
	if (!write_file(file->path, text, strlen(text), 0644, &d))
		file->unreadable = true;
	log_findings(ctx, &d);
	free(text);
	return 0;
}

static int
set_answer(struct context *ctx, const struct param *p, bool is_update)
{
	const char *basedir = env_get(ctx->env, "BASEDIR");
	int code = 0;

	if (!isupper((unsigned char)p->name[0]))
		return 0;
	if (words_contain(unchangeable, " ", p->name, strlen(p->name))) {
		log_error(ctx, "a response file cannot change %s", p->name);
		return 0;
	}
	if (is_update && strcmp(p->name, "BASEDIR") == 0 && basedir != NULL &&
	    strcmp(basedir, p->value) != 0) {
		log_error(ctx,
		    "%s is installed at %s and cannot be installed "
		    "at %s, too",
		    ctx->instance, basedir, p->value);
		code = EXIT_INTERNAL;
	}
	env_set(ctx->env, p->name, p->value);
	return code;
}

static int
set_answers(struct context *ctx, const struct pkginfo *answers, bool is_update)
{
	int code = 0;
	size_t i;

	for (i = 0; i < answers->n && code == 0; i++)
		code = set_answer(ctx, &answers->v[i], is_update);
	return code;
}

int
merge_response(
    struct context *ctx, const struct response_file *file, bool is_update)
{
	struct buf text = BUF_INIT;
	struct diag d = DIAG_INIT;
	struct pkginfo *answers;
	int code;

	if (file->path == NULL)
		return 0;
	if (file->unreadable ||
	    !file_read(file->path, PKGINFO_MAX, &text, &d)) {
		log_findings(ctx, &d);
		log_error(ctx, "the response file cannot be read");
		return EXIT_INTERNAL;
	}
	answers = response_parse(buf_text(&text), text.len, file->path, &d);
	log_findings(ctx, &d);
	code = set_answers(ctx, answers, is_update);
	pkginfo_free(answers);
	buf_free(&text);
	return code;
}
