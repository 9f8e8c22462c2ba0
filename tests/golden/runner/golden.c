/*
 * Runs golden scenarios with the program and compares (see ../README.md).
 *
 *	golden PROGRAM DIR...
 *
 * prints TAP, one line a scenario.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "observe.h"
#include "os/file_ops.h"
#include "os/tree.h"

#define WORDS_MAX 64 /* of a step */

struct step {
	int number;
	int status; /* that is expected */
	char *verb;
	char *words[WORDS_MAX + 1]; /* behind the verb */
	size_t n;
};

struct scenario {
	const char *program;
	struct stage stage;
	struct lines base; /* the fresh root */
	int problems;
};

static const char passwd[] =
    "root:x:0:0:Super-User:/:/sbin/sh\n"
    "daemon:x:1:1::/:\n"
    "bin:x:2:2::/usr/bin:\n"
    "sys:x:3:3::/:\n"
    "adm:x:4:4:Admin:/var/adm:\n"
    "lp:x:71:8:Line Printer Admin:/usr/spool/lp:\n"
    "nobody:x:60001:60001:NFS Anonymous Access User:/:\n"
    "noaccess:x:60002:60002:No Access User:/:\n";

static const char group[] =
    "root::0:\nother::1:root\nbin::2:root,daemon\nsys::3:root,bin,adm\n"
    "adm::4:root,daemon\nmail::6:root\nlp::8:root,adm\nstaff::10:\n"
    "nobody::60001:\nnoaccess::60002:\n";

static const char admin[] =
    "mail=\ninstance=unique\npartial=ask\nrunlevel=ask\nidepend=ask\n"
    "rdepend=ask\nspace=ask\nsetuid=ask\nconflict=ask\naction=ask\n"
    "basedir=default\n";

static const char *const directories[] = {
    "etc/init.d",
    "etc/rc0.d",
    "etc/rc1.d",
    "etc/rc2.d",
    "etc/rc3.d",
    "etc/rcS.d",
    "export/home",
    "opt",
    "root",
    "var/sadm/install/admin",
    "var/sadm/install/logs",
    "var/sadm/pkg",
    "var/spool/pkg",
    "tmp",
    "var/tmp",
};

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

static void
put(const struct stage *s, const char *name, const char *text)
{
	char *path = xasprintf("%s/%s", s->root, name);
	struct diag d = DIAG_INIT;

	if (!write_file(path, text, strlen(text), 0644, &d))
		die(path);
	free(path);
}

static void
prepare(struct scenario *sc)
{
	char *path;
	size_t i;

	for (i = 0; i < sizeof(directories) / sizeof(directories[0]); i++) {
		path = xasprintf("%s/%s", sc->stage.root, directories[i]);
		if (!make_directories(path, 0755) ||
		    chmod(path,
			strstr(path, "tmp") == strrchr(path, '/') + 1
			    ? 01777
			    : 0755) == -1)
			die(path);
		free(path);
	}
	put(&sc->stage, "etc/passwd", passwd);
	put(&sc->stage, "etc/group", group);
	put(&sc->stage, "var/sadm/install/admin/default", admin);
	sc->base = observe_tree(&sc->stage);
}

/* One word, unquoted as in the shell; *p moves behind it; NULL: none. */
static char *
next_word(const char **p)
{
	struct buf out = BUF_INIT;
	char quote = '\0';

	*p += strspn(*p, " \t");
	if (**p == '\0')
		return NULL;
	buf_str(&out, "");
	for (; **p != '\0' && (quote != '\0' || strchr(" \t", **p) == NULL);
	     (*p)++) {
		if (quote != '\0' && **p == quote)
			quote = '\0';
		else if (quote == '\0' && strchr("'\"", **p) != NULL)
			quote = **p;
		else if (**p == '\\' && quote != '\'' && (*p)[1] != '\0' &&
		    (quote == '\0' || strchr("\\\"", (*p)[1]) != NULL))
			buf_char(&out, *++*p);
		else
			buf_char(&out, **p);
	}
	return buf_steal(&out);
}

