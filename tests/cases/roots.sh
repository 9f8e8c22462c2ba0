#!/bin/sh
# roots to rehearse in: made by rehearse root, and by add where none is
. "$(dirname "$0")/../lib.sh"

GOLDEN=$TOP/tests/golden
TMPDIR=/tmp
export TMPDIR

# build_package NAME PROTOTYPE-LINE...: NAME.pkg of src
build_package() {
	_name=$1
	shift
	mkdir -p src
	printf '%s\n' "PKG=$_name" NAME=x ARCH=all VERSION=1 \
	    CATEGORY=application >src/pkginfo
	printf '%s\n' 'i pkginfo' "$@" >src/prototype
	"$PKGSTREAM" build -q --force -f src/prototype -r src -o "$_name.pkg"
}

root() {
	"$PKGSTREAM" rehearse root "$@"
}

case_releases() {
	for n in 8 9 10 11; do
		expect 0 root --release $n r$n
		contains r$n/etc/release "Solaris $n"
		expect 0 "$PKGSTREAM" rehearse chk -R r$n
		[ ! -s out ] || fail "$(cat out)"
	done
	[ -h r8/lib ]
	[ ! -e r8/var/svc ]
	[ ! -h r10/lib ]
	[ -d r10/var/svc/manifest ]
	[ -d r11/lib/svc/manifest/application ]
	contains r11/var/sadm/pkg/SUNWcsr/pkginfo VERSION=11.11
	expect 0 root plain
	same plain/etc/release r11/etc/release
	for bad in 7 12 x -1 ''; do
		expect 2 root --release "$bad" bad
	done
	[ ! -e bad ]
}

# owners are those of Solaris, whoever makes the root
case_owners() {
	need_root
	expect 0 root r
	expect 0 "$PKGSTREAM" rehearse chk -l -p /usr/bin -R r
	[ "$(ls -lnd r/usr/bin | awk '{ print $3, $4 }')" = "0 2" ]
	[ "$(ls -lnd r/etc | awk '{ print $3, $4 }')" = "0 3" ]
}

case_only_in_an_empty_directory() {
	mkdir empty full
	: >full/x
	: >file
	expect 0 root empty
	expect 3 root full
	contains err "empty directory"
	[ "$(ls full)" = x ]
	expect 3 root empty
	expect 3 root file
	expect 4 root none/below
	expect 2 root
	expect 2 root a b
	for name in / /usr/.. ///; do
		expect 2 root $name
		contains err "never works on the host"
	done
}

case_ordinary_user() {
	need_other
	chmod 777 .
	as_other "$PKGSTREAM" rehearse root r >out 2>err
	[ -f r/var/sadm/install/contents ]
}

# a missing or an empty root is made, and that is said in one line
case_add_makes_a_root() {
	need_root
	build_package ACMEr 'd none /opt/ACMEr 0755 root bin'
	mkdir empty
	for name in new empty "$PWD/other"; do
		expect 0 "$PKGSTREAM" rehearse add -n -R "$name" -d ACMEr.pkg all
		[ "$(grep -c 'like a fresh Solaris' err)" -eq 1 ]
		[ -d "$name/opt/ACMEr" ]
		expect 0 "$PKGSTREAM" rehearse chk -R "$name"
		expect 0 "$PKGSTREAM" rehearse add -n -a unattended -R "$name" \
		    -d ACMEr.pkg all
		lacks err 'like a fresh'
		expect 0 "$PKGSTREAM" rehearse rm -n -R "$name" ACMEr
	done
	# wrong usage makes none
	expect 2 "$PKGSTREAM" rehearse add -n -R never -d ACMEr.pkg
	[ ! -e never ]
}

