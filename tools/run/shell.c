#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "base/mem.h"
#include "class_scripts.h"
#include "os/command.h"
#include "os/copy.h"
#include "os/file.h"
#include "os/file_ops.h"
#include "os/tree.h"
#include "run/shell.h"
#include "target/account_command.h"

#define CLASS_SCRIPTS "/usr/sadm/install/scripts"

/* What pkgadd gives to scripts (svr4-packaging 6.1 step 2). */
#define SOLARIS_PATH "/sbin:/usr/sbin:/usr/bin:/usr/sadm/install/bin"

/*
 * The strictest first: a script that the shells of Solaris accept runs in the
 * others as well, but not the other way round.
 */
static const char *const shells[] = {
    "/usr/heirloom/bin/sh",
    "/usr/lib/heirloom/sh",
    "/usr/5bin/sh",
    "bosh",
    "osh",
    "dash",
    "ksh93",
    "ksh",
    "sh",
};

/* Package commands: always ours, also on a host that has them. */
static const char *const package_tools[] = {
    "installf",
    "removef",
    "pkginfo",
    "pkgparam",
    "pkgchk",
};

/*
 * What package scripts are made of: where a directory of utilities is given
 * and lacks one, that is said, and the host's is used.
 */
static const char *const utilities[] = {"awk", "cat", "chgrp", "chmod", "chown",
    "cksum", "cmp", "cp", "cpio", "cut", "date", "dd", "df", "diff", "dirname",
    "ed", "egrep", "env", "expr", "fgrep", "find", "grep", "id", "kill", "ln",
    "ls", "mkdir", "mv", "nawk", "od", "printf", "ps", "rm", "rmdir", "sed",
    "sleep", "sort", "sum", "sync", "tail", "tar", "tee", "touch", "tr",
    "uname", "uniq", "wc", "xargs"};

/*
 * The awk that takes no more than nawk does; it is the awk and nawk of scripts
 * wherever it is installed.
 */
static const char strict_awk[] = "original-awk";

/* Commands that Solaris has and this host may lack; last in PATH. */
static const struct {
	const char *name, *text;
} extras[] = {
    {"nawk", "exec awk \"$@\"\n"},
    {"zonename", "echo global\n"},
    {"isainfo",
	"case $ARCH in i386*|i86pc*) s=amd64 l=i386 ;;\n"
	"*) s=sparcv9 l=sparc ;; esac\n"
	"case $1 in -b) echo 64 ;; -n|-k) echo $s ;; *) echo $s $l ;;\n"
	"esac\n"},
};

/*
 * Commands that work on the kernel or the services of a real system, of which a
 * root has neither: they print a warning and do nothing.
 */
static const char *const unrehearsed[] = {
    "add_drv",
    "bootadm",
    "crle",
    "devfsadm",
    "devlinks",
    "drvconfig",
    "modload",
    "modunload",
    "rem_drv",
    "svcadm",
    "svccfg",
    "svcprop",
    "svcs",
    "update_drv",
};

static const char unrehearsed_text[] =
    "echo nothing %s >>'%s/" SHELL_CALLS "' 2>/dev/null\n"
    "echo \"warning: %s $*: not rehearsed\" >&2\nexit 0\n";

/*
 * Other commands of Solaris: the script finds none of them, also where it does
 * not look at standard error.
 */
static const char *const absent[] = {"acctadm", "auditconfig", "beadm",
    "cfgadm", "consadm", "coreadm", "dispadmin", "dladm", "dumpadm", "eeprom",
    "flowadm", "fmadm", "inetadm", "inetconv", "installboot", "installgrub",
    "ipadm", "logadm", "metadb", "metainit", "metastat", "modinfo", "pooladm",
    "ppriv", "prctl", "projadd", "projdel", "projmod", "prtconf", "prtdiag",
    "psradm", "psrinfo", "psrset", "rctladm", "routeadm", "sharemgr", "sysdef",
    "zfs", "zoneadm", "zonecfg", "zpool"};

static const char absent_text[] = "echo none %s >>'%s/" SHELL_CALLS
				  "' 2>/dev/null\n"
				  "echo \"%s: not found\" >&2\nexit 127\n";

char *
shell_find(void)
{
	char *found;
	size_t i;

	for (i = 0; i < sizeof(shells) / sizeof(shells[0]); i++)
		if ((found = command_find(shells[i])) != NULL)
			return found;
	return NULL;
}

