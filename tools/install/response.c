#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "install/response.h"
#include "os/file.h"
#include "run/script.h"
#include "target/fs_ops.h"

/* What a response file cannot change. */
static const char *const fixed[] = {
    "PATH",
    "NAME",
    "PKG",
    "PKGINST",
    "VERSION",
    "ARCH",
    "INSTDATE",
    "CATEGORY",
};

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
response_read(struct response *resp, const char *path)
{
	struct stat st;
	int fd;

	*resp = (struct response){.given = path != NULL, .dir = -1};
	if (path == NULL)
		return;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd == -1)
		return;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		resp->dir = fd;
		return;
	}
	if (S_ISREG(st.st_mode))
		resp->text = read_text(fd);
	close(fd);
}

void
response_free(struct response *resp)
{
	free(resp->text);
	if (resp->dir != -1)
		close(resp->dir);
}

/*
 * The answers of -r become the run's response file; the file that was given
 * is not touched.
 */
int
load_response(struct run *r)
{
	struct response *resp = r->response;
	struct diag d = DIAG_INIT;
	char *text = NULL;
	int fd;

	if (!resp->given)
		return 0;
	r->answers_fixed = true;
	if (resp->dir != -1) {
		fd = openat(
		    resp->dir, r->instance, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
		if (fd != -1) {
			text = read_text(fd);
			close(fd);
		}
	} else if (resp->text != NULL)
		text = xstrdup(resp->text);
	r->answers = xasprintf("%s/response", r->temp);
	if (text == NULL) {
		r->answers_missing = true;
		return 0;
	}
	if (!write_file(r->answers, text, strlen(text), 0644, &d))
		r->answers_missing = true;
	log_findings(r, &d);
	free(text);
	return 0;
}

static bool
is_fixed(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (strcmp(fixed[i], name) == 0)
			return true;
	return false;
}

static int
take_answer(struct run *r, const struct param *p)
{
	const char *basedir = env_get(r->env, "BASEDIR");
	int code = 0;

	if (!isupper((unsigned char)p->name[0]))
		return 0;
	if (is_fixed(p->name)) {
		log_error(r, "a response file cannot change %s", p->name);
		return 0;
	}
	if (r->update && strcmp(p->name, "BASEDIR") == 0 && basedir != NULL &&
	    strcmp(basedir, p->value) != 0) {
		log_error(r,
		    "%s is installed at %s and cannot be installed "
		    "at %s, too",
		    r->instance, basedir, p->value);
		code = EXIT_INTERNAL;
	}
	env_set(r->env, p->name, p->value);
	return code;
}

/*
 * One line at a time: of two answers with one name the later one counts,
 * since checkinstall appends to what request has written.
 */
static int
take_lines(struct run *r, char *text)
{
	struct diag d = DIAG_INIT;
	struct pkginfo *line;
	char *p = text, *end;
	int code = 0;
	size_t i;

	for (; *p != '\0'; p = end) {
		end = p + strcspn(p, "\n");
		while (*end == '\n' && end > p && end[-1] == '\\')
			end += 1 + strcspn(end + 1, "\n");
		line = pkginfo_parse(p, (size_t)(end - p), r->answers, &d);
		for (i = 0; line != NULL && i < line->n && code == 0; i++)
			code = take_answer(r, &line->v[i]);
		pkginfo_free(line);
		end += *end == '\n';
	}
	log_findings(r, &d);
	return code;
}

int
merge_response(struct run *r)
{
	struct buf text = BUF_INIT;
	struct diag d = DIAG_INIT;
	int code;

	if (r->answers == NULL)
		return 0;
	if (r->answers_missing ||
	    !file_read(r->answers, PKGINFO_MAX, &text, &d)) {
		log_findings(r, &d);
		log_error(r, "the response file cannot be read");
		return EXIT_INTERNAL;
	}
	buf_char(&text, '\0');
	code = take_lines(r, text.data);
	buf_free(&text);
	return code;
}

static bool
is_true(const struct run *r, const char *name)
{
	const char *value = env_get(r->env, name);

	return value != NULL && strncasecmp(value, "TRUE", 4) == 0;
}

/* A new, empty file that the script may write to; its text if it has some. */
static bool
open_answers(struct run *r, const char *user)
{
	uid_t uid;
	gid_t gid = 1;
	int fd;

	if (r->answers == NULL)
		r->answers = xasprintf("%s/response", r->temp);
	fd = open(
	    r->answers, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd == -1) {
		log_error(
		    r, "no response file can be made: %s", strerror(errno));
		return false;
	}
	(void)target_group(r->target, "other", &gid);
	if (user != NULL && target_user(r->target, user, &uid) &&
	    r->target->chowns)
		(void)fchown(fd, uid, gid);
	(void)fchmod(fd, 0644);
	close(fd);
	return true;
}

/*
 * The script runs as somebody without privileges, so from a copy that
 * anybody can read; in an update from its own place (svr4-packaging 6.2).
 */
static int
run_plain(struct run *r, const char *name, const char *path, const char *user,
    enum script_input input)
{
	struct script s = {.name = name,
	    .path = path,
	    .arg = r->answers,
	    .dir = r->script_dir,
	    .input = input,
	    .user = user};
	struct diag d = DIAG_INIT;
	char *copy = NULL;
	int status;

	if (!r->update) {
		copy = xasprintf("%s/%s.copy", r->temp, name);
		if (copy_file(path, copy, 0444, &d)) {
			(void)chmod(copy, 0444);
			s.path = copy;
		}
		log_findings(r, &d);
	}
	status = script_run(r, &s);
	free(copy);
	return status;
}

int
run_request(struct run *r)
{
	char *path = xasprintf("%s/install/request", r->source_dir);
	const char *user = script_plain_user(r);
	int code = 0;

	if (r->answers_fixed || access(path, F_OK) == -1)
		;
	else if (r->options->unattended && !r->asking) {
		log_error(r,
		    "the package has a request script, and nobody "
		    "can be asked (-n); -r gives the answers");
		code = EXIT_INTERACTION;
	} else {
		if (admin_is(r->admin, ADMIN_RSCRIPTALT, "root") ||
		    is_true(r, "NONABI_SCRIPTS"))
			user = "root";
		if (user == NULL) {
			log_error(r,
			    "there is no account to run request as: "
			    "install or noaccess");
			code = EXIT_FATAL;
		} else if (!open_answers(r, user))
			code = EXIT_INTERNAL;
		else
			code = check_script_status(r,
			    run_plain(r, "request", path, user, INPUT_CALLER),
			    "request");
	}
	free(path);
	return code;
}

/* 3 is the polite refusal; 7 is one of the tool's own codes (6.5). */
static int
judge_checkinstall(struct run *r, int status)
{
	if (status == 3) {
		log_info(r,
		    "checkinstall says that this is no place for the "
		    "package");
		return check_script_status(
		    r, EXIT_ADMINISTRATION, "checkinstall");
	}
	if (status == 7)
		return check_script_status(
		    r, EXIT_ADMINISTRATION, "checkinstall");
	return check_script_status(r, status, "checkinstall");
}

int
run_checkinstall(struct run *r)
{
	char *path = xasprintf("%s/install/checkinstall", r->source_dir);
	const char *user = script_plain_user(r);
	int code = 0;

	if (access(path, F_OK) == -1)
		;
	else if (user == NULL) {
		log_error(r,
		    "there is no account to run checkinstall as: "
		    "install or noaccess");
		code = EXIT_FATAL;
	} else if (!open_answers(r, user))
		code = EXIT_INTERNAL;
	else {
		log_info(r, "## Running checkinstall.");
		code = judge_checkinstall(
		    r, run_plain(r, "checkinstall", path, user, INPUT_NONE));
	}
	free(path);
	return code;
}
