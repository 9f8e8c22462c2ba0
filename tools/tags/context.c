/*
 * Tags of package scripts.
 */
#include "tags/tags.h"

const struct lint_tag lint_tags_context[] = {
    {"reads-terminal", SEVERITY_ERROR, LINT_ALL,
	"Package scripts have no terminal.",
	"Standard input is /dev/null, in class action scripts the list of "
	"files: a read is at the end of the file at once. With pkgadd -n a "
	"request script ends the run with 5.",
	"Parameters in pkginfo or a response file",
	"NONABI_SCRIPTS=TRUE would give /dev/tty, but only for old packages. "
	"The scanner of pkgmk warns about this too."},
    {"asks-user", SEVERITY_ERROR, LINT_ALL,
	"A package for unattended use must not ask.",
	"With -n pkgadd ends with status 5; otherwise the installation waits "
	"for somebody who is not there.",
	"A value in pkginfo, which the administrator changes with a response "
	"file (pkgask).",
	NULL},
    {"request-script", SEVERITY_WARNING, LINT_ALL,
	"A request script makes pkgadd -n end with 5 and the package "
	"zone-local.",
	"`pkgadd -n`, as all unattended installations call it, ends with 5 "
	"before anything changes, unless a response file is given with -r. "
	"In a zone the package counts as SUNW_PKG_THISZONE=true.",
	"checkinstall for checks, pkginfo defaults for values", NULL},
    {"request-argument-outside-request", SEVERITY_ERROR, LINT_ALL,
	"This script gets no arguments.",
	"$1 is empty: `cat >$1` is an error of the shell.",
	"Only request and checkinstall have $1, the response file. Other "
	"scripts see the parameters that were written to it as variables. "
	"i.CLASS has ENDOFCLASS on its last call.",
	NULL},
    {"installf-without-final", SEVERITY_ERROR, LINT_ALL,
	"Without the final -f the entries stay pending (+).",
	"installf and removef only note what is to come. Without the last "
	"call the entries keep a + in the database, and pkgchk and pkgrm "
	"complain.",
	"`installf -f $PKGINST` (or `removef -f $PKGINST`) once behind all "
	"others",
	NULL},
    {"touches-contents-db", SEVERITY_ERROR, LINT_ALL,
	"The contents database is locked, cached and written late; do not "
	"touch the file.",
	"/var/sadm/install/contents says which package owns which file. Who "
	"reads it sees old data; who writes it loses what the tools write at "
	"their end.",
	"`pkgchk -l -p PATH` to look, installf and removef to change; where "
	"only the file has it, `pkgadm sync` first, and then read",
	"On Solaris 10 update 8 and later and on illumos a daemon holds the "
	"data, and pkgadm(1M) has sync for those who read the file."},
    {"absolute-path-without-install-root", SEVERITY_ERROR, LINT_ALL,
	"This path ignores the alternate root.",
	"pkgadd -R DIR installs below DIR, and gives DIR to the scripts as "
	"PKG_INSTALL_ROOT. Such a path is one of the running system, which "
	"is then changed instead.",
	"`${PKG_INSTALL_ROOT}/etc/x`; treat \"\" and \"/\" alike",
	"JumpStart, Live Upgrade, zones and images of diskless clients "
	"install with -R. Commands like /usr/bin/ls, /dev/null, /tmp, names "
	"from the class list, $PKGSAV, $INST_DATADIR and $TMPDIR are right "
	"as they are."},
    {"install-root-twice", SEVERITY_ERROR, LINT_ALL,
	"The name already contains the alternate root.",
	"pkgadd -R /a makes /a/a/opt/x of it: not found, or a second tree.",
	"The name as it was read; for paths of the installed system "
	"`$PKG_INSTALL_ROOT$CLIENT_BASEDIR`",
	"In request and checkinstall BASEDIR has no root in front."},
    {"symlink-in-root", SEVERITY_WARNING, LINT_ALL,
	"An absolute link inside the root resolves on the running system.",
	"With -R /a, /a/opt/x that leads to /opt/y is followed to /opt/y, not "
	"to /a/opt/y.",
	"the name that the link leads to, with the root in front; `ls -ld` to "
	"look, and refuse",
	"`find -follow` follows all of them."},
    {"service-command-not-guarded-by-root", SEVERITY_ERROR, LINT_ALL,
	"With an alternate root this acts on the running system.",
	"With pkgadd -R DIR the files go below DIR, but this stops, starts "
	"or kills something on the machine that runs pkgadd.",
	"`case \"${PKG_INSTALL_ROOT:-/}\" in /) ...;; esac`; otherwise queue "
	"for first boot or do nothing",
	"Live Upgrade, JumpStart and the creation of zones install like that."},
    {"non-contract-exit-status", SEVERITY_ERROR, LINT_ALL,
	"pkgadd and pkgrm treat this status as 1 (or, for 4, 5, 11 to 13, "
	"22, as something else).",
	"pkgadd knows 0 success, 1 failure, 2 warning, 3 suspended, 10 and "
	"20 for a reboot; of 7, 30 or 99 it makes 1, in checkinstall 4.",
	"0, 1, 2, 3, 10 or 20", "12 and 22 are 2 with a reboot."},
    {"exit-two-partial", SEVERITY_WARNING, LINT_ALL,
	"Exit 2 leaves the instance \"partially installed\".",
	"The package counts as \"partially installed\": a lock file stays, "
	"packages that depend on it fail, patchadd refuses, and later tools "
	"ask.",
	"Write the warning to a log, and exit 0.", NULL},
    {"missing-final-exit", SEVERITY_WARNING, LINT_ALL,
	"The script's status is that of its last command.",
	"A last command that fails harmlessly makes the installation fail.",
	"`exit 0` as the last line",
	"A common form: `[ -f x ] && rm x` as the last line gives 1 when x "
	"is absent."},
    {"checkinstall-refusal-code", SEVERITY_INFO, LINT_ALL,
	"Use 3 for a polite refusal; pkgadd then ends with 4.",
	"1 is reported as a failure, 3 as \"suspended (administration)\"; "
	"pkgadd ends with 1 or 4.",
	"`exit 3`",
	"Both leave no trace. Exit 2 in checkinstall goes on and leaves a "
	"partial instance."},
    {"checkinstall-needs-root", SEVERITY_ERROR, LINT_ALL,
	"checkinstall runs as an unprivileged user.",
	"It runs as user install or noaccess: \"Permission denied\", also at "
	"files that only root may read.",
	"Look at what everybody may read, and do the rest in preinstall.",
	"With -R even the response file $1 may be closed to it."},
    {"reboot-code-at-removal", SEVERITY_WARNING, LINT_ALL,
	"pkgrm reports 10 and 12 instead.",
	"pkgrm makes 10 and 12 of them: \"reboot immediately\" becomes "
	"\"reboot when all is done\".",
	"`exit 10`", NULL},
    {"kill-by-name", SEVERITY_ERROR, LINT_ALL,
	"Killing by name hits other instances, zones or users; Solaris "
	"killall kills everything.",
	"Processes of the same name in another zone, of another instance or "
	"user end as well. killall of Solaris takes no name: it ends every "
	"process.",
	"The number from a pid file, after a look that it is the right "
	"process; or SMF.",
	NULL},
    {"home-variable", SEVERITY_ERROR, LINT_ALL,
	"This variable is unset in package scripts.",
	"pkgadd starts scripts with a few variables only: the value is "
	"empty, and $HOME/x is /x.",
	"Full paths; `id` for the user.", NULL},
    {"stdin-eaten-in-loop", SEVERITY_ERROR, LINT_ALL,
	"The command reads the class list; entries are lost.",
	"The names of the files stand on standard input. A command that "
	"reads it takes those that follow, and their files are skipped "
	"without a message.",
	"`cmd </dev/null`",
	"ssh-like commands, cat, sed without a file, another package script."},
    {"uname-under-root", SEVERITY_WARNING, LINT_ALL,
	"These describe the running system, not the alternate root.",
	"With pkgadd -R they tell the release and processor of the machine "
	"that runs pkgadd, not of the one that is installed.",
	"`$PKG_INSTALL_ROOT/var/sadm/system/admin/INST_RELEASE`, "
	"PKG_CLIENT_VERSION",
	NULL},
    {"target-binary-under-root", SEVERITY_ERROR, LINT_ALL,
	"Never execute a binary of the alternate root.",
	"It may be for another processor or release, and its libraries are "
	"elsewhere.",
	"The tool of the running system, with its plain path", NULL},
    {"deleted-script-called", SEVERITY_ERROR, LINT_ALL,
	"These scripts are deleted after the installation.",
	"Only the removal scripts are kept after the installation; \"not "
	"found\" when they call one of these.",
	"a script kept in $PKGSAV or in the payload", NULL},
    {"pkgsav-hard-coded", SEVERITY_WARNING, LINT_ALL,
	"Take PKGSAV from the environment at run time.",
	"A second instance is called NAME.2, and with -R a root stands in "
	"front.",
	"`$PKGSAV`, which the tools set for each script", NULL},
    {"nested-package-tool", SEVERITY_ERROR, LINT_ALL,
	"The package database is locked; a nested call blocks or fails.",
	"The outer pkgadd holds the lock on the package database: the inner "
	"one waits for it or fails.",
	"A dependency in the file depend; installf and removef for single "
	"files.",
	NULL},
    {"pipe-to-early-exit", SEVERITY_WARNING, LINT_ALL,
	"pkgadd dies from the closed pipe and leaves a partial state.",
	"The reader ends first, pkgadd dies of the closed pipe, and the "
	"package is left half installed.",
	"write to a file first",
	"For callers of pkgadd, not for package scripts."},
    {"tmpdir-assumed", SEVERITY_WARNING, LINT_ALL,
	"TMPDIR is unset in request, checkinstall and preinstall, and shared "
	"at removal.",
	"The name is /x, which only root may write, or one in /var/tmp that "
	"everybody can guess.",
	"own directory made with umask 077 and mkdir",
	"It is private only in class scripts and postinstall."},
    {"secret-in-pkginfo", SEVERITY_WARNING, LINT_ALL,
	"The installed pkginfo is world readable and keeps every parameter.",
	"Every parameter is kept in /var/sadm/pkg/NAME/pkginfo, which "
	"everybody may read.",
	"a file with its own mode, outside the parameters", NULL},
    {"cwd-dependent", SEVERITY_WARNING, LINT_ALL,
	"The current directory differs per script and source.",
	"Preinstall runs in var/sadm/install, others in the directory of "
	"the caller or of the package: the file is not found, or another "
	"one is changed.",
	"A full path: `$PKG_INSTALL_ROOT/...`, `$INST_DATADIR/...`, or cd to "
	"a directory first, with a look whether it worked.",
	NULL},
    {"backup-overwritten", SEVERITY_ERROR, LINT_ALL,
	"A second run overwrites the saved original with the patched "
	"file.",
	"pkgadd of the same version hands out the same names once more; "
	"what is then restored at removal is the new file.",
	"`[ -f \"$PKGSAV/x\" ] || cp \"$dst\" \"$PKGSAV/x\"`", NULL},
    {"restore-without-record", SEVERITY_ERROR, LINT_ALL,
	"After an interrupted install r.CLASS also gets paths that were "
	"never touched.",
	"An untouched file of another package is deleted or replaced.",
	"Act only when a backup or a record of the installation is there, "
	"and compare first.",
	"pkgrm gives r.CLASS each name of the map, whether the file was "
	"installed or not."},
    {"directory-in-class-script", SEVERITY_WARNING, LINT_ALL,
	"The list also holds directories and links of the class.",
	"rm says \"directory\" and leaves it; its status is 2.",
	"`if [ -d \"$d\" -a ! -h \"$d\" ]; then rmdir \"$d\"; else rm -f "
	"\"$d\"; fi`; keep directories in class none",
	NULL},
    {"parent-directory-missing", SEVERITY_WARNING, LINT_ALL,
	"The tool makes no parent directories for a class with a script.",
	"cp says \"cannot create\", the check of the installed files fails, "
	"and the package is left partially installed.",
	"`mkdir -p` for the directory of the name, or a d entry of class "
	"none for each directory.",
	NULL},
    {"locale-not-set", SEVERITY_INFO, LINT_ALL,
	"The caller's locale is passed on.",
	"Messages in another language, dates and lists in another order.",
	"`LC_ALL=C; export LC_ALL` in the first lines",
	"Not in request and checkinstall when they write the variable "
	"into the response file: what these two write is kept in the "
	"installed pkginfo."},
    {"busy-binary-copy", SEVERITY_WARNING, LINT_ALL,
	"Copying onto a running program gives \"text busy\".",
	"cp fails; a second name of the file keeps the old contents.",
	"Copy to a temporary name in the same directory, then mv -f.", NULL},
    {"inherited-descriptor", SEVERITY_INFO, LINT_ALL,
	"Descriptors 3 and up of pkgadd are inherited.",
	"What goes on in the background keeps the lock file and the "
	"package's file open.",
	"`daemon </dev/null >/dev/null 2>&1 3<&- 4<&- 5<&- 6<&- 7<&- &`", NULL},
    {NULL, SEVERITY_INFO, 0, NULL, NULL, NULL, NULL},
};
