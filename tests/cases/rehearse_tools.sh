#!/bin/sh
# Options of pkgadd and pkgchk beside the usual ones.  What is expected was seen
# with the recorded tools.
. "$(dirname "$0")/../lib.sh"

ALL_NEED_ROOT=yes

chk() {
	"$PKGSTREAM" rehearse chk -R root "$@"
}

# make_map: a root and a pkgmap that is right but for a/sum
make_map() {
	chmod 755 .
	"$PKGSTREAM" rehearse root -q root
	mkdir -p root/opt/ACME root/usr/local/rel
	echo hi >root/opt/ACME/a
	echo hi >root/usr/local/rel/r
	chmod 755 root/usr/local root/usr/local/rel root/opt/ACME
	chmod 644 root/opt/ACME/a root/usr/local/rel/r
	chown 0:2 root/opt/ACME root/opt/ACME/a root/usr/local/rel
	chown 1:3 root/usr/local/rel/r
	TZ=UTC0 touch -t 200411091133.20 root/opt/ACME/a root/usr/local/rel/r
	ln -s a root/opt/ACME/s
	ln root/opt/ACME/a root/opt/ACME/h
	cat >map <<-'END'
		: 1 10
		1 i pkginfo 100 2 1100000000
		1 d none /opt/ACME 0755 root bin
		1 f none /opt/ACME/a 0644 root bin 3 220 1100000000
		1 l none /opt/ACME/h=a
		1 s none /opt/ACME/s=a
		1 e cfg /opt/ACME/gone 0644 root bin 3 220 1100000000
		1 f none $DIR/v 0644 root bin 3 220 1100000000
		1 d none rel 0755 root bin
		1 f none rel/r 0644 $OWN sys 3 219 1100000000
	END
	printf '%s\n' PKG=ACMEx BASEDIR=/usr/local OWN=daemon DIR=/opt/ACME \
	    CLASSES=none >params
}

case_pkgmap() {
	make_map
	expect 1 chk -m map
	for path in /opt/ACME/a /rel /rel/r '/$DIR/v' /opt/ACME/gone; do
		grep -Fx "ERROR: $PWD/root$path" err >/dev/null ||
		    fail "nothing about $path"
	done
	[ "$(grep -c ERROR err)" -eq 5 ]
	# with parameters: BASEDIR, variables, and the classes that there are
	expect 1 chk -m map -e params
	[ "$(sed -n "s,^ERROR: $PWD/root,,p" err)" = "/opt/ACME/v
/opt/ACME/a" ] || fail "other errors"
	contains err 'file cksum is 219, expected 220'
	expect 0 chk -m map -e params -p rel/r,/opt/ACME/s
	# paths are those of the pkgmap
	expect 0 chk -m map -e params -p /usr/local/rel/r
	contains err '/usr/local/rel/r'
	expect 0 chk -l -m map -e params -p rel/r
	contains out "Pathname: $PWD/root/usr/local/rel/r"
	contains out 'Expected owner: daemon'
	contains out 'Current status: installed'
	lacks out Referenced
}

case_pkgmap_exclusive() {
	make_map
	sed 's/1 d none rel/1 x none rel/; /a 0644/d; /DIR/d; /gone/d' \
	    map >new
	expect 0 chk -x -m new -e params
	: >root/usr/local/rel/more
	expect 1 chk -x -m new -e params
	contains err "ERROR: $PWD/root/usr/local/rel/more"
}

case_pkgmap_usage() {
	make_map
	expect 2 chk -e params
	expect 2 chk -m map ACMEx
	expect 2 chk -m map -d x.pkg
	expect 1 chk -m none
	expect 1 chk -m map -e none
	echo '1 f none' >>map
	expect 1 chk -m map
	contains err 'map:11:'
}

run_cases "$0" "$@"
