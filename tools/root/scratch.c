#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "os/dirlist.h"
#include "os/file.h"
#include "os/owner.h"
#include "os/safe_dir.h"
#include "os/tree.h"
#include "root/live.h"
#include "root/scratch.h"
#include "run/admin_file.h"

#define ADMIN  "var/sadm/install/admin"
#define RECORD "var/sadm/pkg/SUNWcsr"

/* The accounts of a new Solaris system, without those of its services. */
const char scratch_passwd[] =
    "root:x:0:0:Super-User:/:/sbin/sh\n"
    "daemon:x:1:1::/:\n"
    "bin:x:2:2::/usr/bin:\n"
    "sys:x:3:3::/:\n"
    "adm:x:4:4:Admin:/var/adm:\n"
    "lp:x:71:8:Line Printer Admin:/usr/spool/lp:\n"
    "nobody:x:60001:60001:NFS Anonymous Access User:/:\n"
    "noaccess:x:60002:60002:No Access User:/:\n";

const char scratch_group[] = "root::0:\n"
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

/* No account has a password. */
static const char shadow[] =
    "root:*LK*:::::::\ndaemon:NP:6445::::::\nbin:NP:6445::::::\n"
    "sys:NP:6445::::::\nadm:NP:6445::::::\nlp:NP:6445::::::\n"
    "nobody:*LK*:6445::::::\nnoaccess:*LK*:6445::::::\n";

static const char user_attr[] =
    "root::::auths=solaris.*,solaris.grant;profiles=All\n";

/* The default admin file of Solaris (svr4-packaging 5.8). */
static const char default_admin[] =
    "mail=\ninstance=unique\npartial=ask\nrunlevel=ask\nidepend=ask\n"
    "rdepend=ask\nspace=ask\nsetuid=ask\nconflict=ask\naction=ask\n"
    "basedir=default\n";

/* An admin file with which -n asks and refuses nothing. */
static const char unattended_admin[] =
    "mail=\ninstance=overwrite\npartial=nocheck\nrunlevel=nocheck\n"
    "idepend=nocheck\nrdepend=nocheck\nspace=nocheck\nsetuid=nocheck\n"
    "conflict=nocheck\naction=nocheck\nbasedir=default\n";

static const char record[] =
    "PKG=SUNWcsr\nNAME=Core Solaris, (Root)\nARCH=sparc,i386\n"
    "VERSION=%s\nCATEGORY=system\nBASEDIR=/\nCLASSES=none\n";

/* What the releases call themselves, and the version of their SUNWcsr. */
static const struct {
	const char *name, *version;
} releases[] = {
    {"Solaris 8", "11.8.0,REV=2000.01.08.18.12"},
    {"Solaris 9", "11.9.0,REV=2002.04.06.15.27"},
    {"Solaris 10", "11.10.0,REV=2005.01.21.15.53"},
    {"Oracle Solaris 11", "11.11,REV=2009.11.11"},
};

#define ROOT 0
#define BIN  2
#define SYS  3

