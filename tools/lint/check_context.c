/*
 * What a script of a package must not do when the package tools run it.
 */
#include <ctype.h>
#include <string.h>

#include "lint/script.h"

/* Does a path belong to the system, and so to the install root? */
static bool
is_system_path(const char *p)
{
	static const char *const below[] = {"/etc/", "/var/", "/opt/", "/usr/",
	    "/kernel/", "/platform/", "/boot/", "/export/", "/lib/", "/sbin/",
	    "/bin/", "/home/", "/devices/", "/reconfigure"};
	size_t i;

	if (strncmp(p, "/var/tmp/", 9) == 0 || strcmp(p, "/var/tmp") == 0)
		return false;
	for (i = 0; i < sizeof(below) / sizeof(*below); i++)
		if (strncmp(p, below[i], strlen(below[i])) == 0)
			return true;
	return false;
}

/* The assignment in front of a place, or else the first one behind it. */
static const struct event *
assignment_before(const struct script *s, const char *name, size_t at)
{
	const struct event *e = next_assignment(s, name, NULL), *last = e;
	size_t n = 0;

	for (; e != NULL && e->at <= at && n++ < SCRIPT_VALUES_MAX;
	     e = next_assignment(s, name, e))
		last = e;
	return last;
}

static const char *
join(const struct script *s, const char *value, const struct shell_part *part)
{
	size_t len = strlen(value);
	char *text = arena_alloc(&s->tree->arena, len + part->len + 1);

	memcpy(text, value, len);
	memcpy(text + len, part->text, part->len);
	text[len + part->len] = '\0';
	return text;
}

/* The text that a word begins with: its own, or that of a variable. */
static const char *
path_of(const struct script *s, const struct shell_word *w)
{
	const struct shell_part *part = w->parts;
	const struct event *e;
	const char *value;

	if (part == NULL)
		return NULL;
	/* "" in front of the text of quotes */
	while (part->next != NULL && part->len == 0)
		part = part->next;
	if (part->kind != PART_PARAMETER)
		return part->len > 0 && part->text != NULL &&
			part->text[0] == '/'
		    ? arena_strndup(&s->tree->arena, part->text, part->len)
		    : NULL;
	e = assignment_before(s, part->text, part->at);
	if (e != NULL && e->list != NULL)
		return e->list->literal;
	if (e == NULL || e->value == NULL || e->value->literal == NULL)
		return NULL;
	value = strchr(e->value->literal, '=');
	if (value == NULL || value[1] == '\0')
		return NULL;
	return part->next == NULL || part->next->kind != PART_TEXT
	    ? value + 1
	    : join(s, value + 1, part->next);
}

/* A program of the system that is only run or looked for. */
static bool
is_program_path(const char *p)
{
	return strncmp(p, "/usr/bin/", 9) == 0 ||
	    strncmp(p, "/usr/sbin/", 10) == 0 || strncmp(p, "/sbin/", 6) == 0 ||
	    strncmp(p, "/bin/", 5) == 0 || strncmp(p, "/usr/lib/", 9) == 0 ||
	    strncmp(p, "/usr/xpg4/", 10) == 0 ||
	    strncmp(p, "/usr/sadm/", 10) == 0 ||
	    strncmp(p, "/usr/ccs/", 9) == 0 || strncmp(p, "/lib/svc/", 9) == 0;
}

static void
check_operand(struct script *s, const struct shell_node *n,
    const struct shell_word *w, bool may_be_program)
{
	const char *p = path_of(s, w);

	if (p == NULL || !is_system_path(p) ||
	    (may_be_program && is_program_path(p)) || is_guarded_by_root(s, n))
		return;
	script_add(s, w->at, "absolute-path-without-install-root", p);
}

/* Commands whose operands are files, and of which the first one is none. */
#define FILE_COMMANDS \
	"cp mv rm ln mkdir rmdir chmod chown chgrp touch cat ls find cmp diff " \
	"tee head tail wc sort od file test [ . compress uncompress gzip gunzip " \
	"gzcat zcat cksum sum mkfifo mknod install"
#define PROGRAM_COMMANDS "sed grep egrep fgrep awk nawk perl"

static void
check_paths(struct script *s, const struct shell_node *n, const char *name)
{
	bool program = word_is_one_of(name, PROGRAM_COMMANDS);
	bool test = word_is_one_of(name, "test [");
	const struct shell_redirect *r;
	const struct shell_word *w;

	for (r = n->redirects; r != NULL; r = r->next)
		if (strchr(r->operator, '&') == NULL &&
		    strncmp(r->operator, "<<", 2) != 0)
			check_operand(s, n, r->word, false);
	if (!program && !word_is_one_of(name, FILE_COMMANDS))
		return;
	for (w = command_operands(n); w != NULL; w = w->next) {
		if (w->literal != NULL && w->literal[0] == '-')
			continue;
		if (program)
			program = false;
		else
			check_operand(s, n, w, test);
	}
}