# what -n cannot ask: which admin file answers it
case_admin_file_is_named() {
	need_root
	mkdir -p src
	echo 'exit 0' >src/postinstall
	build_package ACMEs 'i postinstall'
	root r >out
	expect 5 "$PKGSTREAM" rehearse add -n -R r -d ACMEs.pkg all
	contains err "action: nobody can be asked"
	contains err "-a unattended"
	expect 0 "$PKGSTREAM" rehearse add -n -a unattended -R r -d ACMEs.pkg all
	rm r/var/sadm/install/admin/unattended
	expect 5 "$PKGSTREAM" rehearse add -n -R r -d ACMEs.pkg all
	lacks err "-a unattended"
	contains err "action=nocheck"
}

# one message for all objects that lack the same group
case_same_message_once() {
	need_root
	mkdir -p src
	i=0
	set --
	while [ $i -lt 40 ]; do
		i=$((i + 1))
		: >src/f$i
		set -- "$@" "f none /opt/many/f$i=f$i 0644 root nosuch"
	done
	build_package ACMEmany 'd none /opt/many 0755 root bin' "$@"
	root r >out
	expect 2 "$PKGSTREAM" rehearse add -n -a unattended -R r \
	    -d ACMEmany.pkg all
	contains err "40 objects have wrong attributes:"
	contains err "and 37 more"
	[ "$(grep -c 'nosuch' err)" -eq 1 ] || fail "$(cat err)"
	[ "$(wc -l <err)" -lt 15 ] || fail "$(cat err)"
	# a single one reads as before
	build_package ACMEone 'f none /opt/many/one=f1 0644 root nosuch'
	expect 2 "$PKGSTREAM" rehearse add -n -a unattended -R r \
	    -d ACMEone.pkg all
	contains err "the attributes of $PWD/r/opt/many/one are wrong"
}

# host_package: ACMEhost brings paths that this host has itself, and a class
# action script that removes them first
host_package() {
	mkdir -p src
	echo text >src/text
	printf '#!/bin/sh\nexit 0\n' >src/program
	cat >src/i.own <<-'END'
		while read from to; do
			[ ! -f "$to" ] || rm -f "$to" || exit 1
			cp "$from" "$to" || exit 1
		done
		exit 0
	END
	cat >src/r.own <<-'END'
		while read path; do
			rm -f "$path" || exit 1
		done
		exit 0
	END
	# a script needs the very programs that the package brings
	cat >src/postinstall <<-'END'
		ls /usr/bin >/dev/null && [ -c /dev/null ] &&
		    echo a | sed s/a/b/ >/dev/null || exit 1
		exit 0
	END
	set -- 'i i.own' 'i r.own' 'i postinstall'
	for path in /usr/bin/cmp /usr/bin/diff /usr/bin/jq /usr/sbin/chroot \
	    /usr/share/dict/words /etc/issue /etc/os-release \
	    /lib/svc/manifest/site/x.xml /usr/lib/os-release; do
		set -- "$@" "f none $path=program 0755 root bin"
	done
	set -- "$@" 'f own /usr/bin/tac=program 0755 root bin' \
	    'f own /usr/lib/libown.so=text 0644 root bin'
	build_package ACMEhost "$@"
}

# what is checked and compared is the root's own; the host's programs serve the
# scripts and nothing else
case_paths_of_the_host() {
	need_root
	need_live
	root live >out
	host_package
	expect 0 "$PKGSTREAM" rehearse cycle ACMEhost.pkg
	[ "$(grep -c 'no difference' out)" -eq 2 ] || fail "$(cat out)"
	# and one step at a time
	expect 0 "$PKGSTREAM" rehearse add -na unattended --live live \
	    -d ACMEhost.pkg all
	same live/usr/bin/cmp src/program
	same live/usr/bin/tac src/program
	expect 0 "$PKGSTREAM" rehearse chk --live live
	[ ! -s out ] || fail "$(cat out)"
	expect 0 "$PKGSTREAM" rehearse rm -na unattended --live live ACMEhost
	[ ! -e live/usr/bin/cmp ]
	[ -z "$(find live -type c)" ] || fail "$(find live -type c)"
	expect 0 "$PKGSTREAM" rehearse chk --live live
}

