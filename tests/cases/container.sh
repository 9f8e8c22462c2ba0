#!/bin/sh
# rehearsals where the host allows less: a container without privileges, a plain
# chroot, a filter of system calls
. "$(dirname "$0")/../lib.sh"

TMPDIR=/tmp
export TMPDIR
DENY=$(dirname "$PKGSTREAM")/tests/tools/deny

need_linux() {
	[ "$(uname -s)" = Linux ] || skip "not Linux"
}

# without_admin COMMAND...: as root of a container, who may not mount
without_admin() {
	setpriv --bounding-set -sys_admin --inh-caps -sys_admin "$@"
}

make_package() {
	mkdir -p src
	echo text >src/text
	echo 'echo installed; exit 0' >src/postinstall
	printf '%s\n' PKG=ACMEbox NAME=x ARCH=all VERSION=1 CATEGORY=system \
	    >src/pkginfo
	printf '%s\n' 'i pkginfo' 'i postinstall' \
	    'd none /opt/ACMEbox 0755 root bin' \
	    'f none /opt/ACMEbox/text=text 0644 root bin' >src/prototype
	"$PKGSTREAM" build -q -f src/prototype -r src -o box.pkg
}

# what_can_be_done COMMAND...: cycle rehearses in an alternate root alone, says
# so once and succeeds; live roots that are insisted on are an error
what_can_be_done() {
	"$@" "$PKGSTREAM" rehearse cycle box.pkg >out 2>err || {
		! grep Landlock err >/dev/null || skip "no Landlock"
		fail "$(cat out err)"
	}
	[ "$(grep -c 'no difference' out)" -eq 1 ] || fail "$(cat out)"
	contains out "ACMEbox, alternate root:"
	[ "$(grep -c '^left out: live: ' out)" -eq 1 ] || fail "$(cat out)"
	[ "$(wc -l <err)" -eq 1 ] || fail "$(cat err)"
	contains err "only the contents of the host's files were protected"
	expect 0 "$@" "$PKGSTREAM" rehearse cycle --root-only box.pkg
	lacks out "left out"
	expect 4 "$@" "$PKGSTREAM" rehearse cycle --live-only box.pkg
	contains err "live: "
	[ ! -s out ] || fail "$(cat out)"
	expect 4 "$@" "$PKGSTREAM" rehearse cycle --untrusted box.pkg
	[ ! -s out ] || fail "$(cat out)"
	expect 0 "$@" "$PKGSTREAM" rehearse cycle -q box.pkg
	[ ! -s out ] || fail "$(cat out)"
	expect 0 "$@" "$PKGSTREAM" rehearse cycle --json box.pkg
	contains out '"left_out": ['
	contains out '"mode": "live", "why": "'
	# a package that is not clean stays one
	echo 'echo x >>$PKG_INSTALL_ROOT/etc/passwd' >src/postinstall
	"$PKGSTREAM" build -q --force -f src/prototype -r src -o bad.pkg
	expect 1 "$@" "$PKGSTREAM" rehearse cycle bad.pkg
	contains out "left out: live: "
}

# a package whose class scripts change files
make_cut_package() {
	mkdir -p src
	echo text >src/text
	printf '%s\n' 'while read from to; do cp $from $to; done' 'exit 0' \
	    >src/i.cfg
	printf '%s\n' 'while read file; do rm -f $file; done' 'exit 0' \
	    >src/r.cfg
	printf '%s\n' PKG=ACMEcut NAME=x ARCH=all VERSION=1 CATEGORY=system \
	    'CLASSES="none cfg"' >src/pkginfo
	printf '%s\n' 'i pkginfo' 'i i.cfg' 'i r.cfg' \
	    'd none /opt/ACMEcut 0755 root bin' \
	    'f cfg /opt/ACMEcut/text=text 0644 root bin' >src/prototype
	"$PKGSTREAM" build -q -f src/prototype -r src -o cut.pkg
}

