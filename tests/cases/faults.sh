#!/bin/sh
# Each open, write, close, fsync, fork, mount and rename fails once: build,
# trans, extract, add and rm end with a message and leave nothing half-written.
. "$(dirname "$0")/../lib.sh"

LIB=$(dirname "$PKGSTREAM")/tests/faultlib.so

need_faults() {
	step=1
	[ -f "$LIB" ] || skip "no library to preload"
	need_plain "the sanitizers have to be the first library"
}

# faults KINDS COMMAND...: runs the command with the n-th call of each kind
# failing, for each n until the command has no such call.  Before each run it
# calls `prepare', and `check' afterwards, with status, err and what failed set.
# A run whose call may fail without harm ends with 0 and the same result.  Where
# there are many it tries every seventh call only, unless ALL_FAULTS is set.
faults() {
	_kinds=$1
	shift
	points=0
	for kind in $_kinds; do
		n=$((1 - step))
		while n=$((n + step)) && [ $n -lt 2000 ]; do
			prepare
			rm -f failed
			status=0
			FAULT_CALL=$kind FAULT_AT=$n FAULT_LOG=$PWD/failed \
			    LD_PRELOAD=$LIB "$@" >out 2>err </dev/null ||
			    status=$?
			[ "$(head -c 1 failed)" = F ] || break
			points=$((points + 1))
			check || blame
		done
	done
}

blame() {
	sed 's/^/    /' err >&2
	fail "$kind $n: status $status"
}

# one_line STATUS: what a verb prints for a failing system
one_line() {
	[ "$status" -eq 4 ] && [ "$(wc -l <err)" -eq 1 ]
}

make_sources() {
	mkdir -p src/root/d/e
	echo one >src/root/d/one
	seq 20000 >src/root/d/e/two
	printf '%s\n' PKG=ACMEflt NAME=faults ARCH=all VERSION=1 \
	    CATEGORY=application CLASSES=none BASEDIR=/opt PSTAMP=x \
	    >src/pkginfo
	printf '%s\n' 'echo postinstall' \
	    "(: >/pkgstream-outside.$$) 2>/dev/null" 'exit 0' >src/postinstall
	printf '%s\n' 'echo preremove' \
	    "(: >/pkgstream-outside.$$) 2>/dev/null" 'exit 0' >src/preremove
	printf '%s\n' 'i pkginfo' 'i postinstall' 'i preremove' \
	    'd none d 0755 root bin' 'd none d/e 0755 root bin' \
	    'f none d/one 0644 root bin' 'f none d/e/two 0644 root bin' \
	    's none d/link=one' 'l none d/hard=one' >src/prototype
	expect 0 "$PKGSTREAM" build -f src/prototype -r src/root -o good.pkg
}

# old_or_new FILE NEW: the old file is there with a failure, the new one without,
# and both times nothing else
old_or_new() {
	[ "$(ls -A w)" = x ] || return
	if cmp -s w/x "$1"; then
		[ "$status" -eq 0 ] || { one_line && grep crash err >/dev/null; }
	else
		echo old | cmp -s - w/x && one_line
	fi
}

fresh_file() {
	rm -rf w
	mkdir w
	echo old >w/x
}

fresh_directory() {
	rm -rf w
	mkdir w
}

case_build() {
	need_faults
	make_sources
	prepare() { fresh_file; }
	check() { old_or_new good.pkg; }
	faults "open write close fsync rename fork" "$PKGSTREAM" build --force \
	    -f src/prototype -r src/root -o w/x
	[ $points -ge 12 ] || fail "only $points calls failed"
}

case_trans_to_stream() {
	need_faults
	make_sources
	expect 0 "$PKGSTREAM" trans -d good good.pkg
	prepare() { fresh_file; }
	check() { old_or_new good.pkg; }
	faults "open write close fsync rename" "$PKGSTREAM" trans --force \
	    -o w/x good
	[ $points -ge 20 ] || fail "only $points calls failed"
}

# whole_part_of DIR: whatever lies in w is as it is in DIR
whole_part_of() {
	diff -r --no-dereference "$1" w >differences && [ "$status" -eq 0 ] && return 0
	one_line || return
	! grep -v "^Only in $1" differences >&2
}

case_trans_to_directory() {
	need_faults
	make_sources
	expect 0 "$PKGSTREAM" trans -d good good.pkg
	prepare() { fresh_directory; }
	check() { whole_part_of good; }
	faults "open write close fsync rename" "$PKGSTREAM" trans -d w good.pkg
	[ $points -ge 20 ] || fail "only $points calls failed"
}

case_extract() {
	need_faults
	make_sources
	expect 0 "$PKGSTREAM" extract -C good good.pkg
	prepare() { fresh_directory; }
	check() { whole_part_of good; }
	faults "open write close fsync rename" "$PKGSTREAM" extract -C w \
	    good.pkg
	[ $points -ge 20 ] || fail "only $points calls failed"
}

