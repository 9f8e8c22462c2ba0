/*
 * Tags of utilities and their programs.
 */
#include "tags/tags.h"

const struct lint_tag lint_tags_utility[] = {
    {"grep-quiet", SEVERITY_ERROR, LINT_BOURNE,
	"/usr/bin/grep has no -q; -s only hides error messages.",
	"Usage error, status 2, so the condition is false.",
	"`grep p f >/dev/null 2>&1`", NULL},
    {"grep-option", SEVERITY_ERROR, LINT_BOURNE,
	"/usr/bin/grep does not have this option.", "Usage error.",
	"egrep, fgrep, find with grep, nawk", NULL},
    {"id-option", SEVERITY_ERROR, LINT_BOURNE, "/usr/bin/id has no -u and -n.",
	"Usage error.", "parse `id`: id | sed 's/uid=\\([0-9]*\\).*/\\1/'",
	NULL},
    {"head-tail-option", SEVERITY_ERROR, LINT_BOURNE,
	"Use tail -5, tail +2 and dd.", "Usage error.",
	"`tail -5`; `tail +2`; `dd bs=1 count=5`", NULL},
    {"old-awk", SEVERITY_ERROR, LINT_BOURNE,
	"/usr/bin/awk is the old awk; use nawk.",
	"\"awk: syntax error near line 1\", \"bailing out near line 1\"; or "
	"a function like sub is taken for an empty variable, and the "
	"output is wrong.",
	"nawk, with the same program; it is there on all releases.",
	"The awk of 1977 has no functions of one's own, no -v, sub, gsub, "
	"match, getline from a file, delete, ENVIRON, `?:` or `^`. A "
	"value alone is no pattern (NF, !seen[$0]++), a comparison no "
	"value, and -F has its character right behind it."},
    {"sed-option", SEVERITY_ERROR, LINT_ALL, "sed has no -i, -E or -r.",
	"Usage error; with -i the file stays unchanged.",
	"temporary file and mv; basic regular expressions", NULL},
    {"sed-gnu-escape", SEVERITY_ERROR, LINT_ALL,
	"GNU sed escapes are not known.",
	"Taken literally, so nothing matches or n is inserted.",
	"backslash and a real newline; `xx*`; two expressions", NULL},
    {"mktemp-use", SEVERITY_ERROR, LINT_8 | LINT_9,
	"mktemp is absent in Solaris 8 and 9.",
	"Not found; an empty name is then used.",
	"`d=${TMPDIR:-/var/tmp}/x.$$; (umask 077; mkdir \"$d\") || "
	"exit 1` (mkdir is atomic)",
	"TMPDIR is private only in class scripts and postinstall."},
    {"which-use", SEVERITY_WARNING, LINT_BOURNE,
	"which is a csh script; its exit status is unreliable.",
	"Reads ~/.cshrc; prints \"no x in ...\" with status 0 on some"
	" releases.",
	"`type x >/dev/null 2>&1`, or a loop over PATH", NULL},
    {"missing-tool", SEVERITY_ERROR, LINT_BOURNE,
	"{name} does not exist on this release.", "Not found, status 1.",
	"ls -l f | sed 's/.*-> //', sum, cksum, `digest -a` (10+), cp"
	" + chmod + chown",
	NULL},
    {"date-option", SEVERITY_ERROR, LINT_BOURNE,
	"date cannot print seconds since the epoch or compute dates.",
	"Prints %s or fails.", "`nawk 'BEGIN{print srand()}'` for the time",
	NULL},
    {"find-option", SEVERITY_ERROR, LINT_BOURNE,
	"find does not have this option.", "Usage error.",
	"`-prune` by name, `-exec`", NULL},
    {"xargs-option", SEVERITY_ERROR, LINT_BOURNE, "xargs has no -0 and -r.",
	"Usage error; without -r the command runs once on empty "
	"input.",
	"`-exec`, or a loop", NULL},
    {"cp-option", SEVERITY_ERROR, LINT_BOURNE, "cp does not have this option.",
	"Usage error.",
	"`cp -p` for files; `find ... | cpio -pdm` for trees; links "
	"one by one",
	NULL},
    {"cp-preserve-acl", SEVERITY_WARNING, LINT_ALL,
	"cp -p keeps ACLs and fails if the target file system has none or "
	"another kind.",
	"The status is not 0 although the data was copied: between UFS, "
	"ZFS, tmpfs and NFS.",
	"cp, chown, chmod and `touch -r`, and cmp afterwards; or cp -p "
	"without a look at its status, and cmp.",
	"Within one file system cp -p is right, and needed for what "
	"pkgchk compares: the time."},
    {"mv-across-filesystems", SEVERITY_INFO, LINT_ALL,
	"mv from /tmp becomes copy and unlink; owner and ACL may change.",
	"A reader sees half a file, and a full file system leaves half of "
	"one.",
	"A temporary name in the directory of the target, then mv.", NULL},
    {"ln-force-directory", SEVERITY_WARNING, LINT_ALL,
	"ln makes the link inside the directory; -n has no GNU "
	"meaning.",
	"A link appears below the directory instead of replacing the "
	"link.",
	"`rm -f`, then `ln -s`; for atomicity a temporary name and "
	"`mv -f` (not over a link to a directory)",
	NULL},
    {"tar-option", SEVERITY_ERROR, LINT_BOURNE,
	"tar does not know this option.", "Usage error.",
	"`gzcat | tar xf -` (gzip exists from 8)", NULL},
    {"diff-unified", SEVERITY_ERROR, LINT_8 | LINT_9, "diff -u is missing.",
	"Usage error.", "`diff -c`, `cmp -s`", NULL},
    {"ps-option", SEVERITY_ERROR, LINT_ALL,
	"BSD and GNU ps options need /usr/ucb.", "Usage error.",
	"`ps -ef`; with zones `ps -z`", NULL},
    {"pgrep-pkill", SEVERITY_WARNING, LINT_ALL,
	"pgrep and pkill are forbidden under JumpStart and Live "
	"Upgrade.",
	"They exist from Solaris 7 on, and act on processes of the "
	"running system.",
	"pid file and `kill -0`; skip under -R", "See also kill-by-name."},
    {"smf-command-unguarded", SEVERITY_ERROR, LINT_8 | LINT_9,
	"{name} exists only from Solaris 10 on; test for it first.",
	"Not found on 8 and 9.",
	"`[ -x /usr/sbin/svcadm ]`, else the script in /etc/init.d", NULL},
    {"tr-range", SEVERITY_WARNING, LINT_BOURNE,
	"System V tr needs brackets around ranges.",
	"Letters a, - and z are replaced only.",
	"`LC_ALL=C tr '[a-z]' '[A-Z]'`", NULL},
    {"sort-cut-join-option", SEVERITY_INFO, LINT_11,
	"Use sort -k; the old +n form is gone in Solaris 11.",
	"+n fails on 11; -k works from 8 on.", "`sort -k`", NULL},
    {"host-query", SEVERITY_WARNING, LINT_ALL,
	"This query does not exist, and describes the host, not the "
	"alternate root.",
	"hostname -s may set the host name to \"-s\".",
	"`uname -n`, `uname -r`, `uname -p`; for a root see "
	"uname-under-root",
	NULL},
    {"chmod-reference", SEVERITY_ERROR, LINT_ALL, "--reference does not exist.",
	"Usage error.", "set mode and owner explicitly (`chown -h` is fine)",
	NULL},
    {"mkdir-p-status", SEVERITY_INFO, LINT_ALL,
	"The status of mkdir -p was unreliable.",
	"Non-zero although the directory exists.",
	"`mkdir -p d; [ -d d ] || exit 1`", NULL},
    {"bash-shebang", SEVERITY_WARNING, LINT_ALL,
	"The #! line is ignored; pkgadd always runs /sbin/sh.",
	"The script is read by the Bourne shell (8 to 10) or ksh93 "
	"(11).",
	"Bourne syntax only", NULL},
    {"command-outside-path", SEVERITY_WARNING, LINT_ALL,
	"PATH is /sbin:/usr/sbin:/usr/bin:/usr/sadm/install/bin only.",
	"Not found, or the other version of the tool.",
	"full path and a test -x", NULL},
    {"awk-program", SEVERITY_ERROR, LINT_ALL,
	"nawk does not accept this program.",
	"nawk says \"syntax error\" and ends with status 2; nothing of the "
	"program runs.",
	"Put a comparison behind print into parentheses: `print (a == "
	"b)`; end each statement with a newline or `;`.",
	"nawk is the awk of 1988. gawk, mawk and busybox accept more, "
	"and say nothing."},
    {"awk-regular-expression", SEVERITY_ERROR, LINT_BOURNE,
	"nawk has no intervals or character classes in regular "
	"expressions.",
	"a{2} and [[:alpha:]] are taken literally, so nothing "
	"matches.",
	"aa, [A-Za-z]", NULL},
    {"awk-function", SEVERITY_ERROR, LINT_ALL,
	"The program calls a function that is neither built in nor "
	"defined.",
	"nawk ends with an error when it is called.",
	"sub, gsub, match, substr, index, split, sprintf; other "
	"commands through a pipe",
	NULL},
    {"printf-format", SEVERITY_ERROR, LINT_BOURNE,
	"printf has no such conversion or escape.",
	"The text is printed as it stands, or without the backslash.",
	"%s, %d, %c, %o, %x; a character by its octal number: `\\033`",
	"%q, %(format)T, `\\x41` and `\\e` are known to the printf of bash."},
    {"utility-option", SEVERITY_ERROR, LINT_BOURNE,
	"This command does not have the option.",
	"A usage message and status 2; nothing is done.",
	"The options of Solaris: `man` there, or the POSIX ones of 1992 "
	"without long names.",
	"Options that are words behind -- belong to GNU."},
    {"account-tool-option", SEVERITY_WARNING, LINT_ALL,
	"Options of account and cron tools differ.",
	"A usage message, or the option means something else: `crontab -` "
	"waits for input or replaces the table.",
	"Only what the manual of Solaris has; with an alternate root, "
	"class scripts that edit the files.",
	"useradd and its relatives know only the running system's "
	"accounts, whatever PKG_INSTALL_ROOT says."},
    {"sed-program", SEVERITY_ERROR, LINT_ALL,
	"sed does not accept this program.",
	"sed says \"command garbled\" and ends with status 2; its output is "
	"empty, and a file that it was to fill is empty, too.",
	"One command on a line, or `;` right behind it. In front of `}` "
	"stands a newline or `;`. The text of a, i and c begins in the "
	"next line, behind `a\\`. Between r or w and a file stands one "
	"blank. The flags of s are g, p, a number and w; addresses are "
	"numbers, $ and /.../.",
	"GNU sed accepts much more, for instance `{p}`, `p # comment`, "
	"`1~2p`, `/x/I` and `a text` on one line."},
    {"sed-regular-expression", SEVERITY_ERROR, LINT_BOURNE,
	"sed takes this part of the regular expression literally.",
	"[[:alpha:]] is a set of the characters [ : a l p h followed by "
	"a ], and a * behind \\) is a star; nothing matches, without a "
	"message.",
	"`[A-Za-z]`; for a repeated group a loop with `t`, or nawk", NULL},
    {"sed-label", SEVERITY_ERROR, LINT_BOURNE,
	"A label goes on to the end of the line and has at most 7 "
	"characters.",
	"`:a;N;ba` defines one label called \"a;N;ba\" and does "
	"nothing; of longer ones sed says \"Label too long\".",
	"Each label and each jump on a line or in an -e of its own: `sed "
	"-e :a -e N -e ba`",
	NULL},
    {"sed-ignored", SEVERITY_ERROR, LINT_BOURNE,
	"sed does not read what stands here.",
	"Behind a `}` the rest of the line is skipped, and a part of the "
	"program that ends with a backslash is dropped, both without a "
	"message.",
	"Go on in a new line, or with another -e.",
	"-e 'a\\' -e 'text' must be one argument with a newline in it."},
    {"expr-operand", SEVERITY_ERROR, LINT_BOURNE, "expr has no such operation.",
	"expr length, substr, index and match of other systems are "
	"syntax errors.",
	"expr \"X$v\" : 'X.*' and its \\( \\)", NULL},
    {NULL, SEVERITY_INFO, 0, NULL, NULL, NULL, NULL},
};