static bool
write_command(
    const char *dir, const char *name, const char *text, struct diag *d)
{
	char *path = xasprintf("%s/%s", dir, name);
	char *script = xasprintf("#!/bin/sh\n%s", text);
	bool ok = write_file(path, script, strlen(script), 0755, d);

	free(script);
	free(path);
	return ok;
}

/* Can every user execute it, in directories that every user can search? */
static bool
is_reachable_by_all(const char *path)
{
	char *part = xstrdup(path), *slash = part;
	struct stat st;
	bool ok = true;

	while (ok && slash != NULL) {
		slash = strchr(slash + 1, '/');
		if (slash != NULL)
			*slash = '\0';
		ok = stat(part, &st) == 0 && (st.st_mode & S_IXOTH) != 0;
		if (slash != NULL)
			*slash = '/';
	}
	free(part);
	return ok;
}

/*
 * The path by which scripts call this program back: a copy in dir when the
 * unprivileged request and checkinstall cannot reach self.  The caller frees;
 * NULL with errno.
 */
static char *
reachable_self(const char *dir, const char *self)
{
	char *copy;
	int in, out;
	bool ok;

	/* a path that does not exist here is one inside the live root */
	if (access(self, X_OK) == -1 || is_reachable_by_all(self))
		return xstrdup(self);
	copy = xasprintf("%s/pkgstream", dir);
	in = open(self, O_RDONLY | O_CLOEXEC);
	out = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	ok = in != -1 && out != -1 && copy_data(in, out) &&
	    fchmod(out, 0755) == 0;
	if (in != -1)
		(void)close(in);
	if (out != -1)
		ok = close(out) == 0 && ok;
	if (ok)
		return copy;
	free(copy);
	return NULL;
}

static bool
write_tool(const char *dir, const char *self, const char *verb,
    const char *name, struct diag *d)
{
	char *text = xasprintf(
	    "exec '%s' rehearse %s%s \"$@\"\n", self, verb, name);
	bool ok = write_command(dir, name, text, d);

	free(text);
	return ok;
}

/* Commands that call this program back. */
static bool
write_tools(const char *dir, const char *self, struct diag *d)
{
	bool ok = mkdir(dir, 0755) == 0;
	size_t i;

	for (i = 0; ok && i < sizeof(package_tools) / sizeof(package_tools[0]);
	     i++)
		ok = write_tool(dir, self, "", package_tools[i], d);
	for (i = 0; ok && account_commands[i] != NULL; i++)
		ok = write_tool(
		    dir, self, "account -- ", account_commands[i], d);
	return ok;
}

/* Commands with the same text, which notes in the directory that it ran. */
static bool
write_stubs(const char *dir, const char *text, const char *const *names,
    size_t n, const char *calls_dir, struct diag *d)
{
	char *whole;
	size_t i;
	bool ok = true;

	for (i = 0; ok && i < n; i++) {
		whole = xasprintf(text, names[i], calls_dir, names[i]);
		ok = write_command(dir, names[i], whole, d);
		free(whole);
	}
	return ok;
}

static bool
write_extras(const struct shell *s, const char *dir, struct diag *d)
{
	bool ok = mkdir(dir, 0755) == 0;
	char *calls = xasprintf("%s/" SHELL_CALLS, s->dir);
	size_t i;

	for (i = 0; ok && i < sizeof(extras) / sizeof(extras[0]); i++)
		ok = write_command(dir, extras[i].name, extras[i].text, d);
	/* request and checkinstall write there, too */
	ok = ok && write_file(calls, "", 0, 0666, d) && chmod(calls, 0666) == 0;
	ok = ok &&
	    write_stubs(dir, unrehearsed_text, unrehearsed,
		sizeof(unrehearsed) / sizeof(unrehearsed[0]), s->dir, d) &&
	    write_stubs(dir, absent_text, absent,
		sizeof(absent) / sizeof(absent[0]), s->dir, d);
	free(calls);
	return ok;
}

static bool
write_scripts(const char *dir, struct diag *d)
{
	bool ok = mkdir(dir, 0755) == 0;
	char *path;
	size_t i;

	for (i = 0; ok && class_scripts[i].name != NULL; i++) {
		path = xasprintf("%s/%s", dir, class_scripts[i].name);
		ok = write_file(
		    path, class_scripts[i].text, class_scripts[i].len, 0644, d);
		free(path);
	}
	return ok;
}

char *
shell_find_awk(void)
{
	return command_find(strict_awk);
}

