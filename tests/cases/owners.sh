#!/bin/sh
# owners where they cannot be given to files: an ordinary user, and root without
# capabilities, of a container or of a user namespace
. "$(dirname "$0")/../lib.sh"

DENY=$(dirname "$PKGSTREAM")/tests/tools/deny
B=$(dirname "$PKGSTREAM")

need_linux() {
	[ "$(uname -s)" = Linux ] || skip "not Linux"
}

# place: a directory of the ordinary user
place() {
	need_linux
	need_other
	chmod 755 .
	mkdir place
	chown 65534:65534 place
	cd place
	as_other "$PKGSTREAM" rehearse root -q probe
	as_other "$PKGSTREAM" rehearse add -na unattended -R probe \
	    -d "$(package "$OLDPWD")" all >"$OLDPWD/out" 2>&1 ||
	    fail "$(cat "$OLDPWD/out")"
	! grep 'owners: ' "$OLDPWD/out" >/dev/null ||
	    skip "this file system keeps no notes"
	rm -rf probe
}

# package DIR: makes one there, with a script that changes owners and writes
# down what it sees of them
package() {
	(
	cd "$1"
	mkdir -p src
	echo text >src/text
	cat >src/postinstall <<-'END'
	cd $PKG_INSTALL_ROOT/opt/ACMEown || exit 1
	echo text >made
	chmod 4555 made
	chown bin made && chgrp 5 made || exit 1
	cp -p made copy && mkdir dir && chown 60001:60002 dir || exit 1
	ln -s made link && chown -h 2 link || exit 1
	chown 2 missing 2>/dev/null && exit 1
	ls -ln made copy text |
	    awk '{ print substr($1, 1, 10), $3, $4, $NF }' >seen
	ls -lnd dir | awk '{ print $3, $4 }' >>seen
	find . -user 2 -print | sort >>seen
	id | sed 's/ .*//' >>seen
	installf $PKGINST /opt/ACMEown/made f 0555 bin tty || exit 1
	installf $PKGINST /opt/ACMEown/dir d 0755 nobody noaccess || exit 1
	installf -f $PKGINST || exit 1
	exit 0
	END
	printf '%s\n' 'cd $PKG_INSTALL_ROOT/opt/ACMEown || exit 1' \
	    'removef $PKGINST /opt/ACMEown/made /opt/ACMEown/dir >list' \
	    'rm -rf copy link seen list made dir && removef -f $PKGINST' \
	    'exit $?' >src/preremove
	printf '%s\n' PKG=ACMEown NAME=x ARCH=all VERSION=1 CATEGORY=system \
	    >src/pkginfo
	printf '%s\n' 'i pkginfo' 'i postinstall' 'i preremove' \
	    'd none /opt/ACMEown 0755 adm lp' \
	    'p none /opt/ACMEown/pipe 0660 lp staff' \
	    'f none /opt/ACMEown/text=text 0640 lp staff' >src/prototype
	"$PKGSTREAM" build -q --force -f src/prototype -r src -o own.pkg
	)
	echo "$1/own.pkg"
}

# what the script saw is what one of root's sees
sees_owners() {
	cat >../wanted <<-'END'
	-r-xr-xr-x 2 5 copy
	-r-xr-xr-x 2 5 made
	-rw-r----- 71 10 text
	60001 60002
	./copy
	./made
	uid=0(root)
	END
	same ../wanted root/opt/ACMEown/seen
}

# works COMMAND...: installation, check, removal and cycle give what root gets
works() {
	expect 0 "$@" "$PKGSTREAM" rehearse root root
	expect 0 "$@" "$PKGSTREAM" rehearse add -na unattended -R root \
	    -d ../own.pkg all
	lacks err 'owners: '
	lacks err 'written to standard error'
	sees_owners
	expect 0 "$@" "$PKGSTREAM" rehearse chk -R root
	contains root/var/sadm/install/contents \
	    '/opt/ACMEown/made f none 0555 bin tty'
	# owners are really compared
	sed '/ACMEown.text /s/ lp / daemon /' root/var/sadm/install/contents \
	    >../contents
	cat ../contents >root/var/sadm/install/contents
	expect 1 "$@" "$PKGSTREAM" rehearse chk -R root
	contains err 'owner name is lp, expected daemon'
	sed '/ACMEown.text /s/ daemon / lp /' ../contents \
	    >root/var/sadm/install/contents
	expect 0 "$@" "$PKGSTREAM" rehearse rm -na unattended -R root ACMEown
	[ ! -e root/opt/ACMEown ]
	expect 0 "$@" "$PKGSTREAM" rehearse cycle ../own.pkg
	lacks out 'owners: '
	lacks out 'chown'
}

