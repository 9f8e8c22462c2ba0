#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "os/file.h"
#include "os/safe_dir.h"
#include "os/tree.h"
#include "root/live.h"
#include "root/scratch.h"

#define ADMIN  "var/sadm/install/admin"
#define RECORD "var/sadm/pkg/SUNWcsr"

/* The accounts of a new Solaris system, without those of its services. */
static const char passwd[] =
    "root:x:0:0:Super-User:/:/sbin/sh\n"
    "daemon:x:1:1::/:\n"
    "bin:x:2:2::/usr/bin:\n"
    "sys:x:3:3::/:\n"
    "adm:x:4:4:Admin:/var/adm:\n"
    "lp:x:71:8:Line Printer Admin:/usr/spool/lp:\n"
    "nobody:x:60001:60001:NFS Anonymous Access User:/:\n"
    "noaccess:x:60002:60002:No Access User:/:\n";

static const char group[] = "root::0:\n"
			    "other::1:root\n"
			    "bin::2:root,daemon\n"
			    "sys::3:root,bin,adm\n"
			    "adm::4:root,daemon\n"
			    "uucp::5:root\n"
			    "mail::6:root\n"
			    "tty::7:root,adm\n"
			    "lp::8:root,adm\n"
			    "nuucp::9:root\n"
			    "staff::10:\n"
			    "daemon::12:root\n"
			    "sysadmin::14:\n"
			    "nobody::60001:\n"
			    "noaccess::60002:\n";

/* The default admin file of Solaris (svr4-packaging 5.8). */
static const char default_admin[] =
    "mail=\ninstance=unique\npartial=ask\nrunlevel=ask\nidepend=ask\n"
    "rdepend=ask\nspace=ask\nsetuid=ask\nconflict=ask\naction=ask\n"
    "basedir=default\n";

static const char record[] =
    "PKG=SUNWcsr\nNAME=Core Solaris, (Root)\nARCH=sparc,i386\n"
    "VERSION=11.8.0\nCATEGORY=system\nBASEDIR=/\nCLASSES=none\n";

#define ROOT 0
#define BIN  2
#define SYS  3

static const struct {
	const char *path;
	mode_t mode;
	uid_t owner;
	gid_t group;
} directories[] = {
    {"dev", 0755, ROOT, SYS},
    {"etc", 0755, ROOT, SYS},
    {"etc/cron.d", 0755, ROOT, SYS},
    {"etc/default", 0755, ROOT, SYS},
    {"etc/init.d", 0755, ROOT, SYS},
    {"etc/opt", 0755, ROOT, SYS},
    {"etc/rc0.d", 0755, ROOT, SYS},
    {"etc/rc1.d", 0755, ROOT, SYS},
    {"etc/rc2.d", 0755, ROOT, SYS},
    {"etc/rc3.d", 0755, ROOT, SYS},
    {"etc/rcS.d", 0755, ROOT, SYS},
    {"export", 0755, ROOT, SYS},
    {"export/home", 0755, ROOT, ROOT},
    {"opt", 0755, ROOT, SYS},
    {"proc", 0555, ROOT, ROOT},
    {"sbin", 0755, ROOT, SYS},
    {"tmp", 01777, ROOT, SYS},
    {"usr", 0755, ROOT, SYS},
    {"usr/bin", 0755, ROOT, BIN},
    {"usr/lib", 0755, ROOT, BIN},
    {"usr/sadm", 0755, ROOT, BIN},
    {"usr/sadm/install", 0755, ROOT, BIN},
    {"usr/sadm/install/scripts", 0755, ROOT, BIN},
    {"usr/sbin", 0755, ROOT, BIN},
    {"usr/share", 0755, ROOT, SYS},
    {"usr/share/man", 0755, ROOT, BIN},
    {"usr/xpg4", 0755, ROOT, BIN},
    {"var", 0755, ROOT, SYS},
    {"var/adm", 0775, ROOT, SYS},
    {"var/cron", 0755, ROOT, SYS},
    {"var/log", 0755, ROOT, SYS},
    {"var/opt", 0755, ROOT, SYS},
    {"var/run", 0755, ROOT, SYS},
    {"var/sadm", 0755, ROOT, SYS},
    {"var/sadm/install", 0755, ROOT, BIN},
    {ADMIN, 0755, ROOT, BIN},
    {"var/sadm/install/logs", 0755, ROOT, BIN},
    {"var/sadm/pkg", 0755, ROOT, SYS},
    {"var/spool", 0755, ROOT, BIN},
    {"var/spool/cron", 0755, ROOT, SYS},
    {"var/spool/cron/crontabs", 0755, ROOT, SYS},
    {"var/spool/pkg", 01777, ROOT, BIN},
    {"var/tmp", 01777, ROOT, SYS},
};