static void
check_root_binary(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w;

	if (n->nwords <= n->assignments)
		return;
	w = shell_word_at(n, n->assignments);
	if (w->literal == NULL && w->parts != NULL &&
	    w->parts->kind == PART_PARAMETER &&
	    strcmp(w->parts->text, "PKG_INSTALL_ROOT") == 0)
		script_add(s, w->at, "target-binary-under-root", NULL);
}

static bool
is_start_script(const char *name)
{
	return strncmp(name, "/etc/init.d/", 12) == 0 ||
	    strncmp(name, "/etc/rc", 7) == 0;
}

static void
check_service(struct script *s, const struct shell_node *n, const char *name)
{
	const struct shell_word *w = command_operands(n);

	if (!word_is_one_of(name,
		"svcadm svccfg init reboot shutdown halt kill devfsadm add_drv "
		"rem_drv update_drv modload modunload inetadm telinit pkill "
		"killall drvconfig devlinks disks") &&
	    !is_start_script(name) &&
	    !(word_is_one_of(name, "sh /sbin/sh /bin/sh") && w != NULL &&
		w->literal != NULL && is_start_script(w->literal)))
		return;
	/* what the script has started itself may be ended */
	if (strcmp(name, "kill") == 0 &&
	    ((w != NULL && shell_word_is(w, "-0")) ||
		!(source_contains(s, n->at, n->end, "pid") ||
		    source_contains(s, n->at, n->end, "PID") ||
		    source_contains(s, n->at, n->end, "/var/") ||
		    source_contains(s, n->at, n->end, "/etc/") ||
		    source_contains(s, n->at, n->end, "ps "))))
		return;
	if (!is_guarded_by_root(s, n))
		script_add(
		    s, n->at, "service-command-not-guarded-by-root", name);
}

/* ps ... | grep name */
static bool
looks_for_name(struct script *s, size_t from, size_t to)
{
	return source_contains(s, from, to, "pgrep") ||
	    (source_contains(s, from, to, "ps ") &&
		(source_contains(s, from, to, "grep") ||
		    source_contains(s, from, to, "awk")));
}

/* Does the value of an operand come from a list of processes? */
static bool
has_found_process(struct script *s, const struct shell_node *n)
{
	const struct shell_word *w;
	const struct shell_part *part;
	const struct event *e;

	for (w = command_operands(n); w != NULL; w = w->next)
		for (part = w->parts; part != NULL; part = part->next) {
			e = part->kind == PART_PARAMETER
			    ? next_assignment(s, part->text, NULL)
			    : NULL;
			if (e != NULL && e->value != NULL &&
			    looks_for_name(s, e->value->at, e->value->end))
				return true;
		}
	return false;
}

static void
check_kill(struct script *s, const struct shell_node *n, const char *name)
{
	const struct shell_word *w = command_operands(n);
	const struct shell_node *p = n->parent;

	if (strcmp(name, "kill") == 0 && w != NULL && shell_word_is(w, "-0"))
		return;
	if (word_is_one_of(name, "pkill killall slay") ||
	    (strcmp(name, "kill") == 0 &&
		(looks_for_name(s, n->at, n->end) ||
		    has_found_process(s, n))) ||
	    (strcmp(name, "xargs") == 0 && p != NULL &&
		p->kind == NODE_PIPELINE &&
		source_contains(s, n->at, n->end, "kill") &&
		looks_for_name(s, p->at, n->at)))
		script_add(s, n->at, "kill-by-name", NULL);
}

static void
check_terminal(struct script *s, const struct shell_node *n, const char *name)
{
	const struct shell_redirect *r;

	for (r = n->redirects; r != NULL; r = r->next)
		if (shell_word_is(r->word, "/dev/tty"))
			script_add(s, r->at, "reads-terminal", "/dev/tty");
	if (word_is_one_of(name, "tty stty"))
		script_add(s, n->at, "reads-terminal", name);
	if (strcmp(name, "read") != 0 || script_is_class_action(s) ||
	    s->kind == LINT_ANY_SCRIPT || s->redirects_input ||
	    has_own_input(n) || s->line > 0)
		return;
	/* a function may be called where the input is another */
	for (; n->parent != NULL; n = n->parent)
		if (n->kind == NODE_FUNCTION)
			return;
	script_add(s, n->at, "reads-terminal", "read");
}