static char *
expand(const struct stage *s, char *word)
{
	static const char *const names[] = {"@ROOT@", "@HERE@"};
	const char *values[] = {s->root, s->here};
	struct buf out = BUF_INIT;
	const char *p = word;
	size_t i;

	while (*p != '\0') {
		for (i = 0; i < 2; i++)
			if (strncmp(p, names[i], 6) == 0)
				break;
		if (i < 2)
			buf_str(&out, values[i]);
		else
			buf_char(&out, *p);
		p += i < 2 ? 6 : 1;
	}
	buf_str(&out, "");
	free(word);
	return buf_steal(&out);
}

static struct step
parse_step(const struct stage *s, const char *line, int number)
{
	struct step step = {.number = number};
	char *word = next_word(&line);

	step.status = word == NULL ? -1 : atoi(word);
	free(word);
	step.verb = next_word(&line);
	while (step.n < WORDS_MAX && (word = next_word(&line)) != NULL)
		step.words[step.n++] = expand(s, word);
	return step;
}

static void
free_step(struct step *step)
{
	size_t i;

	for (i = 0; i < step->n; i++)
		free(step->words[i]);
	free(step->verb);
}

/* In the child: the command of a step, with an environment of its own. */
static void
execute(const struct scenario *sc, struct step *step)
{
	char *argv[WORDS_MAX + 8], *env[8];
	char *verb = step->verb;
	int n = 0, e = 0;
	size_t i;

	env[e++] = xasprintf("PATH=%s", getenv("PATH"));
	env[e++] = xstrdup("HOME=/");
	env[e++] = xstrdup("LC_ALL=C");
	env[e++] = xstrdup("TZ=UTC");
	if (strcmp(verb, "sh") == 0) {
		env[e++] = xasprintf("ROOT=%s", sc->stage.root);
		env[e++] = xasprintf("HERE=%s", sc->stage.here);
		argv[n++] = xstrdup("/bin/sh");
		argv[n++] = xstrdup("-c");
	} else {
		argv[n++] = xstrdup(sc->program);
		argv[n++] = xstrdup("rehearse");
		argv[n++] = strncmp(verb, "live-", 5) == 0 ? verb + 5 : verb;
		if (strncmp(verb, "live-", 5) == 0) {
			argv[n++] = xstrdup("--live");
			argv[n++] = sc->stage.root;
		} else
			/* where a killed run leaves what it had there */
			env[e++] = xasprintf("TMPDIR=%s", sc->stage.temporary);
	}
	for (i = 0; i < step->n; i++)
		argv[n++] = step->words[i];
	argv[n] = env[e] = NULL;
	if (chdir(strcmp(verb, "sh") == 0 ? sc->stage.root : "/") == 0)
		(void)execve(argv[0], argv, env);
	_exit(127);
}

