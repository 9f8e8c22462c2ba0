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

# what a script called and did not find: name, script, line, times; found by
# what the shell says, or by commands that stand for those of Solaris
missing_package() {
	mkdir -p src
	cat >src/postinstall <<-'END'
		# nosuchcommand is called below
		nosuchcommand -x
		for i in 1 2 3; do
			othercommand $i
		done
		zonecfg info 2>/dev/null || zone=none
		svcadm enable x >/dev/null 2>&1
		exit 0
	END
	printf 'svcadm disable x 2>/dev/null\nexit 0\n' >src/preremove
	build_package ACMEmis 'i postinstall' 'i preremove'
}

case_missing_commands() {
	need_root
	missing_package
	for how in $(modes); do
		rm -rf r
		"$PKGSTREAM" rehearse root r >out
		expect 0 add $how r -d ACMEmis.pkg all
		contains err "commands of Solaris that are not there:"
		contains err "nosuchcommand: postinstall, line 2: once, not found"
		contains err "othercommand: postinstall, line 4: 3 times, not found"
		contains err "zonecfg: postinstall, line 6: once, not found"
		contains err "svcadm: postinstall, line 7: once, did nothing"
		expect 0 remove $how r ACMEmis
		contains err "svcadm: preremove, line 1: once, did nothing"
	done
}

# shells that name no line: it is looked for in the script
case_missing_commands_of_shells() {
	need_root
	missing_package
	"$PKGSTREAM" rehearse root r >out
	for sh in dash bash ksh93 ksh mksh busybox /usr/heirloom/bin/sh; do
		command -v $sh >/dev/null || continue
		[ $sh != busybox ] || continue
		expect 0 add --shell $sh -R r -d ACMEmis.pkg all
		contains err "nosuchcommand: postinstall, line 2: once, not found"
		contains err "othercommand: postinstall, line 4: 3 times, not found"
	done
}

# the output of a script is shown when it has written to standard error, or when
# it is asked for
case_output_of_scripts() {
	need_root
	mkdir -p src
	echo 'echo quiet words; exit 0' >src/postinstall
	build_package ACMEout 'i postinstall'
	expect 0 "$PKGSTREAM" rehearse cycle --root-only ACMEout.pkg
	lacks out "quiet words"
	expect 0 "$PKGSTREAM" rehearse cycle --root-only --verbose ACMEout.pkg
	contains out "| quiet words"
	printf 'echo quiet words\nprintf "loud\\033[31m words\\n" >&2\nexit 0\n' \
	    >src/postinstall
	build_package ACMEout 'i postinstall'
	expect 0 "$PKGSTREAM" rehearse cycle --root-only ACMEout.pkg
	contains out "| quiet words"
	contains out "| postinstall has written to standard error:"
	contains out "|     loud?[31m words"
	"$PKGSTREAM" rehearse root r >out
	expect 0 add -R r -d ACMEout.pkg all
	contains out "quiet words"
	contains err "loud?[31m words"
	missing_package
	expect 0 "$PKGSTREAM" rehearse cycle ACMEmis.pkg
	contains out "| commands of Solaris that are not there:"
	expect 0 "$PKGSTREAM" rehearse cycle --json ACMEmis.pkg
	contains out "othercommand: postinstall, line 4: 3 times"
	# a service may go on writing when the script has ended
	case $(modes) in
	*live*) ;;
	*)	return 0 ;;
	esac
	cat >src/postinstall <<-'END'
		(sleep 1; echo late >&2; echo alive >${PKG_INSTALL_ROOT}/var/tmp/on) &
		exit 0
	END
	build_package ACMElate 'i postinstall'
	expect 0 "$PKGSTREAM" rehearse cycle --live-only --ignore '/var/tmp/*' \
	    ACMElate.pkg
}

run_cases "$0"