case_ordinary_user() {
	place
	works as_other
	as_other unshare -Ur true 2>/dev/null || return 0
	lacks out 'left out'
}

case_without_namespaces() {
	need_plain "the leak checker needs ptrace"
	"$DENY" true || skip "no filter of system calls"
	place
	works as_other "$DENY"
	contains out 'left out: live: '
}

case_root_without_capabilities() {
	need_root
	need_linux
	need setpriv
	need_plain "the leak checker needs ptrace"
	package "$PWD" >/dev/null
	mkdir place
	cd place
	works setpriv --bounding-set -all --inh-caps -all
}

case_root_of_a_user_namespace() {
	need_root
	need_linux
	unshare -r true 2>/dev/null || skip "no user namespaces"
	package "$PWD" >/dev/null
	mkdir place
	cd place
	works unshare -r
	lacks out 'left out'
}

# an owner that a script changed and did not give back is a difference
case_cycle_sees_owners() {
	place
	(
	cd ..
	printf '%s\n' 'chown 71 $PKG_INSTALL_ROOT/etc/default' 'exit 0' \
	    >src/postinstall
	rm src/preremove
	sed -i /preremove/d src/prototype
	"$PKGSTREAM" build -q --force -f src/prototype -r src -o own.pkg
	)
	expect 1 as_other "$PKGSTREAM" rehearse cycle ../own.pkg
	contains out '/etc/default'
	contains out 'lp'
}

# what a script leaves running goes on seeing owners, and the script ends
case_daemons() {
	place
	(
	cd ..
	printf '%s\n' 'cd $PKG_INSTALL_ROOT/opt/ACMEown || exit 1' \
	    'chown 2:5 text' \
	    'nohup sh -c "sleep 1; ls -ln text >late" >/dev/null 2>&1 &' \
	    'exit 0' >src/postinstall
	rm src/preremove
	sed -i /preremove/d src/prototype
	"$PKGSTREAM" build -q --force -f src/prototype -r src -o own.pkg
	)
	as_other "$PKGSTREAM" rehearse root -q root
	expect 0 as_other "$PKGSTREAM" rehearse add --unprotected \
	    -na unattended -R root -d ../own.pkg all
	for i in 1 2 3 4 5 6 7 8; do
		[ ! -s root/opt/ACMEown/late ] || break
		sleep 0.5
	done
	contains root/opt/ACMEown/late ' 2 5 '
}

# how a script ended is seen, also when a signal ended it
case_ends() {
	place
	for end in 'exit 3' 'kill -9 $$'; do
		( cd .. && echo "$end" >src/postinstall &&
		    "$PKGSTREAM" build -q --force -f src/prototype -r src \
			-o own.pkg )
		rm -rf root
		as_other "$PKGSTREAM" rehearse root -q root
		as_other "$PKGSTREAM" rehearse add -na unattended -R root \
		    -d ../own.pkg all >out 2>err || :
		case $end in
		exit*)	contains err 'postinstall did not succeed (3)' ;;
		*)	contains err 'postinstall was killed' ;;
		esac
	done
}

# the patch, whose scripts compare owners and give them back
case_patch() {
	place
	echo PATCH_QUIET= >../response
	expect 0 as_other "$PKGSTREAM" rehearse cycle -a "$TOP/admin" \
	    -r ../response --start '/opt/trend/imss/script/S99IMSS start' \
	    --ignore '/opt/trend/imss/log/*' --with "$B/standin/TMIMSS.pkg" \
	    --with "$B/standin/TMIMSSsp1.pkg" "$B/imss51sp1p3.pkg"
	[ "$(grep -c 'no difference' out)" -ge 1 ] || fail "$(cat out)"
}

run_cases "$0"