case_paths_of_the_host_for_a_user() {
	need_other
	as_other unshare -Ur true 2>/dev/null || skip "no user namespaces"
	host_package
	chmod 777 .
	TMPDIR=$PWD
	as_other "$PKGSTREAM" rehearse cycle ACMEhost.pkg >out 2>err ||
	    fail "$* (wanted $modes): $(cat out err)"
	[ "$(grep -c 'no difference' out)" -eq 2 ]
}

# debian_package: deb.pkg has what a Debian package of this host has, its service
# and a script that needs its program
debian_package() {
	need dpkg
	mkdir tree
	dpkg -L gzip >list 2>/dev/null || skip "no package gzip"
	while read -r path; do
		case $path in
		/usr/*)	[ ! -d "$path" ] && [ -e "$path" ] || continue ;;
		/bin/*)	[ -e "/usr$path" ] || continue
			path=/usr$path ;;
		*)	continue ;;
		esac
		mkdir -p "tree/${path%/*}"
		cp -P "$path" "tree/$path"
	done <list
	[ -x tree/usr/bin/gzip ] || skip "gzip is elsewhere"
	mkdir -p tree/lib/svc/manifest/site
	echo "<service_bundle type='manifest' name='gzip'/>" \
	    >tree/lib/svc/manifest/site/gzip.xml
	printf '%s\n' 'echo a | gzip -c | gzip -dc >/dev/null || exit 1' \
	    'chown root $PKG_INSTALL_ROOT/usr/bin/gzip || exit 1' \
	    'exit 0' >script
	"$PKGSTREAM" init -q --build --pkg ACMEgzip --name x --arch i386 \
	    --version 1 --category x --basedir / --script postinstall=script \
	    --class 'manifest=lib/svc/manifest/*/*' -o deb.pkg tree >out
	[ -s deb.pkg ] || fail "$(cat out)"
}

# clean_cycle MODES COMMAND...: in so many modes
clean_cycle() {
	_modes=$1
	shift
	expect 0 "$@" "$PKGSTREAM" rehearse cycle ../deb.pkg
	[ "$(grep -c 'no difference' out)" -eq "$_modes" ] ||
	    fail "$* (wanted $_modes): $(cat out err)"
	lacks out complaints
}

case_debian_program() {
	debian_package
	chmod 755 .
	mkdir place
	[ "$(id -u)" -ne 0 ] || chown 65534 place
	cd place
	modes=1
	case $(uname -s) in
	Linux)	(need_live) >/dev/null 2>&1 && modes=2 ;;
	*)	skip "not Linux" ;;
	esac
	clean_cycle $modes env
	deny=$(dirname "$PKGSTREAM")/tests/tools/deny
	"$deny" true && clean_cycle 1 "$deny"
	need_other
	as_other unshare -Ur true 2>/dev/null || modes=1
	clean_cycle $modes as_other
	"$deny" true && clean_cycle 1 as_other "$deny"
	clean_cycle 1 setpriv --bounding-set -all --inh-caps -all
}

# scripts that remove what only the host has leave nothing in the root
case_no_whiteouts() {
	need_root
	need_live
	root live >out
	mkdir -p src
	echo 'rm /usr/bin/diff /usr/lib/os-release && [ ! -f /usr/bin/diff ]' \
	    >src/postinstall
	build_package ACMErm 'i postinstall'
	expect 0 "$PKGSTREAM" rehearse add -na unattended --live live \
	    -d ACMErm.pkg all
	[ -z "$(find live -type c)" ] || fail "$(find live -type c)"
	[ -x /usr/bin/diff ]
	expect 0 "$PKGSTREAM" rehearse cycle --live-only ACMErm.pkg
}

