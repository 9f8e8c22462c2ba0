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

# package NAME LINE...: of the files /opt/ACME/a and c, with lines for a
# prototype
package() {
	_name=$1
	shift
	mkdir -p src/root/opt/ACME
	echo a >src/root/opt/ACME/a
	echo c >src/root/opt/ACME/c
	{
		echo 'i pkginfo'
		for _line do
			echo "$_line"
		done
	} >src/prototype
	printf '%s\n' "PKG=$_name" 'NAME=for tests' ARCH=sparc VERSION=1.0 \
	    CATEGORY=application CLASSES=none >src/pkginfo
	"$PKGSTREAM" build -q --force -f src/prototype -r src/root \
	    -t 1100000000 -o "$_name.pkg"
}

# dry STATUS ADMIN NAME: a dry run, which leaves the root as it is
dry() {
	rm -rf found
	mkdir found
	find root -printf '%p %y %m %U %G %s\n' | sort >before
	expect "$1" "$PKGSTREAM" rehearse add -n -a "$2" -R root -D found \
	    -d "$3.pkg" all
	find root -printf '%p %y %m %U %G %s\n' | sort >after
	cmp before after || fail 'the root was changed'
	summary=found/dryrun.isum.asc
	objects=found/dryrun.ipo.asc
}

case_dry_run() {
	chmod 755 .
	"$PKGSTREAM" rehearse root -q root
	mkdir src
	echo 'exit 0' >src/checkinstall
	echo 'touch $PKG_INSTALL_ROOT/ran' >src/preinstall
	package ACMEa 'i checkinstall' 'i preinstall' \
	    'd none /opt/ACME 0755 root bin' 'f none /opt/ACME/a 0644 root bin'
	dry 0 unattended ACMEa
	contains err 'Dry run of the installation of <ACMEa> was successful'
	cat >wanted <<-END
		DR_TYPE=INSTALL
		PKG_INSTALL_ROOT=$PWD/root
		PKG_LIST=" ACMEa"
		CONTINUE=OK
		PARTIAL=OK
		RUNLEVEL=OK
		REQUESTEXITCODE=0
		CHECKINSTALLEXITCODE=0
		PKGFILES=OK
		DEPEND=OK
		SPACE=OK
		CONFLICT=OK
		SETUID=OK
		PRIV=OK
		PKGDIRS=OK
		EXITCODE=0
		ERRORMSG=Installation of <ACMEa> was successful.
	END
	diff wanted $summary
	[ "$(sed -n 's/^\([a-z] .*\) \\$/\1/p' $objects)" = "d /opt/ACME
f /opt/ACME/a" ] || fail 'other objects'
	# over what is there: only what would change, and an update is undone
	expect 0 "$PKGSTREAM" rehearse add -n -a unattended -R root \
	    -d ACMEa.pkg all
	dry 0 unattended ACMEa
	lacks $objects /opt/ACME
	package ACMEb 'f none /opt/ACME/a 0600 root bin' \
	    'f none /opt/ACME/c 0600 root bin' 'd none /opt/ACME 0755 root bin'
	dry 0 unattended ACMEb
	contains $objects 'f /opt/ACME/a'
	contains $objects 'f /opt/ACME/c'
	lacks $objects 'd /opt/ACME'
	sed 's/conflict=.*/conflict=quit/' \
	    root/var/sadm/install/admin/unattended >quit
	dry 4 "$PWD/quit" ACMEb
	contains $summary CONFLICT=NOT_OK
	contains $summary SPACE=OK
	contains $summary SETUID=NOT_TESTED
	contains $summary PKGDIRS=NOT_TESTED
	contains $summary EXITCODE=4
	contains $summary 'PKG_LIST=" ACMEb-"'
	lacks $objects /opt/ACME
	# all packages of a call
	rm src/checkinstall
	"$PKGSTREAM" trans -q -o two.pkg ACMEa.pkg ACMEb.pkg
	dry 0 unattended two
	contains $summary 'PKG_LIST=" ACMEa ACMEb"'
}

case_dry_run_refused() {
	chmod 755 .
	"$PKGSTREAM" rehearse root -q root
	mkdir src
	echo 'exit 3' >src/checkinstall
	package ACMEa 'i checkinstall' 'd none /opt/ACME 0755 root bin'
	dry 4 unattended ACMEa
	contains $summary CHECKINSTALLEXITCODE=4
	contains $summary DEPEND=NOT_TESTED
	contains $summary EXITCODE=4
	expect 99 "$PKGSTREAM" rehearse add -n -a unattended -R root -D none \
	    -d ACMEa.pkg all
	contains err 'none/dryrun.isum.asc'
	expect 2 "$PKGSTREAM" rehearse ask -R root -D found -r answers \
	    -d ACMEa.pkg
}

# as if the root were the running system there is no root to tell
case_dry_run_live() {
	chmod 755 .
	"$PKGSTREAM" rehearse root -q root
	mkdir src
	package ACMEa 'd none /opt/ACME 0755 root bin'
	mkdir found
	_status=0
	"$PKGSTREAM" rehearse add -n -a unattended --live root -D found \
	    -d ACMEa.pkg all >out 2>err || _status=$?
	[ $_status -ne 4 ] || skip "no live roots: $(tail -n 1 err)"
	[ $_status -eq 0 ]
	contains found/dryrun.ipo.asc 'd /opt/ACME'
	grep -x PKG_INSTALL_ROOT= found/dryrun.isum.asc
	[ ! -d root/opt/ACME ]
}

# a root that is missing or relative, as the recorded tools have it
case_strict() {
	mkdir src
	package ACMEa 'd none /opt/ACME 0755 root bin' \
	    'f none /opt/ACME/a 0644 lp sys'
	"$PKGSTREAM" rehearse root -q fresh
	admin=$PWD/fresh/var/sadm/install/admin/unattended
	add="$PKGSTREAM rehearse add -n -a $admin -d ACMEa.pkg"
	expect 99 "$PKGSTREAM" rehearse chk -R "$PWD/none"
	expect 1 "$PKGSTREAM" rehearse rm -n -a "$admin" -R "$PWD/none" ACMEa
	[ ! -e none ]
	# nothing but what the package needs, with owners of the running system
	expect 0 $add --strict -R "$PWD/none" all
	lacks err 'fresh Solaris'
	[ "$(ls none | tr '\n' ' ')" = 'opt var ' ]
	[ "$(stat -c '%u %g' none/opt/ACME/a)" = '71 3' ]
	expect 0 "$PKGSTREAM" rehearse chk --strict -R "$PWD/none"
	expect 1 "$PKGSTREAM" rehearse chk -R "$PWD/none"
	contains err 'owner name lp is not in etc/passwd'
	expect 2 $add --strict -R relative all
	contains err 'absolute path'
	[ ! -e relative ]
	# accounts of the root itself come first
	rm -rf none
	mkdir -p none/etc
	echo 'lp:x:777:8::/:' >none/etc/passwd
	expect 0 $add --strict -R "$PWD/none" all
	[ "$(stat -c '%u %g' none/opt/ACME/a)" = '777 3' ]
}

run_cases "$0" "$@"
