#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
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

/*
 * Directories of a bare root.  They belong to a package, as on a real system,
 * so that no removal takes them away when they are empty.
 */
static const char *const directories[] = {
	"etc", "etc/cron.d", "etc/default", "etc/init.d", "etc/opt",
	"etc/rc0.d", "etc/rc1.d", "etc/rc2.d", "etc/rc3.d", "etc/rcS.d",
	"export", "export/home", "kernel", "kernel/drv", "opt", "platform",
	"tmp", "usr", "usr/bin", "usr/lib", "usr/local", "usr/sadm",
	"usr/sadm/install", "usr/sadm/install/scripts", "usr/sbin",
	"usr/share", "usr/share/man", "var", "var/adm", "var/log", "var/opt",
	"var/run", "var/sadm", "var/sadm/install", "var/sadm/install/admin",
	"var/sadm/install/logs", "var/sadm/pkg", "var/spool",
	"var/spool/cron", "var/spool/cron/crontabs", "var/spool/pkg",
	"var/svc", "var/svc/manifest", "var/svc/manifest/application",
	"var/tmp"
};

#define NDIRECTORIES	(sizeof(directories) / sizeof(directories[0]))

static const char core_info[] =
    "CLASSES=none\nBASEDIR=/\nPKG=SUNWcsr\nNAME=Core Solaris, (Root)\n"
    "ARCH=sparc\nVERSION=11.10.0\nCATEGORY=system\nPKGINST=SUNWcsr\n"
    "PKGSAV=/var/sadm/pkg/SUNWcsr/save\n";

/* What the package tools make when it is missing, so that it is no change. */
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

static mode_t
mode_of(const char *name)
{
	return strcmp(path_basename(name), "tmp") == 0 ? 01777 : 0755;
}

static bool
make_directory(const char *root, const char *name)
{
	char *path = xasprintf("%s/%s", root, name);
	bool ok = make_directories(path, 0755);

	/* root sys; as anybody else, owners do not count */
	if (ok && geteuid() == 0)
		ok = lchown(path, 0, 3) == 0;
	ok = ok && chmod(path, mode_of(name)) == 0;
	free(path);
	return ok;
}

static bool
make_bare(const char *root, struct diag *d)
{
	struct buf contents = BUF_INIT;
	bool ok = true;
	size_t i;

	for (i = 0; i < NDIRECTORIES && ok; i++) {
		ok = make_directory(root, directories[i]);
		buf_printf(&contents, "/%s d none %04o root sys SUNWcsr\n",
		    directories[i], (unsigned)mode_of(directories[i]));
	}
	ok = ok && make_directory(root, "var/sadm/pkg/SUNWcsr/install");
	if (!ok)
		diag_system(d, root, "cannot make a root");
	ok = ok && write_below(root, "etc/passwd", passwd, d) &&
	    write_below(root, "etc/group", group, d) &&
	    write_below(root, "var/sadm/pkg/SUNWcsr/pkginfo", core_info, d) &&
	    write_below(root, "var/sadm/install/contents",
	    buf_text(&contents), d);
	buf_free(&contents);
	return ok;
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