static const struct {
	const char *path;
	mode_t mode;
	uid_t owner;
	gid_t group;
	unsigned since; /* the release that had it first */
} directories[] = {
    {"dev", 0755, ROOT, SYS, 8},
    {"etc", 0755, ROOT, SYS, 8},
    {"etc/cron.d", 0755, ROOT, SYS, 8},
    {"etc/default", 0755, ROOT, SYS, 8},
    {"etc/init.d", 0755, ROOT, SYS, 8},
    {"etc/opt", 0755, ROOT, SYS, 8},
    {"etc/rc0.d", 0755, ROOT, SYS, 8},
    {"etc/rc1.d", 0755, ROOT, SYS, 8},
    {"etc/rc2.d", 0755, ROOT, SYS, 8},
    {"etc/rc3.d", 0755, ROOT, SYS, 8},
    {"etc/rcS.d", 0755, ROOT, SYS, 8},
    {"export", 0755, ROOT, SYS, 8},
    {"export/home", 0755, ROOT, ROOT, 8},
    {"lib", 0755, ROOT, BIN, 10},
    {"lib/svc", 0755, ROOT, BIN, 10},
    {"lib/svc/bin", 0755, ROOT, BIN, 10},
    {"lib/svc/manifest", 0755, ROOT, SYS, 11},
    {"lib/svc/manifest/application", 0755, ROOT, SYS, 11},
    {"lib/svc/manifest/milestone", 0755, ROOT, SYS, 11},
    {"lib/svc/manifest/network", 0755, ROOT, SYS, 11},
    {"lib/svc/manifest/platform", 0755, ROOT, SYS, 11},
    {"lib/svc/manifest/site", 0755, ROOT, SYS, 11},
    {"lib/svc/manifest/system", 0755, ROOT, SYS, 11},
    {"lib/svc/method", 0755, ROOT, BIN, 10},
    {"lib/svc/share", 0755, ROOT, BIN, 10},
    {"opt", 0755, ROOT, SYS, 8},
    {"proc", 0555, ROOT, ROOT, 8},
    {"sbin", 0755, ROOT, SYS, 8},
    {"tmp", 01777, ROOT, SYS, 8},
    {"usr", 0755, ROOT, SYS, 8},
    {"usr/bin", 0755, ROOT, BIN, 8},
    {"usr/lib", 0755, ROOT, BIN, 8},
    {"usr/sadm", 0755, ROOT, BIN, 8},
    {"usr/sadm/install", 0755, ROOT, BIN, 8},
    {"usr/sadm/install/scripts", 0755, ROOT, BIN, 8},
    {"usr/sbin", 0755, ROOT, BIN, 8},
    {"usr/share", 0755, ROOT, SYS, 8},
    {"usr/share/man", 0755, ROOT, BIN, 8},
    {"usr/xpg4", 0755, ROOT, BIN, 8},
    {"var", 0755, ROOT, SYS, 8},
    {"var/adm", 0775, ROOT, SYS, 8},
    {"var/cron", 0755, ROOT, SYS, 8},
    {"var/log", 0755, ROOT, SYS, 8},
    {"var/opt", 0755, ROOT, SYS, 8},
    {"var/run", 0755, ROOT, SYS, 8},
    {"var/sadm", 0755, ROOT, SYS, 8},
    {"var/sadm/install", 0755, ROOT, BIN, 8},
    {ADMIN, 0755, ROOT, BIN, 8},
    {"var/sadm/install/logs", 0755, ROOT, BIN, 8},
    {"var/sadm/pkg", 0755, ROOT, SYS, 8},
    {"var/spool", 0755, ROOT, BIN, 8},
    {"var/spool/cron", 0755, ROOT, SYS, 8},
    {"var/spool/cron/crontabs", 0755, ROOT, SYS, 8},
    {"var/spool/pkg", 01777, ROOT, BIN, 8},
    {"var/svc", 0755, ROOT, SYS, 10},
    {"var/svc/log", 0755, ROOT, SYS, 10},
    {"var/svc/manifest", 0755, ROOT, SYS, 10},
    {"var/svc/manifest/application", 0755, ROOT, SYS, 10},
    {"var/svc/manifest/milestone", 0755, ROOT, SYS, 10},
    {"var/svc/manifest/network", 0755, ROOT, SYS, 10},
    {"var/svc/manifest/platform", 0755, ROOT, SYS, 10},
    {"var/svc/manifest/site", 0755, ROOT, SYS, 10},
    {"var/svc/manifest/system", 0755, ROOT, SYS, 10},
    {"var/tmp", 01777, ROOT, SYS, 8},
};

#define NDIRECTORIES (sizeof(directories) / sizeof(directories[0]))

static const char *const owners[] = {"root", NULL, "bin", "sys"};

static bool
set_attributes(int fd, mode_t mode, uid_t owner, gid_t gid)
{
	if (!owner_set(fd, owner, gid) && owner_is_free())
		return false;
	return fchmod(fd, mode) == 0;
}

/* Is the directory one of the release? */
static bool
is_of_release(size_t i, unsigned release)
{
	return directories[i].since <= release;
}

static bool
make_directories(struct safe_dir *safe, unsigned release)
{
	size_t i;
	int fd;

	for (i = 0; i < NDIRECTORIES; i++) {
		if (!is_of_release(i, release))
			continue;
		fd = safe_dir_mkdir(safe, directories[i].path);
		if (fd == -1 ||
		    !set_attributes(fd, directories[i].mode,
			directories[i].owner, directories[i].group))
			return false;
	}
	return true;
}

static bool
make_file(struct safe_dir *safe, const char *path, const char *text,
    mode_t mode, gid_t group_id)
{
	int fd = safe_dir_create(safe, path);
	bool ok;

	if (fd == -1)
		return false;
	ok = file_write_full(fd, text, strlen(text)) &&
	    set_attributes(fd, mode, ROOT, group_id);
	return close(fd) == 0 && ok;
}