# on_an_overlay COMMANDS: runs them where memory/top is an overlay, which no other
# overlay can write to
on_an_overlay() {
	mkdir memory
	cat >inside <<-END
		mount -t tmpfs tmpfs memory || exit 77
		mkdir memory/lower memory/upper memory/work memory/top
		mount -t overlay overlay -o \
		lowerdir=memory/lower,upperdir=memory/upper,workdir=memory/work \
		    memory/top || exit 77
		chmod 777 memory/top
		cd memory/top
		TMPDIR=\$PWD
		export TMPDIR
		$1
	END
	status=0
	unshare -m sh inside >out 2>err || status=$?
	[ $status -ne 77 ] || skip "no overlay on an overlay"
	[ $status -eq 0 ] || fail "$(cat out err)"
	rmdir memory
}

case_root_on_an_overlay() {
	need_root
	need_live
	unshare -m true 2>/dev/null || skip "no mount namespaces"
	host_package
	on_an_overlay "'$PKGSTREAM' rehearse cycle ../../ACMEhost.pkg"
	[ "$(grep -c 'no difference' out)" -eq 2 ]
	lacks err "warning"
	need_other
	as_other unshare -Ur true 2>/dev/null || skip "no user namespaces"
	chmod 755 .
	on_an_overlay "setpriv --reuid 65534 --regid 65534 --clear-groups \
	    '$PKGSTREAM' rehearse cycle ../../ACMEhost.pkg"
	[ "$(grep -c 'no difference' out)" -eq 2 ]
	lacks err "warning"
}

# every kind of change that a script makes below the directories of programs
# reaches such a root, with its attributes, and nothing else does
case_changes_on_an_overlay() {
	need_root
	need_live
	root live >out
	unshare -m true 2>/dev/null || skip "no mount namespaces"
	mkdir -p src
	echo text >src/text
	cat >src/preinstall <<-'END'
		cd /usr/lib && mkdir -p own/dir && echo old >own/gone &&
		    echo old >own/dir/old && echo old >own/kept &&
		    touch -t 200001010000 own/kept || exit 1
		exit 0
	END
	cat >src/postinstall <<-'END'
		cd /usr/lib/own && [ -f gone ] && [ -f dir/old ] || exit 1
		rm gone && rm -r dir && mkdir dir && echo new >dir/new &&
		    chown 2:3 dir/new && chmod 640 dir/new &&
		    touch -t 200102030405 dir/new && chmod 711 dir &&
		    chown 4 dir && ln -s new dir/link && mkfifo dir/pipe ||
		    exit 1
		chgrp 3 /usr/bin/prog && chmod 4755 /usr/bin/prog || exit 1
		rm -f /usr/bin/diff || exit 1
		exit 0
	END
	build_package ACMEover 'i preinstall' 'i postinstall' \
	    'f none /usr/bin/prog=text 0755 root bin'
	cat >look <<-'END'
		cd live
		find usr/lib usr/bin | sort
		ls -ln usr/lib/own/dir/new usr/bin/prog |
		    awk '{ print substr($1, 1, 10), $3, $4, $5, $NF }'
		ls -lnd usr/lib/own/dir usr/bin usr/lib |
		    awk '{ print substr($1, 1, 10), $3, $4, $NF }'
		readlink usr/lib/own/dir/link
		TZ=UTC find usr/lib/own -type f -printf '%p %TY-%Tm-%Td\n' |
		    grep '/new\|/kept' | sort
	END
	for where in live overlay; do
		set -- rehearse add -na unattended --live live -d
		case $where in
		live)	expect 0 "$PKGSTREAM" "$@" ACMEover.pkg all
			sh look >seen.live ;;
		*)	on_an_overlay "'$PKGSTREAM' rehearse root -q live
				'$PKGSTREAM' $* ../../ACMEover.pkg all &&
				sh ../../look >../../seen.overlay" ;;
		esac
	done
	contains seen.live '-rw-r----- 2 3 4 usr/lib/own/dir/new'
	contains seen.live 'drwx--x--x 4 1 usr/lib/own/dir'
	contains seen.live 'usr/lib/own/dir/new 2001-02-03'
	contains seen.live '-rwsr-xr-x 0 3 5 usr/bin/prog'
	lacks seen.live gone
	same seen.live seen.overlay
}

run_cases "$0"