# with --force what was there stays whole
case_extract_over_others() {
	need_faults
	make_sources
	expect 0 "$PKGSTREAM" extract -C good good.pkg
	prepare() {
		fresh_directory
		mkdir -p w/opt/d/e
		echo old >w/opt/d/one
		echo old >w/opt/d/e/two
	}
	check() {
		for file in d/one d/e/two; do
			echo old | cmp -s - w/opt/$file ||
			    cmp -s good/opt/$file w/opt/$file || return
		done
		[ -z "$(find w -name '.*' ! -name w)" ] || return
		[ "$status" -eq 0 ] || one_line
	}
	faults "open write close fsync rename" "$PKGSTREAM" extract --force \
	    -C w good.pkg
	[ $points -ge 20 ] || fail "only $points calls failed"
}

make_root() {
	chmod 755 .
	mkdir -p r/etc r/opt r/tmp r/var/tmp r/var/sadm/install/admin
	chmod 1777 r/tmp r/var/tmp
	printf '%s\n' root:x:0:0::/: bin:x:2:2::/: noaccess:x:60002:60002::/: \
	    >r/etc/passwd
	printf '%s\n' root::0: other::1: bin::2: >r/etc/group
	printf '%s\n' mail= instance=overwrite partial=nocheck \
	    runlevel=nocheck idepend=nocheck rdepend=nocheck space=nocheck \
	    setuid=nocheck conflict=nocheck action=nocheck basedir=default \
	    >admin
}

# state DIR: all that a root holds, without times and what tells of a day
state() {
	(cd "$1" && find . ! -type d ! -name pkginfo ! -name .lockfile |
	    LC_ALL=C sort | while read -r file; do
		if [ -L "$file" ]; then
			echo "$file -> $(readlink "$file")"
		else
			echo "$file $(sed 's/^#.*//' <"$file" | cksum)"
		fi
	done)
}

# remove_named: what the run could not remove, and said so
remove_named() {
	sed -n 's/^[^/]*\(\/[^ ]*\) cannot be removed.*/\1/p' err |
	    while read -r path; do
		rm -rf "w${path#"$PWD/w"}"
	done
}

# again COMMAND...: after a run that failed, one without faults has the result
# that it has without such a past
again() {
	remove_named
	[ ! -e "/pkgstream-outside.$$" ] || return
	[ "$status" -eq 0 ] || [ -s err ] || return
	"$@" >out.again 2>&1 </dev/null || { sed 's/^/again: /' out.again >&2
	    return 1; }
	state w >w.state
	diff good.state w.state >&2
}

add() {
	"$PKGSTREAM" rehearse add -na "$PWD/admin" "$1" "$PWD/w" \
	    -d "$PWD/good.pkg" all
}

# remove HOW: -R or --live
remove() {
	"$PKGSTREAM" rehearse rm -na "$PWD/admin" "$1" "$PWD/w" ACMEflt
}

# add_faults HOW
add_faults() {
	need_faults
	need_root
	step=${ALL_FAULTS:+1}
	: "${step:=7}"
	make_sources
	make_root
	cp -a r w
	expect 0 add "$1"
	state w >good.state
	how=$1
	prepare() { rm -rf w && cp -a r w; }
	check() { again add $how; }
	faults "open write close fsync fork mount rename pipe2 unshare" \
	    "$PKGSTREAM" rehearse add -na "$PWD/admin" "$how" "$PWD/w" \
	    -d "$PWD/good.pkg" all
	echo "$points calls failed"
	[ $points -ge 30 ] || fail "only $points calls failed"
}

case_add() {
	add_faults -R
}

case_add_live() {
	need_live
	add_faults --live
}

remove_faults() {
	need_faults
	need_root
	step=${ALL_FAULTS:+1}
	: "${step:=7}"
	make_sources
	make_root
	cp -a r w
	expect 0 add "$1"
	rm -rf r
	cp -a w r
	expect 0 remove "$1"
	state w >good.state
	how=$1
	prepare() { rm -rf w && cp -a r w; }
	check() {
		remove_named
		if [ -f w/var/sadm/pkg/ACMEflt/pkginfo ]; then
			again remove $how
		else
			again true
		fi
	}
	faults "open write close fsync fork mount rename pipe2 unshare" \
	    "$PKGSTREAM" rehearse rm -na "$PWD/admin" "$how" "$PWD/w" ACMEflt
	echo "$points calls failed"
	[ $points -ge 30 ] || fail "only $points calls failed"
}

case_remove() {
	remove_faults -R
}

case_remove_live() {
	need_live
	remove_faults --live
}

# what the processes fail at that try the power cuts is told, and is no success
case_power_cuts() {
	need_faults
	need_root
	make_sources
	kind=write
	n=300
	while n=$((n + 25)) && [ $n -lt 2000 ]; do
		rm -f failed
		status=0
		FAULT_CALL=write FAULT_AT=$n FAULT_LOG=$PWD/failed \
		    LD_PRELOAD=$LIB "$PKGSTREAM" rehearse cycle --root-only \
		    --faults good.pkg >out 2>err </dev/null || status=$?
		[ "$(head -c 1 failed)" = F ] || break
		[ $status -eq 0 ] || [ -s err ] || [ -s out ] || blame
		grep '/worker.*: No space left on device' err >/dev/null ||
		    continue
		[ $status -eq 4 ] || blame
		return 0
	done
	fail "no call failed in a process that tries power cuts"
}

run_cases "$0"
