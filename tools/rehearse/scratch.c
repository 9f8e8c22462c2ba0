#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "rehearse/make.h"
#include "rehearse/scratch.h"
#include "rehearse/session.h"

/* Accounts as Solaris has them, for packages that are tried on nothing. */
static const char passwd[] =
    "root:x:0:0:Super-User:/:/sbin/sh\n"
    "daemon:x:1:1::/:\n"
    "bin:x:2:2::/usr/bin:\n"
    "sys:x:3:3::/:\n"
    "adm:x:4:4:Admin:/var/adm:\n"
    "lp:x:71:8:Line Printer Admin:/usr/spool/lp:\n"
    "uucp:x:5:5:uucp Admin:/usr/lib/uucp:\n"
    "smmsp:x:25:25:SendMail Message Submission Program:/:\n"
    "nobody:x:60001:60001:NFS Anonymous Access User:/:\n"
    "noaccess:x:60002:60002:No Access User:/:\n";

static const char group[] =
    "root::0:\n"
    "other::1:root\n"
    "bin::2:root,daemon\n"
    "sys::3:root,bin,adm\n"
    "adm::4:root,daemon\n"
    "uucp::5:root\n"
    "mail::6:root\n"
    "tty::7:root,adm\n"
    "lp::8:root,adm\n"
    "staff::10:\n"
    "daemon::12:root\n"
    "smmsp::25:\n"
    "nobody::60001:\n"
    "noaccess::60002:\n";

/* What the package tools make when it is missing, so that it is no change. */
static const char *const directories[] = {
	"etc/init.d", "etc/rc0.d", "etc/rc1.d", "etc/rc2.d", "etc/rc3.d",
	"etc/rcS.d", "export/home", "opt", "tmp", "usr", "var/adm",
	"var/sadm/install/admin", "var/sadm/install/logs", "var/sadm/pkg",
	"var/spool/pkg", "var/tmp"
};

static const char *const needed[] = {
	"var/sadm/install/admin", "var/sadm/install/logs", "var/sadm/pkg",
	"var/tmp"
};

static bool
make_all(const char *root, const char *const *names, size_t n)
{
	bool ok = true;
	char *path;
	size_t i;

	for (i = 0; i < n && ok; i++) {
		path = xasprintf("%s/%s", root, names[i]);
		ok = make_directories(path, 0755);
		free(path);
	}
	return ok;
}

static bool
write_below(const char *root, const char *name, const char *text,
    struct diag *d)
{
	char *path = xasprintf("%s/%s", root, name);
	bool ok = access(path, F_OK) == 0 ||
	    write_file(path, text, strlen(text), 0644, d);

	free(path);
	return ok;
}

static bool
make_bare(const char *root, struct diag *d)
{
	char *tmp[2] = { xasprintf("%s/tmp", root),
	    xasprintf("%s/var/tmp", root) };
	bool ok;

	ok = make_all(root, directories,
	    sizeof(directories) / sizeof(directories[0])) &&
	    chmod(tmp[0], 01777) == 0 && chmod(tmp[1], 01777) == 0;
	free(tmp[0]);
	free(tmp[1]);
	if (!ok)
		diag_system(d, root, "cannot make a root");
	return ok && write_below(root, "etc/passwd", passwd, d) &&
	    write_below(root, "etc/group", group, d);
}

static bool
fill(struct scratch *s, const char *base, struct diag *d)
{
	bool ok;

	/* request and checkinstall scripts have to get through */
	(void)chmod(s->dir, 0755);
	if (base != NULL)
		ok = copy_tree(base, s->pristine, true, d);
	else
		ok = make_directories(s->pristine, 0755) &&
		    make_bare(s->pristine, d);
	if (ok && !make_all(s->pristine, needed,
	    sizeof(needed) / sizeof(needed[0]))) {
		diag_system(d, s->pristine, "cannot make directories");
		ok = false;
	}
	return ok && write_below(s->pristine, "var/sadm/install/contents", "",
	    d) && mkdir(s->temp, 01777) == 0 && scratch_renew(s, d);
}

struct scratch *
scratch_new(const char *base, struct diag *d)
{
	struct scratch *s = xcalloc(1, sizeof(*s));

	s->dir = make_temporary(session_temporary(), "cycle");
	if (s->dir == NULL) {
		diag_system(d, session_temporary(),
		    "cannot make a private directory");
		free(s);
		return NULL;
	}
	s->pristine = xasprintf("%s/pristine", s->dir);
	s->root = xasprintf("%s/root", s->dir);
	s->temp = xasprintf("%s/temp", s->dir);
	s->log = xasprintf("%s/log", s->dir);
	if (fill(s, base, d))
		return s;
	scratch_free(s);
	return NULL;
}

bool
scratch_renew(struct scratch *s, struct diag *d)
{
	if (remove_tree(s->root))
		return copy_tree(s->pristine, s->root, true, d);
	diag_system(d, s->root, "cannot remove");
	return false;
}

bool
scratch_keep(struct scratch *s, struct diag *d)
{
	if (remove_tree(s->pristine))
		return copy_tree(s->root, s->pristine, true, d);
	diag_system(d, s->pristine, "cannot remove");
	return false;
}

void
scratch_free(struct scratch *s)
{
	if (s == NULL)
		return;
	(void)remove_tree(s->dir);
	free(s->dir);
	free(s->pristine);
	free(s->root);
	free(s->temp);
	free(s->log);
	free(s);
}