/* Does the text ask to choose: `y/n', `[yes/no]'? */
static bool
is_question(const char *text)
{
	return strstr(text, "y/n") != NULL || strstr(text, "Y/N") != NULL ||
	    strstr(text, "Y/n") != NULL || strstr(text, "y/N") != NULL ||
	    strstr(text, "yes/no") != NULL;
}

static void
check_questions(struct script *s, const struct shell_node *n, const char *name)
{
	const struct shell_word *w;

	if (word_is_one_of(name,
		"ckyorn ckstr ckpath ckint ckkeywd ckdate ckgid ckuid cktime "
		"ckitem ckrange"))
		script_add(s, n->at, "asks-user", name);
	if (!word_is_one_of(name, "echo printf"))
		return;
	for (w = command_operands(n); w != NULL; w = w->next)
		if (w->literal != NULL && is_question(w->literal))
			script_add(s, w->at, "asks-user", NULL);
}

static void
check_packages(struct script *s, const struct shell_node *n, const char *name)
{
	if (word_is_one_of(name, "pkgadd pkgrm patchadd patchrm"))
		script_add(s, n->at, "nested-package-tool", name);
	if (word_is_one_of(name, "uname isainfo psrinfo isalist showrev") &&
	    !is_guarded_by_root(s, n))
		script_add(s, n->at, "uname-under-root", name);
}

/* How many operands are files, behind the options and the program. */
static size_t
count_files(const struct shell_node *n, const char *name)
{
	const struct shell_word *w;
	size_t count = 0;
	bool program = word_is_one_of(name, PROGRAM_COMMANDS);

	for (w = command_operands(n); w != NULL; w = w->next) {
		if (w->literal != NULL && w->literal[0] == '-' &&
		    w->literal[1] != '\0') {
			if (strcmp(w->literal, "-f") == 0 ||
			    strcmp(w->literal, "-e") == 0) {
				program = false;
				if (w->next != NULL)
					w = w->next;
			}
			continue;
		}
		count++;
	}
	return count > 0 && program ? count - 1 : count;
}

static bool
reads_input(const struct shell_node *n, const char *name)
{
	if (word_is_one_of(name, "ssh rsh telnet ftp su rlogin mailx mail"))
		return true;
	return word_is_one_of(name,
		   "cat sed grep egrep fgrep awk nawk sort wc head tail tr "
		   "cut od") &&
	    count_files(n, name) == (strcmp(name, "tr") == 0 ? 2 : 0);
}

/* The loop around a node whose condition reads, when the input is the same. */
static bool
is_in_reading_loop(struct script *s, const struct shell_node *n)
{
	const struct shell_node *child = n;

	for (; n != NULL; child = n, n = n->parent) {
		if (n != child && n->kind == NODE_WHILE &&
		    n->children != child &&
		    source_contains(
			s, n->children->at, n->children->end, "read"))
			return true;
		if (n->kind == NODE_FUNCTION || has_redirect(n, '<') ||
		    (n->parent != NULL && n->parent->kind == NODE_PIPELINE &&
			n->parent->children != n))
			return false;
	}
	return false;
}

static void
check_eaten(struct script *s, const struct shell_node *n, const char *name)
{
	if (reads_input(n, name) && is_in_reading_loop(s, n))
		script_add(s, n->at, "stdin-eaten-in-loop", name);
}

static bool
is_own_file(const struct script *s, const struct shell_word *w)
{
	const char *p = path_of(s, w);

	if (p != NULL)
		return strncmp(p, "/tmp/", 5) == 0 ||
		    strncmp(p, "/var/tmp/", 9) == 0 ||
		    strncmp(p, "/dev/", 5) == 0;
	return true;
}

static void
check_unprivileged(
    struct script *s, const struct shell_node *n, const char *name)
{
	const struct shell_redirect *r;
	const struct shell_word *w;

	if (s->kind != LINT_CHECKINSTALL && s->kind != LINT_REQUEST)
		return;
	if (word_is_one_of(name,
		"chown chgrp su mount umount svcadm svccfg "
		"useradd groupadd installf removef"))
		script_add(s, n->at, "checkinstall-needs-root", name);
	for (r = n->redirects; r != NULL; r = r->next)
		if (r->operator[0] == '>' && strchr(r->operator, '&') == NULL &&
		    (!is_own_file(s, r->word) ||
			source_contains(
			    s, r->word->at, r->word->end, "PKG_INSTALL_ROOT")))
			script_add(s, r->at, "checkinstall-needs-root", NULL);
	if (!word_is_one_of(name, "cp mv rm ln mkdir rmdir touch chmod"))
		return;
	for (w = command_operands(n); w != NULL; w = w->next)
		if (!is_own_file(s, w) ||
		    source_contains(s, w->at, w->end, "PKG_INSTALL_ROOT"))
			script_add(s, n->at, "checkinstall-needs-root", name);
}