/* The status, 1 for an end by SIGKILL; what was printed goes to output. */
static int
run(const struct scenario *sc, struct step *step, struct buf *output)
{
	int ends[2], status, null = open("/dev/null", O_RDWR);
	char chunk[4096];
	ssize_t n;
	pid_t pid;

	if (null == -1 || pipe(ends) == -1 || (pid = fork()) == -1)
		die("cannot run");
	if (pid == 0) {
		(void)dup2(null, STDIN_FILENO);
		(void)dup2(ends[1], STDOUT_FILENO);
		(void)dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		execute(sc, step);
	}
	close(ends[1]);
	while ((n = read(ends[0], chunk, sizeof(chunk))) > 0)
		buf_add(output, chunk, (size_t)n);
	close(ends[0]);
	close(null);
	if (waitpid(pid, &status, 0) == -1)
		die("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static void
compare(struct scenario *sc, const struct step *step, const char *kind,
    struct lines seen)
{
	char *path = xasprintf(
	    "%s/expected/%d.%s", sc->stage.here, step->number, kind);
	struct lines expected = lines_read(path);

	if (!lines_equal(&expected, &seen)) {
		sc->problems++;
		printf("#   step %d: %s differs\n", step->number, kind);
		lines_print_difference(&expected, &seen);
	}
	lines_free(&expected);
	lines_free(&seen);
	free(path);
}

static void
compare_all(struct scenario *sc, const struct step *step, const char *output)
{
	struct stage *s = &sc->stage;
	struct lines packages = observe_packages(s);
	struct lines tree = observe_tree(s);
	char *kind;
	size_t i;

	compare(sc, step, "contents", observe_contents(s));
	compare(sc, step, "tree", tree_changes(&sc->base, &tree));
	compare(sc, step, "trace", observe_trace(s));
	compare(sc, step, "locks", observe_locks(s));
	for (i = 0; i < packages.n; i++) {
		kind = xasprintf("pkginfo.%s", packages.v[i]);
		compare(sc, step, kind, observe_pkginfo(s, packages.v[i]));
		free(kind);
	}
	if (strlen(step->verb) > 2 &&
	    strcmp(step->verb + strlen(step->verb) - 3, "chk") == 0)
		compare(sc, step, "chk", observe_chk(s, output));
	lines_free(&tree);
	lines_free(&packages);
}

static void
run_step(struct scenario *sc, struct step *step)
{
	struct buf output = BUF_INIT;
	bool shell = strcmp(step->verb, "sh") == 0;
	char *log = xasprintf("%s/trace.log", sc->stage.root);
	int status;

	if (!shell) {
		put(&sc->stage, "trace.log", "");
		(void)chmod(log, 0666);
	}
	status = run(sc, step, &output);
	if (status != step->status) {
		sc->problems++;
		printf("#   step %d (%s): status %d, expected %d\n",
		    step->number, step->verb, status, step->status);
	}
	if (!shell)
		compare_all(sc, step, buf_text(&output));
	buf_free(&output);
	free(log);
}

static int
run_scenario(const char *program, const char *dir)
{
	char *temp = make_temporary("/tmp", "golden");
	struct scenario sc = {.program = program};
	struct lines steps;
	struct step step;
	char *path;
	size_t i;
	int number = 0;

	if (temp == NULL || chmod(temp, 0755) == -1)
		die("/tmp");
	sc.stage.temporary = temp;
	sc.stage.root = xasprintf("%s/root", temp);
	sc.stage.here = realpath(dir, NULL);
	if (sc.stage.here == NULL)
		die(dir);
	path = xasprintf("%s/steps", dir);
	steps = lines_read(path);
	for (i = 0; i < steps.n; i++)
		if (strstr(steps.v[i], " live-") != NULL)
			sc.stage.live = true;
	prepare(&sc);
	for (i = 0; i < steps.n; i++) {
		if (steps.v[i][0] == '#' ||
		    steps.v[i][strspn(steps.v[i], " \t")] == '\0')
			continue;
		step = parse_step(&sc.stage, steps.v[i], ++number);
		run_step(&sc, &step);
		free_step(&step);
	}
	printf("%sok - golden: %s\n", sc.problems > 0 ? "not " : "",
	    path_basename(sc.stage.here));
	lines_free(&steps);
	lines_free(&sc.base);
	(void)tree_remove(temp);
	free(path);
	free(sc.stage.root);
	free(sc.stage.here);
	free(temp);
	return sc.problems;
}

int
main(int argc, char **argv)
{
	int i, problems = 0;
	char *program;

	if (argc < 3) {
		fprintf(stderr, "usage: golden PROGRAM DIR...\n");
		return 2;
	}
	(void)umask(022);
	program = realpath(argv[1], NULL);
	if (program == NULL)
		die(argv[1]);
	for (i = 2; i < argc; i++) {
		problems += run_scenario(program, argv[i]);
		(void)fflush(stdout);
	}
	free(program);
	return problems > 0;
}