static bool
make_text(struct safe_dir *safe, const char *path, const char *text)
{
	return make_file(safe, path, text, 0644, ROOT);
}

/* /lib is a link to /usr/lib before Solaris 10. */
static bool
make_links(struct safe_dir *safe, unsigned release)
{
	return safe_dir_symlink(safe, "./usr/bin", "bin", false) &&
	    (release >= 10 ||
		safe_dir_symlink(safe, "./usr/lib", "lib", false));
}

/* The contents database, with the symbolic links of make_links. */
static bool
make_database(struct safe_dir *safe, unsigned release)
{
	struct buf text = BUF_INIT;
	size_t i;
	bool ok;

	buf_str(&text, "/bin=./usr/bin s none SUNWcsr\n");
	for (i = 0; i < NDIRECTORIES; i++) {
		if (!is_of_release(i, release))
			continue;
		buf_printf(&text, "/%s d none %04o %s %s SUNWcsr\n",
		    directories[i].path, (unsigned)directories[i].mode,
		    owners[directories[i].owner], owners[directories[i].group]);
		if (release < 10 &&
		    strcmp(directories[i].path, "export/home") == 0)
			buf_str(&text, "/lib=./usr/lib s none SUNWcsr\n");
	}
	ok = make_text(safe, "var/sadm/install/contents", text.data);
	buf_free(&text);
	return ok;
}

static bool
make_records(struct safe_dir *safe, unsigned release)
{
	char *name = xasprintf("%s%s\n", "                       ",
	    releases[release - SCRATCH_RELEASE_MIN].name);
	char *info = xasprintf(
	    record, releases[release - SCRATCH_RELEASE_MIN].version);
	bool ok = make_text(safe, "etc/release", name) &&
	    make_text(safe, RECORD "/pkginfo", info);
	int fd = ok ? safe_dir_mkdir(safe, RECORD) : -1;

	ok = fd != -1 && set_attributes(fd, 0755, ROOT, ROOT);
	free(info);
	free(name);
	return ok;
}

static bool
make_root(struct safe_dir *safe, unsigned release)
{
	return make_directories(safe, release) && make_links(safe, release) &&
	    make_database(safe, release) &&
	    make_text(safe, "etc/passwd", scratch_passwd) &&
	    make_text(safe, "etc/group", scratch_group) &&
	    make_file(safe, "etc/shadow", shadow, 0400, SYS) &&
	    make_file(safe, "etc/user_attr", user_attr, 0644, SYS) &&
	    make_text(safe, ADMIN "/default", default_admin) &&
	    make_text(safe, ADMIN "/" ADMIN_UNATTENDED, unattended_admin) &&
	    make_records(safe, release);
}

/* False with errno when root exists and is no empty directory. */
static bool
is_empty_directory(const char *root)
{
	const struct dirent *e;
	DIR *list = opendir(root);

	if (list == NULL)
		return false;
	errno = 0;
	e = directory_next(list);
	if (e != NULL)
		errno = ENOTEMPTY;
	closedir(list);
	return e == NULL && errno == 0;
}

bool
scratch_is_wanted(const char *root)
{
	struct stat st;

	if (stat(root, &st) == -1)
		return errno == ENOENT;
	return is_empty_directory(root);
}

/*
 * Who cannot give files away has the owners of this root noted, where its file
 * system can do that; the note of the root itself tells later runs.
 */
static void
note_owners(const char *root)
{
	int fd = owner_is_free()
	    ? -1
	    : open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd == -1)
		return;
	(void)owner_note(fd, ROOT, ROOT);
	close(fd);
}

bool
scratch_make(const char *root, unsigned release, struct diag *d)
{
	struct safe_dir *safe;
	bool ok;

	if (mkdir(root, 0755) == -1 &&
	    (errno != EEXIST || !is_empty_directory(root))) {
		if (errno == ENOTEMPTY || errno == ENOTDIR)
			diag_error(d, root, 0, NULL,
			    "a root is made in an empty directory only");
		else
			diag_system(d, root, "cannot make a root there");
		return false;
	}
	safe = safe_dir_open(root);
	if (safe == NULL) {
		diag_system(d, root, "cannot be opened");
		return false;
	}
	note_owners(root);
	ok = make_root(safe, release);
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

	tree_discard(dir);
	free(dir);
	live_remove_whiteouts(root);
}