#define NDIRECTORIES (sizeof(directories) / sizeof(directories[0]))

static const char *const owners[] = {"root", NULL, "bin", "sys"};

static bool
set_attributes(int fd, mode_t mode, uid_t owner, gid_t gid)
{
	/* an ordinary user cannot give files away */
	if (geteuid() == 0 && fchown(fd, owner, gid) == -1)
		return false;
	return fchmod(fd, mode) == 0;
}

static bool
make_directories(struct safe_dir *safe)
{
	size_t i;
	int fd;

	for (i = 0; i < NDIRECTORIES; i++) {
		fd = safe_dir_mkdir(safe, directories[i].path);
		if (fd == -1 ||
		    !set_attributes(fd, directories[i].mode,
			directories[i].owner, directories[i].group))
			return false;
	}
	return true;
}

static bool
make_file(struct safe_dir *safe, const char *path, const char *text, size_t len)
{
	int fd = safe_dir_create(safe, path);
	bool ok;

	if (fd == -1)
		return false;
	ok = file_write_full(fd, text, len) &&
	    set_attributes(fd, 0644, ROOT, ROOT);
	return close(fd) == 0 && ok;
}

/* The contents database, and the two symbolic links that it lists. */
static bool
make_database(struct safe_dir *safe)
{
	struct buf text = BUF_INIT;
	size_t i;
	bool ok;

	buf_str(&text, "/bin=./usr/bin s none SUNWcsr\n");
	for (i = 0; i < NDIRECTORIES; i++) {
		buf_printf(&text, "/%s d none %04o %s %s SUNWcsr\n",
		    directories[i].path, (unsigned)directories[i].mode,
		    owners[directories[i].owner], owners[directories[i].group]);
		if (strcmp(directories[i].path, "export/home") == 0)
			buf_str(&text, "/lib=./usr/lib s none SUNWcsr\n");
	}
	ok = safe_dir_symlink(safe, "./usr/bin", "bin", false) &&
	    safe_dir_symlink(safe, "./usr/lib", "lib", false) &&
	    make_file(safe, "var/sadm/install/contents", text.data, text.len);
	buf_free(&text);
	return ok;
}

static bool
make_root(struct safe_dir *safe)
{
	int fd;

	if (!make_directories(safe) || !make_database(safe) ||
	    !make_file(safe, "etc/passwd", passwd, sizeof(passwd) - 1) ||
	    !make_file(safe, "etc/group", group, sizeof(group) - 1) ||
	    !make_file(safe, ADMIN "/default", default_admin,
		sizeof(default_admin) - 1) ||
	    !make_file(safe, RECORD "/pkginfo", record, sizeof(record) - 1))
		return false;
	fd = safe_dir_mkdir(safe, RECORD);
	return fd != -1 && set_attributes(fd, 0755, ROOT, ROOT);
}

bool
scratch_make(const char *root, struct diag *d)
{
	struct safe_dir *safe;
	bool ok;

	if (mkdir(root, 0755) == -1 || (safe = safe_dir_open(root)) == NULL) {
		diag_system(d, root, "cannot make the directory");
		return false;
	}
	ok = make_root(safe);
	if (!ok)
		diag_system(d, root, "cannot make a root");
	safe_dir_close(safe);
	return ok;
}

/* "usr" comes first, as the directory above others; links are left alone. */
bool
scratch_add_live_mountpoints(const char *root, struct diag *d)
{
	static const char *const names[] = {
	    "usr", LIVE_OWN_DIRECTORIES, LIVE_HOST_DIRECTORIES};
	char *path;
	size_t i;
	bool ok = true;

	for (i = 0; ok && i < sizeof(names) / sizeof(names[0]); i++) {
		path = path_join(root, names[i]);
		ok = mkdir(path, 0755) == 0 || errno == EEXIST;
		if (!ok)
			diag_system(d, path, "cannot make the directory");
		free(path);
	}
	return ok;
}

void
scratch_remove_live_mountpoints(const char *root)
{
	char *dir = path_join(root, LIVE_WORK);

	(void)tree_remove(dir);
	free(dir);
}