static void
check_secret_word(struct script *s, const struct shell_word *w)
{
	if (source_contains(s, w->at, w->end, "PASSWORD=") ||
	    source_contains(s, w->at, w->end, "PASSWD=") ||
	    source_contains(s, w->at, w->end, "PASSPHRASE=") ||
	    source_contains(s, w->at, w->end, "SECRET="))
		script_add(s, w->at, "secret-in-pkginfo", NULL);
}

/* echo "PASSWORD=..." >>$1, and the same from a here-document */
static void
check_secret(struct script *s, const struct shell_node *n, const char *name)
{
	const struct shell_word *w;
	const struct shell_redirect *r;

	if ((s->kind != LINT_CHECKINSTALL && s->kind != LINT_REQUEST) ||
	    !word_is_one_of(name, "echo printf cat") || !has_redirect(n, '>'))
		return;
	for (w = command_operands(n); w != NULL; w = w->next)
		check_secret_word(s, w);
	for (r = n->redirects; r != NULL; r = r->next)
		if (r->document != NULL)
			check_secret_word(s, r->document);
}

void
check_context(struct script *s, const struct shell_node *n)
{
	const char *name = command_name(n);

	if (!script_is_procedure(s))
		return;
	check_root_binary(s, n);
	if (name == NULL) {
		check_paths(s, n, "");
		return;
	}
	check_paths(s, n, name);
	if (function_named(s, name) != NULL)
		return;
	check_service(s, n, name);
	check_kill(s, n, name);
	check_terminal(s, n, name);
	check_questions(s, n, name);
	check_packages(s, n, name);
	check_eaten(s, n, name);
	check_unprivileged(s, n, name);
	check_secret(s, n, name);
}

/* The last installf or removef, and whether it is the final one. */
struct pending {
	const char *name;
	const struct shell_node *last;
	bool final;
};

static void
find_pending(struct pending *p, const struct shell_node *n)
{
	const struct shell_node *c;
	const struct shell_word *w;
	const char *name = command_name(n);

	if (name != NULL && strcmp(name, p->name) == 0) {
		p->last = n;
		p->final = false;
		for (w = command_operands(n); w != NULL; w = w->next)
			if (w->literal != NULL && w->literal[0] == '-' &&
			    strchr(w->literal, 'f') != NULL)
				p->final = true;
	}
	for (c = n->children; c != NULL; c = c->next)
		find_pending(p, c);
}

static bool
ends_with_exit(const struct shell_node *n)
{
	const struct shell_node *c;
	const char *name;
	size_t i = 0;

	if (n == NULL)
		return false;
	name = command_name(n);
	if (name != NULL)
		return strcmp(name, "exit") == 0 || strcmp(name, "exec") == 0;
	if (n->kind == NODE_LIST || n->kind == NODE_GROUP ||
	    n->kind == NODE_ITEM)
		return ends_with_exit(n->last_child);
	if (n->kind != NODE_IF && n->kind != NODE_CASE)
		return false;
	if (n->kind == NODE_IF && !n->has_else)
		return false;
	for (c = n->children; c != NULL; c = c->next, i++)
		/* every second child of `if' is a condition */
		if ((n->kind == NODE_CASE || i % 2 == 1 || c->next == NULL) &&
		    !ends_with_exit(c))
			return false;
	return true;
}

void
check_context_whole(struct script *s)
{
	static const char *const names[] = {"installf", "removef"};
	struct pending p;
	size_t i;

	if (!script_is_procedure(s))
		return;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		p = (struct pending){.name = names[i]};
		find_pending(&p, s->tree->root);
		if (p.last != NULL && !p.final)
			script_add(
			    s, p.last->at, "installf-without-final", names[i]);
	}
	if (s->kind == LINT_REQUEST)
		script_add(s, 0, "request-script", NULL);
	if (s->kind != LINT_ANY_SCRIPT && s->tree->error == NULL &&
	    !ends_with_exit(s->tree->root))
		script_add(s,
		    s->tree->root->last_child == NULL
			? 0
			: s->tree->root->last_child->at,
		    "missing-final-exit", NULL);
}