/* The strict awk under the names that scripts use. */
static bool
link_awk(const char *dir, const char *awk)
{
	char *path;
	static const char *const names[] = {"awk", "nawk"};
	bool ok = true;
	size_t i;

	for (i = 0; ok && awk != NULL && i < 2; i++) {
		path = xasprintf("%s/%s", dir, names[i]);
		ok = symlink(awk, path) == 0;
		free(path);
	}
	return ok;
}

static char *
find_lacking(const char *dir)
{
	struct buf names = BUF_INIT;
	char *path;
	size_t i;

	for (i = 0; i < sizeof(utilities) / sizeof(utilities[0]); i++) {
		path = xasprintf("%s/%s", dir, utilities[i]);
		if (access(path, X_OK) == -1)
			buf_printf(&names, " %s", utilities[i]);
		free(path);
	}
	return names.len == 0 ? NULL : buf_steal(&names);
}

/* Where /bin is no link to /usr/bin, commands lie there as well. */
static bool
is_separate_bin(void)
{
	struct stat a, b;

	return stat("/bin", &a) == 0 && stat("/usr/bin", &b) == 0 &&
	    (a.st_dev != b.st_dev || a.st_ino != b.st_ino);
}

static bool
fill_directory(struct shell *s, struct diag *d)
{
	const char *tools = s->options.tools;
	char *tools_dir = xasprintf("%s/tools", s->dir);
	char *extra_dir = xasprintf("%s/extra", s->dir);
	char *scripts_dir = xasprintf("%s/scripts", s->dir);
	char *program;
	bool ok;

	/* request and checkinstall run as somebody else */
	ok = chmod(s->dir, 0755) == 0;
	program = reachable_self(s->dir, s->options.self);
	ok = ok && program != NULL && write_tools(tools_dir, program, d) &&
	    write_extras(s, extra_dir, d) && write_scripts(scripts_dir, d);
	ok = ok && link_awk(tools_dir, s->options.awk);
	if (tools != NULL)
		s->lacking = find_lacking(tools);
	s->search = xasprintf("%s%s%s:%s%s:%s", tools == NULL ? "" : tools,
	    tools == NULL ? "" : ":", tools_dir, SOLARIS_PATH,
	    is_separate_bin() ? ":/bin" : "", extra_dir);
	free(program);
	free(tools_dir);
	free(extra_dir);
	free(scripts_dir);
	return ok;
}

struct shell *
shell_new(const struct shell_options *options, struct diag *d)
{
	struct shell *s = xcalloc(1, sizeof(*s));

	s->options = *options;
	s->dir = make_temporary(options->within, "rehearse");
	if (s->dir == NULL || !fill_directory(s, d)) {
		diag_system(
		    d, options->within, "cannot make a private directory");
		shell_free(s);
		return NULL;
	}
	return s;
}

char *
shell_class_script(const struct shell *s, const char *root, const char *name)
{
	char *paths[3], *found = NULL;
	size_t i;

	if (strncmp(name, "i.", 2) != 0 && strncmp(name, "r.", 2) != 0)
		return NULL;
	paths[0] = xasprintf("%s" CLASS_SCRIPTS "/%s", root, name);
	paths[1] = xasprintf(CLASS_SCRIPTS "/%s", name);
	paths[2] = xasprintf("%s/scripts/%s", s->dir, name);
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (found == NULL && access(paths[i], R_OK) == 0)
			found = paths[i];
		else
			free(paths[i]);
	return found;
}

static bool
is_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	return strncmp(path, dir, len) == 0 && path[len] == '/';
}

const char *
shell_script_origin(const struct shell *s, const char *root, const char *path)
{
	char *dir = xasprintf("%s" CLASS_SCRIPTS, root);
	const char *origin = "the package's own";

	if (path == NULL)
		origin = "there is none: the tool does it itself";
	else if (is_below(path, s->dir))
		origin = "built in";
	else if (is_below(path, dir))
		origin = "that of the root";
	else if (is_below(path, CLASS_SCRIPTS))
		origin = "that of this system";
	free(dir);
	return origin;
}

void
shell_print(const struct shell *s, FILE *out)
{
	(void)fprintf(out, SHELL_TITLE "%s\n", s->options.name);
	if (s->lacking != NULL)
		(void)fprintf(out, LACKING_TITLE "%s\n", s->lacking);
}

void
shell_free(struct shell *s)
{
	if (s == NULL)
		return;
	if (s->dir != NULL)
		tree_discard(s->dir);
	free(s->dir);
	free(s->search);
	free(s->lacking);
	free(s);
}
