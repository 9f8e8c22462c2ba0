#!/bin/sh
# what is told about the scripts of packages, and what they are given
. "$(dirname "$0")/../lib.sh"

TMPDIR=/tmp
export TMPDIR

# build_package NAME PROTOTYPE-LINE...: NAME.pkg of src, with CLASSES
build_package() {
	_name=$1
	shift
	mkdir -p src
	printf '%s\n' "PKG=$_name" NAME=x ARCH=all VERSION=1 \
	    CATEGORY=application "CLASSES=${CLASSES:-none}" >src/pkginfo
	printf '%s\n' 'i pkginfo' "$@" >src/prototype
	"$PKGSTREAM" build -q --force -f src/prototype -r src -o "$_name.pkg"
}

add() {
	"$PKGSTREAM" rehearse add -na unattended "$@"
}

remove() {
	"$PKGSTREAM" rehearse rm -na unattended "$@"
}

# modes: -R, and --live where it can be had
modes() {
	"$PKGSTREAM" rehearse root try >/dev/null
	"$PKGSTREAM" rehearse chk --live try >/dev/null 2>&1 &&
	    echo -R --live || echo -R
}

# where each class action script came from: the package, the root, the program,
# nowhere; the class of another package is used
case_origin_of_class_scripts() {
	need_root
	mkdir -p src
	echo text >src/text
	echo 'while read from to; do cp $from $to && echo "$0 was here" || exit 1
	    done; exit 0' >src/i.other
	echo 'while read path; do rm -f $path || exit 1; done; exit 0' \
	    >src/r.other
	cp src/i.other src/i.own
	build_package ACMEcas \
	    'f none /usr/sadm/install/scripts/i.other=i.other 0644 root bin' \
	    'f none /usr/sadm/install/scripts/r.other=r.other 0644 root bin'
	CLASSES='none own other preserve nobody'
	build_package ACMEuse 'i i.own' \
	    'f none /opt/use/none=text 0644 root bin' \
	    'f own /opt/use/own=text 0644 root bin' \
	    'f other /opt/use/other=text 0644 root bin' \
	    'f preserve /opt/use/preserve=text 0644 root bin' \
	    'f nobody /opt/use/nobody=text 0644 root bin'
	for how in $(modes); do
		rm -rf r
		"$PKGSTREAM" rehearse root r >out
		expect 0 add $how r -d ACMEcas.pkg all
		expect 0 add $how r -d ACMEuse.pkg all
		contains err "i.own: the package's own"
		contains err "i.other: that of the root"
		contains err "i.preserve: built in"
		contains err "i.nobody: there is none: the tool does it itself"
		lacks err "i.none:"
		contains out "/usr/sadm/install/scripts/i.other was here"
		contains r/opt/use/nobody text
		expect 0 remove $how r ACMEuse
		contains err "r.other: that of the root"
		contains err "r.own: there is none"
		[ ! -e r/opt/use/other ]
	done
	CLASSES=
	expect 0 "$PKGSTREAM" rehearse cycle --with ACMEcas.pkg ACMEuse.pkg
}

case_network() {
	need_root
	need setpriv
	[ -r /proc/net/dev ] || skip "no /proc/net/dev"
	unshare -n true 2>/dev/null || skip "no network namespaces"
	mkdir -p src
	# a loopback that is down is the only interface without --network
	cat >src/postinstall <<-'END'
		grep -c : /proc/net/dev >$PKG_INSTALL_ROOT/var/tmp/interfaces
		exit 0
	END
	build_package ACMEnet 'i postinstall'
	wanted=$(grep -c : /proc/net/dev)
	for how in $(modes); do
		rm -rf r
		"$PKGSTREAM" rehearse root r >out
		expect 0 add $how r -d ACMEnet.pkg all
		[ "$(cat r/var/tmp/interfaces)" -eq 1 ]
		expect 0 add --network $how r -d ACMEnet.pkg all
		[ "$(cat r/var/tmp/interfaces)" -eq "$wanted" ]
	done
	expect 2 add --network --untrusted -R r -d ACMEnet.pkg all
	expect 2 "$PKGSTREAM" rehearse cycle --network --untrusted ACMEnet.pkg
	expect 0 "$PKGSTREAM" rehearse cycle --network \
	    --ignore '/var/tmp/*' ACMEnet.pkg
}

run_cases "$0"
