/*
 * Tags of utilities and their programs.
 */
#include "tags/tags.h"

const struct lint_tag lint_tags_utility[] = {
    {"grep-quiet", SEVERITY_ERROR, LINT_BOURNE,
	"/usr/bin/grep has no -q; -s only hides error messages.",
	"\"illegal option\" and status 2, so the condition is false whether "
	"the text is there or not.",
	"`grep p f >/dev/null 2>&1`", NULL},
    {"grep-option", SEVERITY_ERROR, LINT_BOURNE,
	"/usr/bin/grep does not have this option.",
	"grep says \"illegal option\" and ends with status 2, as if nothing "
	"had been found.",
	"egrep for -E, fgrep for -F, `find DIR -type f -exec grep x {} \\;` "
	"for -r, nawk for the rest. The options are b, c, h, i, l, n, s, v "
	"and w.",
	NULL},
    {"id-option", SEVERITY_ERROR, LINT_BOURNE, "/usr/bin/id has no -u and -n.",
	"id says \"illegal option\" and prints no number, so a comparison "
	"with 0 fails or ends the script.",
	"id | sed 's/uid=\\([0-9]*\\).*/\\1/' prints the number.", NULL},
    {"head-tail-option", SEVERITY_ERROR, LINT_BOURNE,
	"Use tail -5, tail +2 and dd.", "A usage message; the output is empty.",
	"`tail -5 f` for the last lines, `tail +2 f` from the second on, "
	"`head -5 f`, `dd bs=1 count=5` for characters.",
	NULL},
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
	"A usage message and status 2. With -i the file stays as it was.",
	"sed 's/a/b/' f >f.new && mv f.new f; basic regular expressions.",
	NULL},
    {"sed-gnu-escape", SEVERITY_ERROR, LINT_ALL,
	"GNU sed escapes are not known.",
	"The backslash is dropped or kept as a text: \\+ is a plus, \\n in a "
	"replacement is the letter n. Nothing matches, without a message.",
	"A backslash and a real newline for \\n; `xx*` for x\\+; two -e for "
	"a\\|b; a tab as it is.",
	NULL},
    {"mktemp-use", SEVERITY_ERROR, LINT_8 | LINT_9,
	"mktemp is absent in Solaris 8 and 9.",
	"\"not found\", and an empty name is used from there on.",
	"`d=${TMPDIR:-/var/tmp}/x.$$; (umask 077; mkdir \"$d\") || exit 1` "
	"(mkdir is atomic)",
	"TMPDIR is private only in class scripts and postinstall."},
    {"which-use", SEVERITY_WARNING, LINT_BOURNE,
	"which is a csh script; its exit status is unreliable.",
	"Reads ~/.cshrc; prints \"no x in ...\" with status 0 on some"
	" releases.",
	"`type x >/dev/null 2>&1`, or a loop over PATH", NULL},
    {"missing-tool", SEVERITY_ERROR, LINT_BOURNE,
	"{name} does not exist on this release.", "\"not found\" and status 1.",
	"For readlink, ls -l f | sed 's/.*-> //'; for md5sum, sum or cksum; "
	"for seq, a loop with expr; for others a test that the tool is there.",
	NULL},
    {"date-option", SEVERITY_ERROR, LINT_BOURNE,
	"date cannot print seconds since the epoch or compute dates.",
	"%s is printed as it stands, or \"bad conversion\".",
	"nawk 'BEGIN { srand(); print srand() }' prints the seconds since "
	"1970; `date '+%Y%m%d%H%M%S'` makes a stamp.",
	NULL},
    {"find-option", SEVERITY_ERROR, LINT_BOURNE,
	"find does not have this option.",
	"find says \"bad option\" or how it is to be called; nothing is found.",
	"A directory first, then -name, -type, -perm 022, -size in blocks of "
	"512 bytes, -exec COMMAND {} \\; and -print. `-name x -prune` keeps "
	"out of a directory.",
	NULL},
    {"xargs-option", SEVERITY_ERROR, LINT_BOURNE, "xargs has no -0 and -r.",
	"\"unknown option\". Without -r the command runs once when there is "
	"no input.",
	"find ... -exec COMMAND {} \\; or a loop with read.", NULL},
    {"cp-option", SEVERITY_ERROR, LINT_BOURNE, "cp does not have this option.",
	"\"illegal option\"; nothing is copied.",
	"`cp -p` for files; `find ... | cpio -pdm` for trees; links one by one",
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
    {"ln-symlink-source", SEVERITY_WARNING, LINT_ALL,
	"ln of a symbolic link can follow it.",
	"The new name is one of the file that the link leads to, not of the "
	"link.",
	"make the symbolic link again: `ln -s` with the same target", NULL},
    {"test-executable-root", SEVERITY_INFO, LINT_BOURNE,
	"For root, test -x may be true for any executable bit, or always, in "
	"old versions.",
	"A plain file or a directory looks like a program.",
	"`[ -f f -a -x f ]`",
	"Package scripts run as root. Programs of the system itself are there "
	"or not; for those -x alone is right."},
    {"ln-force-directory", SEVERITY_WARNING, LINT_ALL,
	"ln makes the link inside the directory; -n has no GNU "
	"meaning.",
	"A link appears below the directory instead of replacing the "
	"link.",
	"`rm -f`, then `ln -s`; for atomicity a temporary name and "
	"`mv -f` (not over a link to a directory)",
	NULL},
    {"tar-option", SEVERITY_ERROR, LINT_BOURNE,
	"tar does not know this option.",
	"\"unknown function modifier\"; nothing is unpacked.",
	"gzcat a.tar.gz | tar xf -", NULL},
    {"diff-unified", SEVERITY_ERROR, LINT_8 | LINT_9, "diff -u is missing.",
	"A usage message and status 2, as of files that differ.",
	"`diff -c`, `cmp -s`", NULL},
    {"ps-option", SEVERITY_ERROR, LINT_ALL,
	"BSD and GNU ps options need /usr/ucb.",
	"A usage message; the list is empty, so the process seems not to run.",
	"`ps -ef`; with zones `ps -z`", NULL},
    {"pgrep-pkill", SEVERITY_WARNING, LINT_ALL,
	"pgrep and pkill are forbidden under JumpStart and Live "
	"Upgrade.",
	"They exist from Solaris 7 on, and act on processes of the "
	"running system.",
	"pid file and `kill -0`; skip under -R", "See also kill-by-name."},
    {"smf-command-unguarded", SEVERITY_ERROR, LINT_8 | LINT_9,
	"{name} exists only from Solaris 10 on; test for it first.",
	"SMF, zones and pkg came with Solaris 10 and 11: on older releases "
	"the command is not found.",
	"`if [ -x /usr/sbin/svcadm ]; then ... else` the start script in "
	"/etc/init.d",
	NULL},
    {"tr-range", SEVERITY_WARNING, LINT_BOURNE,
	"System V tr needs brackets around ranges.",
	"Without brackets only the letters a and z and the - are replaced; "
	"with two ranges between one pair of brackets nothing is as it was "
	"meant.",
	"`tr '[A-Z]' '[a-z]'`; for several ranges `'[A-Z][a-z]'`, each in "
	"brackets",
	NULL},
    {"sort-cut-join-option", SEVERITY_INFO, LINT_11,
	"Use sort -k; the old +n form is gone in Solaris 11.",
	"sort of Solaris 11 takes +1 for the name of a file; from Solaris 8 "
	"on all know -k.",
	"`sort -k 2`, which counts from 1, for `sort +1`", NULL},
    {"host-query", SEVERITY_WARNING, LINT_ALL,
	"This query does not exist, and describes the host, not the "
	"alternate root.",
	"\"illegal option\", or worse: `hostname -s` may set the name of the "
	"host to \"-s\".",
	"`uname -n`, `uname -r`, `uname -p`; for a root see uname-under-root",
	NULL},
    {"chmod-reference", SEVERITY_ERROR, LINT_ALL, "--reference does not exist.",
	"\"invalid mode\"; nothing is changed.",
	"set mode and owner explicitly (`chown -h` is fine)", NULL},
    {"mkdir-p-status", SEVERITY_INFO, LINT_ALL,
	"The status of mkdir -p was unreliable.",
	"The status is not 0 although the directory was there or has been "
	"made by another process in between.",
	"`mkdir -p d; [ -d d ] || exit 1`", NULL},
    {"bash-shebang", SEVERITY_WARNING, LINT_ALL,
	"The #! line is ignored; pkgadd always runs /sbin/sh.",
	"pkgadd runs `/sbin/sh SCRIPT`, whatever the first line says: the "
	"Bourne shell on Solaris 8 to 10, ksh93 on 11.",
	"Bourne syntax, and #!/sbin/sh", NULL},
    {"command-outside-path", SEVERITY_WARNING, LINT_ALL,
	"PATH is /sbin:/usr/sbin:/usr/bin:/usr/sadm/install/bin only.",
	"pkgadd sets PATH to the directories above: the command is not "
	"found, or is another one of the same name.",
	"The full path, with a test that it is there: `[ -x /usr/ccs/bin/ar ]`",
	NULL},
    {"awk-program", SEVERITY_ERROR, LINT_ALL,
	"nawk does not accept this program.",
	"nawk says \"syntax error\" and ends with status 2; nothing of the "
	"program runs.",
	"Put a comparison behind print into parentheses: `print (a == "
	"b)`; end each statement with a newline or `;`.",
	"nawk is the awk of 1988. gawk, mawk and busybox accept more, "
	"and say nothing."},
    {"awk-regular-expression", SEVERITY_ERROR, LINT_BOURNE,
	"nawk has no intervals or character classes in regular expressions.",
	"a{2} and [[:alpha:]] stand for these very characters, so nothing "
	"matches. No message.",
	"aa and [A-Za-z]", NULL},
    {"awk-function", SEVERITY_ERROR, LINT_ALL,
	"The program calls a function that is neither built in nor defined.",
	"\"calling undefined function\", and nawk ends with status 2.",
	"sub, gsub, match, substr, index, split and sprintf are there; for "
	"the time of day `\"date\" | getline`",
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
	"\"syntax error\" and status 2; without blanks the text itself is "
	"printed, and an unquoted * or > is for the shell.",
	"expr $a + $b, expr $a \\* $b, expr $a \\> $b; expr \"X$v\" : "
	"'X\\(..\\)' for a part of a text",
	"length, substr, index and match belong to other systems."},
    {NULL, SEVERITY_INFO, 0, NULL, NULL, NULL, NULL},
};