# without ptrace(2), seccomp(2) tells of the same points
case_faults_without_ptrace() {
	need_plain "the leak checker needs ptrace"
	need_linux
	"$DENY" true || skip "no filter of system calls"
	make_cut_package
	set -- rehearse cycle --unprotected --root-only --faults cut.pkg
	expect 0 "$PKGSTREAM" "$@"
	sed -n 's/^ *power cuts *[0-9.]* s//p' out >traced
	grep '[1-9][0-9]* points at installation' traced >/dev/null
	expect 0 "$DENY" "$PKGSTREAM" "$@"
	[ "$(grep -c ' 0 lost' out)" -eq 3 ] || fail "$(cat out)"
	sed -n 's/^ *power cuts *[0-9.]* s//p' out >notified
	same traced notified
	"$DENY" "$(dirname "$PKGSTREAM")/tests/test_faults" >unit 2>&1 ||
	    fail "$(cat unit)"
}

# the scripts have another group than the program, which then may look into them
# only as one of that group, as docker has it
case_faults_without_sys_ptrace() {
	need_plain "the leak checker needs ptrace"
	need_root
	need_linux
	need setpriv
	make_cut_package
	set -- "$PKGSTREAM" rehearse cycle --root-only --faults cut.pkg
	expect 0 "$@"
	sed -n 's/^ *power cuts *[0-9.]* s//p' out >wanted
	grep '[1-9][0-9]* points at installation' wanted >/dev/null
	expect 0 setpriv --bounding-set -sys_admin,-sys_ptrace \
	    --inh-caps -all "$@"
	sed -n 's/^ *power cuts *[0-9.]* s//p' out >seen
	same wanted seen
	"$DENY" true || return 0
	expect 0 setpriv --bounding-set -sys_admin,-sys_ptrace \
	    --inh-caps -all "$DENY" "$@"
	sed -n 's/^ *power cuts *[0-9.]* s//p' out >seen
	same wanted seen
}

# where there is neither, power cuts cannot be tried, which is no success
case_no_faults() {
	need_plain "the leak checker needs ptrace"
	need_linux
	"$DENY" -s true || skip "no filter of system calls"
	make_package
	expect 4 "$DENY" -s "$PKGSTREAM" rehearse cycle --unprotected \
	    --root-only --faults box.pkg
	contains err "cannot trace processes, nor be notified"
	lacks out "0 lost"
}

case_without_capabilities() {
	need_root
	need_linux
	need setpriv
	make_package
	what_can_be_done without_admin
}

case_forbidden_calls() {
	need_plain "the leak checker needs ptrace"
	need_linux
	"$DENY" true || skip "no filter of system calls"
	make_package
	what_can_be_done "$DENY"
}

# nothing is left that could be rehearsed: an error that says what would help
case_nothing_can_be_done() {
	need_plain "the leak checker needs ptrace"
	need_linux
	"$DENY" true || skip "no filter of system calls"
	make_package
	expect 4 "$DENY" -a "$PKGSTREAM" rehearse cycle box.pkg
	contains err "alternate root: "
	contains err "--unprotected"
	contains err "live: "
	expect 0 "$DENY" -a "$PKGSTREAM" rehearse cycle --unprotected box.pkg
	contains out "no difference"
}

# a chroot whose / is no mount point; $1 is how mounts of the host propagate
in_chroot() {
	cat >inside <<-END
	set -e
	mount -t tmpfs tmpfs "$PWD/top"
	R=$PWD/top/deep/er
	mkdir -p \$R/usr \$R/etc \$R/tmp \$R/var/tmp \$R/proc \$R/box
	chmod 1777 \$R/tmp \$R/var/tmp
	for d in usr etc; do mount --rbind /\$d \$R/\$d; done
	for d in bin sbin lib lib32 lib64; do
		if [ -h /\$d ]; then
			ln -s usr/\$d \$R/\$d
		elif [ -d /\$d ]; then
			mkdir \$R/\$d
			mount --rbind /\$d \$R/\$d
		fi
	done
	mkdir \$R/dev
	mount --rbind /dev \$R/dev
	cp "$PKGSTREAM" box.pkg \$R/box/
	mount >before
	chroot \$R /box/pkgstream rehearse cycle /box/box.pkg
	mount >after
	cmp before after
	END
	mkdir -p top
	unshare -m --propagation "$1" sh inside >out 2>err </dev/null ||
	    fail "$(cat out err)"
	[ "$(grep -c 'no difference' out)" -eq 2 ] || fail "$(cat out err)"
	lacks out "left out"
	[ -z "$(ls top)" ]
}

case_chroot() {
	need_plain "the sanitizers need /proc"
	need_root
	need_linux
	unshare -m true 2>/dev/null || skip "no mount namespaces"
	make_package
	in_chroot private
	in_chroot shared
}

run_cases "$0"
